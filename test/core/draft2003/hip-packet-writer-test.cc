// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/hip-packet.h"
#include "core/draft2003/parameters.h"
#include "test/core/support/hex.h"

#include <gtest/gtest.h>

namespace hip::draft2003
{
namespace
{

using test::FromHex;
using test::ToHex;

const Hit SENDER = Hit::FromBytes(FromHex("40000000000000000000000000000001"));
const Hit RECEIVER = Hit::FromBytes(FromHex("40000000000000000000000000000002"));

Path
MakePath(const char* source, const char* destination)
{
    return {*IpAddress::Parse(source), *IpAddress::Parse(destination)};
}

/// hip-09, appendix F, recomputed with protocol 99; the header is that of hip-08.
TEST(Draft2003PacketWriter, WritesTheI1OfTheAppendix)
{
    PacketWriter writer(PacketType::I1, 0, SENDER, RECEIVER);
    const std::string expected =
        "3b0401100000c2084000000000000000000000000000000140000000000000000000000000000002";
    EXPECT_EQ(ToHex(writer.Finish(MakePath("192.168.0.1", "192.168.0.2"))), expected);
    EXPECT_EQ(ToHex(writer.Finish(MakePath("::c0a8:1", "::c0a8:2"))), expected);
}

TEST(Draft2003PacketWriter, WritesWhatTheViewReads)
{
    PacketWriter writer(PacketType::AC, CONTROL_ANONYMOUS, SENDER, RECEIVER);
    writer.Add(AcInfoParameter{1, 2, 3}).Add(HmacParameter{});
    const Path path = MakePath("2001:db8::1", "2001:db8::2");
    const auto view = PacketView::Parse(writer.Finish(path));
    ASSERT_TRUE(view);
    EXPECT_EQ(view->GetType(), PacketType::AC);
    EXPECT_EQ(view->GetControls(), CONTROL_ANONYMOUS);
    EXPECT_EQ(view->GetSender(), SENDER);
    EXPECT_EQ(view->GetReceiver(), RECEIVER);
    EXPECT_TRUE(view->HasGoodChecksum(path));
    EXPECT_EQ(view->Get<AcInfoParameter>()->reaId, 2);
}

TEST(Draft2003PacketWriter, ContinuesAPacket)
{
    PacketWriter first(PacketType::AC, 0, SENDER, {});
    first.Add(AcInfoParameter{1, 2, 3});
    PacketWriter second(PacketView::Parse(first.Finish(MakePath("::1", "::2"))).value());
    second.SetReceiver(RECEIVER);
    EXPECT_FALSE(second.MayAdd(ParameterType::AC_INFO, 12));
    EXPECT_TRUE(second.MayAdd(ParameterType::HMAC, 20));
    second.Add(HmacParameter{});
    PacketWriter whole(PacketType::AC, 0, SENDER, RECEIVER);
    whole.Add(AcInfoParameter{1, 2, 3}).Add(HmacParameter{});
    EXPECT_EQ(second.GetBytes(), whole.GetBytes());
}

TEST(Draft2003PacketWriter, CoversWhatTheViewSaysIsCovered)
{
    PacketWriter writer(PacketType::NES, 0, SENDER, RECEIVER);
    writer.Add(NesInfoParameter{false, 176, 1, 1000, 1001});
    const Bytes hmacCovers = writer.GetCovered(Coverage::HMAC);
    writer.Add(HmacParameter{});
    const Bytes signatureCovers = writer.GetCovered(Coverage::SIGNATURE_2);
    writer.Add(HipSignatureParameter{HiAlgorithm::DSA, Bytes(41)});
    const Bytes packet = writer.Finish(MakePath("::1", "::2"));
    const auto view = PacketView::Parse(packet);
    ASSERT_TRUE(view);
    EXPECT_EQ(view->GetCovered(Coverage::HMAC, ParameterType::HMAC), hmacCovers);
    EXPECT_EQ(view->GetCovered(Coverage::SIGNATURE_2, ParameterType::HIP_SIGNATURE),
              signatureCovers);
    EXPECT_EQ(hmacCovers.size(), 40u + 16);
    EXPECT_EQ(hmacCovers[1], 6);
    EXPECT_EQ(signatureCovers.size(), 40u + 16 + 24);
    EXPECT_EQ(signatureCovers[1], 9);
}

/// One REA_INFO fits at most 79 addresses beside HMAC and a DSA signature.
TEST(Draft2003PacketWriter, HoldsA79AddressReaAndNoMore)
{
    PacketWriter writer(PacketType::REA, 0, SENDER, RECEIVER);
    ReaInfoParameter rea;
    rea.addresses.resize(79);
    writer.Add(rea).Add(HmacParameter{});
    EXPECT_TRUE(writer.MayAdd(ParameterType::HIP_SIGNATURE, 42));
    writer.Add(HipSignatureParameter{HiAlgorithm::DSA, Bytes(41)});
    EXPECT_FALSE(writer.IsTooLong());
    EXPECT_TRUE(PacketView::Parse(writer.GetBytes()));

    PacketWriter longer(PacketType::REA, 0, SENDER, RECEIVER);
    rea.addresses.resize(80);
    longer.Add(rea).Add(HmacParameter{});
    EXPECT_FALSE(longer.MayAdd(ParameterType::HIP_SIGNATURE, 42));
    longer.Add(HipSignatureParameter{HiAlgorithm::DSA, Bytes(41)});
    EXPECT_TRUE(longer.IsTooLong());
}

TEST(Draft2003PacketWriter, TellsWhatPayloadFollows)
{
    PacketWriter writer(PacketType::PAYLOAD, 0, SENDER, RECEIVER);
    writer.SetNextHeader(6);
    Bytes packet = writer.Finish(MakePath("::1", "::2"));
    packet.push_back(0xaa);
    const auto view = PacketView::Parse(packet);
    ASSERT_TRUE(view);
    EXPECT_EQ(view->GetNextHeader(), 6);
    EXPECT_EQ(ToHex(view->GetPayload()), "aa");
    EXPECT_TRUE(view->HasGoodChecksum(MakePath("::1", "::2")));
}

} // namespace
} // namespace hip::draft2003
