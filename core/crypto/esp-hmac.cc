// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/esp-hmac.h"

#include "core/crypto/hash.h"
#include "core/util/endian.h"

#include <algorithm>
#include <cassert>

namespace hip
{

namespace
{

constexpr std::size_t BLOCK_LENGTH = 64;
constexpr std::size_t DIGEST_LENGTH = 32;

/// @return the state of SHA-256 after the key, each octet combined with @p pad (RFC 2104 §2)
DigestContextPtr
MakeKeyedState(const EVP_MD* sha256, ByteSpan key, Byte pad)
{
    std::array<Byte, BLOCK_LENGTH> block{};
    std::copy(key.begin(), key.end(), block.begin());
    for (Byte& octet : block)
    {
        octet ^= pad;
    }
    DigestContextPtr state(RequireOpenSslObject(EVP_MD_CTX_new(), "HMAC"));
    const bool isDone = EVP_DigestInit_ex2(state.get(), sha256, nullptr) == 1 &&
                        EVP_DigestUpdate(state.get(), block.data(), block.size()) == 1;
    Wipe(block);
    RequireOpenSsl(isDone, "HMAC");
    return state;
}

} // namespace

EspHmac::EspHmac(const EVP_MD* sha256, ByteSpan key)
    : m_inner(MakeKeyedState(sha256, key, 0x36)),
      m_outer(MakeKeyedState(sha256, key, 0x5c)),
      m_work(RequireOpenSslObject(EVP_MD_CTX_new(), "HMAC"))
{
    assert(key.size() <= BLOCK_LENGTH);
}

EspHmac::Icv
EspHmac::Compute(ByteSpan header, ByteSpan iv, ByteSpan text, std::uint64_t sequence)
{
    std::array<Byte, 4> sequenceHigh;
    WriteU32(sequenceHigh, 0, static_cast<std::uint32_t>(sequence >> 32));
    std::array<Byte, DIGEST_LENGTH> digest;
    EVP_MD_CTX* work = m_work.get();
    RequireOpenSsl(EVP_MD_CTX_copy_ex(work, m_inner.get()) == 1 &&
                       EVP_DigestUpdate(work, header.data(), header.size()) == 1 &&
                       EVP_DigestUpdate(work, iv.data(), iv.size()) == 1 &&
                       EVP_DigestUpdate(work, text.data(), text.size()) == 1 &&
                       EVP_DigestUpdate(work, sequenceHigh.data(), sequenceHigh.size()) == 1 &&
                       EVP_DigestFinal_ex(work, digest.data(), nullptr) == 1 &&
                       EVP_MD_CTX_copy_ex(work, m_outer.get()) == 1 &&
                       EVP_DigestUpdate(work, digest.data(), digest.size()) == 1 &&
                       EVP_DigestFinal_ex(work, digest.data(), nullptr) == 1,
                   "HMAC");
    Icv icv;
    std::copy_n(digest.begin(), icv.size(), icv.begin());
    return icv;
}

} // namespace hip
