// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/hip-packet.h"
#include "core/wire/parameters.h"
#include "test/core/support/hex.h"
#include "test/core/support/pcap-reader.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

using test::FromHex;

const char* const SENDER = "20010020000000000000000000000001";
const char* const RECEIVER = "20010020000000000000000000000002";

/// The HIP packets of the capture: I1, R1, I2, R2.
std::vector<test::CapturedPacket>
ReadExchange()
{
    auto packets = test::ReadPcap(HIP_TEST_DATA_DIR "/hipv2-base-exchange.pcap");
    packets.resize(4);
    return packets;
}

/// A packet of this type with these TLVs, all of it well-formed but for the TLVs.
Bytes
MakePacket(Byte type, const std::string& tlvs)
{
    Bytes packet = FromHex(std::string("3b00002100000000") + SENDER + RECEIVER + tlvs);
    packet[1] = static_cast<Byte>(packet.size() / 8 - 1);
    packet[2] = type;
    return packet;
}

DropReason
GetRefusal(const Bytes& packet)
{
    const auto view = PacketView::Parse(packet);
    EXPECT_FALSE(view) << "accepted: " << test::ToHex(packet);
    return view ? DropReason::DNS_LOOP : view.error();
}

TEST(PacketView, ReadsTheI1OfRfc7401AppendixC)
{
    const Bytes packet =
        FromHex(std::string("3b050121 1a5e0001") + SENDER + RECEIVER + "01ff0003 03040800");
    const auto view = PacketView::Parse(packet);
    ASSERT_TRUE(view);
    EXPECT_EQ(view->GetType(), PacketType::I1);
    EXPECT_EQ(view->GetChecksum(), 0x1a5e);
    EXPECT_EQ(view->GetControls(), CONTROL_ANONYMOUS);
    EXPECT_EQ(view->GetSender().ToString(), "2001:20::1");
    EXPECT_EQ(view->GetReceiver().ToString(), "2001:20::2");
    const auto list = view->Get<DhGroupListParameter>();
    ASSERT_TRUE(list);
    EXPECT_EQ(list->groups.size(), 3U);
}

TEST(PacketView, ReadsTheCapturedExchange)
{
    const auto packets = ReadExchange();
    const PacketType types[] = {PacketType::I1, PacketType::R1, PacketType::I2, PacketType::R2};
    const std::uint16_t checksums[] = {0xb03b, 0x827d, 0xec34, 0x40a2};
    const std::string initiator = "2001:21:f99e:7fe:79f9:28a:f631:f89e";
    const std::string responder = "2001:21:cede:2a06:494f:d3ca:b0e:1ab3";
    for (std::size_t i = 0; i < packets.size(); ++i)
    {
        ASSERT_EQ(packets[i].protocol, PROTOCOL_HIP);
        const auto view = PacketView::Parse(packets[i].payload);
        ASSERT_TRUE(view) << ToString(view.error());
        EXPECT_EQ(view->GetType(), types[i]);
        EXPECT_EQ(view->GetChecksum(), checksums[i]);
        EXPECT_TRUE(view->HasGoodChecksum(packets[i].path));
        EXPECT_EQ(view->GetSender().ToString(), i % 2 == 0 ? initiator : responder);
        EXPECT_EQ(view->GetReceiver().ToString(), i % 2 == 0 ? responder : initiator);
    }
}

