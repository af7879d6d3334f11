// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

/**
 * A sequence of fragments and waits. Each record of five octets is one fragment: what it is, its
 * offset and length in units of eight octets, its identification, and seconds that pass before.
 *
 * Octets depend on where they belong, so beyond "no crash": whatever comes out holds exactly what
 * went in, unless a fragment was forged, and then only that one. The limits hold at all times.
 */

#include "core/util/endian.h"
#include "core/wire/ip-packet.h"
#include "core/wire/reassembly.h"

#include <cstdio>
#include <cstdlib>

namespace
{

using namespace hip;

constexpr std::size_t RECORD_LENGTH = 5;
constexpr ReassemblyLimits LIMITS{6000, 4, std::chrono::seconds(60)};

// Bits of the first octet of a record
constexpr Byte IS_V4 = 0x01;
constexpr Byte HAS_MORE = 0x02;
constexpr Byte IS_ODD = 0x04;
constexpr Byte IS_FORGED = 0x08;
constexpr Byte IS_MARKED = 0x10;

void
Require(bool condition, const char* invariant)
{
    if (!condition)
    {
        std::fprintf(stderr, "broken: %s\n", invariant);
        std::abort();
    }
}

Byte
GetOctet(Byte id, std::size_t at)
{
    return static_cast<Byte>((at * 31 + id * 7) & 0x7f);
}

Bytes
MakeData(ByteSpan record)
{
    const std::size_t offset = std::size_t{record[1]} * 8;
    Bytes data(std::size_t{record[2]} % 32 * 8 + ((record[0] & IS_ODD) != 0 ? 5 : 0));
    for (std::size_t i = 0; i < data.size(); ++i)
    {
        const Byte forged = (record[0] & IS_FORGED) != 0 ? 0x80 : 0;
        data[i] = GetOctet(record[3], offset + i) | forged;
    }
    return data;
}

Bytes
MakeFragment(ByteSpan record)
{
    const bool isV4 = (record[0] & IS_V4) != 0;
    const bool hasMore = (record[0] & HAS_MORE) != 0;
    const std::size_t offset = std::size_t{record[1]} * 8;
    const Byte trafficClass = (record[0] & IS_MARKED) != 0 ? 3 : 2;
    const Bytes data = MakeData(record);
    const Path path = isV4 ? Path{*IpAddress::Parse("192.0.2.1"), *IpAddress::Parse("192.0.2.2")}
                           : Path{*IpAddress::Parse("fd00::1"), *IpAddress::Parse("fd00::2")};
    Bytes packet(isV4 ? 20 : 40);
    if (isV4)
    {
        WriteIpv4Header(packet, path, 17, 64, trafficClass, record[3], false, data.size());
        SetIpv4Fragment(packet, offset, hasMore);
    }
    else
    {
        WriteIpv6Header(packet, path, 44, 64, trafficClass, 0, 8 + data.size());
        Append(packet, Bytes{17, 0});
        AppendU16(packet, static_cast<std::uint16_t>(offset | (hasMore ? 1 : 0)));
        AppendU32(packet, record[3]);
    }
    Append(packet, data);
    return packet;
}

void
CheckWhole(const Bytes& whole, Byte id)
{
    const Result<IpInfo> info = ParseIp(whole);
    Require(info.has_value() && !info->isFragment && !info->hasFragmentHeader,
            "what comes out is a packet and no fragment");
    const ByteSpan payload = GetIpPayload(*info, ByteSpan(whole));
    for (std::size_t i = 0; i < payload.size(); ++i)
    {
        Require((payload[i] & 0x7f) == GetOctet(id, i), "each octet is where it belongs");
    }
}

} // namespace

extern "C" int
LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    Reassembler reassembler(LIMITS);
    Time now{};
    for (std::size_t at = 0; at + RECORD_LENGTH <= size; at += RECORD_LENGTH)
    {
        const ByteSpan record(data + at, RECORD_LENGTH);
        now += std::chrono::seconds(record[4] % 64);
        const auto result = reassembler.HandleFragment(MakeFragment(record), now);
        if (result && *result)
        {
            CheckWhole(**result, record[3]);
        }
        Require(reassembler.GetOctets() <= LIMITS.maximumOctets, "octets are bounded");
        Require(reassembler.GetDatagramCount() <= LIMITS.maximumDatagrams, "datagrams are bounded");
        Require((reassembler.GetDeadline() == NEVER) == (reassembler.GetDatagramCount() == 0),
                "there is a deadline as long as something waits");
        Require(reassembler.GetDeadline() > now, "nothing waits for longer than allowed");
    }
    reassembler.HandleTimeout(now + LIMITS.timeout);
    Require(reassembler.GetOctets() == 0 && reassembler.GetDatagramCount() == 0,
            "all is given back in the end");
    return 0;
}
