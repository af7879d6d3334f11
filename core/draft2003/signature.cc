// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/signature.h"

#include "core/crypto/key-codec.h"
#include "core/draft2003/key-codec.h"

#include <openssl/dsa.h>

namespace hip::draft2003
{

namespace
{

using DsaSignaturePtr = OpenSslPtr<DSA_SIG, DSA_SIG_free>;

constexpr std::size_t SCALAR_LENGTH = DSA_Q_BITS / 8;
constexpr std::size_t DSA_SIGNATURE_LENGTH = 1 + 2 * SCALAR_LENGTH;

/// From the DER form that OpenSSL uses.
Bytes
ToDraftForm(const Bytes& der, Byte t)
{
    const unsigned char* in = der.data();
    const DsaSignaturePtr signature(
        RequireOpenSslObject(d2i_DSA_SIG(nullptr, &in, static_cast<long>(der.size())), "DSA"));
    const BIGNUM* r = nullptr;
    const BIGNUM* s = nullptr;
    DSA_SIG_get0(signature.get(), &r, &s);
    Bytes out{t};
    AppendNumber(out, r, SCALAR_LENGTH);
    AppendNumber(out, s, SCALAR_LENGTH);
    return out;
}

/// @param form 41 octets, of which the first was checked
Bytes
ToDer(ByteSpan form)
{
    const int length = static_cast<int>(SCALAR_LENGTH);
    const DsaSignaturePtr signature(RequireOpenSslObject(DSA_SIG_new(), "DSA"));
    BignumPtr r(RequireOpenSslObject(BN_bin2bn(form.data() + 1, length, nullptr), "DSA"));
    BignumPtr s(
        RequireOpenSslObject(BN_bin2bn(form.data() + 1 + SCALAR_LENGTH, length, nullptr), "DSA"));
    DSA_SIG_set0(signature.get(), r.release(), s.release());
    Bytes der(static_cast<std::size_t>(i2d_DSA_SIG(signature.get(), nullptr)));
    unsigned char* out = der.data();
    i2d_DSA_SIG(signature.get(), &out);
    return der;
}

} // namespace

std::size_t
GetSignatureLength(const EVP_PKEY* key, HiAlgorithm algorithm)
{
    return algorithm == HiAlgorithm::DSA ? DSA_SIGNATURE_LENGTH
                                         : static_cast<std::size_t>(EVP_PKEY_get_size(key));
}

Bytes
MakeSignature(OSSL_LIB_CTX* library, EVP_PKEY* key, HiAlgorithm algorithm, ByteSpan data)
{
    const DigestContextPtr context(RequireOpenSslObject(EVP_MD_CTX_new(), "sign"));
    RequireOpenSsl(
        EVP_DigestSignInit_ex(context.get(), nullptr, "SHA1", library, nullptr, key, nullptr) == 1,
        "sign");
    std::size_t length = static_cast<std::size_t>(EVP_PKEY_get_size(key));
    Bytes signature(length);
    RequireOpenSsl(
        EVP_DigestSign(context.get(), signature.data(), &length, data.data(), data.size()) == 1,
        "sign");
    signature.resize(length);
    return algorithm == HiAlgorithm::DSA ? ToDraftForm(signature, GetDsaSize(key)) : signature;
}

bool
IsValidSignature(OSSL_LIB_CTX* library,
                 EVP_PKEY* key,
                 HiAlgorithm algorithm,
                 ByteSpan data,
                 ByteSpan signature)
{
    const bool isDsa = algorithm == HiAlgorithm::DSA;
    // T tells nothing new, but any other value would make a second form of one signature.
    if (signature.size() != GetSignatureLength(key, algorithm) ||
        (isDsa && signature[0] != GetDsaSize(key)))
    {
        return false;
    }
    const OpenSslErrorScope errors;
    const DigestContextPtr context(RequireOpenSslObject(EVP_MD_CTX_new(), "verify"));
    RequireOpenSsl(
        EVP_DigestVerifyInit_ex(context.get(), nullptr, "SHA1", library, nullptr, key, nullptr) ==
            1,
        "verify");
    const Bytes octets = isDsa ? ToDer(signature) : Bytes(signature.begin(), signature.end());
    return EVP_DigestVerify(context.get(),
                            octets.data(),
                            octets.size(),
                            data.data(),
                            data.size()) == 1;
}

} // namespace hip::draft2003
