// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/translation-direction.h"
#include "test/core/support/hex.h"
#include "test/core/support/ip-samples.h"

#include <gtest/gtest.h>

namespace hip::test
{

namespace
{

const TranslationDirection TO_V6(true, 0);
const TranslationDirection TO_V4(false, 0xbeef);

IpInfo
MakeInfo(bool isV4, Byte protocol)
{
    return *ParseIp(MakePacket(isV4 ? GetPathV4() : GetPathV6(), protocol, Bytes(32)));
}

DropReason
GetError(const TranslationDirection& direction, const IpInfo& info)
{
    const Result<void> checked = direction.Check(info);
    return checked ? DropReason::NO_ROOM : checked.error();
}

} // namespace

TEST(TranslationDirection, KnowsWhatIcmpIsCalled)
{
    EXPECT_EQ(TO_V6.GetOldIcmp(), 1);
    EXPECT_EQ(TO_V6.GetNewIcmp(), 58);
    EXPECT_EQ(TO_V6.GetMaximumError(), 1280u);
    EXPECT_EQ(TO_V4.GetOldIcmp(), 58);
    EXPECT_EQ(TO_V4.GetNewIcmp(), 1);
    EXPECT_EQ(TO_V4.GetMaximumError(), 576u);
}

TEST(TranslationDirection, RefusesProtocolsOfTheOtherFamilyOnly)
{
    for (unsigned protocol = 0; protocol < 256; ++protocol)
    {
        IpInfo info = MakeInfo(true, PROTOCOL_UDP);
        info.protocol = static_cast<Byte>(protocol);
        const bool isRefused =
            protocol == 0 || protocol == 43 || protocol == 44 || protocol == 58 || protocol == 60;
        EXPECT_EQ(TO_V6.Check(info).has_error(), isRefused) << protocol;
    }
    EXPECT_FALSE(TO_V4.Check(MakeInfo(false, PROTOCOL_ICMP)));
    EXPECT_TRUE(TO_V4.Check(MakeInfo(false, PROTOCOL_NONE)));
    EXPECT_TRUE(TO_V4.Check(MakeInfo(false, 50)));
}

TEST(TranslationDirection, RefusesItsOwnResultSourceRoutesAndFragmentsOfIcmp)
{
    EXPECT_EQ(GetError(TO_V6, MakeInfo(false, PROTOCOL_UDP)), DropReason::UNTRANSLATABLE);
    EXPECT_EQ(GetError(TO_V4, MakeInfo(true, PROTOCOL_UDP)), DropReason::UNTRANSLATABLE);
    IpInfo routed = MakeInfo(true, PROTOCOL_UDP);
    routed.isSourceRouted = true;
    EXPECT_EQ(GetError(TO_V6, routed), DropReason::UNTRANSLATABLE);
    IpInfo fragment = MakeInfo(true, PROTOCOL_ICMP);
    fragment.isFragment = true;
    EXPECT_EQ(GetError(TO_V6, fragment), DropReason::UNTRANSLATABLE);
}

TEST(TranslationDirection, RefusesWhatIpv4CannotSay)
{
    IpInfo info = MakeInfo(false, PROTOCOL_UDP);
    info.totalLength = 40 + 65515;
    EXPECT_TRUE(TO_V4.Check(info));
    info.totalLength += 1;
    EXPECT_EQ(GetError(TO_V4, info), DropReason::TOO_LONG);
    Bytes end = MakeFragmentHeader(PROTOCOL_UDP, 65528, false, 1);
    end.resize(8 + 7);
    EXPECT_EQ(GetError(TO_V4, *ParseIp(MakePacket(GetPathV6(), PROTOCOL_FRAGMENT, end))),
              DropReason::TOO_LONG)
        << "a fragment whose end only IPv6 can say";
    Bytes payload = MakeFragmentHeader(PROTOCOL_DESTINATION_OPTIONS, 0, true, 1);
    Append(payload, Bytes{PROTOCOL_UDP, 0, 1, 4, 0, 0, 0, 0});
    Append(payload, Bytes(8));
    const Bytes packet = MakePacket(GetPathV6(), PROTOCOL_FRAGMENT, payload);
    EXPECT_EQ(GetError(TO_V4, *ParseIp(packet)), DropReason::UNTRANSLATABLE);
}

TEST(TranslationDirection, CopiesWhatBothHeadersSay)
{
    Bytes v4(20);
    WriteIpv4Header(v4, GetPathV4(), PROTOCOL_ICMP, 17, 0xb8, 5, true, 0);
    const NewHeader toV6 = TO_V6.MakeHeader(*ParseIp(v4), GetPathV6(), 0x0102);
    Bytes v6(40);
    WriteIpv6Header(v6, GetPathV6(), PROTOCOL_ICMPV6, 17, 0xb8, 0, 0x0102);
    EXPECT_EQ(ToHex(toV6), ToHex(v6));
    WriteIpv6Header(v6, GetPathV6(), PROTOCOL_ICMPV6, 17, 0xb8, 0xfffff, 0);
    const NewHeader toV4 = TO_V4.MakeHeader(*ParseIp(v6), GetPathV4(), 0x0102);
    WriteIpv4Header(v4, GetPathV4(), PROTOCOL_ICMP, 17, 0xb8, 0xbeef, false, 0x0102);
    EXPECT_EQ(ToHex(toV4), ToHex(v4));
}

TEST(TranslationDirection, ForbidsFragmentationOfWhatIsLongerThan1260)
{
    const IpInfo info = MakeInfo(false, PROTOCOL_UDP);
    EXPECT_FALSE(ParseQuotedIp(TO_V4.MakeHeader(info, GetPathV4(), 1240))->dontFragment);
    EXPECT_TRUE(ParseQuotedIp(TO_V4.MakeHeader(info, GetPathV4(), 1241))->dontFragment);
}

TEST(TranslationDirection, CarriesFragmentFieldsBothWays)
{
    Bytes v4 = AsFragmentV4(MakePacket(GetPathV4(), PROTOCOL_UDP, Bytes(16)), 1480, true);
    const IpInfo old = *ParseIp(v4);
    const NewHeader toV6 = TO_V6.MakeHeader(old, GetPathV6(), 16);
    ASSERT_EQ(toV6.length, 48u);
    const Result<IpInfo> info = ParseQuotedIp(toV6);
    ASSERT_TRUE(info);
    EXPECT_EQ(info->totalLength, 40u + 8 + 16);
    EXPECT_EQ(info->fragmentOffset, 1480);
    EXPECT_TRUE(info->moreFragments);
    EXPECT_EQ(info->fragmentId, old.fragmentId);
    EXPECT_EQ(info->protocol, PROTOCOL_UDP);
    const NewHeader back = TO_V4.MakeHeader(*info, GetPathV4(), 16);
    EXPECT_EQ(ToHex(back), ToHex(ByteSpan(v4).first(20)));
}

TEST(TranslationDirection, KeepsTheLowBitsOfTheIdentificationOfAnAtomicFragment)
{
    Bytes payload = MakeFragmentHeader(PROTOCOL_UDP, 0, false, 0xdead1234);
    payload.resize(2000);
    const IpInfo info = *ParseIp(MakePacket(GetPathV6(), PROTOCOL_FRAGMENT, payload));
    const Result<IpInfo> v4 = ParseQuotedIp(TO_V4.MakeHeader(info, GetPathV4(), 1992));
    EXPECT_EQ(v4->fragmentId, 0x1234u);
    EXPECT_FALSE(v4->dontFragment);
    EXPECT_FALSE(v4->isFragment);
}

} // namespace hip::test
