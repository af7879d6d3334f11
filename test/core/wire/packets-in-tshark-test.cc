// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// What the units of IP, ICMP, translation and fragmentation make, judged by tshark.

#include "core/wire/fragmentation.h"
#include "core/wire/icmp.h"
#include "core/wire/translation.h"
#include "test/core/support/hex.h"
#include "test/core/support/ip-samples.h"
#include "test/helper/temporary-file.h"

#include <algorithm>
#include <cstdio>
#include <gtest/gtest.h>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace hip::test
{

namespace
{

/// @return a capture of IP packets without link headers
std::string
MakePcap(const std::vector<Bytes>& packets)
{
    constexpr std::uint32_t magic = 0xa1b2c3d4; // in network byte order, as all that follows
    constexpr std::uint32_t version = 0x00020004;
    constexpr std::uint32_t linkTypeRaw = 101;
    Bytes pcap;
    for (const std::uint32_t word : {magic, version, 0U, 0U, 65535U, linkTypeRaw})
    {
        AppendU32(pcap, word);
    }
    std::uint32_t second = 0;
    for (const Bytes& packet : packets)
    {
        const auto length = static_cast<std::uint32_t>(packet.size());
        for (const std::uint32_t word : {second++, 0U, length, length})
        {
            AppendU32(pcap, word);
        }
        Append(pcap, packet);
    }
    return std::string(pcap.begin(), pcap.end());
}

std::string
Run(const std::string& command)
{
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    if (!pipe)
    {
        throw std::runtime_error("no pipe for " + command);
    }
    std::string output;
    char buffer[4096];
    while (const std::size_t count = std::fread(buffer, 1, sizeof(buffer), pipe.get()))
    {
        output.append(buffer, count);
    }
    return output;
}

bool
HasTshark()
{
    return !Run("command -v tshark").empty();
}

/// What tshark says about one packet.
struct Verdict
{
    std::string malformed;                ///< nothing, if all is well
    std::vector<std::string> ipStatus;    ///< of IPv4 headers: "1" is good, "0" bad
    std::vector<std::string> upperStatus; ///< of TCP, UDP, ICMP and ICMPv6

    bool IsGood() const
    {
        const auto isBad = [](const std::string& status) { return status == "0"; };
        return malformed.empty() && std::none_of(ipStatus.begin(), ipStatus.end(), isBad) &&
               std::none_of(upperStatus.begin(), upperStatus.end(), isBad);
    }

    std::ptrdiff_t CountVerified() const
    {
        return std::count(upperStatus.begin(), upperStatus.end(), "1");
    }
};

std::vector<std::string>
Split(const std::string& text, char separator)
{
    std::vector<std::string> parts;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, separator);)
    {
        parts.push_back(part);
    }
    return parts;
}

std::vector<Verdict>
Judge(const std::vector<Bytes>& packets)
{
    const TemporaryFile file(MakePcap(packets));
    const std::string output = Run("tshark -n -r " + file.GetName() +
                                   " -o ip.check_checksum:TRUE -o tcp.check_checksum:TRUE"
                                   " -o udp.check_checksum:TRUE -o ip.defragment:TRUE"
                                   " -o ipv6.defragment:TRUE -T fields -E separator=/s -E quote=d"
                                   " -e _ws.malformed -e ip.checksum.status -e tcp.checksum.status"
                                   " -e udp.checksum.status -e icmp.checksum.status"
                                   " -e icmpv6.checksum.status 2>/dev/null");
    std::vector<Verdict> verdicts;
    for (const std::string& line : Split(output, '\n'))
    {
        // "malformed" "ip" "tcp" "udp" "icmp" "icmpv6", absent ones without quotes
        const std::vector<std::string> columns = Split(line, ' ');
        Verdict verdict;
        for (std::size_t i = 0; i < columns.size(); ++i)
        {
            std::string text = columns[i];
            text.erase(std::remove(text.begin(), text.end(), '"'), text.end());
            const std::vector<std::string> values = Split(text, ',');
            std::vector<std::string>& to = i == 1 ? verdict.ipStatus : verdict.upperStatus;
            if (i == 0)
            {
                verdict.malformed = text;
            }
            else
            {
                to.insert(to.end(), values.begin(), values.end());
            }
        }
        verdicts.push_back(verdict);
    }
    return verdicts;
}

/// One packet of each transport, with checksums that the core fills in.
std::vector<Bytes>
MakePlain(const Path& path)
{
    std::vector<Bytes> packets;
    const Byte icmp = GetIcmpProtocol(path);
    for (auto [protocol, transport] :
         std::vector<std::pair<Byte, Bytes>>{{PROTOCOL_TCP, MakeTcp(path, FromText("odd"))},
                                             {PROTOCOL_UDP, MakeUdp(path, FromText("data"))},
                                             {icmp, MakeEcho(path, true, 3, FromText("ping"))},
                                             {icmp, MakeEcho(path, false, 3, FromText("pong!"))}})
    {
        WriteU16(transport, protocol == PROTOCOL_TCP ? 16 : protocol == PROTOCOL_UDP ? 6 : 2, 0);
        FillTransportChecksum(path, protocol, transport);
        packets.push_back(MakeIpPacket(path, protocol, 64, transport));
    }
    return packets;
}

