// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/signature.h"

#include "core/crypto/key-codec.h"
#include "core/crypto/openssl-ptr.h"

#include <array>
#include <openssl/core_names.h>
#include <openssl/params.h>

namespace hip
{

namespace
{

/// What OpenSSL must be told, and how HIP_SIGNATURE differs from what OpenSSL writes.
struct SchemeInfo
{
    const char* digest;
    std::size_t scalarLength; ///< octets of r, and of s; 0 for RSA
    bool isPss;
    bool hasSize; ///< T stands before r and s
};

const SchemeInfo&
GetInfo(SignatureScheme scheme)
{
    static constexpr SchemeInfo RSA_PSS{"SHA2-256", 0, true, false};
    static constexpr SchemeInfo ECDSA_P256{"SHA2-256", 32, false, false};
    static constexpr SchemeInfo ECDSA_P384{"SHA2-384", 48, false, false};
    static constexpr SchemeInfo DSA_SHA1{"SHA1", 20, false, true};
    static constexpr SchemeInfo RSA_SHA1{"SHA1", 0, false, false};
    switch (scheme)
    {
    case SignatureScheme::RSA_PSS:
        return RSA_PSS;
    case SignatureScheme::ECDSA_P256:
        return ECDSA_P256;
    case SignatureScheme::ECDSA_P384:
        return ECDSA_P384;
    case SignatureScheme::DSA_SHA1:
        return DSA_SHA1;
    case SignatureScheme::RSA_SHA1:
        return RSA_SHA1;
    }
    throw std::invalid_argument("signature scheme: not supported");
}

/// What OpenSSL must know beside key and hash. It does not write to the texts.
struct Parameters
{
    explicit Parameters(bool isPss)
    {
        if (!isPss)
        {
            list[0] = OSSL_PARAM_construct_end();
            return;
        }
        list[0] = OSSL_PARAM_construct_utf8_string(OSSL_SIGNATURE_PARAM_PAD_MODE,
                                                   const_cast<char*>(OSSL_PKEY_RSA_PAD_MODE_PSS),
                                                   0);
        list[1] = OSSL_PARAM_construct_utf8_string(OSSL_SIGNATURE_PARAM_MGF1_DIGEST,
                                                   const_cast<char*>("SHA2-256"),
                                                   0);
        list[2] = OSSL_PARAM_construct_int(OSSL_SIGNATURE_PARAM_PSS_SALTLEN, &saltLength);
        list[3] = OSSL_PARAM_construct_end();
    }

    Parameters(const Parameters&) = delete;
    Parameters& operator=(const Parameters&) = delete;

