// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_CRYPTO_MODELLED_ESP_CIPHER_H
#define HIP_CORE_CRYPTO_MODELLED_ESP_CIPHER_H

#include "core/crypto/crypto-engine.h"
#include "core/crypto/mix.h"

namespace hip
{

/**
 * Leaves the text as it is and puts a keyed checksum into the ICV: any damage is found, and a key
 * of another association does not fit, but there is no secrecy and no defence against forgery.
 */
class ModelledEspCipher : public EspCipher
{
  public:
    static constexpr std::size_t MAX_ICV_LENGTH = 16;

    /// @param icvLength at most MAX_ICV_LENGTH octets
    ModelledEspCipher(ByteSpan encryptionKey, ByteSpan authenticationKey, std::size_t icvLength);

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
    void ComputeIcv(ByteSpan header,
                    std::uint64_t sequence,
                    ByteSpan iv,
                    ByteSpan text,
                    MutableByteSpan icv) const;

    MixChecksum::States m_start;
    std::size_t m_icvLength;
};

} // namespace hip

#endif // HIP_CORE_CRYPTO_MODELLED_ESP_CIPHER_H
