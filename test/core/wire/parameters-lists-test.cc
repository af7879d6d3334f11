// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/util/endian.h"
#include "test/core/support/parameter-checks.h"

namespace hip
{
namespace
{

using test::ExpectRefused;
using test::ParseAndWriteBack;

TEST(DhGroupListParameter, KeepsOrderAndGroupsItDoesNotKnow)
{
    const auto value = ParseAndWriteBack<DhGroupListParameter>("08 0a 04 03");
    EXPECT_EQ(value.groups,
              (std::vector<DhGroup>{DhGroup::P384,
                                    static_cast<DhGroup>(10),
                                    DhGroup::MODP_3072,
                                    DhGroup::MODP_1536}));
    ExpectRefused<DhGroupListParameter>("");
}

TEST(DhGroupListParameter, CannotNameAGroupOf2003)
{
    for (unsigned number = 0; number <= 0xff; ++number)
    {
        const auto value = DhGroupListParameter::Parse(Bytes{static_cast<Byte>(number)});
        ASSERT_TRUE(value);
        EXPECT_TRUE(IsHipv2(value->groups[0])) << number;
    }
    const DhGroupListParameter mixed{{DhGroup::MODP_2048, DhGroup::P256, DhGroup::OAKLEY_2}};
    EXPECT_EQ(test::Write(mixed), "07");
}

TEST(HipCipherParameter, KeepsTheFirstSix)
{
    EXPECT_EQ(ParseAndWriteBack<HipCipherParameter>("0004 0002").ciphers,
              (std::vector<HipCipher>{HipCipher::AES_256_CBC, HipCipher::AES_128_CBC}));
    const auto seven =
        HipCipherParameter::Parse(test::FromHex("0004 0002 0001 0008 0009 000a 000b"));
    ASSERT_TRUE(seven);
    EXPECT_EQ(test::Write(*seven), "00040002000100080009000a");
}

TEST(HipCipherParameter, IsRefusedIfEmptyOrOdd)
{
    ExpectRefused<HipCipherParameter>("");
    ExpectRefused<HipCipherParameter>("02");
    ExpectRefused<HipCipherParameter>("0002 00");
}

TEST(HitSuiteListParameter, HasTheSuiteInTheUpperNibble)
{
    const auto value = ParseAndWriteBack<HitSuiteListParameter>("20 10 50");
    EXPECT_EQ(value.suites,
              (std::vector<HitSuite>{HitSuite::ECDSA_SHA384,
                                     HitSuite::RSA_SHA256,
                                     static_cast<HitSuite>(5)}));
}

TEST(HitSuiteListParameter, IsRefusedIfEmptyOrALowerNibbleIsSet)
{
    ExpectRefused<HitSuiteListParameter>("");
    ExpectRefused<HitSuiteListParameter>("10 21");
}

TEST(TransportFormatListParameter, ListsParameterNumbers)
{
    const auto value = ParseAndWriteBack<TransportFormatListParameter>("0fff 0801");
    EXPECT_EQ(value.formats, (std::vector<std::uint16_t>{4095, 2049}));
    ExpectRefused<TransportFormatListParameter>("");
    ExpectRefused<TransportFormatListParameter>("0fff 08");
}

TEST(EspTransformParameter, KeepsTheFirstSixBehindReserved)
{
    EXPECT_EQ(ParseAndWriteBack<EspTransformParameter>("0000 000d 0008").suites,
              (std::vector<EspSuite>{EspSuite::AES_128_GCM_16, EspSuite::AES_128_CBC_SHA256}));
    const auto seven =
        EspTransformParameter::Parse(test::FromHex("ffff 0007 0008 0009 000a 000b 000c 000d"));
    ASSERT_TRUE(seven);
    EXPECT_EQ(test::Write(*seven), "0000000700080009000a000b000c");
}

/// Hosts choose among what was parsed, so none can ever choose a suite of the other dialect.
TEST(EspTransformParameter, CannotNameASuiteOf2003)
{
    for (unsigned number = 0; number <= 0xffff; ++number)
    {
        Bytes contents(2);
        AppendU16(contents, static_cast<std::uint16_t>(number));
        const auto value = EspTransformParameter::Parse(contents);
        ASSERT_TRUE(value);
        EXPECT_TRUE(IsHipv2(value->suites[0])) << number;
    }
    const EspTransformParameter mixed{{EspSuite::AES_128_CBC_SHA1,
                                       EspSuite::AES_128_GCM_16,
                                       EspSuite::TRIPLE_DES_CBC_SHA1,
                                       EspSuite::NULL_SHA1}};
    EXPECT_EQ(test::Write(mixed), "0000000d");
}

TEST(EspTransformParameter, IsRefusedIfEmptyOrOdd)
{
    ExpectRefused<EspTransformParameter>("");
    ExpectRefused<EspTransformParameter>("00");
    ExpectRefused<EspTransformParameter>("0000");
    ExpectRefused<EspTransformParameter>("0000 00");
}

} // namespace
} // namespace hip