TEST(PacketView, FindsTheValuesThatTsharkShowsInTheCapture)
{
    const auto packets = ReadExchange();
    const auto r1 = PacketView::Parse(packets[1].payload);
    const auto i2 = PacketView::Parse(packets[2].payload);
    const auto r2 = PacketView::Parse(packets[3].payload);
    ASSERT_TRUE(r1 && i2 && r2);

    const auto puzzle = r1->Get<PuzzleParameter>();
    ASSERT_TRUE(puzzle);
    EXPECT_EQ(puzzle->k, 16);
    EXPECT_EQ(puzzle->lifetime, 37);
    EXPECT_EQ(test::ToHex(puzzle->i),
              "5072da36311b5ae055d9957dc3feaf723c20d46b36e21f3a86b59f1c67022de9");
    const auto solution = i2->Get<SolutionParameter>();
    ASSERT_TRUE(solution);
    EXPECT_EQ(solution->i, puzzle->i);
    EXPECT_EQ(test::ToHex(solution->j),
              "e99fa20c9b1acdff1246638f13ba707ea875ac5d2c1e9c66446de2742c28db61");
    EXPECT_EQ(i2->Get<EspInfoParameter>()->newSpi, 0x3d8002d2U);
    EXPECT_EQ(i2->Get<EspInfoParameter>()->keymatIndex, 0x80);
    EXPECT_EQ(r2->Get<EspInfoParameter>()->newSpi, 0x43c54bdbU);
    EXPECT_EQ(r1->Get<DiffieHellmanParameter>()->group, DhGroup::P256);
    EXPECT_EQ(r1->Get<DiffieHellmanParameter>()->publicValue.size(), 64U);
    EXPECT_EQ(i2->Get<EspTransformParameter>()->suites,
              std::vector<EspSuite>{EspSuite::AES_256_CBC_SHA256});

    const auto hostId = r1->Get<HostIdParameter>();
    ASSERT_TRUE(hostId);
    EXPECT_EQ(hostId->algorithm, HiAlgorithm::RSA);
    EXPECT_EQ(test::ToHex(ByteSpan(hostId->hostIdentity).first(8)), "0301000197910ec9");
    EXPECT_EQ(hostId->hostIdentity.size(), 260U);
    EXPECT_EQ(hostId->domainIdentifierType, 2);
    EXPECT_EQ(hostId->domainIdentifier, test::FromText("responder@example.net"));
}

TEST(PacketView, CoverageInTheCaptureHasTheLengthsOfTheReference)
{
    const auto packets = ReadExchange();
    const auto r1 = PacketView::Parse(packets[1].payload);
    const auto i2 = PacketView::Parse(packets[2].payload);
    const auto r2 = PacketView::Parse(packets[3].payload);
    ASSERT_TRUE(r1 && i2 && r2);
    const auto check = [](const Bytes& covered, std::size_t length, unsigned headerLength) {
        EXPECT_EQ(covered.size(), length);
        EXPECT_EQ(covered[1], headerLength);
    };
    check(r1->GetCovered(Coverage::SIGNATURE_2, ParameterType::HIP_SIGNATURE_2), 504, 62);
    check(i2->GetCovered(Coverage::SIGNATURE, ParameterType::HIP_SIGNATURE), 560, 69);
    check(i2->GetCovered(Coverage::MAC, ParameterType::HIP_MAC), 520, 64);
    check(r2->GetCovered(Coverage::SIGNATURE, ParameterType::HIP_SIGNATURE_2), 96, 11);
    const auto hostId = r1->Find(ParameterType::HOST_ID);
    ASSERT_TRUE(hostId);
    check(r2->GetCovered(Coverage::MAC_2, ParameterType::HIP_MAC_2, hostId->tlv),
          56 + hostId->tlv.size(),
          6 + static_cast<unsigned>(hostId->tlv.size() / 8));
}

TEST(PacketView, RefusesEveryTruncationOfTheCapture)
{
    for (const auto& packet : ReadExchange())
    {
        for (std::size_t length = 0; length < packet.payload.size(); ++length)
        {
            // A copy of its own, so that a read behind its end is seen by the sanitizer.
            const Bytes cut(packet.payload.begin(), packet.payload.begin() + length);
            EXPECT_EQ(GetRefusal(cut), DropReason::TRUNCATED) << length;
        }
    }
}

