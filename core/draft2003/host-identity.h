// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_DRAFT2003_HOST_IDENTITY_H
#define HIP_CORE_DRAFT2003_HOST_IDENTITY_H

#include "core/draft2003/hip-packet.h"
#include "core/draft2003/host-key.h"
#include "core/draft2003/parameters.h"
#include "core/identity/local-identity.h"

#include <optional>
#include <string>

namespace hip::draft2003
{

/// What the first two bits of a HIT say (hip-08 §3.1).
enum class HitKind
{
    TYPE_1, ///< 01, then the low 126 bits of SHA-1 over the key
    TYPE_2, ///< 10, then the 62 bits of an assigning authority, then the low 64 of the hash
};

/// @return nothing for 00, which is also the NULL HIT, and for 11
std::optional<HitKind> GetHitKind(const Hit& hit);

/**
 * The HIT of type 1 (hip-08 §3.1.1).
 *
 * @param hostIdentity the key in the form of HOST_ID, but without the four octets before it: the
 *        draft's list of steps leaves them out, and wins over a sentence that seems to hash them.
 *        For RSA the draft has no recipe; its RFC 3110 form is hashed the same way.
 */
Hit MakeHit(ByteSpan hostIdentity);

/// @return true if @p hit is of type 1 or 2 and its hash is that of this key
bool IsHitOf(const Hit& hit, ByteSpan hostIdentity);

/// The LSI that a host picks for a peer unless it is taken: 1.0.0.0/8 and the low 24 bits of the
/// HIT (hip-08 §3.2).
IpAddress MakeDefaultLsi(const Hit& hit);

/// One identity of this host: key pair, HIT, and how it shows itself.
class HostIdentity : public LocalIdentity
{
  public:
    /**
     * @param key the host's key pair
     * @param domainName sent in HOST_ID_FQDN; empty for HOST_ID
     * @param isAnonymous sets bit A of the Controls
     * @throw std::invalid_argument if @p domainName is none, or if the key signs as in HIPv2
     */
    explicit HostIdentity(PrivateKey key, std::string domainName = {}, bool isAnonymous = false);

    /// The HOST_ID parameter that describes this identity.
    const HostIdParameter& GetHostId() const;

    /// Adds HOST_ID, or HOST_ID_FQDN if there is a name.
    void AddTo(PacketWriter& writer) const;

    /// HOST_ID or HOST_ID_FQDN as a whole TLV: what ENCRYPTED of I2 holds.
    Bytes GetTlv() const;

  private:
    /// @return type and contents of HOST_ID or HOST_ID_FQDN
    std::pair<ParameterType, Bytes> WriteContents() const;

    HostIdParameter m_hostId;
    Bytes m_domainName; ///< wire form
};

/**
 * The HOST_ID, or that of HOST_ID_FQDN, among the TLVs of a packet or of a decrypted ENCRYPTED.
 *
 * @return the value with the name, empty if there is none; else MISSING_PARAMETER or BAD_PARAMETER
 */
Result<HostIdFqdnParameter> FindHostId(const PacketView& packet);
Result<HostIdFqdnParameter> FindHostId(ByteSpan tlvs);

/**
 * The peer's identity as HOST_ID presents it.
 *
 * @param hit what the peer calls itself
 * @return the public key; else BAD_PARAMETER or HIT_MISMATCH
 */
Result<PublicKey> VerifyHostId(CryptoContext& context,
                               const HostIdParameter& hostId,
                               const Hit& hit);

} // namespace hip::draft2003

#endif // HIP_CORE_DRAFT2003_HOST_IDENTITY_H
