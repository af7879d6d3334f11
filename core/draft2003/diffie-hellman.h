// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_DRAFT2003_DIFFIE_HELLMAN_H
#define HIP_CORE_DRAFT2003_DIFFIE_HELLMAN_H

#include "core/crypto/dh-group.h"
#include "core/crypto/openssl-ptr.h"
#include "core/draft2003/algorithms.h"
#include "core/util/result.h"

namespace hip
{
class CryptoContext;
}

namespace hip::draft2003
{

/// One Diffie-Hellman key pair in a group of 2003 (hip-08 §6.2.5).
class DhKeyPair
{
  public:
    /**
     * Draws a private value from the randomness of @p context, which outlives the key pair.
     *
     * @throw std::invalid_argument if @p group is none of DhGroup's values
     */
    DhKeyPair(CryptoContext& context, DhGroup group);

    /// @param key with both halves, in @p group
    DhKeyPair(CryptoContext& context, DhGroup group, PkeyPtr key);

    DhGroup GetGroup() const;

    /// The public value, GetDhLength octets: the draft does not say so, but big-endian and padded
    /// on the left to the length of p is what all later texts have.
    ByteSpan GetPublicValue() const;

    /**
     * @return Kij, padded like the public value; else BAD_DH_VALUE if the peer's value has another
     *         length or is 0, 1, p - 1 or more
     */
    Result<Bytes> ComputeSecret(ByteSpan peerPublicValue) const;

  private:
    CryptoContext& m_context;
    DhGroup m_group;
    DhGroupInfo m_info;
    PkeyPtr m_key;
    Bytes m_publicValue;
};

} // namespace hip::draft2003

#endif // HIP_CORE_DRAFT2003_DIFFIE_HELLMAN_H
