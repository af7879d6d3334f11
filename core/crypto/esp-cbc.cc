// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/esp-cbc.h"

#include "core/util/endian.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

namespace hip
{

namespace
{

constexpr std::size_t NUMBER_LENGTH = 8; // of a sequence number
constexpr std::array<Byte, EVP_MAX_BLOCK_LENGTH> ZERO_BLOCK{};

CipherContextPtr
MakeContext(const EVP_CIPHER* cipher, ByteSpan key, bool isEncrypting)
{
    CipherContextPtr context(RequireOpenSslObject(EVP_CIPHER_CTX_new(), "CBC"));
    RequireOpenSsl(EVP_CipherInit_ex2(context.get(),
                                      cipher,
                                      key.data(),
                                      ZERO_BLOCK.data(),
                                      isEncrypting ? 1 : 0,
                                      nullptr) == 1 &&
                       EVP_CIPHER_CTX_set_padding(context.get(), 0) == 1, // ESP pads itself
                   "CBC");
    return context;
}

/// Continues the chain over whole blocks, in place.
bool
Update(EVP_CIPHER_CTX* context, MutableByteSpan blocks)
{
    int length = 0;
    return EVP_CipherUpdate(context,
                            blocks.data(),
                            &length,
                            blocks.data(),
                            static_cast<int>(blocks.size())) == 1;
}

} // namespace

CbcEspCipher::CbcEspCipher(const EVP_CIPHER* cbc, ByteSpan encryptionKey, EspHmac hmac)
    : m_blockLength(static_cast<std::size_t>(EVP_CIPHER_get_block_size(cbc))),
      m_encrypt(MakeContext(cbc, encryptionKey, true)),
      m_decrypt(MakeContext(cbc, encryptionKey, false)),
      m_hmac(std::move(hmac))
{
}

void
CbcEspCipher::Seal(ByteSpan header,
                   std::uint64_t sequence,
                   MutableByteSpan iv,
                   MutableByteSpan text,
                   MutableByteSpan icv)
{
    assert(iv.size() == m_blockLength && text.size() % m_blockLength == 0);
    const std::size_t zeros = m_blockLength - NUMBER_LENGTH;
    std::fill_n(iv.begin(), zeros, Byte{0});
    WriteU64(iv, zeros, sequence);
    // Behind a zero block, CBC turns the number into the IV and the IV is what the text chains to.
    EVP_CIPHER_CTX* context = m_encrypt.get();
    bool isDone =
        EVP_CipherInit_ex2(context, nullptr, nullptr, ZERO_BLOCK.data(), -1, nullptr) == 1;
    if (iv.data() + iv.size() == text.data())
    {
        isDone = isDone && Update(context, {iv.data(), iv.size() + text.size()});
    }
    else
    {
        isDone = isDone && Update(context, iv) && Update(context, text);
    }
    RequireOpenSsl(isDone, "CBC");
    m_hmac.Compute(header, iv, text, sequence, icv);
}

bool
CbcEspCipher::Open(ByteSpan header,
                   std::uint64_t sequence,
                   ByteSpan iv,
                   MutableByteSpan text,
                   ByteSpan icv)
{
    if (iv.size() != m_blockLength || text.size() % m_blockLength != 0 ||
        !m_hmac.Verify(header, iv, text, sequence, icv))
    {
        return false;
    }
    EVP_CIPHER_CTX* context = m_decrypt.get();
    RequireOpenSsl(EVP_CipherInit_ex2(context, nullptr, nullptr, iv.data(), -1, nullptr) == 1 &&
                       Update(context, text),
                   "CBC");
    return true;
}

} // namespace hip
