// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_CRYPTO_MODELLED_CRYPTO_H
#define HIP_CORE_CRYPTO_MODELLED_CRYPTO_H

#include "core/crypto/crypto-engine.h"

namespace hip
{

/**
 * CryptoFidelity::MODELLED: sizes and outcomes of real cryptography without its cost. Anybody can
 * forge what it makes and read what it seals, so it is for simulations with very many hosts only.
 */
class ModelledCrypto : public CryptoEngine
{
  public:
    /// @param context outlives the engine
    explicit ModelledCrypto(CryptoContext& context);

    /// The public value is random; both sides get Kij as a hash over the two public values.
    std::unique_ptr<DhKeyPair> MakeDhKeyPair(DhGroup group) override;

    /// A hash over the Host Identity and the data, at the length of a signature.
    Bytes Sign(const PrivateKey& key, ByteSpan data) override;

    bool Verify(const PublicKey& key, ByteSpan data, ByteSpan signature) override;

    std::unique_ptr<EspCipher> MakeEspCipher(EspSuite suite,
                                             ByteSpan encryptionKey,
                                             ByteSpan authenticationKey) override;

  private:
    CryptoContext& m_context;
};

} // namespace hip

#endif // HIP_CORE_CRYPTO_MODELLED_CRYPTO_H
