// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/icmp-translation.h"

#include "core/util/endian.h"
#include "core/wire/icmp-type.h"

#include <algorithm>
#include <iterator>

namespace hip
{

namespace
{

constexpr std::size_t PARAMETER_AT = 4;
constexpr std::uint32_t HEADER_DIFFERENCE = IPV6_HEADER_LENGTH - IPV4_HEADER_LENGTH;

constexpr int NONE = -1; // no counterpart

// Codes of ICMPv4 Destination Unreachable, as codes of ICMPv6 Destination Unreachable. 2 and 4
// become messages of other types.
constexpr int UNREACHABLE_TO_V6[] = {0, 0, NONE, 4, NONE, 0, 0, 0, 0, 1, 1, 0, 0, 1, NONE, 1};

// Codes of ICMPv6 Destination Unreachable, as codes of ICMPv4 Destination Unreachable.
constexpr int UNREACHABLE_TO_V4[] = {1, 10, 1, 1, 3};

// Offsets of octets of an IPv4 header, as offsets in an IPv6 header (RFC 7915 figure 3).
constexpr int POINTER_TO_V6[] = {0,    1,    4, 4, NONE, NONE, NONE, NONE, 7,  6,
                                 NONE, NONE, 8, 8, 8,    8,    24,   24,   24, 24};

// Offsets of octets of an IPv6 header, as offsets in an IPv4 header (RFC 7915 figure 6).
constexpr int POINTER_TO_V4[] = {0,  1,  NONE, NONE, 2,  2,  9,  8,  12, 12, 12, 12, 12, 12,
                                 12, 12, 12,   12,   12, 12, 12, 12, 12, 12, 16, 16, 16, 16,
                                 16, 16, 16,   16,   16, 16, 16, 16, 16, 16, 16, 16};

// Likely MTUs (RFC 1191 §7), for routers that do not tell theirs.
constexpr std::uint32_t PLATEAUS[] = {65535, 32000, 17914, 8166, 4352, 2002, 1492, 1006, 508, 296};

template <std::size_t N>
int
LookUp(const int (&table)[N], std::uint32_t index)
{
    return index < N ? table[index] : NONE;
}

IcmpHeader
MakeHeader(Byte type, int code, std::uint32_t parameter = 0)
{
    IcmpHeader header{type, static_cast<Byte>(code)};
    WriteU32(header, PARAMETER_AT, parameter);
    return header;
}

std::uint32_t
GuessMtu(std::size_t packetLength)
{
    const auto* const plateau =
        std::find_if(std::begin(PLATEAUS), std::end(PLATEAUS), [packetLength](std::uint32_t mtu) {
            return mtu < packetLength;
        });
    return plateau == std::end(PLATEAUS) ? std::uint32_t{IPV4_MINIMUM_MTU} : *plateau;
}

Result<IcmpHeader>
UnreachableToIcmpv6(ByteSpan message, const IpInfo& quoted)
{
    constexpr Byte unknownProtocol = 2;
    const Byte code = message[1];
    if (code == ICMP_FRAGMENTATION_NEEDED)
    {
        const std::uint32_t told = ReadU16(message, PARAMETER_AT + 2);
        const std::uint32_t mtu = told != 0 ? told : GuessMtu(quoted.totalLength);
        return MakeHeader(ICMPV6_PACKET_TOO_BIG,
                          0,
                          std::max<std::uint32_t>(mtu + HEADER_DIFFERENCE, IPV6_MINIMUM_MTU));
    }
    if (code == unknownProtocol)
    {
        constexpr std::uint32_t nextHeaderAt = 6;
        return MakeHeader(ICMPV6_PARAMETER_PROBLEM, 1, nextHeaderAt);
    }
    const int newCode = LookUp(UNREACHABLE_TO_V6, code);
    if (newCode == NONE)
    {
        return DropReason::UNTRANSLATABLE;
    }
    return MakeHeader(ICMPV6_DESTINATION_UNREACHABLE, newCode);
}

Result<IcmpHeader>
ParameterProblemToIcmpv6(ByteSpan message)
{
    constexpr Byte pointerSaysIt = 0;
    constexpr Byte badLength = 2;
    const int pointer = LookUp(POINTER_TO_V6, message[PARAMETER_AT]);
    if ((message[1] != pointerSaysIt && message[1] != badLength) || pointer == NONE)
    {
        return DropReason::UNTRANSLATABLE;
    }
    return MakeHeader(ICMPV6_PARAMETER_PROBLEM, 0, static_cast<std::uint32_t>(pointer));
}

IcmpHeader
TooBigToIcmpv4(ByteSpan message, const IpInfo& quoted)
{
    const std::size_t difference =
        HEADER_DIFFERENCE + (quoted.hasFragmentHeader ? IPV6_FRAGMENT_HEADER_LENGTH : 0);
    const std::size_t told = ReadU32(message, PARAMETER_AT);
    const std::size_t mtu = std::max(told, difference + IPV4_MINIMUM_MTU) - difference;
    return MakeHeader(ICMP_DESTINATION_UNREACHABLE,
                      ICMP_FRAGMENTATION_NEEDED,
                      static_cast<std::uint32_t>(std::min<std::size_t>(mtu, 0xffff)));
}

Result<IcmpHeader>
ParameterProblemToIcmpv4(ByteSpan message)
{
    constexpr Byte badField = 0;
    constexpr Byte unknownNextHeader = 1;
    constexpr int protocolUnreachable = 2;
    if (message[1] == unknownNextHeader)
    {
        return MakeHeader(ICMP_DESTINATION_UNREACHABLE, protocolUnreachable);
    }
    const int pointer = LookUp(POINTER_TO_V4, ReadU32(message, PARAMETER_AT));
    if (message[1] != badField || pointer == NONE)
    {
        return DropReason::UNTRANSLATABLE;
    }
    // The pointer of ICMPv4 is the first of the four octets.
    return MakeHeader(ICMP_PARAMETER_PROBLEM, 0, static_cast<std::uint32_t>(pointer) << 24);
}

} // namespace

Result<IcmpHeader>
ToIcmpv6Error(ByteSpan message, const IpInfo& quoted)
{
    switch (message[0])
    {
    case ICMP_DESTINATION_UNREACHABLE:
        return UnreachableToIcmpv6(message, quoted);
    case ICMP_TIME_EXCEEDED:
        return MakeHeader(ICMPV6_TIME_EXCEEDED, message[1]);
    case ICMP_PARAMETER_PROBLEM:
        return ParameterProblemToIcmpv6(message);
    default:
        return DropReason::UNTRANSLATABLE;
    }
}

Result<IcmpHeader>
ToIcmpv4Error(ByteSpan message, const IpInfo& quoted)
{
    switch (message[0])
    {
    case ICMPV6_DESTINATION_UNREACHABLE: {
        const int code = LookUp(UNREACHABLE_TO_V4, message[1]);
        if (code == NONE)
        {
            return DropReason::UNTRANSLATABLE;
        }
        return MakeHeader(ICMP_DESTINATION_UNREACHABLE, code);
    }
    case ICMPV6_PACKET_TOO_BIG:
        return TooBigToIcmpv4(message, quoted);
    case ICMPV6_TIME_EXCEEDED:
        return MakeHeader(ICMP_TIME_EXCEEDED, message[1]);
    case ICMPV6_PARAMETER_PROBLEM:
        return ParameterProblemToIcmpv4(message);
    default:
        return DropReason::UNTRANSLATABLE;
    }
}

} // namespace hip
