// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/transport.h"

#include "core/util/endian.h"
#include "core/wire/checksum.h"
#include "core/wire/icmp-type.h"

#include <algorithm>
#include <array>
#include <optional>

namespace hip
{

namespace
{

constexpr std::size_t UDP_CHECKSUM_AT = 6;

/// Where the checksum of a protocol stands and what it covers.
struct ChecksumRule
{
    std::size_t at;
    std::size_t minimumLength; ///< of a whole header
    bool hasPseudoHeader;
};

std::optional<ChecksumRule>
FindRule(Byte protocol)
{
    switch (protocol)
    {
    case PROTOCOL_TCP:
        return ChecksumRule{16, TCP_HEADER_LENGTH, true};
    case PROTOCOL_UDP:
        return ChecksumRule{UDP_CHECKSUM_AT, UDP_HEADER_LENGTH, true};
    case PROTOCOL_ICMP:
        return ChecksumRule{2, 4, false};
    case PROTOCOL_ICMPV6:
        return ChecksumRule{2, 4, true};
    default:
        return std::nullopt;
    }
}

bool
HasGoodUdpLength(ByteSpan transport)
{
    const std::uint16_t length = ReadU16(transport, 4);
    return length >= UDP_HEADER_LENGTH && length <= transport.size();
}

/// @return the octets that the checksum covers, or nothing if there is no whole header
ByteSpan
GetCovered(Byte protocol, const ChecksumRule& rule, ByteSpan transport)
{
    if (transport.size() < rule.minimumLength)
    {
        return {};
    }
    if (protocol == PROTOCOL_UDP)
    {
        return HasGoodUdpLength(transport) ? transport.first(ReadU16(transport, 4)) : ByteSpan();
    }
    return transport;
}

std::uint16_t
ComputeChecksum(const Path& path, Byte protocol, const ChecksumRule& rule, ByteSpan covered)
{
    const auto length = static_cast<std::uint32_t>(covered.size());
    const std::uint32_t initial =
        rule.hasPseudoHeader ? SumPseudoHeader(path, length, protocol) : 0;
    return FoldChecksum(SumBytes(covered, initial));
}

/// Both addresses of a pseudo-header and two ports, to take them out of a checksum or put them in.
class ChecksumPart
{
  public:
    void Add(ByteSpan bytes)
    {
        std::copy(bytes.begin(), bytes.end(), m_bytes.begin() + m_length);
        m_length += bytes.size();
    }

    void Add(const Path& path)
    {
        Add(path.source.GetWireBytes());
        Add(path.destination.GetWireBytes());
    }

    operator ByteSpan() const
    {
        return ByteSpan(m_bytes).first(m_length);
    }

