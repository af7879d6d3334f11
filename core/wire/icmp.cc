// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/icmp.h"

#include "core/util/endian.h"
#include "core/wire/checksum.h"
#include "core/wire/ip-packet.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace hip
{

namespace
{

constexpr Byte HOP_LIMIT = 64;
constexpr Byte INTERNETWORK_CONTROL = 0xc0; // precedence of IPv4 errors, RFC 1812 §4.3.2.5
constexpr std::size_t CHECKSUM_AT = 2;
constexpr std::size_t PARAMETER_AT = 4;
constexpr Byte ICMPV6_REDIRECT = 137;

struct TypeAndCode
{
    Byte type;
    Byte code;
};

TypeAndCode
GetIcmpType(IcmpProblem problem)
{
    switch (problem)
    {
    case IcmpProblem::NO_ROUTE:
        return {ICMP_DESTINATION_UNREACHABLE, 0};
    case IcmpProblem::PROHIBITED:
        return {ICMP_DESTINATION_UNREACHABLE, 13};
    case IcmpProblem::ADDRESS_UNREACHABLE:
        return {ICMP_DESTINATION_UNREACHABLE, 1};
    case IcmpProblem::PORT_UNREACHABLE:
        return {ICMP_DESTINATION_UNREACHABLE, 3};
    case IcmpProblem::UNKNOWN_PROTOCOL:
        return {ICMP_DESTINATION_UNREACHABLE, 2};
    case IcmpProblem::PACKET_TOO_BIG:
        return {ICMP_DESTINATION_UNREACHABLE, ICMP_FRAGMENTATION_NEEDED};
    case IcmpProblem::HOP_LIMIT_EXCEEDED:
        return {ICMP_TIME_EXCEEDED, 0};
    case IcmpProblem::REASSEMBLY_TIMEOUT:
        return {ICMP_TIME_EXCEEDED, 1};
    case IcmpProblem::BAD_HEADER_FIELD:
        return {ICMP_PARAMETER_PROBLEM, 0};
    case IcmpProblem::SOURCE_ROUTED:
        return {ICMP_DESTINATION_UNREACHABLE, 5};
    }
    return {ICMP_DESTINATION_UNREACHABLE, 0};
}

TypeAndCode
GetIcmpv6Type(IcmpProblem problem)
{
    switch (problem)
    {
    case IcmpProblem::NO_ROUTE:
        return {ICMPV6_DESTINATION_UNREACHABLE, 0};
    case IcmpProblem::PROHIBITED:
        return {ICMPV6_DESTINATION_UNREACHABLE, 1};
    case IcmpProblem::ADDRESS_UNREACHABLE:
        return {ICMPV6_DESTINATION_UNREACHABLE, 3};
    case IcmpProblem::PORT_UNREACHABLE:
        return {ICMPV6_DESTINATION_UNREACHABLE, 4};
    case IcmpProblem::UNKNOWN_PROTOCOL:
        return {ICMPV6_PARAMETER_PROBLEM, 1};
    case IcmpProblem::PACKET_TOO_BIG:
        return {ICMPV6_PACKET_TOO_BIG, 0};
    case IcmpProblem::HOP_LIMIT_EXCEEDED:
        return {ICMPV6_TIME_EXCEEDED, 0};
    case IcmpProblem::REASSEMBLY_TIMEOUT:
        return {ICMPV6_TIME_EXCEEDED, 1};
    case IcmpProblem::BAD_HEADER_FIELD:
    case IcmpProblem::SOURCE_ROUTED:
        return {ICMPV6_PARAMETER_PROBLEM, 0};
    }
    return {ICMPV6_DESTINATION_UNREACHABLE, 0};
}

/// @return true for what an error or redirect is, and for ICMP that cannot be told from it
bool
MayBeIcmpError(const IpInfo& info, ByteSpan payload)
{
    if (info.protocol != PROTOCOL_ICMP && info.protocol != PROTOCOL_ICMPV6)
    {
        return false;
    }
    if (info.fragmentOffset != 0 || payload.empty())
    {
        return true;
    }
    return IsIcmpError(info.protocol, payload[0]) ||
           (info.protocol == PROTOCOL_ICMPV6 && payload[0] == ICMPV6_REDIRECT);
}

bool
MayCauseError(const IpInfo& info, ByteSpan packet, IcmpProblem problem)
{
    if (!info.path.source.IsUnicast() || MayBeIcmpError(info, GetIpPayload(info, packet)))
    {
        return false;
    }
    if (info.IsV4())
    {
        return info.path.destination.IsUnicast() && info.fragmentOffset == 0;
    }
    // Path MTU discovery works for multicast too.
    return !info.path.destination.IsMulticast() || problem == IcmpProblem::PACKET_TOO_BIG;
}

Bytes
MakeIpv4Error(const Path& path, ByteSpan packet, IcmpProblem problem, std::uint32_t parameter)
{
    constexpr std::size_t overhead = IPV4_HEADER_LENGTH + ICMP_HEADER_LENGTH;
    const ByteSpan quoted = packet.first(std::min(packet.size(), IPV4_MAXIMUM_ERROR - overhead));
    Bytes error(overhead);
    const TypeAndCode typeAndCode = GetIcmpType(problem);
    error[IPV4_HEADER_LENGTH] = typeAndCode.type;
    error[IPV4_HEADER_LENGTH + 1] = typeAndCode.code;
    if (problem == IcmpProblem::PACKET_TOO_BIG)
    {
        const std::uint32_t mtu = std::min<std::uint32_t>(parameter, 0xffff);
        WriteU16(error, IPV4_HEADER_LENGTH + 6, static_cast<std::uint16_t>(mtu));
    }
    if (problem == IcmpProblem::BAD_HEADER_FIELD)
    {
        error[IPV4_HEADER_LENGTH + PARAMETER_AT] = static_cast<Byte>(parameter);
    }
    Append(error, quoted);
    // At most 576 octets pass everywhere in one piece, so that no Identification is needed.
    WriteIpv4Header(error,
                    path,
                    PROTOCOL_ICMP,
                    HOP_LIMIT,
                    INTERNETWORK_CONTROL,
                    0,
                    true,
                    error.size() - IPV4_HEADER_LENGTH);
    FillTransportChecksum(path, PROTOCOL_ICMP, MutableByteSpan(error).subspan(IPV4_HEADER_LENGTH));
    return error;
}

Bytes
MakeIpv6Error(const Path& path, ByteSpan packet, IcmpProblem problem, std::uint32_t parameter)
{
    constexpr std::size_t overhead = IPV6_HEADER_LENGTH + ICMP_HEADER_LENGTH;
    const ByteSpan quoted = packet.first(std::min(packet.size(), IPV6_MINIMUM_MTU - overhead));
    const TypeAndCode typeAndCode = GetIcmpv6Type(problem);
    Bytes message{typeAndCode.type, typeAndCode.code, 0, 0};
    AppendU32(message, parameter);
    Append(message, quoted);
    FillTransportChecksum(path, PROTOCOL_ICMPV6, message);
    return MakeIpPacket(path, PROTOCOL_ICMPV6, HOP_LIMIT, message);
}

/// @return MTU or pointer of an error
std::uint32_t
ReadParameter(Byte protocol, ByteSpan message)
{
    if (protocol == PROTOCOL_ICMPV6)
    {
        const bool hasParameter =
            message[0] == ICMPV6_PACKET_TOO_BIG || message[0] == ICMPV6_PARAMETER_PROBLEM;
        return hasParameter ? ReadU32(message, PARAMETER_AT) : 0;
    }
    if (message[0] == ICMP_DESTINATION_UNREACHABLE && message[1] == ICMP_FRAGMENTATION_NEEDED)
    {
        return ReadU16(message, PARAMETER_AT + 2);
    }
    return message[0] == ICMP_PARAMETER_PROBLEM ? message[PARAMETER_AT] : 0;
}

/// @return octets of the quoted packet if extensions follow it, else 0 (RFC 4884 §4)
std::size_t
ReadLengthAttribute(Byte protocol, ByteSpan message)
{
    if (protocol == PROTOCOL_ICMPV6)
    {
        const bool isExtensible =
            message[0] == ICMPV6_DESTINATION_UNREACHABLE || message[0] == ICMPV6_TIME_EXCEEDED;
        return isExtensible ? static_cast<std::size_t>(message[4]) * 8 : 0;
    }
    const bool isExtensible = message[0] == ICMP_DESTINATION_UNREACHABLE ||
                              message[0] == ICMP_TIME_EXCEEDED ||
                              message[0] == ICMP_PARAMETER_PROBLEM;
    return isExtensible ? static_cast<std::size_t>(message[5]) * 4 : 0;
}

} // namespace

std::optional<Bytes>
MakeIcmpError(const IpAddress& source,
              ByteSpan packet,
              IcmpProblem problem,
              std::uint32_t parameter)
{
    const Result<IpInfo> info = ParseIp(packet);
    if (!info || !MayCauseError(*info, packet, problem))
    {
        return std::nullopt;
    }
    assert(source.IsV4() == info->IsV4());
    const Path path{source, info->path.source};
    const ByteSpan whole = packet.first(info->totalLength);
    return info->IsV4() ? MakeIpv4Error(path, whole, problem, parameter)
                        : MakeIpv6Error(path, whole, problem, parameter);
}

Result<IcmpError>
ParseIcmpError(const Path& path, Byte protocol, ByteSpan message)
{
    if (protocol != PROTOCOL_ICMP && protocol != PROTOCOL_ICMPV6)
    {
        return DropReason::UNSUPPORTED_PROTOCOL;
    }
    if (message.size() < ICMP_HEADER_LENGTH)
    {
        return DropReason::TRUNCATED;
    }
    if (!HasGoodTransportChecksum(path, protocol, message))
    {
        return DropReason::BAD_CHECKSUM;
    }
    if (!IsIcmpError(protocol, message[0]))
    {
        return DropReason::UNSUPPORTED_PROTOCOL;
    }
    ByteSpan quoted = message.subspan(ICMP_HEADER_LENGTH);
    const std::size_t length = ReadLengthAttribute(protocol, message);
    if (length > quoted.size())
    {
        return DropReason::MALFORMED;
    }
    if (length > 0)
    {
        quoted = quoted.first(length);
    }
    return IcmpError{message[0], message[1], ReadParameter(protocol, message), quoted};
}

void
RewriteIcmpMtu(Byte protocol, MutableByteSpan message, std::uint32_t mtu)
{
    std::array<Byte, 4> oldBytes;
    std::copy_n(message.begin() + PARAMETER_AT, 4, oldBytes.begin());
    if (protocol == PROTOCOL_ICMPV6 && message[0] == ICMPV6_PACKET_TOO_BIG)
    {
        WriteU32(message, PARAMETER_AT, mtu);
    }
    else if (protocol == PROTOCOL_ICMP && message[0] == ICMP_DESTINATION_UNREACHABLE &&
             message[1] == ICMP_FRAGMENTATION_NEEDED)
    {
        const std::uint32_t shortMtu = std::min<std::uint32_t>(mtu, 0xffff);
        WriteU16(message, PARAMETER_AT + 2, static_cast<std::uint16_t>(shortMtu));
    }
    const std::uint16_t checksum = ReadU16(message, CHECKSUM_AT);
    WriteU16(message,
             CHECKSUM_AT,
             UpdateChecksum(checksum, oldBytes, message.subspan(PARAMETER_AT, 4)));
}

Result<void>
RewriteIcmpError(const Path& newPath,
                 Byte protocol,
                 MutableByteSpan message,
                 const Path& newQuotedPath,
                 std::uint16_t newSourcePort,
                 std::uint16_t newDestinationPort)
{
    const std::size_t length = ReadLengthAttribute(protocol, message);
    MutableByteSpan quoted = message.subspan(ICMP_HEADER_LENGTH);
    quoted = quoted.first(length > 0 ? length : quoted.size());
    const Result<IpInfo> info = ParseQuotedIp(quoted);
    if (!info)
    {
        return info.error();
    }
    if (info->fragmentOffset != 0 || info->IsV4() != newQuotedPath.source.IsV4())
    {
        return DropReason::UNRELATED_ICMP;
    }
    const Result<void> rewritten = RewriteFlowStart(info->path,
                                                    newQuotedPath,
                                                    info->protocol,
                                                    GetIpPayload(*info, quoted),
                                                    newSourcePort,
                                                    newDestinationPort);
    if (!rewritten)
    {
        return rewritten;
    }
    RewritePath(quoted, newQuotedPath);
    FillTransportChecksum(newPath, protocol, message);
    return {};
}

} // namespace hip
