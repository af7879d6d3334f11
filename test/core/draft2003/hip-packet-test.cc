// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/random.h"
#include "core/draft2003/hip-packet.h"
#include "core/draft2003/parameters.h"
#include "core/wire/checksum.h"
#include "test/core/support/hex.h"

#include <gtest/gtest.h>

namespace hip::draft2003
{
namespace
{

using test::FromHex;
using test::ToHex;

const char* const SENDER = "40000000000000000000000000000001";
const char* const RECEIVER = "40000000000000000000000000000002";
const char* const AC_TLV = "0081000c 00010002 00000003 00000000";
const char* const EMPTY_REA_TLV = "00800014 00000001 00000002 00000003 00000004 00080005";

/// A packet of this type with these TLVs, all of it well-formed but for the TLVs.
Bytes
MakePacket(Byte type, const std::string& tlvs)
{
    Bytes packet = FromHex(std::string("3b00001000000000") + SENDER + RECEIVER + tlvs);
    packet[1] = static_cast<Byte>(packet.size() / 8 - 1);
    packet[2] = type;
    return packet;
}

DropReason
GetRefusal(const Bytes& packet)
{
    const auto view = PacketView::Parse(packet);
    EXPECT_FALSE(view) << "accepted: " << ToHex(packet);
    return view ? DropReason::DNS_LOOP : view.error();
}

/// hip-09, appendix F, recomputed with protocol 99; the header is that of hip-08.
TEST(Draft2003PacketView, ReadsTheI1OfTheAppendixOverBothKindsOfIp)
{
    const Bytes packet = FromHex(std::string("3b040110 0000c208") + SENDER + RECEIVER);
    const auto view = PacketView::Parse(packet);
    ASSERT_TRUE(view);
    EXPECT_EQ(view->GetType(), PacketType::I1);
    EXPECT_EQ(view->GetControls(), 0);
    EXPECT_EQ(view->GetChecksum(), 0xc208);
    EXPECT_EQ(view->GetSender().ToString(), "4000::1");
    EXPECT_EQ(view->GetReceiver().ToString(), "4000::2");
    EXPECT_EQ(view->GetNextHeader(), 59);
    EXPECT_FALSE(view->Next({}));
    const auto path = [](const char* source, const char* destination) {
        return Path{*IpAddress::Parse(source), *IpAddress::Parse(destination)};
    };
    EXPECT_TRUE(view->HasGoodChecksum(path("::c0a8:1", "::c0a8:2")));
    EXPECT_TRUE(view->HasGoodChecksum(path("192.168.0.1", "192.168.0.2")));
    EXPECT_FALSE(view->HasGoodChecksum(path("192.168.0.1", "192.168.0.3")));
}

/// The same appendix: a SYN is summed up over the HITs. The draft prints 0xd4f7, which is the sum
/// over a wrong data offset.
TEST(Draft2003PacketView, HitsArePseudoHeaderOfTheTcpSynInTheAppendix)
{
    Bytes syn = FromHex("8001 0016 00000001 00000000 5002 16d0 0000 0000");
    const Path hits{Hit::FromBytes(FromHex(SENDER)), Hit::FromBytes(FromHex(RECEIVER))};
    EXPECT_EQ(FoldChecksum(SumBytes(syn, SumPseudoHeader(hits, 20, 6))), 0x98f7);
    syn[12] = 0x14;
    EXPECT_EQ(FoldChecksum(SumBytes(syn, SumPseudoHeader(hits, 20, 6))), 0xd4f7);
}

TEST(Draft2003PacketView, ReadsControlsAndParametersInTheirOrder)
{
    Bytes packet = MakePacket(6, std::string(EMPTY_REA_TLV) + EMPTY_REA_TLV + AC_TLV);
    packet[5] = 6;
    const auto view = PacketView::Parse(packet);
    ASSERT_TRUE(view);
    EXPECT_EQ(view->GetControls(), CONTROL_CERTIFICATES | CONTROL_LONG_SEQUENCE);
    EXPECT_EQ(view->GetAll<ReaInfoParameter>()->size(), 2u);
    EXPECT_EQ(view->Get<ReaInfoParameter>()->reaId, 5);
    EXPECT_EQ(view->Get<AcInfoParameter>()->timestamp, 3u);
    EXPECT_EQ(view->GetAll<AcInfoParameter>()->size(), 1u);
    EXPECT_EQ(view->Get<HmacParameter>().error(), DropReason::MISSING_PARAMETER);
    EXPECT_EQ(view->GetAll<HmacParameter>().error(), DropReason::MISSING_PARAMETER);
    std::vector<ParameterType> types;
    for (auto it = view->Next({}); it; it = view->Next(it))
    {
        types.push_back(it->type);
    }
    EXPECT_EQ(types,
              (std::vector<ParameterType>{ParameterType::REA_INFO,
                                          ParameterType::REA_INFO,
                                          ParameterType::AC_INFO}));
}

TEST(Draft2003PacketView, RefusesContentsThatAreNotValid)
{
    const Bytes packet = MakePacket(6, "0080000400000000 0080000400000000");
    const auto view = PacketView::Parse(packet);
    ASSERT_TRUE(view);
    EXPECT_EQ(view->Get<ReaInfoParameter>().error(), DropReason::BAD_PARAMETER);
    EXPECT_EQ(view->GetAll<ReaInfoParameter>().error(), DropReason::BAD_PARAMETER);
}

TEST(Draft2003PacketView, RefusesBadHeaders)
{
    const Bytes packet = MakePacket(1, "");
    const auto with = [&packet](std::size_t at, Byte octet) {
        Bytes changed = packet;
        changed[at] = octet;
        return changed;
    };
    EXPECT_EQ(GetRefusal(with(1, 3)), DropReason::MALFORMED);
    EXPECT_EQ(GetRefusal(with(1, 5)), DropReason::TRUNCATED);
    EXPECT_EQ(GetRefusal(with(2, 0)), DropReason::UNKNOWN_PACKET_TYPE);
    EXPECT_EQ(GetRefusal(with(2, 14)), DropReason::UNKNOWN_PACKET_TYPE);
    EXPECT_EQ(GetRefusal(with(2, 0x81)), DropReason::UNKNOWN_PACKET_TYPE);
    EXPECT_EQ(GetRefusal(with(3, 0x21)), DropReason::UNSUPPORTED_VERSION);
    EXPECT_TRUE(PacketView::Parse(with(3, 0x1f))); // reserved bits are ignored
    EXPECT_TRUE(PacketView::Parse(with(4, 0xff)));
}

/// Types must increase; only CERT and REA_INFO may stand twice.
TEST(Draft2003PacketView, RefusesParametersOutOfOrder)
{
    const std::string hmac = "ffdc0014" + std::string(40, '0');
    EXPECT_EQ(GetRefusal(MakePacket(6, std::string(AC_TLV) + EMPTY_REA_TLV)),
              DropReason::PARAMETER_ORDER);
    EXPECT_EQ(GetRefusal(MakePacket(9, std::string(AC_TLV) + AC_TLV)), DropReason::PARAMETER_ORDER);
    EXPECT_EQ(GetRefusal(MakePacket(9, hmac + hmac)), DropReason::PARAMETER_ORDER);
    EXPECT_TRUE(PacketView::Parse(MakePacket(8, "0040000402010130 0040000402020130")));
}

/// Even types are critical, odd ones may be ignored (hip-08 §6.2.1).
TEST(Draft2003PacketView, IgnoresWhatItMayAndRefusesWhatItMustUnderstand)
{
    const Bytes packet = MakePacket(1, "8001000401020304 8001000000000000");
    const auto view = PacketView::Parse(packet);
    ASSERT_TRUE(view);
    EXPECT_FALSE(view->FindUnknownCritical());
    EXPECT_EQ(GetRefusal(MakePacket(1, "8000000401020304")),
              DropReason::UNKNOWN_CRITICAL_PARAMETER);
    EXPECT_EQ(GetRefusal(MakePacket(1, "000c000000000000")),
              DropReason::UNKNOWN_CRITICAL_PARAMETER);
    EXPECT_EQ(GetRefusal(MakePacket(1, "8003000000000000 8001000000000000")),
              DropReason::PARAMETER_ORDER);
}

TEST(Draft2003PacketView, DoesNotLookAtPadding)
{
    EXPECT_TRUE(PacketView::Parse(MakePacket(1, "8001000301020304")));
    EXPECT_EQ(GetRefusal(MakePacket(1, "8001000501020304")), DropReason::MALFORMED);
}

TEST(Draft2003PacketView, PayloadStandsBehindTheHeader)
{
    Bytes packet = MakePacket(64, "");
    packet[0] = 17;
    Append(packet, FromHex("0102030405"));
    const auto view = PacketView::Parse(packet);
    ASSERT_TRUE(view);
    EXPECT_EQ(view->GetNextHeader(), 17);
    EXPECT_EQ(ToHex(view->GetPayload()), "0102030405");
    EXPECT_EQ(view->GetBytes().size(), 40u);
}

TEST(Draft2003PacketView, RefusesEveryTruncation)
{
    const Bytes packet = MakePacket(6, std::string(EMPTY_REA_TLV) + AC_TLV);
    for (std::size_t length = 0; length < packet.size(); ++length)
    {
        // A copy of its own, so that a read behind its end is seen by the sanitizer.
        Bytes cut(packet.begin(), packet.begin() + static_cast<std::ptrdiff_t>(length));
        EXPECT_EQ(GetRefusal(cut), DropReason::TRUNCATED) << length;
        if (length >= HIP_HEADER_LENGTH && length % 8 == 0 && length != 40 && length != 64)
        {
            cut[1] = static_cast<Byte>(length / 8 - 1); // the header does not tell
            EXPECT_EQ(GetRefusal(cut), DropReason::MALFORMED) << length;
        }
    }
}

/// Whatever the octets say, a view that is given can be walked to its end.
TEST(Draft2003PacketView, SurvivesRandomMutations)
{
    const Bytes packet = MakePacket(6, std::string(EMPTY_REA_TLV) + EMPTY_REA_TLV + AC_TLV);
    SeededRandom random(1, 1, "mutations");
    std::size_t accepted = 0;
    for (int round = 0; round < 20000; ++round)
    {
        Bytes mutated = packet;
        for (std::uint32_t count = 1 + random.GetBelow(4); count > 0; --count)
        {
            mutated[random.GetBelow(static_cast<std::uint32_t>(mutated.size()))] =
                static_cast<Byte>(random.GetU32());
        }
        const auto view = PacketView::Parse(mutated);
        if (!view)
        {
            continue;
        }
        ++accepted;
        std::size_t walked = HIP_HEADER_LENGTH;
        for (auto it = view->Next({}); it; it = view->Next(it))
        {
            EXPECT_EQ(it->offset, walked);
            walked += it->tlv.size();
        }
        EXPECT_EQ(walked, view->GetBytes().size());
        const auto all = view->GetAll<ReaInfoParameter>();
        EXPECT_TRUE(all || all.error() == DropReason::BAD_PARAMETER ||
                    all.error() == DropReason::MISSING_PARAMETER);
    }
    EXPECT_GT(accepted, 1000u); // so that the walk was tested at all
}

} // namespace
} // namespace hip::draft2003