TEST(PacketView, RefusesACutThatIsHiddenInTheHeaderLength)
{
    const Bytes i2 = ReadExchange()[2].payload;
    std::size_t accepted = 0;
    for (std::size_t length = HIP_HEADER_LENGTH; length < i2.size(); length += 8)
    {
        Bytes cut(i2.begin(), i2.begin() + length);
        cut[1] = static_cast<Byte>(length / 8 - 1);
        const auto view = PacketView::Parse(cut);
        accepted += view ? 1 : 0;
        EXPECT_TRUE(view || view.error() == DropReason::MALFORMED) << length;
    }
    // Cuts between parameters leave a packet of good form: I2 of the capture has ten of them.
    const auto view = PacketView::Parse(i2);
    std::size_t parameters = 0;
    for (auto it = view->Next(std::nullopt); it; it = view->Next(it))
    {
        ++parameters;
    }
    EXPECT_EQ(accepted, parameters);
}

TEST(PacketView, SeesEveryChangedOctetInTheChecksum)
{
    for (const auto& packet : ReadExchange())
    {
        for (std::size_t at = 0; at < packet.payload.size(); ++at)
        {
            Bytes changed = packet.payload;
            changed[at] ^= 0x41;
            const auto view = PacketView::Parse(changed);
            EXPECT_FALSE(view && view->HasGoodChecksum(packet.path)) << at;
        }
    }
}

TEST(PacketView, ChecksumDependsOnTheAddressesButNotOnTheirOrder)
{
    const auto i1 = ReadExchange()[0];
    const auto view = PacketView::Parse(i1.payload);
    ASSERT_TRUE(view);
    EXPECT_TRUE(view->HasGoodChecksum({i1.path.destination, i1.path.source}));
    EXPECT_FALSE(view->HasGoodChecksum({i1.path.source, i1.path.source}));
}

TEST(PacketView, IgnoresWhatStandsBehindTheHeaderLength)
{
    Bytes packet = MakePacket(1, "01ff000303040800");
    packet[0] = 17; // a next header that is not defined
    packet.resize(packet.size() + 5, 0xee);
    const auto view = PacketView::Parse(packet);
    ASSERT_TRUE(view);
    EXPECT_EQ(view->GetBytes().size(), 48U);
}

TEST(PacketView, IgnoresFixedAndReservedBits)
{
    Bytes packet = MakePacket(0x80 | 16, "");
    packet[3] = 0x2e;
    const auto view = PacketView::Parse(packet);
    ASSERT_TRUE(view);
    EXPECT_EQ(view->GetType(), PacketType::UPDATE);
}

TEST(PacketView, RefusesOtherVersions)
{
    Bytes packet = MakePacket(1, "");
    for (unsigned version = 0; version < 16; ++version)
    {
        packet[3] = static_cast<Byte>(version << 4 | 1);
        if (version != 2)
        {
            EXPECT_EQ(GetRefusal(packet), DropReason::UNSUPPORTED_VERSION);
        }
    }
}

TEST(PacketView, RefusesAHeaderLengthBelowTheHeader)
{
    Bytes packet = MakePacket(1, "");
    packet[1] = 3;
    EXPECT_EQ(GetRefusal(packet), DropReason::MALFORMED);
}

TEST(PacketView, KnowsEightPacketTypes)
{
    std::string known;
    for (Byte type = 0; type < 128; ++type)
    {
        const Bytes packet = MakePacket(type, "");
        if (PacketView::Parse(packet))
        {
            known += std::to_string(type) + ToString(static_cast<PacketType>(type)) + " ";
        }
        else
        {
            EXPECT_EQ(GetRefusal(packet), DropReason::UNKNOWN_PACKET_TYPE);
        }
    }
    EXPECT_EQ(known, "1I1 2R1 3I2 4R2 16UPDATE 17NOTIFY 18CLOSE 19CLOSE_ACK ");
    EXPECT_STREQ(ToString(static_cast<PacketType>(32)), "unknown");
}

