// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/tcp-segment.h"
#include "test/core/support/hex.h"
#include "test/core/support/ip-samples.h"

#include <gtest/gtest.h>

namespace hip::test
{

namespace
{

std::optional<std::uint16_t>
GetMss(const std::string& options)
{
    const Bytes tcp = MakeTcp(GetPathV4(), {}, TCP_SYN, FromHex(options));
    return TcpView::Parse(tcp)->GetMss();
}

} // namespace

TEST(TcpSegment, ReadsItsFields)
{
    const Bytes tcp =
        MakeTcp(GetPathV4(), FromText("data"), TCP_PSH | TCP_ACK, FromHex("02040578"));
    const Result<TcpView> view = TcpView::Parse(tcp);
    ASSERT_TRUE(view);
    EXPECT_EQ(view->GetSourcePort(), 40000);
    EXPECT_EQ(view->GetDestinationPort(), 80);
    EXPECT_EQ(view->GetSequence(), 0x01020304u);
    EXPECT_EQ(view->GetAcknowledgement(), 0x05060708u);
    EXPECT_EQ(view->GetFlags(), 0x18);
    EXPECT_TRUE(view->HasFlag(TCP_PSH));
    EXPECT_FALSE(view->HasFlag(TCP_FIN));
    EXPECT_FALSE(view->HasFlag(TCP_RST));
    EXPECT_EQ(view->GetWindow(), 8192);
    EXPECT_EQ(view->GetHeaderLength(), 24u);
    EXPECT_EQ(view->GetPayload().size(), 4u);
    EXPECT_EQ(view->GetMss(), 1400);
}

TEST(TcpSegment, RefusesHeadersThatAreNotWhole)
{
    Bytes tcp = MakeTcp(GetPathV4(), {});
    EXPECT_EQ(TcpView::Parse(ByteSpan(tcp).first(19)).error(), DropReason::TRUNCATED);
    tcp[12] = 0x40;
    EXPECT_EQ(TcpView::Parse(tcp).error(), DropReason::MALFORMED);
    tcp[12] = 0x60;
    EXPECT_EQ(TcpView::Parse(tcp).error(), DropReason::TRUNCATED);
}

TEST(TcpSegment, FindsTheMssAmongOtherOptions)
{
    EXPECT_EQ(GetMss("0402 080a 0000000100000002 020405b4"), 1460);
    EXPECT_EQ(GetMss("01 020405b4 010101"), 1460);
    EXPECT_EQ(GetMss(""), std::nullopt);
    EXPECT_EQ(GetMss("00 020405b4 000000"), std::nullopt) << "behind the end of the list";
}

TEST(TcpSegment, StopsAtOptionsThatCannotBeRead)
{
    EXPECT_EQ(GetMss("0300 0000 020405b4"), std::nullopt);
    EXPECT_EQ(GetMss("030b 0000 020405b4"), std::nullopt);
    EXPECT_EQ(GetMss("01010102"), std::nullopt);
    EXPECT_EQ(GetMss("0203 0500"), std::nullopt);
    EXPECT_EQ(GetMss("010204 05"), std::nullopt);
}

TEST(TcpSegment, ClampsTheMssOfASynAtEvenAndOddOffsets)
{
    Numbers numbers;
    for (int i = 0; i < 2000; ++i)
    {
        const Path path = numbers.GetPath(i % 2 == 0);
        const std::uint16_t old = static_cast<std::uint16_t>(600 + numbers.GetBelow(60000));
        const std::uint16_t maximum = static_cast<std::uint16_t>(1 + numbers.GetBelow(old - 1));
        const Bytes data = numbers.GetBytes(numbers.GetBelow(5));
        const auto makeOptions = [i](std::uint16_t mss) {
            Bytes options = FromHex(i % 3 == 0 ? "01 0204 0000 010101" : "0204 0000");
            WriteU16(options, i % 3 == 0 ? 3 : 2, mss);
            return options;
        };
        const Byte flags = i % 5 == 0 ? TCP_SYN | TCP_ACK : TCP_SYN;
        Bytes tcp = MakeTcp(path, data, flags, makeOptions(old));
        ASSERT_TRUE(ClampMss(tcp, maximum));
        EXPECT_EQ(tcp, MakeTcp(path, data, flags, makeOptions(maximum))) << i;
    }
}

TEST(TcpSegment, LeavesAloneWhatNeedsNoClamp)
{
    const Bytes options = FromHex("020405b4");
    const Path path = GetPathV6();
    Bytes small = MakeTcp(path, {}, TCP_SYN, options);
    Bytes noSyn = MakeTcp(path, {}, TCP_ACK, options);
    Bytes noMss = MakeTcp(path, {}, TCP_SYN);
    Bytes tooShort(19);
    EXPECT_FALSE(ClampMss(small, 1460));
    EXPECT_FALSE(ClampMss(noSyn, 500));
    EXPECT_FALSE(ClampMss(noMss, 500));
    EXPECT_FALSE(ClampMss(tooShort, 500));
    EXPECT_EQ(small, MakeTcp(path, {}, TCP_SYN, options));
    EXPECT_EQ(noSyn, MakeTcp(path, {}, TCP_ACK, options));
    EXPECT_EQ(noMss, MakeTcp(path, {}, TCP_SYN));
}

} // namespace hip::test
