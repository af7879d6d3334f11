// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_CRYPTO_ESP_GCM_H
#define HIP_CORE_CRYPTO_ESP_GCM_H

#include "core/crypto/crypto-engine.h"
#include "core/crypto/openssl-ptr.h"

#include <array>

namespace hip
{

/// AES-GCM in ESP (RFC 4106): nonce = salt:4 | IV:8, and the IV is the 64-bit sequence number.
class GcmEspCipher : public EspCipher
{
  public:
    /// @param keyAndSalt the key, then four octets of salt. @param icvLength 8 or 16
    GcmEspCipher(const EVP_CIPHER* aesGcm, ByteSpan keyAndSalt, std::size_t icvLength);
    ~GcmEspCipher() override;

    GcmEspCipher(const GcmEspCipher&) = delete;
    GcmEspCipher& operator=(const GcmEspCipher&) = delete;

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
    /// Starts a packet: nonce and additional authenticated data (RFC 4106 §5 with 64-bit numbers).
    bool Start(EVP_CIPHER_CTX* context, ByteSpan header, std::uint64_t sequence, ByteSpan iv);

    CipherContextPtr m_encrypt;
    CipherContextPtr m_decrypt;
    std::size_t m_icvLength;
    std::array<Byte, 12> m_nonce; ///< the salt stays, the IV changes with each packet
};

} // namespace hip

#endif // HIP_CORE_CRYPTO_ESP_GCM_H
