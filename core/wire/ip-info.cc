// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/ip-info.h"

#include "core/util/endian.h"
#include "core/wire/checksum.h"

#include <algorithm>

namespace hip
{

namespace
{

constexpr std::size_t MAX_DATAGRAM = 65535;
constexpr std::uint16_t DONT_FRAGMENT = 0x4000;
constexpr std::uint16_t MORE_FRAGMENTS = 0x2000;

constexpr Byte OPTION_END = 0;
constexpr Byte OPTION_NOP = 1;
constexpr Byte OPTION_LOOSE_SOURCE_ROUTE = 131;
constexpr Byte OPTION_STRICT_SOURCE_ROUTE = 137;

/// @return whether a source route has hops left, else MALFORMED
Result<bool>
ScanIpv4Options(ByteSpan options)
{
    bool isSourceRouted = false;
    std::size_t at = 0;
    while (at < options.size() && options[at] != OPTION_END)
    {
        if (options[at] == OPTION_NOP)
        {
            ++at;
            continue;
        }
        const std::size_t left = options.size() - at;
        if (left < 2 || options[at + 1] < 2 || options[at + 1] > left)
        {
            return DropReason::MALFORMED;
        }
        const Byte length = options[at + 1];
        if (options[at] == OPTION_LOOSE_SOURCE_ROUTE || options[at] == OPTION_STRICT_SOURCE_ROUTE)
        {
            if (length < 3)
            {
                return DropReason::MALFORMED;
            }
            // The pointer counts from 1 and is behind the route when all of it has been visited.
            isSourceRouted |= options[at + 2] <= length;
        }
        at += length;
    }
    return isSourceRouted;
}

Result<IpInfo>
ParseIpv4(ByteSpan packet, bool isQuoted)
{
    if (packet.size() < IPV4_HEADER_LENGTH)
    {
        return DropReason::TRUNCATED;
    }
    IpInfo info;
    info.headerLength = static_cast<std::size_t>(packet[0] & 0x0f) * 4;
    info.totalLength = ReadU16(packet, 2);
    if (info.headerLength < IPV4_HEADER_LENGTH || info.totalLength < info.headerLength)
    {
        return DropReason::MALFORMED;
    }
    if (packet.size() < (isQuoted ? info.headerLength : info.totalLength))
    {
        return DropReason::TRUNCATED;
    }
    const ByteSpan header = packet.first(info.headerLength);
    if (FoldChecksum(SumBytes(header)) != 0)
    {
        return DropReason::BAD_CHECKSUM;
    }
    const Result<bool> isSourceRouted = ScanIpv4Options(header.subspan(IPV4_HEADER_LENGTH));
    if (!isSourceRouted)
    {
        return isSourceRouted.error();
    }
    const std::uint16_t flagsAndOffset = ReadU16(packet, 6);
    info.path.source = IpAddress::FromBytes(packet.subspan(12, 4));
    info.path.destination = IpAddress::FromBytes(packet.subspan(16, 4));
    info.protocol = packet[9];
    info.hopLimit = packet[8];
    info.trafficClass = packet[1];
    info.moreFragments = (flagsAndOffset & MORE_FRAGMENTS) != 0;
    info.dontFragment = (flagsAndOffset & DONT_FRAGMENT) != 0;
    info.isSourceRouted = *isSourceRouted;
    info.fragmentOffset = static_cast<std::uint16_t>((flagsAndOffset & 0x1fff) * 8);
    info.isFragment = info.moreFragments || info.fragmentOffset != 0;
    info.fragmentId = ReadU16(packet, 4);
    info.fragmentablePartAt = info.headerLength;
    info.nextHeaderAt = 9;
    if (info.fragmentOffset + info.totalLength > MAX_DATAGRAM)
    {
        return DropReason::TOO_LONG;
    }
    return info;
}

/// Walks through the chain of extension headers and notes in an IpInfo what it finds.
class ExtensionWalker
{
  public:
    ExtensionWalker(ByteSpan packet, IpInfo& info)
        : m_packet(packet),
          m_info(info)
    {
    }

    Result<void> Walk();

  private:
    Result<void> CheckRoom(std::size_t length) const;
    Result<void> ReadFragmentHeader();
    Result<void> ReadOptionsOrRouting();

    /// Goes past a header whose first octet names its successor.
    void Skip(std::size_t length)
    {
        m_next = m_packet[m_at];
        m_nextAt = m_at;
        m_at += length;
    }

