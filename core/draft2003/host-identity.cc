// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/host-identity.h"

#include "core/crypto/hash.h"
#include "core/identity/domain-name.h"

#include <algorithm>
#include <stdexcept>

namespace hip::draft2003
{

namespace
{

constexpr Byte HIT_BITS = 0xc0; // of the first octet
constexpr Byte TYPE_1_BITS = 0x40;
constexpr Byte TYPE_2_BITS = 0x80;
constexpr Byte LSI_NETWORK = 1;

Result<HostIdFqdnParameter>
ParseHostId(const ParameterView& parameter)
{
    if (parameter.type == ParameterType::HOST_ID_FQDN)
    {
        return HostIdFqdnParameter::Parse(parameter.contents);
    }
    Result<HostIdParameter> hostId = HostIdParameter::Parse(parameter.contents);
    if (!hostId)
    {
        return hostId.error();
    }
    return HostIdFqdnParameter{std::move(*hostId), {}};
}

bool
IsHostId(ParameterType type)
{
    return type == ParameterType::HOST_ID || type == ParameterType::HOST_ID_FQDN;
}

/// @throw std::invalid_argument for a key that signs as in HIPv2
PrivateKey
RequireOf2003(PrivateKey key)
{
    const SignatureScheme scheme = key.GetPublic().GetScheme();
    if (scheme != SignatureScheme::DSA_SHA1 && scheme != SignatureScheme::RSA_SHA1)
    {
        throw std::invalid_argument("host key: the dialect of 2003 has no keys of HIPv2");
    }
    return key;
}

} // namespace

std::optional<HitKind>
GetHitKind(const Hit& hit)
{
    switch (hit.GetBytes()[0] & HIT_BITS)
    {
    case TYPE_1_BITS:
        return HitKind::TYPE_1;
    case TYPE_2_BITS:
        return HitKind::TYPE_2;
    }
    return std::nullopt;
}

Hit
MakeHit(ByteSpan hostIdentity)
{
    const Bytes digest = Hash(HashKind::SHA1, {hostIdentity});
    std::array<Byte, 16> hit;
    std::copy(digest.end() - 16, digest.end(), hit.begin());
    hit[0] = static_cast<Byte>((hit[0] & ~HIT_BITS) | TYPE_1_BITS);
    return Hit(hit);
}

bool
IsHitOf(const Hit& hit, ByteSpan hostIdentity)
{
    const std::optional<HitKind> kind = GetHitKind(hit);
    if (!kind)
    {
        return false;
    }
    const Hit expected = MakeHit(hostIdentity);
    return *kind == HitKind::TYPE_1 ? hit == expected
                                    : std::equal(hit.GetBytes().begin() + 8,
                                                 hit.GetBytes().end(),
                                                 expected.GetBytes().begin() + 8);
}

IpAddress
MakeDefaultLsi(const Hit& hit)
{
    std::array<Byte, 4> lsi{LSI_NETWORK};
    std::copy(hit.GetBytes().end() - 3, hit.GetBytes().end(), lsi.begin() + 1);
    return IpAddress::FromBytes(lsi);
}

HostIdentity::HostIdentity(PrivateKey key, std::string domainName, bool isAnonymous)
    : LocalIdentity(RequireOf2003(key), MakeHit(key.GetPublic().GetHostIdentity()), isAnonymous),
      m_domainName(domainName.empty() ? Bytes() : EncodeDomainName(domainName))
{
    m_hostId.algorithm = GetPublicKey().GetAlgorithm();
    m_hostId.hostIdentity = GetPublicKey().GetHostIdentity();
}

const HostIdParameter&
HostIdentity::GetHostId() const
{
    return m_hostId;
}

std::pair<ParameterType, Bytes>
HostIdentity::WriteContents() const
{
    Bytes contents;
    if (m_domainName.empty())
    {
        m_hostId.Write(contents);
        return {ParameterType::HOST_ID, contents};
    }
    HostIdFqdnParameter{m_hostId, m_domainName}.Write(contents);
    return {ParameterType::HOST_ID_FQDN, contents};
}

void
HostIdentity::AddTo(PacketWriter& writer) const
{
    const auto [type, contents] = WriteContents();
    writer.AddRaw(type, contents);
}

Bytes
HostIdentity::GetTlv() const
{
    const auto [type, contents] = WriteContents();
    Bytes tlv;
    AppendTlv(tlv, type, contents);
    return tlv;
}

Result<HostIdFqdnParameter>
FindHostId(const PacketView& packet)
{
    for (auto it = packet.Next(std::nullopt); it; it = packet.Next(it))
    {
        if (IsHostId(it->type))
        {
            return ParseHostId(*it);
        }
    }
    return DropReason::MISSING_PARAMETER;
}

Result<HostIdFqdnParameter>
FindHostId(ByteSpan tlvs)
{
    for (auto it = ReadTlv(tlvs, 0); it; it = ReadTlv(tlvs, it->offset + it->tlv.size()))
    {
        if (IsHostId(it->type))
        {
            return ParseHostId(*it);
        }
    }
    return DropReason::MISSING_PARAMETER;
}

Result<PublicKey>
VerifyHostId(CryptoContext& context, const HostIdParameter& hostId, const Hit& hit)
{
    // The hash is cheap, so it comes before OpenSSL looks at the key.
    if (!IsHitOf(hit, hostId.hostIdentity))
    {
        return DropReason::HIT_MISMATCH;
    }
    return ParsePublicKey(context, hostId.algorithm, hostId.hostIdentity);
}

} // namespace hip::draft2003
