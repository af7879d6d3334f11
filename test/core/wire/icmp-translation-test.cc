// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/icmp-translation.h"
#include "test/core/support/hex.h"

#include <gtest/gtest.h>
#include <map>

namespace hip::test
{

namespace
{

const std::string REFUSED = "untranslatable";

std::string
GetText(const Result<IcmpHeader>& header)
{
    return header ? ToHex(*header) : ToString(header.error());
}

/// @return the ICMPv6 header for an ICMPv4 header, both as hex digits
std::string
ToV6(const std::string& header, std::size_t quotedLength = 100)
{
    IpInfo quoted;
    quoted.totalLength = quotedLength;
    return GetText(ToIcmpv6Error(FromHex(header), quoted));
}

std::string
ToV4(const std::string& header, bool hasFragmentHeader = false)
{
    IpInfo quoted;
    quoted.hasFragmentHeader = hasFragmentHeader;
    return GetText(ToIcmpv4Error(FromHex(header), quoted));
}

std::string
MakeHex(unsigned type, unsigned code, std::uint32_t parameter = 0)
{
    Bytes header{static_cast<Byte>(type), static_cast<Byte>(code), 0xca, 0xfe};
    for (int shift = 24; shift >= 0; shift -= 8)
    {
        header.push_back(static_cast<Byte>(parameter >> shift));
    }
    return ToHex(header);
}

} // namespace

TEST(IcmpTranslation, TurnsUnreachableCodesIntoThoseOfIpv6)
{
    // RFC 7915 §4.2
    const std::map<unsigned, std::string> expected = {
        {0, "0100000000000000"},
        {1, "0100000000000000"},
        {2, "0401000000000006"},
        {3, "0104000000000000"},
        {5, "0100000000000000"},
        {6, "0100000000000000"},
        {7, "0100000000000000"},
        {8, "0100000000000000"},
        {9, "0101000000000000"},
        {10, "0101000000000000"},
        {11, "0100000000000000"},
        {12, "0100000000000000"},
        {13, "0101000000000000"},
        {15, "0101000000000000"},
    };
    for (unsigned code = 0; code < 256; ++code)
    {
        const auto found = expected.find(code);
        if (code != 4)
        {
            EXPECT_EQ(ToV6(MakeHex(3, code)), found == expected.end() ? REFUSED : found->second)
                << code;
        }
    }
}

TEST(IcmpTranslation, GrowsTheMtuButNotBelowThatOfIpv6)
{
    EXPECT_EQ(ToV6(MakeHex(3, 4, 1400)), "020000000000058c");
    EXPECT_EQ(ToV6(MakeHex(3, 4, 1261)), "0200000000000501");
    EXPECT_EQ(ToV6(MakeHex(3, 4, 1260)), "0200000000000500");
    EXPECT_EQ(ToV6(MakeHex(3, 4, 576)), "0200000000000500");
    EXPECT_EQ(ToV6(MakeHex(3, 4, 65535)), "0200000000010013");
    EXPECT_EQ(ToV6(MakeHex(3, 4, 0x00200000 | 1400)), "020000000000058c") << "length attribute";
}

TEST(IcmpTranslation, GuessesTheMtuThatAnOldRouterDoesNotTell)
{
    // The plateaus of RFC 1191 §7
    EXPECT_EQ(ToV6(MakeHex(3, 4, 0), 1500), "02000000000005e8") << "1492 and 20";
    EXPECT_EQ(ToV6(MakeHex(3, 4, 0), 1492), "0200000000000500");
    EXPECT_EQ(ToV6(MakeHex(3, 4, 0), 2003), "02000000000007e6") << "2002 and 20";
    EXPECT_EQ(ToV6(MakeHex(3, 4, 0), 60), "0200000000000500");
}

TEST(IcmpTranslation, TurnsTheOtherErrorsOfIpv4)
{
    EXPECT_EQ(ToV6(MakeHex(11, 0)), "0300000000000000");
    EXPECT_EQ(ToV6(MakeHex(11, 1)), "0301000000000000");
    for (const unsigned type : {0, 4, 5, 6, 8, 9, 10, 13, 14, 15, 16, 17, 18, 40, 255})
    {
        EXPECT_EQ(ToV6(MakeHex(type, 0)), REFUSED) << type;
    }
}

TEST(IcmpTranslation, TurnsPointersIntoThoseOfIpv6)
{
    // RFC 7915 figure 3
    const std::map<unsigned, unsigned> expected = {
        {0, 0},
        {1, 1},
        {2, 4},
        {3, 4},
        {8, 7},
        {9, 6},
        {12, 8},
        {13, 8},
        {14, 8},
        {15, 8},
        {16, 24},
        {17, 24},
        {18, 24},
        {19, 24},
    };
    for (unsigned pointer = 0; pointer < 256; ++pointer)
    {
        const auto found = expected.find(pointer);
        const std::string wanted = found == expected.end()
                                       ? REFUSED
                                       : "04000000000000" + ToHex(Bytes{Byte(found->second)});
        EXPECT_EQ(ToV6(MakeHex(12, 0, pointer << 24)), wanted) << pointer;
        EXPECT_EQ(ToV6(MakeHex(12, 2, pointer << 24)), wanted) << pointer;
    }
    EXPECT_EQ(ToV6(MakeHex(12, 1)), REFUSED);
    EXPECT_EQ(ToV6(MakeHex(12, 3)), REFUSED);
}

TEST(IcmpTranslation, TurnsUnreachableCodesIntoThoseOfIpv4)
{
    // RFC 7915 §5.2
    EXPECT_EQ(ToV4(MakeHex(1, 0)), "0301000000000000");
    EXPECT_EQ(ToV4(MakeHex(1, 1)), "030a000000000000");
    EXPECT_EQ(ToV4(MakeHex(1, 2)), "0301000000000000");
    EXPECT_EQ(ToV4(MakeHex(1, 3)), "0301000000000000");
    EXPECT_EQ(ToV4(MakeHex(1, 4)), "0303000000000000");
    for (unsigned code = 5; code < 256; ++code)
    {
        EXPECT_EQ(ToV4(MakeHex(1, code)), REFUSED) << code;
    }
}

TEST(IcmpTranslation, ShrinksTheMtuButNotBelowThatOfIpv4)
{
    EXPECT_EQ(ToV4(MakeHex(2, 0, 1500)), "03040000000005c8");
    EXPECT_EQ(ToV4(MakeHex(2, 0, 1500), true), "03040000000005c0") << "Fragment header";
    EXPECT_EQ(ToV4(MakeHex(2, 0, 0)), "0304000000000044");
    EXPECT_EQ(ToV4(MakeHex(2, 0, 87)), "0304000000000044");
    EXPECT_EQ(ToV4(MakeHex(2, 0, 89)), "0304000000000045");
    EXPECT_EQ(ToV4(MakeHex(2, 0, 0xffffffff)), "030400000000ffff");
}

TEST(IcmpTranslation, TurnsTheOtherErrorsOfIpv6)
{
    EXPECT_EQ(ToV4(MakeHex(3, 0)), "0b00000000000000");
    EXPECT_EQ(ToV4(MakeHex(3, 1)), "0b01000000000000");
    EXPECT_EQ(ToV4(MakeHex(4, 1, 40)), "0302000000000000");
    EXPECT_EQ(ToV4(MakeHex(4, 2)), REFUSED);
    for (const unsigned type : {0, 5, 100, 127, 128, 129, 130, 133, 135, 137, 255})
    {
        EXPECT_EQ(ToV4(MakeHex(type, 0)), REFUSED) << type;
    }
}

TEST(IcmpTranslation, TurnsPointersIntoThoseOfIpv4)
{
    // RFC 7915 figure 6
    const std::map<unsigned, unsigned> expected = {{0, 0}, {1, 1}, {4, 2}, {5, 2}, {6, 9}, {7, 8}};
    for (unsigned pointer = 0; pointer < 100; ++pointer)
    {
        const auto found = expected.find(pointer);
        unsigned wanted = pointer < 24 ? 12 : 16;
        bool isKnown = pointer >= 8 && pointer < 40;
        if (found != expected.end())
        {
            wanted = found->second;
            isKnown = true;
        }
        EXPECT_EQ(ToV4(MakeHex(4, 0, pointer)),
                  isKnown ? "0c000000" + ToHex(Bytes{Byte(wanted)}) + "000000" : REFUSED)
            << pointer;
    }
    EXPECT_EQ(ToV4(MakeHex(4, 0, 0x01000000)), REFUSED);
}

} // namespace hip::test
