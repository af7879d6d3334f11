// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/encryption.h"

#include "core/crypto/openssl-ptr.h"
#include "core/draft2003/tlv.h"
#include "core/util/endian.h"

#include <optional>
#include <stdexcept>

namespace hip::draft2003
{

namespace
{

/// Looking an algorithm up by name is slow, so it is done once per process.
const EVP_CIPHER*
GetCipher(Suite suite)
{
    const auto fetch = [](const char* name) {
        return CipherPtr(RequireOpenSslObject(EVP_CIPHER_fetch(nullptr, name, nullptr), name));
    };
    static const CipherPtr aes = fetch("AES-128-CBC");
    static const CipherPtr tripleDes = fetch("DES-EDE3-CBC");
    return suite == Suite::AES_CBC_SHA1 ? aes.get() : tripleDes.get();
}

void
RequireLength(const char* what, ByteSpan octets, std::size_t length)
{
    if (octets.size() != length)
    {
        throw std::invalid_argument(std::string("ENCRYPTED: the ") + what +
                                    " has the wrong length");
    }
}

/// @param in whole blocks
Bytes
Run(Suite suite, ByteSpan key, ByteSpan iv, ByteSpan in, bool isEncrypting)
{
    const CipherContextPtr context(RequireOpenSslObject(EVP_CIPHER_CTX_new(), "CBC"));
    Bytes out(in.size());
    int length = 0;
    RequireOpenSsl(EVP_CipherInit_ex2(context.get(),
                                      GetCipher(suite),
                                      key.data(),
                                      iv.data(),
                                      isEncrypting ? 1 : 0,
                                      nullptr) == 1 &&
                       EVP_CIPHER_CTX_set_padding(context.get(), 0) == 1 &&
                       EVP_CipherUpdate(context.get(),
                                        out.data(),
                                        &length,
                                        in.data(),
                                        static_cast<int>(in.size())) == 1 &&
                       length == static_cast<int>(in.size()),
                   "CBC");
    return out;
}

/// @return octets of the TLVs at the front
std::size_t
MeasureTlvs(ByteSpan plaintext)
{
    std::size_t end = 0;
    while (const auto tlv = ReadTlv(plaintext, end))
    {
        end += tlv->tlv.size();
    }
    return end;
}

bool
IsPadding(ByteSpan octets)
{
    for (std::size_t i = 0; i < octets.size(); ++i)
    {
        if (octets[i] != i + 1)
        {
            return false;
        }
    }
    return true;
}

/// Takes the padding of the cipher off.
Result<Bytes>
Strip(Bytes plaintext, std::size_t blockLength)
{
    const std::size_t end = MeasureTlvs(plaintext);
    const ByteSpan padding = ByteSpan(plaintext).subspan(end);
    const bool isShort = padding.empty() || padding.size() < blockLength;
    if (end == 0 || !isShort || !IsPadding(padding))
    {
        return DropReason::BAD_ENCRYPTION;
    }
    plaintext.resize(end);
    return plaintext;
}

} // namespace

EncryptedParameter
Encrypt(Suite suite, ByteSpan key, ByteSpan iv, ByteSpan tlvs)
{
    const SuiteInfo& info = GetSuiteInfo(suite);
    RequireLength("key", key, info.encryptionKeyLength);
    RequireLength("IV", iv, info.blockLength);
    EncryptedParameter parameter{Bytes(iv.begin(), iv.end())};
    Bytes plaintext(tlvs.begin(), tlvs.end());
    if (info.blockLength != 0)
    {
        for (Byte pad = 1; plaintext.size() % info.blockLength != 0; ++pad)
        {
            plaintext.push_back(pad);
        }
        plaintext = Run(suite, key, iv, plaintext, true);
    }
    Append(parameter.ivAndCiphertext, plaintext);
    return parameter;
}

Result<Bytes>
Decrypt(Suite suite, ByteSpan key, const EncryptedParameter& encrypted)
{
    const SuiteInfo& info = GetSuiteInfo(suite);
    RequireLength("key", key, info.encryptionKeyLength);
    const ByteSpan octets = encrypted.ivAndCiphertext;
    if (info.blockLength == 0)
    {
        return Strip(encrypted.ivAndCiphertext, 0);
    }
    if (octets.size() < info.blockLength || octets.size() % info.blockLength != 0)
    {
        return DropReason::BAD_ENCRYPTION;
    }
    const ByteSpan iv = octets.first(info.blockLength);
    return Strip(Run(suite, key, iv, octets.subspan(info.blockLength), false), info.blockLength);
}

} // namespace hip::draft2003