    ByteSpan m_packet;
    IpInfo& m_info;
    std::size_t m_at = IPV6_HEADER_LENGTH;
    std::size_t m_nextAt = 6;
    Byte m_next = 0;
};

Result<void>
ExtensionWalker::Walk()
{
    m_next = m_packet[m_nextAt];
    m_info.fragmentablePartAt = m_at;
    m_info.nextHeaderAt = m_nextAt;
    bool isAtUpperLayer = false;
    while (!isAtUpperLayer)
    {
        Result<void> read;
        switch (m_next)
        {
        case PROTOCOL_HOP_BY_HOP:
        case PROTOCOL_ROUTING:
        case PROTOCOL_DESTINATION_OPTIONS:
            read = ReadOptionsOrRouting();
            break;
        case PROTOCOL_FRAGMENT:
            read = ReadFragmentHeader();
            // What follows in a later fragment is data, whatever the first one holds there.
            isAtUpperLayer = m_info.fragmentOffset != 0;
            break;
        default:
            isAtUpperLayer = true;
            break;
        }
        if (!read)
        {
            return read;
        }
    }
    m_info.protocol = m_next;
    m_info.headerLength = m_at;
    return {};
}

Result<void>
ExtensionWalker::CheckRoom(std::size_t length) const
{
    if (m_at + length > m_info.totalLength)
    {
        return DropReason::MALFORMED;
    }
    if (m_at + length > m_packet.size())
    {
        return DropReason::TRUNCATED;
    }
    return {};
}

Result<void>
ExtensionWalker::ReadOptionsOrRouting()
{
    if (m_next == PROTOCOL_HOP_BY_HOP && m_at != IPV6_HEADER_LENGTH)
    {
        return DropReason::MALFORMED;
    }
    if (const Result<void> hasStart = CheckRoom(8); !hasStart)
    {
        return hasStart;
    }
    const std::size_t length = (static_cast<std::size_t>(m_packet[m_at + 1]) + 1) * 8;
    if (const Result<void> hasAll = CheckRoom(length); !hasAll)
    {
        return hasAll;
    }
    if (m_next == PROTOCOL_ROUTING)
    {
        m_info.isSourceRouted |= m_packet[m_at + 3] != 0;
    }
    const bool isForEveryHop = m_next != PROTOCOL_DESTINATION_OPTIONS;
    Skip(length);
    if (isForEveryHop && !m_info.hasFragmentHeader)
    {
        m_info.fragmentablePartAt = m_at;
        m_info.nextHeaderAt = m_nextAt;
    }
    return {};
}

Result<void>
ExtensionWalker::ReadFragmentHeader()
{
    if (m_info.hasFragmentHeader)
    {
        return DropReason::MALFORMED;
    }
    if (const Result<void> hasAll = CheckRoom(IPV6_FRAGMENT_HEADER_LENGTH); !hasAll)
    {
        return hasAll;
    }
    const std::uint16_t offsetAndFlag = ReadU16(m_packet, m_at + 2);
    m_info.hasFragmentHeader = true;
    m_info.fragmentOffset = offsetAndFlag & 0xfff8;
    m_info.moreFragments = (offsetAndFlag & 1) != 0;
    m_info.isFragment = m_info.moreFragments || m_info.fragmentOffset != 0;
    m_info.fragmentId = ReadU32(m_packet, m_at + 4);
    m_info.fragmentablePartAt = m_at;
    m_info.nextHeaderAt = m_nextAt;
    Skip(IPV6_FRAGMENT_HEADER_LENGTH);
    if (m_info.fragmentOffset + (m_info.totalLength - m_at) > MAX_DATAGRAM)
    {
        return DropReason::TOO_LONG;
    }
    return {};
}

Result<IpInfo>
ParseIpv6(ByteSpan packet, bool isQuoted)
{
    if (packet.size() < IPV6_HEADER_LENGTH)
    {
        return DropReason::TRUNCATED;
    }
    IpInfo info;
    info.totalLength = IPV6_HEADER_LENGTH + ReadU16(packet, 4);
    if (!isQuoted && packet.size() < info.totalLength)
    {
        return DropReason::TRUNCATED;
    }
    const std::uint32_t firstWord = ReadU32(packet, 0);
    info.path.source = IpAddress::FromBytes(packet.subspan(8, 16));
    info.path.destination = IpAddress::FromBytes(packet.subspan(24, 16));
    info.hopLimit = packet[7];
    info.trafficClass = static_cast<Byte>(firstWord >> 20);
    info.flowLabel = firstWord & 0xfffff;
    info.dontFragment = true;
    if (info.path.source.IsV4() || info.path.destination.IsV4())
    {
        // IPv4-mapped addresses have no place on a wire; here they would pass for IPv4.
        return DropReason::MALFORMED;
    }
    if (const Result<void> walked = ExtensionWalker(packet, info).Walk(); !walked)
    {
        return walked.error();
    }
    return info;
}

Result<IpInfo>
Parse(ByteSpan packet, bool isQuoted)
{
    if (packet.empty())
    {
        return DropReason::TRUNCATED;
    }
    switch (packet[0] >> 4)
    {
    case 4:
        return ParseIpv4(packet, isQuoted);
    case 6:
        return ParseIpv6(packet, isQuoted);
    default:
        return DropReason::MALFORMED;
    }
}

} // namespace

Result<IpInfo>
ParseIp(ByteSpan packet)
{
    return Parse(packet, false);
}

Result<IpInfo>
ParseQuotedIp(ByteSpan quoted)
{
    return Parse(quoted, true);
}

ByteSpan
GetIpPayload(const IpInfo& info, ByteSpan packet)
{
    return packet.first(std::min(packet.size(), info.totalLength)).subspan(info.headerLength);
}

MutableByteSpan
GetIpPayload(const IpInfo& info, MutableByteSpan packet)
{
    return packet.first(std::min(packet.size(), info.totalLength)).subspan(info.headerLength);
}

} // namespace hip
