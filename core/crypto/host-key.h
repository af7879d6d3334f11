// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_CRYPTO_HOST_KEY_H
#define HIP_CORE_CRYPTO_HOST_KEY_H

#include "core/crypto/signature.h"
#include "core/util/result.h"
#include "core/util/span.h"
#include "core/wire/algorithms.h"

#include <memory>
#include <openssl/types.h>
#include <string>

namespace hip
{

class CryptoContext;

/// What a host key is, beside its numbers.
struct KeyType
{
    HiAlgorithm algorithm;
    KeyKind kind;
    SignatureScheme scheme;
};

/// The public half of a host's key: what HOST_ID carries. Keys of 2003 are made and read by
/// core/draft2003/host-key.h.
class PublicKey
{
  public:
    /**
     * @param algorithm of HOST_ID
     * @param hostIdentity the Host Identity field: RSA as RFC 3110 §2; ECDSA curve:2 and the point,
     *        as x|y or 0x04|x|y. Kept exactly as received, since the HIT is a hash of it.
     * @return the key; else BAD_PARAMETER, also for RSA below 2048 bits or with an even exponent
     */
    static Result<PublicKey> Parse(CryptoContext& context,
                                   HiAlgorithm algorithm,
                                   ByteSpan hostIdentity);

    /// For those who read and make keys. @param hostIdentity what GetHostIdentity is to return
    PublicKey(std::shared_ptr<EVP_PKEY> key, KeyType type, Bytes hostIdentity);

    HiAlgorithm GetAlgorithm() const;
    KeyKind GetKind() const;
    SignatureScheme GetScheme() const;

    /// The key as HOST_ID carries it (RFC 7401 §5.2.9), without what stands before it there.
    const Bytes& GetHostIdentity() const;

    /// Octets of a signature made with this key.
    std::size_t GetSignatureLength() const;

    EVP_PKEY* GetHandle() const;

  private:
    std::shared_ptr<EVP_PKEY> m_key; ///< shared with the private key it belongs to, if any
    KeyType m_type;
    Bytes m_hostIdentity;
};

/// A host's key pair. The secret never leaves OpenSSL but as PEM.
class PrivateKey
{
  public:
    /// @param bits 2048 to 4096, a multiple of 8. @throw std::invalid_argument, std::runtime_error
    static PrivateKey GenerateRsa(CryptoContext& context, unsigned bits);

    /// @param kind ECDSA_P256 or ECDSA_P384. @throw std::invalid_argument, std::runtime_error
    static PrivateKey GenerateEcdsa(CryptoContext& context, KeyKind kind);

    /**
     * @param pem an unencrypted PKCS#8 or traditional PEM private key
     * @throw std::invalid_argument with a one-line cause: no PEM, encrypted, truncated, a key type
     *        or size that HIP does not use
     */
    static PrivateKey FromPem(CryptoContext& context, const std::string& pem);

    /// For those who read and make keys. @param key whose handle holds the secret too
    explicit PrivateKey(PublicKey key);

    const PublicKey& GetPublic() const;
    EVP_PKEY* GetHandle() const;
    std::string ToPem() const; ///< PKCS#8

  private:
    PublicKey m_public; ///< its handle holds the secret too
};

} // namespace hip

#endif // HIP_CORE_CRYPTO_HOST_KEY_H
