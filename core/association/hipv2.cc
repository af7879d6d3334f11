// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/hipv2.h"

#include "core/association/packet-auth.h"
#include "core/identity/host-identity.h"

#include <stdexcept>

namespace hip
{

const Dialect&
GetHipv2()
{
    static const Hipv2 hipv2;
    return hipv2;
}

const DialectRules&
Hipv2::GetRules() const
{
    static constexpr DialectRules
        RULES{true, true, true, true, false, true, true, false, false, true, HIPV2_NUMBERING, true};
    return RULES;
}

void
Hipv2::CheckConfig(const EndpointConfig& config) const
{
    if (config.dhGroups.empty() || config.hipCiphers.empty() || config.espSuites.empty())
    {
        throw std::invalid_argument("an endpoint needs a DH group, a HIP cipher and an ESP suite");
    }
}

Byte
Hipv2::GetProtocol() const
{
    return PROTOCOL_HIP;
}

bool
Hipv2::IsHit(const IpAddress& address) const
{
    return address.IsOrchid();
}

bool
Hipv2::IsOfOneKind(const Hit& a, const Hit& b) const
{
    return GetHitSuite(a) == GetHitSuite(b);
}

HipRecord
Hipv2::MakeRecord(const LocalIdentity& identity,
                  const std::vector<std::string>& rendezvousServers) const
{
    return MakeHipRecord(static_cast<const HostIdentity&>(identity), rendezvousServers);
}

Result<PublicKey>
Hipv2::VerifyRecord(CryptoContext& context, const HipRecord& record) const
{
    return VerifyHipRecord(context, record);
}

Action
Hipv2::Decide(State state, Input input) const
{
    return hip::Decide(state, input);
}

Result<IncomingPacket>
Hipv2::Parse(ByteSpan bytes, const Path& path) const
{
    const auto view = PacketView::Parse(bytes);
    if (!view)
    {
        return view.error();
    }
    return view->HasGoodChecksum(path) ? Result<IncomingPacket>(*view) : DropReason::BAD_CHECKSUM;
}

PacketView
Hipv2::View(const IncomingPacket& packet)
{
    return PacketView::Parse(packet.GetBytes()).value();
}

Result<RelayInfo>
Hipv2::ReadRelay(const IncomingPacket& packet) const
{
    const PacketView view = View(packet);
    RelayInfo info;
    info.hasMac = view.Find(ParameterType::RVS_HMAC).has_value();
    for (auto parameter = view.Next({}); parameter; parameter = view.Next(parameter))
    {
        if (parameter->type == ParameterType::FROM)
        {
            const auto from = FromParameter::Parse(parameter->contents);
            if (!from)
            {
                return from.error();
            }
            info.hasFrom = true;
            info.from.push_back(from->address);
        }
    }
    return info;
}

bool
Hipv2::IsRelayedBy(const Session& server, const IncomingPacket& packet) const
{
    return CheckRvsHmac(View(packet), server.hash, server.keys.macIn).has_value();
}

} // namespace hip
