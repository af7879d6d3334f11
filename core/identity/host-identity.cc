// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/identity/host-identity.h"

#include "core/crypto/hash.h"
#include "core/identity/domain-name.h"

#include <algorithm>
#include <stdexcept>

namespace hip
{

namespace
{

/// Context ID of HIP (RFC 7343 §2, RFC 7401 §3.2).
constexpr std::array<Byte, 16> CONTEXT_ID{0xf0,
                                          0xef,
                                          0xf0,
                                          0x2f,
                                          0xbf,
                                          0xf4,
                                          0x3d,
                                          0x0f,
                                          0xe7,
                                          0x93,
                                          0x0c,
                                          0x3c,
                                          0x6e,
                                          0x61,
                                          0x74,
                                          0xea};

/// DI-Type of HOST_ID (RFC 7401 §5.2.9).
constexpr Byte DOMAIN_IDENTIFIER_FQDN = 1;

HostIdParameter
MakeHostId(const PublicKey& key, const std::string& domainIdentifier)
{
    HostIdParameter hostId;
    hostId.algorithm = key.GetAlgorithm();
    hostId.hostIdentity = key.GetHostIdentity();
    if (!domainIdentifier.empty())
    {
        hostId.domainIdentifierType = DOMAIN_IDENTIFIER_FQDN;
        hostId.domainIdentifier = EncodeDomainName(domainIdentifier);
    }
    return hostId;
}

Hit
MakeHit(const PublicKey& key)
{
    return hip::MakeHit(GetHitSuite(key.GetAlgorithm()), key.GetHostIdentity());
}

/// @throw std::invalid_argument for a key that signs as in 2003
PrivateKey
RequireHipv2(PrivateKey key)
{
    const SignatureScheme scheme = key.GetPublic().GetScheme();
    if (scheme == SignatureScheme::DSA_SHA1 || scheme == SignatureScheme::RSA_SHA1)
    {
        throw std::invalid_argument("host key: HIPv2 has no keys of the dialect of 2003");
    }
    return key;
}

} // namespace

HitSuite
GetHitSuite(HiAlgorithm algorithm)
{
    return algorithm == HiAlgorithm::RSA ? HitSuite::RSA_SHA256 : HitSuite::ECDSA_SHA384;
}

HashKind
GetHash(HitSuite suite)
{
    return suite == HitSuite::RSA_SHA256 ? HashKind::SHA256 : HashKind::SHA384;
}

std::optional<HitSuite>
GetHitSuite(const Hit& hit)
{
    if (!hit.IsOrchid())
    {
        return std::nullopt;
    }
    const HitSuite suite = static_cast<HitSuite>(hit.GetBytes()[3] & 0x0f);
    switch (suite)
    {
    case HitSuite::RSA_SHA256:
    case HitSuite::ECDSA_SHA384:
        return suite;
    }
    return std::nullopt;
}

std::optional<HashKind>
GetHash(const Hit& responder)
{
    const std::optional<HitSuite> suite = GetHitSuite(responder);
    return suite ? std::optional<HashKind>(GetHash(*suite)) : std::nullopt;
}

Hit
MakeHit(HitSuite suite, ByteSpan hostIdentity)
{
    constexpr std::size_t ENCODED = 12; // octets of the hash that go into the HIT
    const Bytes hash = Hash(GetHash(suite), {CONTEXT_ID, hostIdentity});
    const ByteSpan middle = ByteSpan(hash).subspan((hash.size() - ENCODED) / 2, ENCODED);
    std::array<Byte, 16> hit{0x20, 0x01, 0x00, static_cast<Byte>(0x20 | static_cast<Byte>(suite))};
    std::copy(middle.begin(), middle.end(), hit.begin() + 4);
    return Hit(hit);
}

HostIdentity::HostIdentity(PrivateKey key, std::string domainIdentifier, bool isAnonymous)
    : LocalIdentity(RequireHipv2(key), MakeHit(key.GetPublic()), isAnonymous),
      m_hostId(MakeHostId(key.GetPublic(), domainIdentifier))
{
}

HitSuite
HostIdentity::GetSuite() const
{
    return GetHitSuite(GetPublicKey().GetAlgorithm());
}

const HostIdParameter&
HostIdentity::GetHostId() const
{
    return m_hostId;
}

Result<PublicKey>
VerifyHostId(CryptoContext& context, const HostIdParameter& hostId, const Hit& hit)
{
    const std::optional<HitSuite> suite = GetHitSuite(hit);
    if (!suite)
    {
        return hit.IsOrchid() ? DropReason::UNSUPPORTED_HIT_SUITE : DropReason::HIT_MISMATCH;
    }
    // The hash is cheap, so it comes before OpenSSL looks at the key.
    if (MakeHit(*suite, hostId.hostIdentity) != hit)
    {
        return DropReason::HIT_MISMATCH;
    }
    Result<PublicKey> key = PublicKey::Parse(context, hostId.algorithm, hostId.hostIdentity);
    if (key && GetHitSuite(key->GetAlgorithm()) != *suite)
    {
        return DropReason::HIT_MISMATCH;
    }
    return key;
}

} // namespace hip
