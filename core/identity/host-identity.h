// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_IDENTITY_HOST_IDENTITY_H
#define HIP_CORE_IDENTITY_HOST_IDENTITY_H

#include "core/identity/local-identity.h"
#include "core/wire/algorithms.h"
#include "core/wire/ip-address.h"
#include "core/wire/parameters.h"

#include <optional>

namespace hip
{

/// The HIT suite that belongs to a Host Identity algorithm, and the hash of a suite.
HitSuite GetHitSuite(HiAlgorithm algorithm);
HashKind GetHash(HitSuite suite);

/// @return the suite of a HIT; nothing if it is no ORCHIDv2 or of a suite that is not supported
std::optional<HitSuite> GetHitSuite(const Hit& hit);

/// @return RHASH of an association whose Responder has this HIT (RFC 7401 §2.3)
std::optional<HashKind> GetHash(const Hit& responder);

/// ORCHIDv2 of a Host Identity field (RFC 7343 §2, RFC 7401 §3.2).
Hit MakeHit(HitSuite suite, ByteSpan hostIdentity);

/// One identity of this host: key pair, HIT, and how it shows itself.
class HostIdentity : public LocalIdentity
{
  public:
    /**
     * @param key the host's key pair
     * @param domainIdentifier sent with HOST_ID (RFC 7401 §5.2.9): FQDN, or empty for none
     * @param isAnonymous sets bit A of the Controls
     * @throw std::invalid_argument if the key signs as in the dialect of 2003
     */
    explicit HostIdentity(PrivateKey key,
                          std::string domainIdentifier = {},
                          bool isAnonymous = false);

    HitSuite GetSuite() const;

    /// The HOST_ID parameter that describes this identity.
    const HostIdParameter& GetHostId() const;

  private:
    HostIdParameter m_hostId;
};

/**
 * The peer's identity as HOST_ID presents it.
 *
 * @param hit what the peer calls itself; its HIT must derive from the Host Identity
 * @return the public key; else BAD_PARAMETER, UNSUPPORTED_HIT_SUITE or HIT_MISMATCH
 */
Result<PublicKey> VerifyHostId(CryptoContext& context,
                               const HostIdParameter& hostId,
                               const Hit& hit);

} // namespace hip

#endif // HIP_CORE_IDENTITY_HOST_IDENTITY_H
