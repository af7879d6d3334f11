// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_CRYPTO_OPENSSL_CRYPTO_H
#define HIP_CORE_CRYPTO_OPENSSL_CRYPTO_H

#include "core/crypto/crypto-engine.h"
#include "core/crypto/openssl-esp-cipher.h"

namespace hip
{

/// CryptoFidelity::REAL
class OpenSslCrypto : public CryptoEngine
{
  public:
    /// @param context outlives the engine and what it makes
    explicit OpenSslCrypto(CryptoContext& context);

    std::unique_ptr<DhKeyPair> MakeDhKeyPair(DhGroup group) override;
    Bytes Sign(const PrivateKey& key, ByteSpan data) override;
    bool Verify(const PublicKey& key, ByteSpan data, ByteSpan signature) override;
    std::unique_ptr<EspCipher> MakeEspCipher(EspSuite suite,
                                             ByteSpan encryptionKey,
                                             ByteSpan authenticationKey) override;

  private:
    CryptoContext& m_context;
    OpenSslEspCiphers m_espCiphers;
};

} // namespace hip

#endif // HIP_CORE_CRYPTO_OPENSSL_CRYPTO_H