std::vector<Bytes>
MakeErrors(const Path& path)
{
    std::vector<Bytes> errors;
    const IpAddress router = path.destination;
    for (const IcmpProblem problem : {IcmpProblem::NO_ROUTE,
                                      IcmpProblem::PORT_UNREACHABLE,
                                      IcmpProblem::PACKET_TOO_BIG,
                                      IcmpProblem::HOP_LIMIT_EXCEEDED,
                                      IcmpProblem::BAD_HEADER_FIELD})
    {
        for (const Bytes& packet : MakePlain(path))
        {
            if (const auto error = MakeIcmpError(router, packet, problem, 8))
            {
                errors.push_back(*error);
            }
        }
    }
    return errors;
}

Bytes
Translate(const Bytes& packet)
{
    BufferedPacket buffered(packet);
    const bool isV4 = packet[0] >> 4 == 4;
    const bool isReverse =
        ParseIp(packet)->path.source == (isV4 ? GetPathV4() : GetPathV6()).destination;
    const Path newPath = isV4 ? GetPathV6() : GetPathV4();
    const Path path = isReverse ? Reverse(newPath) : newPath;
    EXPECT_TRUE(isV4 ? TranslateToIpv6(buffered.GetBuffer(), path)
                     : TranslateToIpv4(buffered.GetBuffer(), path, 7));
    return buffered.GetBytes();
}

/// All packets must be good, and of each at least one transport checksum verified.
void
ExpectGood(const std::vector<Bytes>& packets)
{
    const std::vector<Verdict> verdicts = Judge(packets);
    ASSERT_EQ(verdicts.size(), packets.size());
    for (std::size_t i = 0; i < packets.size(); ++i)
    {
        EXPECT_TRUE(verdicts[i].IsGood()) << i << ": " << ToHex(packets[i]);
        EXPECT_GE(verdicts[i].CountVerified(), 1) << i << ": " << ToHex(packets[i]);
    }
}

} // namespace

TEST(PacketsInTshark, HaveGoodChecksums)
{
    if (!HasTshark())
    {
        GTEST_SKIP() << "no tshark";
    }
    std::vector<Bytes> packets;
    for (const Path& path : {GetPathV4(), GetPathV6()})
    {
        for (const std::vector<Bytes>& made : {MakePlain(path), MakeErrors(path)})
        {
            for (const Bytes& packet : made)
            {
                packets.push_back(packet);
                packets.push_back(Translate(packet));
            }
        }
    }
    ASSERT_EQ(packets.size(), 2u * 2 * (4 + 5 * 4));
    ExpectGood(packets);
}

TEST(PacketsInTshark, AreSeenAsBadWhenTheyAre)
{
    if (!HasTshark())
    {
        GTEST_SKIP() << "no tshark";
    }
    std::vector<Bytes> packets = MakePlain(GetPathV4());
    for (Bytes& packet : packets)
    {
        packet.back() ^= 1;
    }
    packets.push_back(MakePlain(GetPathV4())[0]);
    packets.back()[8] ^= 1;
    const std::vector<Verdict> verdicts = Judge(packets);
    ASSERT_EQ(verdicts.size(), packets.size());
    for (const Verdict& verdict : verdicts)
    {
        EXPECT_FALSE(verdict.IsGood());
    }
}

TEST(PacketsInTshark, ReassembleWithGoodChecksums)
{
    if (!HasTshark())
    {
        GTEST_SKIP() << "no tshark";
    }
    std::vector<Bytes> packets;
    std::vector<std::size_t> lasts; // tshark shows the whole packet at its last fragment
    for (const Path& path : {GetPathV4(), GetPathV6()})
    {
        Bytes udp = MakeUdp(path, Numbers().GetBytes(3001));
        for (const Bytes& fragment : Fragment(MakeIpPacket(path, 17, 64, udp), 700, 0x12345))
        {
            packets.push_back(fragment);
        }
        lasts.push_back(packets.size() - 1);
    }
    const std::size_t count = packets.size();
    for (std::size_t i = 0; i < count; ++i)
    {
        packets.push_back(Translate(packets[i]));
        const bool isLast = std::count(lasts.begin(), lasts.end(), i) != 0;
        if (isLast)
        {
            lasts.push_back(packets.size() - 1);
        }
    }
    const std::vector<Verdict> verdicts = Judge(packets);
    ASSERT_EQ(verdicts.size(), packets.size());
    for (std::size_t i = 0; i < packets.size(); ++i)
    {
        EXPECT_TRUE(verdicts[i].IsGood()) << i;
        const bool isLast = std::count(lasts.begin(), lasts.end(), i) != 0;
        EXPECT_EQ(verdicts[i].CountVerified(), isLast ? 1 : 0) << i;
    }
}

} // namespace hip::test
