// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_CRYPTO_ESP_CBC_H
#define HIP_CORE_CRYPTO_ESP_CBC_H

#include "core/crypto/crypto-engine.h"
#include "core/crypto/esp-hmac.h"
#include "core/crypto/openssl-ptr.h"

namespace hip
{

/**
 * A block cipher in CBC mode with HMAC: AES (RFC 3602) or, in 2003, 3DES (RFC 2451). The IV is the
 * sequence number encrypted under the same key (NIST SP 800-38A, appendix C), which nobody can
 * predict and which needs no randomness.
 */
class CbcEspCipher : public EspCipher
{
  public:
    /// @param cbc a cipher in CBC mode with blocks of at most 16 octets, at least 8
    CbcEspCipher(const EVP_CIPHER* cbc, ByteSpan encryptionKey, EspHmac hmac);

    void Seal(ByteSpan header,
              std::uint64_t sequence,
              MutableByteSpan iv,
              MutableByteSpan text,
              MutableByteSpan icv) override;

    bool Open(ByteSpan header,
              std::uint64_t sequence,
              ByteSpan iv,
              MutableByteSpan text,
              ByteSpan icv) override;

  private:
    std::size_t m_blockLength;
    CipherContextPtr m_encrypt;
    CipherContextPtr m_decrypt;
    EspHmac m_hmac;
};

} // namespace hip

#endif // HIP_CORE_CRYPTO_ESP_CBC_H
