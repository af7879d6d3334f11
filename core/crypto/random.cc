// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/random.h"

#include "core/crypto/hash.h"
#include "core/crypto/openssl-ptr.h"
#include "core/crypto/secret-bytes.h"

#include <algorithm>
#include <openssl/rand.h>

namespace hip
{

struct SeededRandom::Impl
{
    /// Key stream is made this much at a time: most requests ask for a few octets.
    static constexpr std::size_t BLOCK = 512;

    CipherContextPtr cipher{RequireOpenSslObject(EVP_CIPHER_CTX_new(), "ChaCha20")};
    SecretBytes block{Bytes(BLOCK)};
    std::size_t used = BLOCK;

    void MakeKeyStream(MutableByteSpan out)
    {
        std::fill(out.begin(), out.end(), Byte{0});
        int length = 0;
        RequireOpenSsl(EVP_EncryptUpdate(cipher.get(),
                                         out.data(),
                                         &length,
                                         out.data(),
                                         static_cast<int>(out.size())) == 1,
                       "ChaCha20");
    }
};

SeededRandom::SeededRandom(std::uint64_t seed, std::uint64_t stream, const std::string& label)
    : m_impl(std::make_unique<Impl>())
{
    Bytes name(label.begin(), label.end());
    AppendU64(name, seed);
    AppendU64(name, stream);
    const SecretBytes key(Hash(HashKind::SHA256, {name}));
    const CipherPtr chacha20(
        RequireOpenSslObject(EVP_CIPHER_fetch(nullptr, "ChaCha20", nullptr), "no ChaCha20"));
    const std::array<Byte, 16> start{}; // block counter and nonce; the key makes the difference
    RequireOpenSsl(EVP_EncryptInit_ex2(m_impl->cipher.get(),
                                       chacha20.get(),
                                       key.Get().data(),
                                       start.data(),
                                       nullptr) == 1,
                   "ChaCha20");
}

SeededRandom::~SeededRandom() = default;

void
SeededRandom::Fill(MutableByteSpan out)
{
    while (!out.empty())
    {
        if (m_impl->used == Impl::BLOCK)
        {
            m_impl->MakeKeyStream(m_impl->block.Get());
            m_impl->used = 0;
        }
        const std::size_t length = std::min(out.size(), Impl::BLOCK - m_impl->used);
        const MutableByteSpan source = m_impl->block.Get().subspan(m_impl->used, length);
        std::copy(source.begin(), source.end(), out.begin());
        Wipe(source); // what was handed out is not kept
        m_impl->used += length;
        out = out.subspan(length);
    }
}

void
SystemRandom::Fill(MutableByteSpan out)
{
    RequireOpenSsl(RAND_bytes_ex(nullptr, out.data(), out.size(), 0) == 1, "no randomness");
}

} // namespace hip
