// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/block-cipher.h"

#include "core/crypto/openssl-ptr.h"

#include <optional>
#include <stdexcept>

namespace hip
{

namespace
{

constexpr std::size_t BLOCK_LENGTH = 16;

/// Looking an algorithm up by name is slow, so it is done once per process.
const EVP_CIPHER*
GetCipher(HipCipher cipher)
{
    const auto fetch = [](const char* name) {
        return CipherPtr(RequireOpenSslObject(EVP_CIPHER_fetch(nullptr, name, nullptr), name));
    };
    static const CipherPtr aes128 = fetch("AES-128-CBC");
    static const CipherPtr aes256 = fetch("AES-256-CBC");
    return cipher == HipCipher::AES_256_CBC ? aes256.get() : aes128.get();
}

void
RequireLength(const char* what, ByteSpan octets, std::size_t length)
{
    if (octets.size() != length)
    {
        throw std::invalid_argument(std::string("HIP cipher: the ") + what +
                                    " has the wrong length");
    }
}

/// @return the other form of @p in; nothing if its padding is wrong, which only decryption finds
std::optional<Bytes>
Run(HipCipher cipher, ByteSpan key, ByteSpan iv, ByteSpan in, bool isEncrypting)
{
    const CipherContextPtr context(RequireOpenSslObject(EVP_CIPHER_CTX_new(), "AES-CBC"));
    Bytes out(in.size() + BLOCK_LENGTH);
    int length = 0;
    int lastLength = 0;
    RequireOpenSsl(EVP_CipherInit_ex2(context.get(),
                                      GetCipher(cipher),
                                      key.data(),
                                      iv.data(),
                                      isEncrypting ? 1 : 0,
                                      nullptr) == 1 &&
                       EVP_CipherUpdate(context.get(),
                                        out.data(),
                                        &length,
                                        in.data(),
                                        static_cast<int>(in.size())) == 1,
                   "AES-CBC");
    if (EVP_CipherFinal_ex(context.get(), out.data() + length, &lastLength) != 1)
    {
        return std::nullopt;
    }
    out.resize(static_cast<std::size_t>(length + lastLength));
    return out;
}

} // namespace

std::size_t
GetKeyLength(HipCipher cipher)
{
    switch (cipher)
    {
    case HipCipher::NULL_ENCRYPT:
        return 0;
    case HipCipher::AES_128_CBC:
        return 16;
    case HipCipher::AES_256_CBC:
        return 32;
    }
    throw std::invalid_argument("HIP cipher: not supported");
}

std::size_t
GetIvLength(HipCipher cipher)
{
    return GetKeyLength(cipher) == 0 ? 0 : BLOCK_LENGTH;
}

Bytes
Encrypt(HipCipher cipher, ByteSpan key, ByteSpan iv, ByteSpan plaintext)
{
    RequireLength("key", key, GetKeyLength(cipher));
    RequireLength("IV", iv, GetIvLength(cipher));
    if (cipher == HipCipher::NULL_ENCRYPT)
    {
        return Bytes(plaintext.begin(), plaintext.end());
    }
    std::optional<Bytes> ciphertext = Run(cipher, key, iv, plaintext, true);
    RequireOpenSsl(ciphertext.has_value(), "AES-CBC");
    return std::move(*ciphertext);
}

Result<Bytes>
Decrypt(HipCipher cipher, ByteSpan key, ByteSpan iv, ByteSpan ciphertext)
{
    RequireLength("key", key, GetKeyLength(cipher));
    if (cipher == HipCipher::NULL_ENCRYPT)
    {
        return Bytes(ciphertext.begin(), ciphertext.end());
    }
    // IV and ciphertext are what the peer sent.
    if (iv.size() != BLOCK_LENGTH || ciphertext.empty() || ciphertext.size() % BLOCK_LENGTH != 0)
    {
        return DropReason::BAD_ENCRYPTION;
    }
    const OpenSslErrorScope errors;
    std::optional<Bytes> plaintext = Run(cipher, key, iv, ciphertext, false);
    if (!plaintext)
    {
        return DropReason::BAD_ENCRYPTION;
    }
    return std::move(*plaintext);
}

} // namespace hip
