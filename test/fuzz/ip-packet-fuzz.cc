// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

/**
 * Octets as an IP packet: parsed, rewritten, translated, answered, cut and put together again.
 *
 * The first octet says which checksums are made right before, so that the fuzzer gets past them;
 * the second chooses an MTU. Beyond "no crash": what is refused stays as it was, good checksums
 * stay good, and what was cut comes together again.
 */

#include "core/wire/checksum.h"
#include "core/wire/icmp.h"
#include "core/wire/ip-packet.h"
#include "core/wire/reassembly.h"
#include "core/wire/translation.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace
{

using namespace hip;

constexpr Byte FIX_HEADER = 0x01;
constexpr Byte FIX_TRANSPORT = 0x02;

void
Require(bool condition, const char* invariant)
{
    if (!condition)
    {
        std::fprintf(stderr, "broken: %s\n", invariant);
        std::abort();
    }
}

Path
MakePath(bool isV4)
{
    return isV4 ? Path{*IpAddress::Parse("192.0.2.1"), *IpAddress::Parse("192.0.2.2")}
                : Path{*IpAddress::Parse("2001:db8::1"), *IpAddress::Parse("2001:db8::2")};
}

void
FixIpv4Checksum(Bytes& packet)
{
    if (packet.size() < IPV4_HEADER_LENGTH || packet[0] >> 4 != 4)
    {
        return;
    }
    const std::size_t length = static_cast<std::size_t>(packet[0] & 15) * 4;
    WriteU16(packet, 10, 0);
    const ByteSpan header = ByteSpan(packet).first(std::min(length, packet.size()));
    WriteU16(packet, 10, FoldChecksum(SumBytes(header)));
}

bool
IsGood(ByteSpan packet)
{
    const Result<IpInfo> info = ParseIp(packet);
    return info &&
           HasGoodTransportChecksum(info->path, info->protocol, GetIpPayload(*info, packet));
}

void
CheckTranslation(const Bytes& packet, const IpInfo& info)
{
    Bytes storage(PacketBuffer::HEADROOM);
    Append(storage, packet);
    PacketBuffer buffer(storage, PacketBuffer::HEADROOM, packet.size());
    const Path newPath = MakePath(!info.IsV4());
    const Result<void> translated =
        info.IsV4() ? TranslateToIpv6(buffer, newPath) : TranslateToIpv4(buffer, newPath, 7);
    const ByteSpan result = buffer.GetPacket();
    if (!translated)
    {
        Require(std::equal(packet.begin(), packet.end(), result.begin(), result.end()),
                "what is not translated stays as it was");
        return;
    }
    const Result<IpInfo> newInfo = ParseIp(result);
    Require(newInfo.has_value(), "what is translated parses");
    Require(newInfo->path == newPath, "what is translated has the new addresses");
    Require(newInfo->totalLength == result.size(), "what is translated has its length");
    Require(newInfo->fragmentOffset == info.fragmentOffset, "translation keeps offsets");
    Require(info.isFragment || !IsGood(packet) || IsGood(result), "good checksums stay good");
}

void
CheckRewriting(const Bytes& packet, const IpInfo& info)
{
    Bytes copy = packet;
    const MutableByteSpan payload = GetIpPayload(info, MutableByteSpan(copy));
    const bool wasGood = IsGood(copy);
    const Path newPath = MakePath(info.IsV4());
    ClampMss(payload, 1000);
    Require(!wasGood || IsGood(copy), "a clamped segment stays good");
    const bool hasFlow = ParseFlow(info.protocol, payload).has_value();
    Require(!hasFlow || ParseFlowStart(info.protocol, payload).has_value(),
            "a whole transport has a start");
    const bool isRewritten =
        RewriteFlow(info.path, newPath, info.protocol, payload, 1, 2).has_value();
    Require(isRewritten == hasFlow, "what has a flow can be rewritten");
    const bool isError = ParseIcmpError(info.path, info.protocol, payload).has_value();
    if (isError)
    {
        RewriteIcmpMtu(info.protocol, payload, 1400);
        Require(IsGood(copy), "an error with another MTU stays good");
        RewriteIcmpError(info.path, info.protocol, payload, newPath, 1, 2);
        Require(IsGood(copy), "an error about another flow stays good");
    }
    if (isRewritten)
    {
        RewritePath(copy, newPath);
        Require(!wasGood || IsGood(copy), "a rewritten packet stays good");
        Require(!DecrementHopLimit(copy) || !wasGood || IsGood(copy),
                "a forwarded packet stays good");
    }
}

void
CheckAnswer(const Bytes& packet, const IpInfo& info)
{
    const IpAddress source = MakePath(info.IsV4()).source;
    const auto error = MakeIcmpError(source, packet, IcmpProblem::PACKET_TOO_BIG, 1400);
    if (!error)
    {
        return;
    }
    const Result<IpInfo> errorInfo = ParseIp(*error);
    Require(errorInfo.has_value() && IsGood(*error), "an error is good");
    Require(error->size() <= (info.IsV4() ? IPV4_MAXIMUM_ERROR : IPV6_MINIMUM_MTU),
            "an error fits in every link");
    Require(!MakeIcmpError(source, *error, IcmpProblem::NO_ROUTE), "no error about an error");
    CheckTranslation(*error, *errorInfo);
    CheckRewriting(*error, *errorInfo);
}

void
CheckFragments(const Bytes& packet, const IpInfo& info, std::size_t mtu)
{
    Reassembler reassembler(ReassemblyLimits{std::size_t{1} << 24, 1, Duration(1)});
    std::optional<Bytes> whole;
    const std::vector<Bytes> fragments = Fragment(packet, mtu, 5);
    for (const Bytes& fragment : fragments)
    {
        Require(fragment.size() <= mtu, "a fragment fits");
        Require(ParseIp(fragment).has_value(), "a fragment parses");
        const auto result = reassembler.HandleFragment(fragment, Time());
        Require(result.has_value() || info.isFragment, "fragments of our own fit together");
        whole = result ? *result : std::nullopt;
    }
    if (fragments.empty() || info.isFragment || info.hasFragmentHeader)
    {
        return;
    }
    Require(whole && whole->size() == info.totalLength, "what was cut comes together");
    Require(std::equal(packet.begin() + info.headerLength,
                       packet.begin() + info.totalLength,
                       whole->begin() + info.headerLength),
            "what was cut comes together unchanged");
}

} // namespace

extern "C" int
LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < 2)
    {
        return 0;
    }
    Bytes packet(data + 2, data + size);
    if ((data[0] & FIX_HEADER) != 0)
    {
        FixIpv4Checksum(packet);
    }
    const Result<IpInfo> info = ParseIp(packet);
    const Result<IpInfo> quoted = ParseQuotedIp(packet);
    Require(!info || quoted, "a whole packet can be quoted");
    if (!info)
    {
        return 0;
    }
    Require(info->headerLength <= info->totalLength && info->totalLength <= packet.size(),
            "lengths stay inside the packet");
    if ((data[0] & FIX_TRANSPORT) != 0)
    {
        const MutableByteSpan payload = GetIpPayload(*info, MutableByteSpan(packet));
        FillTransportChecksum(info->path, info->protocol, payload);
    }
    CheckTranslation(packet, *info);
    CheckRewriting(packet, *info);
    CheckAnswer(packet, *info);
    CheckFragments(packet, *info, 28 + std::size_t{data[1]} * 8);
    return 0;
}
