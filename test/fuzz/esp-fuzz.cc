// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

/**
 * Arbitrary octets as an ESP packet and as the payload of one.
 *
 * The first octet selects suite, engine, outer family and whether the octets come bare or in an
 * outer IP header; the second one is how far the sender's counter is from the wrap of its low half,
 * or 0 for a sender whose next number is that of the octets.
 * What must hold: unless the octets are authentic, they change neither window nor counters; and
 * what was sealed opens to the same octets, once.
 */

#include "core/esp/beet.h"
#include "core/util/endian.h"
#include "core/wire/ip-info.h"
#include "core/wire/ip-packet.h"
#include "test/core/support/esp-pair.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

using namespace hip;

namespace
{

const Path HITS = {*IpAddress::Parse("2001:21::1"), *IpAddress::Parse("2001:21::2")};
const Path OUTER_V6 = {*IpAddress::Parse("2001:db8::1"), *IpAddress::Parse("2001:db8::2")};
const Path OUTER_V4 = {*IpAddress::Parse("192.0.2.1"), *IpAddress::Parse("192.0.2.2")};

constexpr std::size_t MAX_PAYLOAD = 65000;

void
Require(bool condition, const char* what)
{
    if (!condition)
    {
        std::fprintf(stderr, "broken: %s\n", what);
        std::abort();
    }
}

/// @return the octets as the payload of an IPv6 packet between HITs
Bytes
MakeInner(ByteSpan payload)
{
    Bytes packet(IPV6_HEADER_LENGTH);
    WriteIpv6Header(packet, HITS, PROTOCOL_UDP, 64, 0, 0, payload.size());
    packet.insert(packet.end(), payload.begin(), payload.end());
    return packet;
}

/// @return the ESP packet among the octets: all of them, or what an IP header says; else empty
ByteSpan
FindEsp(ByteSpan octets, bool isBare)
{
    if (isBare)
    {
        return octets;
    }
    const Result<IpInfo> info = ParseIp(octets);
    return info && !info->isFragment ? GetIpPayload(*info, octets) : ByteSpan();
}

/// Hands in octets that nobody sealed. @return whether they were authentic all the same
bool
OpenArbitrary(EspInboundSa& sa, ByteSpan octets, bool isBare)
{
    const std::uint64_t before = sa.GetPackets();
    const ByteSpan esp = FindEsp(octets, isBare);
    test::RoomyPacket packet(isBare ? esp : octets.first(esp.end() - octets.begin()));
    Result<void> opened;
    if (isBare)
    {
        const Result<Byte> nextHeader = sa.Open(packet.GetBuffer());
        opened = nextHeader ? Result<void>() : nextHeader.error();
    }
    else
    {
        const std::size_t headerLength = packet.GetBuffer().GetLength() - esp.size();
        opened = BeetOpen(packet.GetBuffer(), headerLength, sa, HITS);
    }
    Require(sa.GetPackets() == before + (opened ? 1 : 0), "the counter counts what was opened");
    return opened || opened.error() == DropReason::BAD_PADDING;
}

void
RequireRoundTrip(test::EspPair& pair, ByteSpan payload, const Path& outer)
{
    const Bytes inner = MakeInner(payload);
    test::RoomyPacket packet(inner);
    const std::uint64_t before = pair.GetInbound().GetPackets();
    Require(BeetSeal(packet.GetBuffer(), pair.GetOutbound(), outer).has_value(), "sealing works");
    const Bytes sealed = packet.GetContent();
    const std::size_t headerLength = GetIpHeaderLength(outer);
    Require(BeetOpen(packet.GetBuffer(), headerLength, pair.GetInbound(), HITS).has_value(),
            "what was sealed opens");
    Require(packet.GetContent() == inner, "to the same octets");
    test::RoomyPacket copy(sealed);
    const Result<void> again = BeetOpen(copy.GetBuffer(), headerLength, pair.GetInbound(), HITS);
    Require(!again && again.error() == DropReason::REPLAYED, "once");
    Require(pair.GetInbound().GetPackets() == before + 1, "and is counted once");
}

} // namespace

extern "C" int
LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < 2 || size > MAX_PAYLOAD)
    {
        return 0;
    }
    const std::vector<test::EspCase>& cases = test::GetEspCases();
    const test::EspCase& espCase = cases[(data[0] & 0x0f) % cases.size()];
    const Path& outer = (data[0] & 0x10) != 0 ? OUTER_V4 : OUTER_V6;
    const bool isBare = (data[0] & 0x20) != 0;
    const ByteSpan octets(data + 2, size - 2);
    const ByteSpan esp = FindEsp(octets, isBare);
    if (esp.size() < ESP_HEADER_LENGTH)
    {
        return 0;
    }
    // The next number that the sender uses: that of the octets, or one shortly before the wrap.
    const std::uint32_t claimed = std::max(ReadU32(esp, 4), 1U);
    const std::uint64_t next = data[1] == 0 ? claimed : (std::uint64_t{1} << 32) - data[1];

    test::EspPair pair(espCase, 64, next - 1);
    if (!OpenArbitrary(pair.GetInbound(), octets, isBare))
    {
        // Had the window taken note of the number, the sender's packet with it would be a second
        // one.
        RequireRoundTrip(pair, octets, outer);
        OpenArbitrary(pair.GetInbound(), octets, isBare);
    }
    return 0;
}
