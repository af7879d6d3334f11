// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_DRAFT2003_HOST_KEY_H
#define HIP_CORE_DRAFT2003_HOST_KEY_H

#include "core/crypto/host-key-base.h"
#include "core/draft2003/algorithms.h"
#include "core/util/result.h"
#include "core/util/span.h"

#include <memory>
#include <openssl/types.h>
#include <string>

namespace hip
{
class CryptoContext;
}

namespace hip::draft2003
{

/// The public half of a host's key of 2003: what HOST_ID carries.
class PublicKey : public PublicKeyBase<HiAlgorithm>
{
  public:
    /**
     * @param algorithm of HOST_ID
     * @param hostIdentity the key in HOST_ID: DSA as RFC 2536 §2, RSA as RFC 3110 §2. Kept exactly
     *        as received, since the HIT is a hash of it.
     * @return the key; else BAD_PARAMETER, also if its numbers cannot be those of a key
     */
    static Result<PublicKey> Parse(CryptoContext& context,
                                   HiAlgorithm algorithm,
                                   ByteSpan hostIdentity);

    /// Octets of a signature made with this key.
    std::size_t GetSignatureLength() const;

  private:
    friend class PrivateKey;
    using PublicKeyBase::PublicKeyBase;
};

/// A host's key pair of 2003. The secret never leaves OpenSSL but as PEM.
class PrivateKey : public PrivateKeyBase<PublicKey>
{
  public:
    /// 1024 bits, the most that RFC 2536 has room for. @throw std::runtime_error
    static PrivateKey GenerateDsa(CryptoContext& context);

    /// @param bits 1024 to 4096, a multiple of 8. @throw std::invalid_argument, std::runtime_error
    static PrivateKey GenerateRsa(CryptoContext& context, unsigned bits);

    /**
     * @param pem an unencrypted PKCS#8 or traditional PEM private key
     * @throw std::invalid_argument with a one-line cause: no PEM, encrypted, truncated, a key type
     *        or size that HIP did not use in 2003
     */
    static PrivateKey FromPem(CryptoContext& context, const std::string& pem);

    std::string ToPem() const; ///< PKCS#8

  private:
    PrivateKey(std::shared_ptr<EVP_PKEY> key, HiAlgorithm algorithm);
};

/// @return the signature as HIP_SIGNATURE carries it; nonces come from @p context
Bytes Sign(CryptoContext& context, const PrivateKey& key, ByteSpan data);

bool Verify(CryptoContext& context, const PublicKey& key, ByteSpan data, ByteSpan signature);

} // namespace hip::draft2003

#endif // HIP_CORE_DRAFT2003_HOST_KEY_H
