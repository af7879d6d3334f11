// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_CRYPTO_OPENSSL_DH_H
#define HIP_CORE_CRYPTO_OPENSSL_DH_H

#include "core/crypto/crypto-engine.h"
#include "core/crypto/dh-group.h"
#include "core/crypto/openssl-ptr.h"

namespace hip
{

/// A key pair of a real group: RFC 3526 MODP, ECDH over the NIST curves (RFC 5903), and the two of
/// RFC 2412 (appendix E) that only the dialect of 2003 has.
class OpenSslDhKeyPair : public DhKeyPair
{
  public:
    /// Draws a private value from the generator of @p library, which outlives the key pair.
    OpenSslDhKeyPair(OSSL_LIB_CTX* library, DhGroup group);

    /// @param key with both halves, in @p group
    OpenSslDhKeyPair(OSSL_LIB_CTX* library, DhGroup group, PkeyPtr key);

    DhGroup GetGroup() const override;
    ByteSpan GetPublicValue() const override;
    Result<Bytes> ComputeSecret(ByteSpan peerPublicValue) const override;

  private:
    OSSL_LIB_CTX* m_library;
    DhGroup m_group;
    const DhGroupInfo* m_info;
    PkeyPtr m_key;
    Bytes m_publicValue;
};

} // namespace hip

#endif // HIP_CORE_CRYPTO_OPENSSL_DH_H