    int saltLength = 32;
    std::array<OSSL_PARAM, 4> list;
};

/// @return the signature in OpenSSL's form
Bytes
Sign(OSSL_LIB_CTX* library, EVP_PKEY* key, const SchemeInfo& info, ByteSpan data)
{
    const Parameters parameters(info.isPss);
    const DigestContextPtr context(RequireOpenSslObject(EVP_MD_CTX_new(), "sign"));
    RequireOpenSsl(EVP_DigestSignInit_ex(context.get(),
                                         nullptr,
                                         info.digest,
                                         library,
                                         nullptr,
                                         key,
                                         parameters.list.data()) == 1,
                   "sign");
    std::size_t length = static_cast<std::size_t>(EVP_PKEY_get_size(key));
    Bytes signature(length);
    RequireOpenSsl(
        EVP_DigestSign(context.get(), signature.data(), &length, data.data(), data.size()) == 1,
        "sign");
    signature.resize(length);
    return signature;
}

/// @param signature in OpenSSL's form
bool
Verify(OSSL_LIB_CTX* library,
       EVP_PKEY* key,
       const SchemeInfo& info,
       ByteSpan data,
       ByteSpan signature)
{
    const Parameters parameters(info.isPss);
    const OpenSslErrorScope errors;
    const DigestContextPtr context(RequireOpenSslObject(EVP_MD_CTX_new(), "verify"));
    RequireOpenSsl(EVP_DigestVerifyInit_ex(context.get(),
                                           nullptr,
                                           info.digest,
                                           library,
                                           nullptr,
                                           key,
                                           parameters.list.data()) == 1,
                   "verify");
    return EVP_DigestVerify(context.get(),
                            signature.data(),
                            signature.size(),
                            data.data(),
                            data.size()) == 1;
}

/// DSA and ECDSA have one DER form (RFC 3279 §2.2). Appends r|s, each in @p width octets.
void
AppendFixedWidth(Bytes& out, ByteSpan der, std::size_t width)
{
    const unsigned char* in = der.data();
    const EcdsaSignaturePtr signature(
        RequireOpenSslObject(d2i_ECDSA_SIG(nullptr, &in, static_cast<long>(der.size())),
                             "read a signature"));
    AppendNumber(out, ECDSA_SIG_get0_r(signature.get()), width);
    AppendNumber(out, ECDSA_SIG_get0_s(signature.get()), width);
}

/// @param fixedWidth r|s
Bytes
ToDer(ByteSpan fixedWidth)
{
    const auto toNumber = [](ByteSpan octets) {
        return BignumPtr(
            RequireOpenSslObject(BN_bin2bn(octets.data(), static_cast<int>(octets.size()), nullptr),
                                 "read a signature"));
    };
    const std::size_t width = fixedWidth.size() / 2;
    const EcdsaSignaturePtr signature(RequireOpenSslObject(ECDSA_SIG_new(), "read a signature"));
    BignumPtr r = toNumber(fixedWidth.first(width));
    BignumPtr s = toNumber(fixedWidth.subspan(width));
    ECDSA_SIG_set0(signature.get(), r.release(), s.release());
    Bytes der(static_cast<std::size_t>(i2d_ECDSA_SIG(signature.get(), nullptr)));
    unsigned char* out = der.data();
    i2d_ECDSA_SIG(signature.get(), &out);
    return der;
}

} // namespace

std::size_t
GetSignatureLength(const EVP_PKEY* key, SignatureScheme scheme)
{
    const SchemeInfo& info = GetInfo(scheme);
    return info.scalarLength == 0 ? static_cast<std::size_t>(EVP_PKEY_get_size(key))
                                  : (info.hasSize ? 1 : 0) + 2 * info.scalarLength;
}

Bytes
MakeSignature(OSSL_LIB_CTX* library, EVP_PKEY* key, SignatureScheme scheme, ByteSpan data)
{
    const SchemeInfo& info = GetInfo(scheme);
    const Bytes signature = Sign(library, key, info, data);
    if (info.scalarLength == 0)
    {
        return signature;
    }
    Bytes out;
    if (info.hasSize)
    {
        out.push_back(GetDsaSize(key));
    }
    AppendFixedWidth(out, signature, info.scalarLength);
    return out;
}

bool
IsValidSignature(OSSL_LIB_CTX* library,
                 EVP_PKEY* key,
                 SignatureScheme scheme,
                 ByteSpan data,
                 ByteSpan signature)
{
    const SchemeInfo& info = GetInfo(scheme);
    if (signature.size() != GetSignatureLength(key, scheme))
    {
        return false;
    }
    if (info.scalarLength == 0)
    {
        return Verify(library, key, info, data, signature);
    }
    // T tells nothing new, but any other value would make a second form of one signature.
    if (info.hasSize && signature[0] != GetDsaSize(key))
    {
        return false;
    }
    return Verify(library, key, info, data, ToDer(signature.subspan(info.hasSize ? 1 : 0)));
}

Byte
GetDsaSize(const EVP_PKEY* key)
{
    constexpr int MIN_BITS = 512; // T = 0
    return static_cast<Byte>((EVP_PKEY_get_bits(key) - MIN_BITS + 63) / 64);
}

} // namespace hip
