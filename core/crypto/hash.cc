// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/hash.h"

#include "core/crypto/openssl-ptr.h"

#include <array>
#include <cassert>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/params.h>

namespace hip
{

namespace
{

const char*
GetName(HashKind kind)
{
    switch (kind)
    {
    case HashKind::SHA256:
        return "SHA2-256";
    case HashKind::SHA384:
        return "SHA2-384";
    case HashKind::SHA1:
        return "SHA1";
    }
    throw std::invalid_argument("hash: not supported");
}

/// OpenSSL takes text parameters as char*, but does not write to them.
OSSL_PARAM
MakeDigestParameter(HashKind kind)
{
    return OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST,
                                            const_cast<char*>(GetName(kind)),
                                            0);
}

OSSL_PARAM
MakeOctetParameter(const char* name, ByteSpan octets)
{
    return OSSL_PARAM_construct_octet_string(name, const_cast<Byte*>(octets.data()), octets.size());
}

/// Looking an algorithm up by name costs more than hashing a block, so it is done once per process.
struct Algorithms
{
    explicit Algorithms(HashKind kind)
        : digest(RequireOpenSslObject(EVP_MD_fetch(nullptr, GetName(kind), nullptr), "no hash"))
    {
        const MacPtr mac(
            RequireOpenSslObject(EVP_MAC_fetch(nullptr, OSSL_MAC_NAME_HMAC, nullptr), "no HMAC"));
        hmac.reset(RequireOpenSslObject(EVP_MAC_CTX_new(mac.get()), "no HMAC"));
        const std::array<OSSL_PARAM, 2> parameters{MakeDigestParameter(kind),
                                                   OSSL_PARAM_construct_end()};
        RequireOpenSsl(EVP_MAC_CTX_set_params(hmac.get(), parameters.data()) == 1, "no HMAC");
    }

    DigestPtr digest;
    MacContextPtr hmac; ///< knows its hash but no key; copied for each use
};

const Algorithms&
GetAlgorithms(HashKind kind)
{
    static const Algorithms sha256(HashKind::SHA256);
    static const Algorithms sha384(HashKind::SHA384);
    static const Algorithms sha1(HashKind::SHA1);
    switch (kind)
    {
    case HashKind::SHA256:
        return sha256;
    case HashKind::SHA384:
        return sha384;
    case HashKind::SHA1:
        return sha1;
    }
    throw std::invalid_argument("hash: not supported");
}

EVP_KDF*
GetHkdf()
{
    static const KdfPtr hkdf(
        RequireOpenSslObject(EVP_KDF_fetch(nullptr, OSSL_KDF_NAME_HKDF, nullptr), "no HKDF"));
    return hkdf.get();
}

} // namespace

Bytes
Hash(HashKind kind, std::initializer_list<ByteSpan> parts)
{
    const DigestContextPtr context(RequireOpenSslObject(EVP_MD_CTX_new(), "hash"));
    RequireOpenSsl(EVP_DigestInit_ex2(context.get(), GetAlgorithms(kind).digest.get(), nullptr) ==
                       1,
                   "hash");
    for (const ByteSpan part : parts)
    {
        RequireOpenSsl(EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1, "hash");
    }
    Bytes digest(GetHashLength(kind));
    RequireOpenSsl(EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) == 1, "hash");
    return digest;
}

Bytes
Hmac(HashKind kind, ByteSpan key, std::initializer_list<ByteSpan> parts)
{
    const MacContextPtr context(
        RequireOpenSslObject(EVP_MAC_CTX_dup(GetAlgorithms(kind).hmac.get()), "HMAC"));
    // A null pointer would mean "keep the key"; an empty span may hold one.
    static constexpr Byte EMPTY_KEY = 0;
    const Byte* octets = key.empty() ? &EMPTY_KEY : key.data();
    RequireOpenSsl(EVP_MAC_init(context.get(), octets, key.size(), nullptr) == 1, "HMAC");
    for (const ByteSpan part : parts)
    {
        RequireOpenSsl(EVP_MAC_update(context.get(), part.data(), part.size()) == 1, "HMAC");
    }
    Bytes mac(GetHashLength(kind));
    std::size_t length = 0;
    RequireOpenSsl(EVP_MAC_final(context.get(), mac.data(), &length, mac.size()) == 1, "HMAC");
    return mac;
}

Bytes
Hkdf(HashKind kind, ByteSpan salt, ByteSpan secret, ByteSpan info, std::size_t length)
{
    if (length == 0)
    {
        return {}; // which OpenSSL refuses
    }
    if (length > 255 * GetHashLength(kind))
    {
        throw std::invalid_argument("HKDF gives at most 255 hash lengths");
    }
    const KdfContextPtr context(RequireOpenSslObject(EVP_KDF_CTX_new(GetHkdf()), "HKDF"));
    std::array<OSSL_PARAM, 5> parameters{MakeDigestParameter(kind),
                                         MakeOctetParameter(OSSL_KDF_PARAM_KEY, secret)};
    std::size_t count = 2;
    if (!salt.empty()) // OpenSSL refuses parameters without octets
    {
        parameters[count++] = MakeOctetParameter(OSSL_KDF_PARAM_SALT, salt);
    }
    if (!info.empty())
    {
        parameters[count++] = MakeOctetParameter(OSSL_KDF_PARAM_INFO, info);
    }
    parameters[count] = OSSL_PARAM_construct_end();
    Bytes key(length);
    RequireOpenSsl(EVP_KDF_derive(context.get(), key.data(), key.size(), parameters.data()) == 1,
                   "HKDF");
    return key;
}

bool
IsEqualConstantTime(ByteSpan a, ByteSpan b)
{
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

void
Wipe(MutableByteSpan secret)
{
    OPENSSL_cleanse(secret.data(), secret.size());
}

struct PrefixHasher::Impl
{
    DigestContextPtr prefix{RequireOpenSslObject(EVP_MD_CTX_new(), "hash")};
    DigestContextPtr work{RequireOpenSslObject(EVP_MD_CTX_new(), "hash")};
    std::size_t digestLength = 0;
};

PrefixHasher::PrefixHasher(HashKind kind, ByteSpan prefix)
    : m_impl(std::make_unique<Impl>())
{
    EVP_MD_CTX* context = m_impl->prefix.get();
    RequireOpenSsl(EVP_DigestInit_ex2(context, GetAlgorithms(kind).digest.get(), nullptr) == 1,
                   "hash");
    RequireOpenSsl(EVP_DigestUpdate(context, prefix.data(), prefix.size()) == 1, "hash");
    m_impl->digestLength = GetHashLength(kind);
}

PrefixHasher::~PrefixHasher() = default;

void
PrefixHasher::Hash(ByteSpan suffix, MutableByteSpan digest)
{
    assert(digest.size() >= m_impl->digestLength);
    EVP_MD_CTX* context = m_impl->work.get();
    RequireOpenSsl(EVP_MD_CTX_copy_ex(context, m_impl->prefix.get()) == 1 &&
                       EVP_DigestUpdate(context, suffix.data(), suffix.size()) == 1 &&
                       EVP_DigestFinal_ex(context, digest.data(), nullptr) == 1,
                   "hash");
}

} // namespace hip
