// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_CRYPTO_ESP_HMAC_H
#define HIP_CORE_CRYPTO_ESP_HMAC_H

#include "core/crypto/crypto-engine.h"
#include "core/crypto/openssl-ptr.h"

namespace hip
{

/**
 * HMAC of ESP packets: HMAC-SHA-256-128 (RFC 4868) with 64-bit sequence numbers, and
 * HMAC-SHA-1-96 (RFC 2404) with the 32-bit ones of 2003.
 *
 * It keeps the two hash states that follow from the key, so that a packet pays for its own octets
 * only. OpenSSL's HMAC does the same, but copies each state once more.
 */
class EspHmac
{
  public:
    /**
     * @param hash SHA-1 or SHA-256
     * @param info of the suite: its ICV, and whether the high half of the number is covered
     * @param key at most 64 octets
     */
    EspHmac(const EVP_MD* hash, const EspSuiteInfo& info, ByteSpan key);

    /**
     * Computes the ICV over header | iv | text, and for 64-bit numbers the high half of
     * @p sequence (RFC 4303 §2.2.1).
     *
     * @param icv of the suite's length, output
     */
    void Compute(ByteSpan header,
                 ByteSpan iv,
                 ByteSpan text,
                 std::uint64_t sequence,
                 MutableByteSpan icv);

    /// @return whether @p icv is what Compute gives, in constant time
    bool Verify(ByteSpan header, ByteSpan iv, ByteSpan text, std::uint64_t sequence, ByteSpan icv);

  private:
    std::size_t m_icvLength;
    std::size_t m_highLength; ///< octets of the number that are covered, but do not travel
    DigestContextPtr m_inner;
    DigestContextPtr m_outer;
    DigestContextPtr m_work;
};

} // namespace hip

#endif // HIP_CORE_CRYPTO_ESP_HMAC_H
