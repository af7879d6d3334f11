// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/signature.h"

#include "core/crypto/signature.h"
#include "core/draft2003/key-codec.h"
#include "core/util/endian.h"

namespace hip::draft2003
{

namespace
{

constexpr const char* DIGEST = "SHA1";
constexpr std::size_t SCALAR_LENGTH = DSA_Q_BITS / 8;
constexpr std::size_t DSA_SIGNATURE_LENGTH = 1 + 2 * SCALAR_LENGTH;

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
    const Bytes signature = SignWithDigest(library, key, DIGEST, nullptr, data);
    if (algorithm != HiAlgorithm::DSA)
    {
        return signature;
    }
    Bytes out{GetDsaSize(key)};
    Append(out, ToFixedWidth(signature, SCALAR_LENGTH));
    return out;
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
    return VerifyWithDigest(library,
                            key,
                            DIGEST,
                            nullptr,
                            data,
                            isDsa ? ByteSpan(ToDer(signature.subspan(1))) : signature);
}

} // namespace hip::draft2003
