// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/esp-cbc.h"

#include "core/crypto/hash.h"
#include "core/util/endian.h"

#include <algorithm>
#include <cassert>

namespace hip
{

namespace
{

constexpr std::size_t BLOCK_LENGTH = 16;
constexpr std::array<Byte, BLOCK_LENGTH> ZERO_BLOCK{};

CipherContextPtr
MakeContext(const EVP_CIPHER* cipher, ByteSpan key, bool isEncrypting)
{
    CipherContextPtr context(RequireOpenSslObject(EVP_CIPHER_CTX_new(), "AES-CBC"));
    RequireOpenSsl(EVP_CipherInit_ex2(context.get(),
                                      cipher,
                                      key.data(),
                                      ZERO_BLOCK.data(),
                                      isEncrypting ? 1 : 0,
                                      nullptr) == 1 &&
                       EVP_CIPHER_CTX_set_padding(context.get(), 0) == 1, // ESP pads itself
                   "AES-CBC");
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

CbcEspCipher::CbcEspCipher(const EVP_CIPHER* aesCbc,
                           ByteSpan encryptionKey,
                           const EVP_MD* sha256,
                           ByteSpan authenticationKey)
    : m_encrypt(MakeContext(aesCbc, encryptionKey, true)),
      m_decrypt(MakeContext(aesCbc, encryptionKey, false)),
      m_hmac(sha256, authenticationKey)
{
}

void
CbcEspCipher::Seal(ByteSpan header,
                   std::uint64_t sequence,
                   MutableByteSpan iv,
                   MutableByteSpan text,
                   MutableByteSpan icv)
{
    assert(iv.size() == BLOCK_LENGTH && text.size() % BLOCK_LENGTH == 0);
    assert(icv.size() == EspHmac::ICV_LENGTH);
    WriteU64(iv, 0, 0);
    WriteU64(iv, 8, sequence);
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
    RequireOpenSsl(isDone, "AES-CBC");
    const EspHmac::Icv computed = m_hmac.Compute(header, iv, text, sequence);
    std::copy(computed.begin(), computed.end(), icv.begin());
}

bool
CbcEspCipher::Open(ByteSpan header,
                   std::uint64_t sequence,
                   ByteSpan iv,
                   MutableByteSpan text,
                   ByteSpan icv)
{
    if (iv.size() != BLOCK_LENGTH || text.size() % BLOCK_LENGTH != 0 ||
        !IsEqualConstantTime(m_hmac.Compute(header, iv, text, sequence), icv))
    {
        return false;
    }
    EVP_CIPHER_CTX* context = m_decrypt.get();
    RequireOpenSsl(EVP_CipherInit_ex2(context, nullptr, nullptr, iv.data(), -1, nullptr) == 1 &&
                       Update(context, text),
                   "AES-CBC");
    return true;
}

} // namespace hip