TEST(PacketView, RefusesParametersOutOfOrder)
{
    const std::string seq = "0181000400000001"; // 385
    const std::string ack = "01c1000400000001"; // 449
    EXPECT_TRUE(PacketView::Parse(MakePacket(16, seq + ack)));
    EXPECT_TRUE(PacketView::Parse(MakePacket(16, seq + seq + ack)));
    EXPECT_EQ(GetRefusal(MakePacket(16, ack + seq)), DropReason::PARAMETER_ORDER);
    EXPECT_EQ(GetRefusal(MakePacket(16, seq + ack + seq)), DropReason::PARAMETER_ORDER);
}

TEST(PacketView, RefusesAParameterThatLeavesThePacket)
{
    EXPECT_EQ(GetRefusal(MakePacket(16, "0181000500000001")), DropReason::MALFORMED);
    EXPECT_EQ(GetRefusal(MakePacket(16, "0181ffff00000001")), DropReason::MALFORMED);
}

TEST(PacketView, KeepsAnUnknownParameterThatIsNotCritical)
{
    const Bytes packet = MakePacket(16,
                                    "0180000400000001"
                                    "0181000400000007");
    const auto view = PacketView::Parse(packet);
    ASSERT_TRUE(view);
    const auto unknown = view->Next(std::nullopt);
    ASSERT_TRUE(unknown);
    EXPECT_EQ(unknown->type, static_cast<ParameterType>(384));
    EXPECT_EQ(view->Get<SeqParameter>()->updateId, 7U);
}

TEST(PacketView, RefusesAnUnknownCriticalParameterButCanTellWhich)
{
    const Bytes packet = MakePacket(16,
                                    "0181000400000007"
                                    "0241000400000001"); // 577
    EXPECT_EQ(GetRefusal(packet), DropReason::UNKNOWN_CRITICAL_PARAMETER);
    const auto view = PacketView::ParseForNotify(packet);
    ASSERT_TRUE(view);
    ASSERT_TRUE(view->FindUnknownCritical());
    EXPECT_EQ(view->FindUnknownCritical()->type, static_cast<ParameterType>(577));
    EXPECT_EQ(view->GetSender().ToString(), "2001:20::1");
}

TEST(PacketView, ReportsBadFormBeforeAnUnknownCriticalParameter)
{
    const Bytes packet = MakePacket(16,
                                    "0241000400000001"
                                    "0181000400000007");
    EXPECT_EQ(GetRefusal(packet), DropReason::PARAMETER_ORDER);
    EXPECT_FALSE(PacketView::ParseForNotify(packet));
}

TEST(PacketView, FindsParametersByType)
{
    const Bytes packet = MakePacket(16,
                                    "0181000400000007"
                                    "01c1000400000001"
                                    "01c1000400000002");
    const auto view = PacketView::Parse(packet);
    ASSERT_TRUE(view);
    EXPECT_EQ(view->Find(ParameterType::SEQ)->offset, 40U);
    EXPECT_EQ(view->Find(ParameterType::ACK)->offset, 48U);
    EXPECT_FALSE(view->Find(ParameterType::ESP_INFO));
    EXPECT_FALSE(view->Find(ParameterType::HIP_MAC));
    const auto second = view->Next(view->Find(ParameterType::ACK));
    ASSERT_TRUE(second);
    EXPECT_EQ(second->offset, 56U);
    EXPECT_FALSE(view->Next(second));
}

TEST(PacketView, TellsAMissingParameterFromABadOne)
{
    const Bytes packet = MakePacket(16, "0181000300000000");
    const auto view = PacketView::Parse(packet);
    ASSERT_TRUE(view);
    EXPECT_EQ(view->Get<SeqParameter>().error(), DropReason::BAD_PARAMETER);
    EXPECT_EQ(view->Get<AckParameter>().error(), DropReason::MISSING_PARAMETER);
}

} // namespace
} // namespace hip