  private:
    std::array<Byte, 36> m_bytes;
    std::size_t m_length = 0;
};

bool
HasPorts(Byte protocol)
{
    return protocol == PROTOCOL_TCP || protocol == PROTOCOL_UDP;
}

/// @return the ports or the identifier in a transport that is known to have them
MutableByteSpan
GetFlowOctets(Byte protocol, MutableByteSpan transport)
{
    return HasPorts(protocol) ? transport.first(4) : transport.subspan(4, 2);
}

bool
IsUdpWithoutChecksum(Byte protocol, ByteSpan transport)
{
    return protocol == PROTOCOL_UDP && transport.size() >= UDP_HEADER_LENGTH &&
           ReadU16(transport, UDP_CHECKSUM_AT) == 0;
}

} // namespace

Result<FlowId>
ParseFlow(Byte protocol, ByteSpan transport)
{
    const Result<FlowId> flow = ParseFlowStart(protocol, transport);
    if (!flow)
    {
        return flow;
    }
    if (protocol == PROTOCOL_TCP)
    {
        if (const Result<TcpView> view = TcpView::Parse(transport); !view)
        {
            return view.error();
        }
    }
    if (protocol == PROTOCOL_UDP && !HasGoodUdpLength(transport))
    {
        return DropReason::MALFORMED;
    }
    return flow;
}

Result<FlowId>
ParseFlowStart(Byte protocol, ByteSpan transport)
{
    if (!FindRule(protocol))
    {
        return DropReason::UNSUPPORTED_PROTOCOL;
    }
    if (transport.size() < 8)
    {
        return DropReason::TRUNCATED;
    }
    if (HasPorts(protocol))
    {
        return FlowId{protocol, ReadU16(transport, 0), ReadU16(transport, 2)};
    }
    if (IsEchoRequest(protocol, transport[0]))
    {
        return FlowId{protocol, ReadU16(transport, 4), 0};
    }
    if (IsEchoReply(protocol, transport[0]))
    {
        return FlowId{protocol, 0, ReadU16(transport, 4)};
    }
    return DropReason::UNSUPPORTED_PROTOCOL;
}

bool
HasGoodTransportChecksum(const Path& path, Byte protocol, ByteSpan transport)
{
    const std::optional<ChecksumRule> rule = FindRule(protocol);
    if (!rule)
    {
        return true;
    }
    const ByteSpan covered = GetCovered(protocol, *rule, transport);
    if (covered.empty())
    {
        return false;
    }
    if (IsUdpWithoutChecksum(protocol, transport))
    {
        return path.source.IsV4();
    }
    return ComputeChecksum(path, protocol, *rule, covered) == 0;
}

void
FillTransportChecksum(const Path& path, Byte protocol, MutableByteSpan transport)
{
    const std::optional<ChecksumRule> rule = FindRule(protocol);
    if (!rule)
    {
        return;
    }
    const ByteSpan covered = GetCovered(protocol, *rule, transport);
    if (covered.empty())
    {
        return;
    }
    WriteU16(transport, rule->at, 0);
    const std::uint16_t checksum = ComputeChecksum(path, protocol, *rule, covered);
    // 0 would say that there is no checksum (RFC 768).
    WriteU16(transport, rule->at, protocol == PROTOCOL_UDP && checksum == 0 ? 0xffff : checksum);
}

void
WriteUpdatedChecksum(Byte protocol, MutableByteSpan transport, std::uint16_t checksum)
{
    const std::size_t at = FindRule(protocol)->at;
    WriteU16(transport, at, checksum);
    if (checksum == 0 &&
        (protocol == PROTOCOL_UDP || (protocol == PROTOCOL_ICMP && SumBytes(transport) == 0)))
    {
        WriteU16(transport, at, 0xffff);
    }
}

Result<void>
RewriteFlow(const Path& oldPath,
            const Path& newPath,
            Byte protocol,
            MutableByteSpan transport,
            std::uint16_t newSourcePort,
            std::uint16_t newDestinationPort)
{
    if (const Result<FlowId> flow = ParseFlow(protocol, transport); !flow)
    {
        return flow.error();
    }
    const bool needsChecksum = IsUdpWithoutChecksum(protocol, transport) && oldPath.source.IsV4() &&
                               !newPath.source.IsV4();
    const Result<void> rewritten =
        RewriteFlowStart(oldPath, newPath, protocol, transport, newSourcePort, newDestinationPort);
    if (needsChecksum)
    {
        FillTransportChecksum(newPath, protocol, transport);
    }
    return rewritten;
}

Result<void>
RewriteFlowStart(const Path& oldPath,
                 const Path& newPath,
                 Byte protocol,
                 MutableByteSpan transport,
                 std::uint16_t newSourcePort,
                 std::uint16_t newDestinationPort)
{
    if (const Result<FlowId> flow = ParseFlowStart(protocol, transport); !flow)
    {
        return flow.error();
    }
    const ChecksumRule rule = *FindRule(protocol);
    const bool hasChecksum =
        transport.size() >= rule.at + 2 && !IsUdpWithoutChecksum(protocol, transport);
    ChecksumPart oldPart;
    ChecksumPart newPart;
    if (rule.hasPseudoHeader)
    {
        oldPart.Add(oldPath);
        newPart.Add(newPath);
    }
    const MutableByteSpan octets = GetFlowOctets(protocol, transport);
    oldPart.Add(octets);
    if (HasPorts(protocol))
    {
        WriteU16(octets, 0, newSourcePort);
        WriteU16(octets, 2, newDestinationPort);
    }
    else
    {
        const bool isReply = IsEchoReply(protocol, transport[0]);
        WriteU16(octets, 0, isReply ? newDestinationPort : newSourcePort);
    }
    newPart.Add(octets);
    if (hasChecksum)
    {
        const std::uint16_t oldChecksum = ReadU16(transport, rule.at);
        WriteUpdatedChecksum(protocol, transport, UpdateChecksum(oldChecksum, oldPart, newPart));
    }
    return {};
}

} // namespace hip
