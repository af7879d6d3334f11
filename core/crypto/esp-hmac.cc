// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/esp-hmac.h"

#include "core/crypto/hash.h"
#include "core/util/endian.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace hip
{

namespace
{

constexpr std::size_t BLOCK_LENGTH = 64; // of SHA-1 and SHA-256
constexpr std::size_t MAX_DIGEST_LENGTH = 32;
constexpr std::size_t MAX_ICV_LENGTH = 16;
constexpr std::size_t HIGH_LENGTH = 4;

/// @return the state of the hash after the key, each octet combined with @p pad (RFC 2104 §2)
DigestContextPtr
MakeKeyedState(const EVP_MD* hash, ByteSpan key, Byte pad)
{
    std::array<Byte, BLOCK_LENGTH> block{};
    std::copy(key.begin(), key.end(), block.begin());
    for (Byte& octet : block)
    {
        octet ^= pad;
    }
    DigestContextPtr state(RequireOpenSslObject(EVP_MD_CTX_new(), "HMAC"));
    const bool isDone = EVP_DigestInit_ex2(state.get(), hash, nullptr) == 1 &&
                        EVP_DigestUpdate(state.get(), block.data(), block.size()) == 1;
    Wipe(block);
    RequireOpenSsl(isDone, "HMAC");
    return state;
}

} // namespace

EspHmac::EspHmac(const EVP_MD* hash, const EspSuiteInfo& info, ByteSpan key)
    : m_icvLength(info.icvLength),
      m_highLength(info.HasExtendedSequence() ? HIGH_LENGTH : 0),
      m_inner(MakeKeyedState(hash, key, 0x36)),
      m_outer(MakeKeyedState(hash, key, 0x5c)),
      m_work(RequireOpenSslObject(EVP_MD_CTX_new(), "HMAC"))
{
    assert(key.size() <= BLOCK_LENGTH && m_icvLength <= MAX_ICV_LENGTH);
}

void
EspHmac::Compute(ByteSpan header,
                 ByteSpan iv,
                 ByteSpan text,
                 std::uint64_t sequence,
                 MutableByteSpan icv)
{
    assert(icv.size() == m_icvLength);
    std::array<Byte, HIGH_LENGTH> sequenceHigh;
    WriteU32(sequenceHigh, 0, static_cast<std::uint32_t>(sequence >> 32));
    std::array<Byte, MAX_DIGEST_LENGTH> digest;
    unsigned digestLength = 0;
    EVP_MD_CTX* work = m_work.get();
    RequireOpenSsl(EVP_MD_CTX_copy_ex(work, m_inner.get()) == 1 &&
                       EVP_DigestUpdate(work, header.data(), header.size()) == 1 &&
                       EVP_DigestUpdate(work, iv.data(), iv.size()) == 1 &&
                       EVP_DigestUpdate(work, text.data(), text.size()) == 1 &&
                       EVP_DigestUpdate(work, sequenceHigh.data(), m_highLength) == 1 &&
                       EVP_DigestFinal_ex(work, digest.data(), &digestLength) == 1 &&
                       EVP_MD_CTX_copy_ex(work, m_outer.get()) == 1 &&
                       EVP_DigestUpdate(work, digest.data(), digestLength) == 1 &&
                       EVP_DigestFinal_ex(work, digest.data(), nullptr) == 1,
                   "HMAC");
    std::copy_n(digest.begin(), icv.size(), icv.begin());
}

bool
EspHmac::Verify(ByteSpan header, ByteSpan iv, ByteSpan text, std::uint64_t sequence, ByteSpan icv)
{
    std::array<Byte, MAX_ICV_LENGTH> computed;
    const MutableByteSpan expected = MutableByteSpan(computed).first(m_icvLength);
    Compute(header, iv, text, sequence, expected);
    return IsEqualConstantTime(expected, icv);
}

} // namespace hip
