// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/ip-address.h"
#include "test/core/support/hex.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <random>
#include <unordered_set>

namespace hip
{
namespace
{

IpAddress
Parse(const std::string& text)
{
    const auto address = IpAddress::Parse(text);
    EXPECT_TRUE(address) << text;
    return address.value_or(IpAddress());
}

TEST(IpAddress, PrintsTheFormsThatRfc5952Asks)
{
    const std::pair<const char*, const char*> cases[] = {
        {"2001:0db8::0001", "2001:db8::1"},              // §4.1 no leading zeros
        {"2001:db8:0:0:0:0:2:1", "2001:db8::2:1"},       // §4.2.1 as short as possible
        {"2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1"}, // §4.2.2 not for one group
        {"2001:0:0:1:0:0:0:1", "2001:0:0:1::1"},         // §4.2.3 the longest run
        {"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},   // §4.2.3 the first of equal ones
        {"2001:DB8::ABCD", "2001:db8::abcd"},            // §4.3 lower case
        {"::ffff:192.0.2.33", "192.0.2.33"},             // our IPv4
        {"64:ff9b::192.0.2.33", "64:ff9b::c000:221"},
        {"0:0:0:0:0:0:0:0", "::"},
        {"0:0:0:0:0:0:0:1", "::1"},
        {"1:0:0:0:0:0:0:0", "1::"},
        {"10:200:3000:f:0:6:7:8", "10:200:3000:f:0:6:7:8"},
    };
    for (const auto& [text, printed] : cases)
    {
        EXPECT_EQ(Parse(text).ToString(), printed);
    }
}

TEST(IpAddress, AcceptsAndRefusesWhatTheSystemDoes)
{
    const char* texts[] = {
        "",
        ":",
        "::",
        ":::",
        "1",
        "1:",
        ":1",
        "::1",
        "1::",
        "1::2::3",
        "12345::",
        "g::",
        "1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7::",
        "::2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7:8::",
        "1:2:3:4:5:6:1.2.3.4",
        "1:2:3:4:5:6:7:1.2.3.4",
        "1::1.2.3.4:5",
        "::1.2.3.4",
        "::1.2.3",
        "1.2.3.4",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.",
        ".1.2.3",
        "1..2.3",
        "256.1.1.1",
        "01.2.3.4",
        "0.0.0.0",
        "1.2.3.4 ",
        " 1.2.3.4",
        "1.2.3.-4",
        "1.2.3.0004",
        "fe80::1%1",
        "::ffff:1.2.3.256",
        "1:2:3:4:5:6:7",
        "0x1::",
    };
    for (const char* text : texts)
    {
        in6_addr v6{};
        in_addr v4{};
        const bool isValid =
            inet_pton(AF_INET6, text, &v6) == 1 || inet_pton(AF_INET, text, &v4) == 1;
        EXPECT_EQ(IpAddress::Parse(text).has_value(), isValid) << text;
    }
}

TEST(IpAddress, PrintsAndReadsWhatTheSystemDoes)
{
    std::mt19937 random(5);
    for (int round = 0; round < 5000; ++round)
    {
        std::array<Byte, 16> bytes{};
        for (std::size_t i = 0; i < bytes.size(); i += 2)
        {
            const std::uint32_t value = random();
            // Mostly zeros, so that runs of all lengths occur; never all zeros in front, where
            // the system prints the IPv4-compatible form that RFC 4291 deprecates.
            bytes[i] = value % 3 == 0 ? static_cast<Byte>(value >> 8) : 0;
            bytes[i + 1] = value % 2 == 0 ? static_cast<Byte>(value >> 16) : 0;
        }
        bytes[0] |= 0x10;
        std::array<char, INET6_ADDRSTRLEN> text{};
        ASSERT_NE(inet_ntop(AF_INET6, bytes.data(), text.data(), text.size()), nullptr);
        const IpAddress address(bytes);
        EXPECT_EQ(address.ToString(), text.data());
        EXPECT_EQ(IpAddress::Parse(text.data()), address);
    }
}

TEST(IpAddress, KeepsIpv4AsMappedIpv6)
{
    const IpAddress address = Parse("192.0.2.1");
    EXPECT_TRUE(address.IsV4());
    EXPECT_EQ(test::ToHex(address.GetBytes()), "00000000000000000000ffffc0000201");
    EXPECT_EQ(test::ToHex(address.GetWireBytes()), "c0000201");
    EXPECT_EQ(IpAddress::FromBytes(address.GetWireBytes()), address);
    EXPECT_EQ(IpAddress::FromBytes(address.GetBytes()), address);
}

TEST(IpAddress, KeepsAllOfIpv6OnTheWire)
{
    const IpAddress address = Parse("2001:db8::1");
    EXPECT_FALSE(address.IsV4());
    EXPECT_EQ(test::ToHex(address.GetWireBytes()), "20010db8000000000000000000000001");
    EXPECT_EQ(IpAddress::FromBytes(address.GetWireBytes()), address);
}

TEST(IpAddress, TellsUnspecifiedMulticastAndLinkLocal)
{
    EXPECT_TRUE(IpAddress().IsUnspecified());
    EXPECT_TRUE(Parse("0.0.0.0").IsUnspecified());
    EXPECT_FALSE(Parse("0.0.0.1").IsUnspecified());
    EXPECT_FALSE(Parse("::1").IsUnspecified());

    EXPECT_TRUE(Parse("224.0.0.1").IsMulticast());
    EXPECT_TRUE(Parse("239.255.255.255").IsMulticast());
    EXPECT_FALSE(Parse("223.255.255.255").IsMulticast());
    EXPECT_FALSE(Parse("240.0.0.0").IsMulticast());
    EXPECT_TRUE(Parse("ff02::1").IsMulticast());
    EXPECT_FALSE(Parse("fe80::1").IsMulticast());

    EXPECT_TRUE(Parse("169.254.1.1").IsLinkLocal());
    EXPECT_FALSE(Parse("169.253.1.1").IsLinkLocal());
    EXPECT_TRUE(Parse("febf::1").IsLinkLocal());
    EXPECT_FALSE(Parse("fec0::1").IsLinkLocal());
}

TEST(IpAddress, TellsWhatMayBeAnotherHosts)
{
    for (const char* host : {"2001:db8::1", "fe80::1", "::2", "192.0.2.1", "126.0.0.1"})
    {
        EXPECT_TRUE(Parse(host).IsUnicast()) << host;
    }
    for (const char* none :
         {"::", "0.0.0.0", "::1", "127.0.0.1", "127.255.0.1", "ff02::1", "224.0.0.1", "240.0.0.1"})
    {
        EXPECT_FALSE(Parse(none).IsUnicast()) << none;
    }
}

TEST(IpAddress, TellsTheOrchidPrefixOfHipv2)
{
    EXPECT_TRUE(Parse("2001:20::").IsOrchid());
    EXPECT_TRUE(Parse("2001:2f:ffff::1").IsOrchid());
    EXPECT_FALSE(Parse("2001:1f:ffff::1").IsOrchid());
    EXPECT_FALSE(Parse("2001:30::1").IsOrchid()); // RFC 9374
    EXPECT_FALSE(Parse("2001:10::1").IsOrchid()); // HIPv1
}

TEST(IpAddress, ComparesPrefixesBitByBit)
{
    const IpAddress a = Parse("2001:db8:ff00::");
    const IpAddress b = Parse("2001:db8:fe00::"); // bit 40 is the first to differ, counted from 1
    for (unsigned length = 0; length <= 128; ++length)
    {
        EXPECT_EQ(a.SharesPrefix(b, length), length < 40) << length;
    }
    const IpAddress c = Parse("10.0.0.1");
    const IpAddress d = Parse("10.0.0.2");
    for (unsigned length = 0; length <= 32; ++length)
    {
        EXPECT_EQ(c.SharesPrefix(d, length), length < 31) << length;
    }
}

TEST(IpAddress, Ipv4AndIpv6ShareOnlyShortPrefixes)
{
    EXPECT_FALSE(Parse("10.0.0.1").SharesPrefix(Parse("2001:db8::1"), 8));
    EXPECT_TRUE(Parse("10.0.0.1").SharesPrefix(Parse("::1"), 80));
}

TEST(IpAddress, OrdersAsUnsignedNumbers)
{
    EXPECT_LT(Parse("2001:21::1"), Parse("2001:21::2"));
    EXPECT_LT(Parse("7f00::"), Parse("8000::"));
    EXPECT_LT(Parse("1::ffff"), Parse("2::"));
    EXPECT_FALSE(Parse("2::") < Parse("2::"));
    EXPECT_NE(Parse("2::"), Parse("2::1"));
}

TEST(IpAddress, HashesNeighboursApart)
{
    std::unordered_set<std::size_t> hashes;
    for (unsigned i = 0; i < 4096; ++i)
    {
        std::array<Byte, 16> bytes{};
        bytes[14] = static_cast<Byte>(i >> 8);
        bytes[15] = static_cast<Byte>(i);
        hashes.insert(std::hash<IpAddress>()(IpAddress(bytes)));
    }
    EXPECT_EQ(hashes.size(), 4096U);
}

} // namespace
} // namespace hip
