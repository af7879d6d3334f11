// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_CRYPTO_ESP_HMAC_H
#define HIP_CORE_CRYPTO_ESP_HMAC_H

#include "core/crypto/openssl-ptr.h"
#include "core/util/span.h"

#include <array>

namespace hip
{

/**
 * HMAC-SHA-256-128 (RFC 4868) of ESP packets with 64-bit sequence numbers.
 *
 * It keeps the two hash states that follow from the key, so that a packet pays for its own octets
 * only. OpenSSL's HMAC does the same, but copies each state once more.
 */
class EspHmac
{
  public:
    static constexpr std::size_t ICV_LENGTH = 16;

    using Icv = std::array<Byte, ICV_LENGTH>;

    /// @param key at most 64 octets
    EspHmac(const EVP_MD* sha256, ByteSpan key);

    /// @return the ICV over header | iv | text | high half of @p sequence (RFC 4303 §2.2.1)
    Icv Compute(ByteSpan header, ByteSpan iv, ByteSpan text, std::uint64_t sequence);

  private:
    DigestContextPtr m_inner;
    DigestContextPtr m_outer;
    DigestContextPtr m_work;
};

} // namespace hip

#endif // HIP_CORE_CRYPTO_ESP_HMAC_H
