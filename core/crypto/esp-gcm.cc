// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/esp-gcm.h"

#include "core/crypto/hash.h"
#include "core/util/endian.h"

#include <algorithm>
#include <cassert>

namespace hip
{

namespace
{

constexpr std::size_t SALT_LENGTH = 4;
constexpr std::size_t IV_LENGTH = 8;

CipherContextPtr
MakeContext(const EVP_CIPHER* cipher, ByteSpan key, bool isEncrypting)
{
    CipherContextPtr context(RequireOpenSslObject(EVP_CIPHER_CTX_new(), "AES-GCM"));
    RequireOpenSsl(EVP_CipherInit_ex2(context.get(),
                                      cipher,
                                      key.data(),
                                      nullptr,
                                      isEncrypting ? 1 : 0,
                                      nullptr) == 1,
                   "AES-GCM");
    return context;
}

bool
Update(EVP_CIPHER_CTX* context, MutableByteSpan text)
{
    int length = 0;
    return EVP_CipherUpdate(context,
                            text.data(),
                            &length,
                            text.data(),
                            static_cast<int>(text.size())) == 1;
}

} // namespace

GcmEspCipher::GcmEspCipher(const EVP_CIPHER* aesGcm, ByteSpan keyAndSalt, std::size_t icvLength)
    : m_encrypt(MakeContext(aesGcm, keyAndSalt.first(keyAndSalt.size() - SALT_LENGTH), true)),
      m_decrypt(MakeContext(aesGcm, keyAndSalt.first(keyAndSalt.size() - SALT_LENGTH), false)),
      m_icvLength(icvLength)
{
    const ByteSpan salt = keyAndSalt.last(SALT_LENGTH);
    std::copy(salt.begin(), salt.end(), m_nonce.begin());
}

GcmEspCipher::~GcmEspCipher()
{
    Wipe(m_nonce);
}

bool
GcmEspCipher::Start(EVP_CIPHER_CTX* context, ByteSpan header, std::uint64_t sequence, ByteSpan iv)
{
    constexpr std::size_t SPI_LENGTH = 4;
    std::array<Byte, SPI_LENGTH + 8> additional;
    std::copy_n(header.begin(), SPI_LENGTH, additional.begin());
    WriteU64(additional, SPI_LENGTH, sequence);
    std::copy(iv.begin(), iv.end(), m_nonce.begin() + SALT_LENGTH);
    int length = 0;
    return EVP_CipherInit_ex2(context, nullptr, nullptr, m_nonce.data(), -1, nullptr) == 1 &&
           EVP_CipherUpdate(context,
                            nullptr,
                            &length,
                            additional.data(),
                            static_cast<int>(additional.size())) == 1;
}

void
GcmEspCipher::Seal(ByteSpan header,
                   std::uint64_t sequence,
                   MutableByteSpan iv,
                   MutableByteSpan text,
                   MutableByteSpan icv)
{
    assert(iv.size() == IV_LENGTH && icv.size() == m_icvLength);
    WriteU64(iv, 0, sequence);
    EVP_CIPHER_CTX* context = m_encrypt.get();
    int length = 0;
    RequireOpenSsl(Start(context, header, sequence, iv) && Update(context, text) &&
                       EVP_CipherFinal_ex(context, text.data() + text.size(), &length) == 1 &&
                       EVP_CIPHER_CTX_ctrl(context,
                                           EVP_CTRL_AEAD_GET_TAG,
                                           static_cast<int>(icv.size()),
                                           icv.data()) == 1,
                   "AES-GCM");
}

bool
GcmEspCipher::Open(ByteSpan header,
                   std::uint64_t sequence,
                   ByteSpan iv,
                   MutableByteSpan text,
                   ByteSpan icv)
{
    if (iv.size() != IV_LENGTH || icv.size() != m_icvLength)
    {
        return false;
    }
    EVP_CIPHER_CTX* context = m_decrypt.get();
    int length = 0;
    RequireOpenSsl(Start(context, header, sequence, iv) &&
                       EVP_CIPHER_CTX_ctrl(context,
                                           EVP_CTRL_AEAD_SET_TAG,
                                           static_cast<int>(icv.size()),
                                           const_cast<Byte*>(icv.data())) == 1 &&
                       Update(context, text),
                   "AES-GCM");
    const OpenSslErrorScope errors;
    const bool isGood = EVP_CipherFinal_ex(context, text.data() + text.size(), &length) == 1;
    if (!isGood)
    {
        Wipe(text); // decrypted, but nobody knows from whom
    }
    return isGood;
}

} // namespace hip
