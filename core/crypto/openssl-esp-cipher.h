// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_CRYPTO_OPENSSL_ESP_CIPHER_H
#define HIP_CORE_CRYPTO_OPENSSL_ESP_CIPHER_H

#include "core/crypto/crypto-engine.h"

#include <openssl/types.h>

namespace hip
{

/**
 * Makes the ciphers of all suites. Looking algorithms up by name is slow, so a maker does it once
 * for all security associations.
 */
class OpenSslEspCiphers
{
  public:
    /// @param library outlives the ciphers
    explicit OpenSslEspCiphers(OSSL_LIB_CTX* library);
    ~OpenSslEspCiphers();

    /// @throw std::invalid_argument if a key does not have the length that GetEspSuiteInfo tells
    std::unique_ptr<EspCipher> Make(EspSuite suite,
                                    ByteSpan encryptionKey,
                                    ByteSpan authenticationKey) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace hip

#endif // HIP_CORE_CRYPTO_OPENSSL_ESP_CIPHER_H
