// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/signature.h"

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

/// From the DER form that OpenSSL uses.
Bytes
ToFixedWidth(const Bytes& der, KeyKind kind)
{
    const unsigned char* in = der.data();
    const EcdsaSignaturePtr signature(
        RequireOpenSslObject(d2i_ECDSA_SIG(nullptr, &in, static_cast<long>(der.size())), "ECDSA"));
    const std::size_t width = GetScalarLength(kind);
    Bytes out(2 * width);
    const int length = static_cast<int>(width);
    RequireOpenSsl(
        BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), out.data(), length) == length &&
            BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), out.data() + width, length) == length,
        "ECDSA");
    return out;
}

Bytes
ToDer(ByteSpan fixedWidth)
{
    const int width = static_cast<int>(fixedWidth.size() / 2);
    const EcdsaSignaturePtr signature(RequireOpenSslObject(ECDSA_SIG_new(), "ECDSA"));
    BignumPtr r(RequireOpenSslObject(BN_bin2bn(fixedWidth.data(), width, nullptr), "ECDSA"));
    BignumPtr s(
        RequireOpenSslObject(BN_bin2bn(fixedWidth.data() + width, width, nullptr), "ECDSA"));
    ECDSA_SIG_set0(signature.get(), r.release(), s.release());
    Bytes der(static_cast<std::size_t>(i2d_ECDSA_SIG(signature.get(), nullptr)));
    unsigned char* out = der.data();
    i2d_ECDSA_SIG(signature.get(), &out);
    return der;
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
    const DigestContextPtr context(RequireOpenSslObject(EVP_MD_CTX_new(), "sign"));
    const Parameters parameters(kind);
    RequireOpenSsl(EVP_DigestSignInit_ex(context.get(),
                                         nullptr,
                                         GetDigestName(kind),
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
    return IsRsa(kind) ? signature : ToFixedWidth(signature, kind);
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
    const OpenSslErrorScope errors;
    const DigestContextPtr context(RequireOpenSslObject(EVP_MD_CTX_new(), "verify"));
    const Parameters parameters(kind);
    RequireOpenSsl(EVP_DigestVerifyInit_ex(context.get(),
                                           nullptr,
                                           GetDigestName(kind),
                                           library,
                                           nullptr,
                                           key,
                                           parameters.list.data()) == 1,
                   "verify");
    const Bytes octets = IsRsa(kind) ? Bytes(signature.begin(), signature.end()) : ToDer(signature);
    return EVP_DigestVerify(context.get(),
                            octets.data(),
                            octets.size(),
                            data.data(),
                            data.size()) == 1;
}

} // namespace hip
