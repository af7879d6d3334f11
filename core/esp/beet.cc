// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/esp/beet.h"

#include "core/util/endian.h"
#include "core/wire/ip-info.h"
#include "core/wire/ip-packet.h"

#include <cassert>

namespace hip
{

namespace
{

constexpr std::size_t MAX_IP_LENGTH = 65535; // total of IPv4, payload of IPv6

/// What an IP header of either family says about the way a packet is to be treated.
struct Treatment
{
    Byte hopLimit;
    Byte trafficClass;
};

bool
IsV6(ByteSpan packet)
{
    return packet[0] >> 4 == 6;
}

Treatment
ReadTreatment(ByteSpan packet)
{
    if (IsV6(packet))
    {
        return Treatment{packet[7], static_cast<Byte>(ReadU16(packet) >> 4)};
    }
    return Treatment{packet[8], packet[1]};
}

/// @return the most octets that can stand behind an IP header of this family
std::size_t
GetMaxPayload(const Path& path)
{
    return path.source.IsV4() ? MAX_IP_LENGTH - IPV4_HEADER_LENGTH : MAX_IP_LENGTH;
}

/// @param id of an IPv4 packet that routers may fragment
void
WriteOuterHeader(MutableByteSpan packet,
                 const Path& outer,
                 const Treatment& treatment,
                 std::uint16_t id)
{
    const std::size_t payloadLength = packet.size() - GetIpHeaderLength(outer);
    if (outer.source.IsV4())
    {
        WriteIpv4Header(packet,
                        outer,
                        PROTOCOL_ESP,
                        treatment.hopLimit,
                        treatment.trafficClass,
                        id,
                        false,
                        payloadLength);
        return;
    }
    WriteIpv6Header(packet,
                    outer,
                    PROTOCOL_ESP,
                    treatment.hopLimit,
                    treatment.trafficClass,
                    0,
                    payloadLength);
}

} // namespace

Result<void>
BeetSeal(PacketBuffer& packet, EspOutboundSa& sa, const Path& outer)
{
    assert(packet.GetLength() >= IPV6_HEADER_LENGTH && IsV6(packet.GetPacket()));
    const Treatment treatment = ReadTreatment(packet.GetPacket());
    const Byte nextHeader = packet.GetPacket()[6];
    const std::size_t payloadLength = packet.GetLength() - IPV6_HEADER_LENGTH;
    const std::size_t outerLength = GetIpHeaderLength(outer);
    const std::size_t frontLength = ESP_HEADER_LENGTH + GetEspSuiteInfo(sa.GetSuite()).ivLength;
    if (payloadLength + GetEspOverhead(sa.GetSuite(), payloadLength) > GetMaxPayload(outer))
    {
        return DropReason::TOO_LONG;
    }
    if (packet.GetHeadroom() + IPV6_HEADER_LENGTH < frontLength + outerLength)
    {
        return DropReason::NO_ROOM;
    }
    PacketBuffer work = packet; // a view: the caller's stays as it was if sealing fails
    work.TrimFront(IPV6_HEADER_LENGTH);
    const Result<void> sealed = sa.Seal(work, nextHeader);
    if (!sealed)
    {
        return sealed;
    }
    work.Prepend(outerLength);
    WriteOuterHeader(work.GetPacket(),
                     outer,
                     treatment,
                     static_cast<std::uint16_t>(sa.GetSequence()));
    packet = work;
    return {};
}

Result<void>
BeetOpen(PacketBuffer& packet, std::size_t headerLength, EspInboundSa& sa, const Path& inner)
{
    assert(headerLength >= IPV4_HEADER_LENGTH && headerLength <= packet.GetLength());
    const Treatment treatment = ReadTreatment(packet.GetPacket());
    const std::size_t frontLength = ESP_HEADER_LENGTH + GetEspSuiteInfo(sa.GetSuite()).ivLength;
    if (packet.GetHeadroom() + headerLength + frontLength < IPV6_HEADER_LENGTH)
    {
        return DropReason::NO_ROOM;
    }
    packet.TrimFront(headerLength);
    const Result<Byte> nextHeader = sa.Open(packet);
    if (!nextHeader)
    {
        return nextHeader.error();
    }
    const std::size_t payloadLength = packet.GetLength();
    packet.Prepend(IPV6_HEADER_LENGTH);
    WriteIpv6Header(packet.GetPacket(),
                    inner,
                    *nextHeader,
                    treatment.hopLimit,
                    treatment.trafficClass,
                    0,
                    payloadLength);
    return {};
}

} // namespace hip
