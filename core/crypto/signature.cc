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

bool
IsRsa(KeyKind kind)
{
    return kind != KeyKind::ECDSA_P256 && kind != KeyKind::ECDSA_P384;
}

const char*
GetDigestName(KeyKind kind)
{
    return kind == KeyKind::ECDSA_P384 ? "SHA2-384" : "SHA2-256";
}

/// What OpenSSL must know beside key and hash. It does not write to the texts.
struct Parameters
{
    explicit Parameters(KeyKind kind)
    {
        if (!IsRsa(kind))
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

/// Octets of r, and of s.
std::size_t
GetScalarLength(KeyKind kind)
{
    return kind == KeyKind::ECDSA_P384 ? 48 : 32;
}

} // namespace

std::size_t
GetSignatureLength(const EVP_PKEY* key, KeyKind kind)
{
    return IsRsa(kind) ? static_cast<std::size_t>(EVP_PKEY_get_size(key))
                       : 2 * GetScalarLength(kind);
}

Bytes
MakeSignature(OSSL_LIB_CTX* library, EVP_PKEY* key, KeyKind kind, ByteSpan data)
{
    const Parameters parameters(kind);
    const Bytes signature =
        SignWithDigest(library, key, GetDigestName(kind), parameters.list.data(), data);
    return IsRsa(kind) ? signature : ToFixedWidth(signature, GetScalarLength(kind));
}

bool
IsValidSignature(OSSL_LIB_CTX* library,
                 EVP_PKEY* key,
                 KeyKind kind,
                 ByteSpan data,
                 ByteSpan signature)
{
    if (signature.size() != GetSignatureLength(key, kind))
    {
        return false;
    }
    const Parameters parameters(kind);
    return VerifyWithDigest(library,
                            key,
                            GetDigestName(kind),
                            parameters.list.data(),
                            data,
                            IsRsa(kind) ? signature : ByteSpan(ToDer(signature)));
}

Bytes
SignWithDigest(OSSL_LIB_CTX* library,
               EVP_PKEY* key,
               const char* digest,
               const OSSL_PARAM* parameters,
               ByteSpan data)
{
    const DigestContextPtr context(RequireOpenSslObject(EVP_MD_CTX_new(), "sign"));
    RequireOpenSsl(
        EVP_DigestSignInit_ex(context.get(), nullptr, digest, library, nullptr, key, parameters) ==
            1,
        "sign");
    std::size_t length = static_cast<std::size_t>(EVP_PKEY_get_size(key));
    Bytes signature(length);
    RequireOpenSsl(
        EVP_DigestSign(context.get(), signature.data(), &length, data.data(), data.size()) == 1,
        "sign");
    signature.resize(length);
    return signature;
}

bool
VerifyWithDigest(OSSL_LIB_CTX* library,
                 EVP_PKEY* key,
                 const char* digest,
                 const OSSL_PARAM* parameters,
                 ByteSpan data,
                 ByteSpan signature)
{
    const OpenSslErrorScope errors;
    const DigestContextPtr context(RequireOpenSslObject(EVP_MD_CTX_new(), "verify"));
    RequireOpenSsl(EVP_DigestVerifyInit_ex(context.get(),
                                           nullptr,
                                           digest,
                                           library,
                                           nullptr,
                                           key,
                                           parameters) == 1,
                   "verify");
    return EVP_DigestVerify(context.get(),
                            signature.data(),
                            signature.size(),
                            data.data(),
                            data.size()) == 1;
}

Bytes
ToFixedWidth(ByteSpan der, std::size_t width)
{
    const unsigned char* in = der.data();
    const EcdsaSignaturePtr signature(
        RequireOpenSslObject(d2i_ECDSA_SIG(nullptr, &in, static_cast<long>(der.size())),
                             "read a signature"));
    Bytes out;
    AppendNumber(out, ECDSA_SIG_get0_r(signature.get()), width);
    AppendNumber(out, ECDSA_SIG_get0_s(signature.get()), width);
    return out;
}

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

} // namespace hip
