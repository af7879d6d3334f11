// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/checksum.h"
#include "test/core/support/hex.h"

#include <gtest/gtest.h>
#include <random>

namespace hip
{
namespace
{

using test::FromHex;

/// RFC 1071 §4.1 as it is printed, octet pair by octet pair.
std::uint16_t
ChecksumByTheBook(const Bytes& bytes)
{
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < bytes.size(); i += 2)
    {
        const unsigned low = i + 1 < bytes.size() ? bytes[i + 1] : 0;
        sum += bytes[i] << 8 | low;
    }
    while (sum >> 16 != 0)
    {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return static_cast<std::uint16_t>(~sum);
}

Bytes
MakeRandom(std::mt19937& random, std::size_t length)
{
    Bytes bytes(length);
    for (Byte& byte : bytes)
    {
        byte = static_cast<Byte>(random());
    }
    return bytes;
}

Path
MakePath(const char* source, const char* destination)
{
    return {*IpAddress::Parse(source), *IpAddress::Parse(destination)};
}

std::uint16_t
GetChecksum(const Path& path, const Bytes& bytes, Byte protocol)
{
    const auto length = static_cast<std::uint32_t>(bytes.size());
    return FoldChecksum(SumBytes(bytes, SumPseudoHeader(path, length, protocol)));
}

TEST(Checksum, SumsTheExampleOfRfc1071)
{
    EXPECT_EQ(SumBytes(FromHex("0001 f203 f4f5 f6f7")), 0xddf2U);
}

TEST(Checksum, AgreesWithRfc1071ForEveryLengthAndAlignment)
{
    std::mt19937 random(1);
    for (std::size_t length = 0; length < 130; ++length)
    {
        const Bytes bytes = MakeRandom(random, length + 8);
        for (std::size_t start = 0; start < 8; ++start)
        {
            const ByteSpan part = ByteSpan(bytes).subspan(start, length);
            EXPECT_EQ(FoldChecksum(SumBytes(part)),
                      ChecksumByTheBook(Bytes(part.begin(), part.end())))
                << length << " octets";
        }
    }
}

TEST(Checksum, KeepsEveryCarryOfLongInput)
{
    EXPECT_EQ(SumBytes(Bytes(1 << 20, 0xff)), 0xffffU);
    EXPECT_EQ(SumBytes(Bytes(1 << 20, 0xff), 0xffffffff), 0xffffU);
    EXPECT_EQ(SumBytes(Bytes(1 << 20, 0x00), 0), 0U);
}

TEST(Checksum, AddsUpPiecesOfEvenLength)
{
    std::mt19937 random(2);
    const Bytes bytes = MakeRandom(random, 61);
    const ByteSpan all(bytes);
    for (std::size_t cut = 0; cut < bytes.size(); cut += 2)
    {
        EXPECT_EQ(SumBytes(all.subspan(cut), SumBytes(all.first(cut))), SumBytes(all));
    }
}

TEST(Checksum, MatchesTheExamplesOfRfc7401AppendixC)
{
    const Bytes i1 = FromHex("3b050121 00000000 20010020000000000000000000000001"
                             "20010020000000000000000000000002 01ff0003 03040800");
    EXPECT_EQ(GetChecksum(MakePath("2001:db8::1", "2001:db8::2"), i1, 139), 0x1a5e);
    EXPECT_EQ(GetChecksum(MakePath("192.0.2.1", "192.0.2.2"), i1, 139), 0xf1ce);
    const Bytes tcp = FromHex("ffdc0016 00000001 00000000 5002ffff 00000000");
    EXPECT_EQ(GetChecksum(MakePath("2001:20::1", "2001:20::2"), tcp, 6), 0x6faa);
}

TEST(Checksum, MatchesTheExampleOfRfc5201AppendixC)
{
    const Bytes i1 = FromHex("3b040111 00000000 20010010000000000000000000000001"
                             "20010010000000000000000000000002");
    EXPECT_EQ(GetChecksum(MakePath("192.168.0.1", "192.168.0.2"), i1, 139), 0x01be);
}

TEST(Checksum, PseudoHeaderOfMixedFamiliesHasTwoLongAddresses)
{
    const Bytes pseudo = FromHex("20010db8000000000000000000000001"
                                 "00000000000000000000ffffc0000201 00012345 00000011");
    EXPECT_EQ(FoldChecksum(SumPseudoHeader(MakePath("2001:db8::1", "192.0.2.1"), 0x12345, 17)),
              ChecksumByTheBook(pseudo));
}

TEST(Checksum, UpdateGivesTheExampleOfRfc1624)
{
    // RFC 1624 §4: the field 0x5555 becomes 0x3285, the checksum was 0xdd2f.
    EXPECT_EQ(UpdateChecksum(0xdd2f, FromHex("5555"), FromHex("3285")), 0x0000);
}

TEST(Checksum, UpdateGivesWhatAFullComputationGives)
{
    std::mt19937 random(3);
    for (int round = 0; round < 2000; ++round)
    {
        Bytes bytes = MakeRandom(random, 40);
        const std::uint16_t before = FoldChecksum(SumBytes(bytes));
        const Bytes changed(bytes.begin() + 12, bytes.begin() + 28);
        // Octets that are all zero or all one are where the two zeros of the sum differ.
        const Bytes fresh = round % 3 == 0   ? Bytes(16, 0x00)
                            : round % 3 == 1 ? Bytes(16, 0xff)
                                             : MakeRandom(random, 16);
        std::copy(fresh.begin(), fresh.end(), bytes.begin() + 12);
        EXPECT_EQ(UpdateChecksum(before, changed, fresh), FoldChecksum(SumBytes(bytes)));
    }
}

TEST(Checksum, UpdateMovesTransportFromIpv4ToIpv6)
{
    const Bytes udp = FromHex("1388138900100000 4849502d42454554");
    const Path v4 = MakePath("192.0.2.7", "198.51.100.9");
    const Path v6 = MakePath("2001:21:cede:2a06:494f:d3ca:b0e:1ab3", "2001:db8::5");
    Bytes oldAddresses = FromHex("c0000207 c6336409");
    Bytes newAddresses(v6.source.GetBytes().begin(), v6.source.GetBytes().end());
    newAddresses.insert(newAddresses.end(),
                        v6.destination.GetBytes().begin(),
                        v6.destination.GetBytes().end());
    EXPECT_EQ(UpdateChecksum(GetChecksum(v4, udp, 17), oldAddresses, newAddresses),
              GetChecksum(v6, udp, 17));
}

} // namespace
} // namespace hip
