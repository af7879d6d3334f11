// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/packet-rewriter.h"

#include "core/wire/icmp.h"
#include "core/wire/ip-packet.h"
#include "core/wire/translation.h"

namespace hip
{

namespace
{

Path
Reverse(const Path& path)
{
    return Path{path.destination, path.source};
}

MutableByteSpan
GetPayload(PacketBuffer& packet, const IpInfo& info)
{
    return GetIpPayload(info, packet.GetPacket());
}

} // namespace

std::optional<NatProtocol>
GetNatProtocol(Byte protocol, bool isV4)
{
    switch (protocol)
    {
    case PROTOCOL_TCP:
        return NatProtocol::TCP;
    case PROTOCOL_UDP:
        return NatProtocol::UDP;
    case PROTOCOL_ICMP:
        return isV4 ? std::optional(NatProtocol::ICMP) : std::nullopt;
    case PROTOCOL_ICMPV6:
        return isV4 ? std::nullopt : std::optional(NatProtocol::ICMP);
    default:
        return std::nullopt;
    }
}

Path
GetLegacyPath(const NatBinding& binding)
{
    const IpAddress& legacy = binding.flow.legacyAddress;
    return Path{legacy, binding.mapping->GetSubstitute(legacy.IsV4())};
}

Path
GetInnerPath(const NatBinding& binding, const Hit& proxy)
{
    return Path{proxy, binding.flow.hit};
}

Result<void>
RewriteOutbound(PacketBuffer& packet,
                const IpInfo& info,
                const FlowId& flow,
                const NatBinding& binding,
                const Hit& proxy)
{
    const Path inner = GetInnerPath(binding, proxy);
    // Translation makes the checksum right for the new addresses; so only the ports change here.
    const Result<void> rewritten = RewriteFlow(info.path,
                                               info.IsV4() ? info.path : inner,
                                               flow.protocol,
                                               GetPayload(packet, info),
                                               binding.proxyPort,
                                               flow.destinationPort);
    if (!rewritten || info.IsV4())
    {
        return rewritten ? TranslateToIpv6(packet, inner) : rewritten;
    }
    RewritePath(packet.GetPacket(), inner);
    return {};
}

Result<void>
RewriteInbound(PacketBuffer& packet,
               const IpInfo& info,
               const FlowId& flow,
               const NatBinding& binding,
               std::uint16_t identification)
{
    const Path outer = Reverse(GetLegacyPath(binding));
    const bool isV4 = outer.source.IsV4();
    const Result<void> rewritten = RewriteFlow(info.path,
                                               isV4 ? info.path : outer,
                                               flow.protocol,
                                               GetPayload(packet, info),
                                               flow.sourcePort,
                                               binding.flow.legacyPort);
    if (!rewritten || isV4)
    {
        return rewritten ? TranslateToIpv4(packet, outer, identification) : rewritten;
    }
    RewritePath(packet.GetPacket(), outer);
    return {};
}

Result<void>
RewriteErrorOutbound(PacketBuffer& packet,
                     const IpInfo& info,
                     const FlowId& quoted,
                     const NatBinding& binding,
                     const Hit& proxy)
{
    const Path inner = GetInnerPath(binding, proxy);
    const Path quotedLegacy = Reverse(GetLegacyPath(binding));
    const Result<void> rewritten = RewriteIcmpError(info.IsV4() ? info.path : inner,
                                                    info.protocol,
                                                    GetPayload(packet, info),
                                                    info.IsV4() ? quotedLegacy : Reverse(inner),
                                                    quoted.sourcePort,
                                                    binding.proxyPort);
    if (!rewritten || info.IsV4())
    {
        return rewritten ? TranslateToIpv6(packet, inner) : rewritten;
    }
    RewritePath(packet.GetPacket(), inner);
    return {};
}

Result<void>
RewriteErrorInbound(PacketBuffer& packet,
                    const IpInfo& info,
                    const FlowId& quoted,
                    const NatBinding& binding,
                    std::uint16_t identification)
{
    const Path legacy = GetLegacyPath(binding);
    const bool isV4 = legacy.source.IsV4();
    const Result<void> rewritten = RewriteIcmpError(isV4 ? info.path : Reverse(legacy),
                                                    info.protocol,
                                                    GetPayload(packet, info),
                                                    isV4 ? Reverse(info.path) : legacy,
                                                    binding.flow.legacyPort,
                                                    quoted.destinationPort);
    if (!rewritten || isV4)
    {
        return rewritten ? TranslateToIpv4(packet, Reverse(legacy), identification) : rewritten;
    }
    RewritePath(packet.GetPacket(), Reverse(legacy));
    return {};
}

} // namespace hip
