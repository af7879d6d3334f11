// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// How an endpoint tells packets apart, and hostile ones of every kind.

#include "core/association/endpoint.h"
#include "core/esp/security-association.h"
#include "core/wire/ip-packet.h"
#include "core/wire/parameters.h"
#include "test/core/support/host-pair.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

using namespace hip::test;
using namespace std::chrono_literals;

constexpr std::size_t IP = 40; ///< octets before HIP or ESP in these tests

Bytes
WithChecksum(const Bytes& packet)
{
    const auto info = ParseIp(packet);
    const auto view = PacketView::Parse(ByteSpan(packet).subspan(IP));
    return view ? MakeIpPacket(info->path,
                               PROTOCOL_HIP,
                               info->hopLimit,
                               PacketWriter(*view).Finish(info->path))
                : packet;
}

TEST(EndpointPackets, PassesWhatIsNeitherHipNorEsp)
{
    HostPair pair;
    const Path path{pair.b.addresses[0], pair.a.addresses[0]};
    for (const Byte protocol : {PROTOCOL_TCP, PROTOCOL_UDP, PROTOCOL_ICMPV6, Byte{253}})
    {
        EXPECT_EQ(pair.world.Inject(pair.a, MakeIpPacket(path, protocol, 64, Bytes(100))).kind,
                  Verdict::Kind::PASS);
    }
    EXPECT_EQ(pair.a.GetDrops(), 0u);
}

TEST(EndpointPackets, RefusesWhatIsNoIp)
{
    HostPair pair;
    for (const std::size_t size : {0, 1, 19, 39})
    {
        EXPECT_EQ(pair.world.Inject(pair.a, Bytes(size, 0x60)).kind, Verdict::Kind::DROPPED);
        EXPECT_EQ(pair.world.Inject(pair.a, Bytes(size, 0x45)).kind, Verdict::Kind::DROPPED);
    }
    EXPECT_EQ(pair.a.GetDrops(), 8u);
}

TEST(EndpointPackets, IgnoresWhatStandsBehindThePacket)
{
    HostPair pair;
    pair.world.filter = [](Bytes& packet) {
        packet.resize(packet.size() + 20, 0xee); // padding of a link
        return true;
    };
    pair.Establish();
    EXPECT_EQ(pair.b.delivered.size(), 1u);
    EXPECT_EQ(pair.a.GetDrops() + pair.b.GetDrops(), 0u);
}

TEST(EndpointPackets, RefusesFragments)
{
    HostPair pair;
    const Path path{pair.b.addresses[0], pair.a.addresses[0]};
    for (const Byte protocol : {PROTOCOL_HIP, PROTOCOL_ESP})
    {
        Bytes fragment(8);
        fragment[0] = protocol;
        fragment[3] = 1; // more fragments
        Append(fragment, Bytes(64));
        const Bytes packet = MakeIpPacket(path, PROTOCOL_FRAGMENT, 64, fragment);
        EXPECT_EQ(pair.world.Inject(pair.a, packet).reason, DropReason::UNSUPPORTED_PROTOCOL);
    }
}

TEST(EndpointPackets, RefusesTransmissionsToAHitWithoutAddress)
{
    HostPair pair;
    const Hit stranger = *Hit::Parse("2001:22::1");
    EXPECT_EQ(pair.world.SendData(pair.a, stranger, Bytes(10)).reason, DropReason::NO_LOCATOR);
    EXPECT_EQ(pair.world.SendData(pair.a, pair.b.addresses[0], Bytes(10)).reason,
              DropReason::NOT_A_HIT);
    Bytes foreign = MakeIpPacket({stranger, pair.b.GetHit()}, 253, 64, Bytes(10));
    PacketBuffer buffer(foreign, 0, foreign.size());
    EXPECT_EQ(pair.a.endpoint->HandleUpper(buffer, Time{}).reason, DropReason::NOT_A_HIT);
    EXPECT_EQ(pair.a.endpoint->GetAssociationCount(), 0u);
}

TEST(EndpointPackets, RefusesEspOfNoSa)
{
    HostPair pair;
    pair.Establish();
    const Path path{pair.b.addresses[0], pair.a.addresses[0]};
    EXPECT_EQ(pair.world.Inject(pair.a, MakeIpPacket(path, PROTOCOL_ESP, 64, Bytes(7))).reason,
              DropReason::TRUNCATED);
    EXPECT_EQ(pair.world.Inject(pair.a, MakeIpPacket(path, PROTOCOL_ESP, 64, Bytes(64))).reason,
              DropReason::UNKNOWN_SPI);
}

TEST(EndpointPackets, OpensEachEspPacketOnce)
{
    HostPair pair;
    pair.Establish();
    pair.world.SendData(pair.b, pair.a.GetHit(), Bytes(10));
    const Bytes esp = pair.world.wire.back();
    pair.world.Run(100ms);
    EXPECT_EQ(pair.world.Inject(pair.a, esp).reason, DropReason::REPLAYED);
    EXPECT_TRUE(pair.Exchange());
}

TEST(EndpointPackets, NeedsRoomForTheInnerHeader)
{
    HostPair pair;
    pair.Establish();
    pair.world.filter = [](Bytes&) { return false; };
    pair.world.SendData(pair.b, pair.a.GetHit(), Bytes(10));
    Bytes esp = pair.world.wire.back();
    PacketBuffer tight(esp, 0, esp.size());
    const auto verdict = pair.a.endpoint->HandlePacket(tight, pair.world.GetNow());
    EXPECT_TRUE(verdict.kind == Verdict::Kind::DELIVER || verdict.reason == DropReason::NO_ROOM);
}

TEST(EndpointPackets, RefusesPacketsFromItself)
{
    HostPair pair;
    pair.Establish();
    Bytes own;
    for (const Bytes& packet : pair.world.wire)
    {
        own = GetHipType(packet) == PacketKind::I1 ? packet : own;
    }
    std::copy_n(own.begin() + IP + 8, 16, own.begin() + IP + 24); // receiver = sender
    EXPECT_EQ(pair.world.Inject(pair.a, WithChecksum(own)).reason, DropReason::HIT_MISMATCH);
}

TEST(EndpointPackets, TellsOfEachWellFormedPacketOnce)
{
    HostPair pair;
    pair.Establish();
    for (const Host* host : {&pair.a, &pair.b})
    {
        std::size_t received = 0;
        for (const PacketEvent& event : host->Get<PacketEvent>())
        {
            received += event.isSent ? 0 : 1;
        }
        EXPECT_EQ(received, 2u);
    }
}

/// The packet of two hosts' story that is tampered with.
enum class Step
{
    I1,
    R1,
    I2,
    R2,
    UPDATE_1,
    UPDATE_2,
    UPDATE_3,
    CLOSE,
    CLOSE_ACK,
    ESP,
};

PacketKind
GetType(Step step)
{
    switch (step)
    {
    case Step::I1:
        return PacketKind::I1;
    case Step::R1:
        return PacketKind::R1;
    case Step::I2:
        return PacketKind::I2;
    case Step::R2:
        return PacketKind::R2;
    case Step::UPDATE_1:
    case Step::UPDATE_2:
    case Step::UPDATE_3:
        return PacketKind::UPDATE;
    case Step::CLOSE:
        return PacketKind::CLOSE;
    case Step::CLOSE_ACK:
        return PacketKind::CLOSE_ACK;
    case Step::ESP:
        return PacketKind::NOTIFY; // not compared
    }
    return PacketKind::NOTIFY;
}

class Tampered : public testing::TestWithParam<Step>
{
  protected:
    void SetUp() override
    {
        const Step step = GetParam();
        Host& a = pair.a;
        Host& b = pair.b;
        const bool isExchange = step <= Step::R2;
        if (!isExchange)
        {
            pair.Establish();
        }
        const unsigned skip = step == Step::UPDATE_2 ? 1 : step == Step::UPDATE_3 ? 2 : 0;
        pair.world.filter = [this, step, skip, seen = 0u](Bytes& it) mutable {
            const auto type = GetHipType(it);
            const bool isIt =
                step == Step::ESP ? !type.has_value() : type == GetType(step) && seen++ == skip;
            if (isIt && packet.empty())
            {
                packet = it;
            }
            return packet.empty();
        };
        if (isExchange || step == Step::ESP)
        {
            pair.world.SendData(a, b.GetHit(), Bytes{'x'});
        }
        else if (step == Step::CLOSE || step == Step::CLOSE_ACK)
        {
            a.endpoint->Close(b.GetHit(), pair.world.GetNow());
        }
        else
        {
            a.endpoint->Rekey(b.GetHit(), true, pair.world.GetNow());
        }
        pair.world.Drain(a);
        pair.world.Run(500ms);
        ASSERT_FALSE(packet.empty());
        receiver = ParseIp(packet)->path.destination == a.addresses[0] ? &a : &b;
        before = pair.GetState(*receiver);
        sent = pair.world.wire.size();
        drops = receiver->GetDrops();
        delivered = receiver->delivered.size();
    }

    /// The packet is refused with one counted reason, and nothing else has happened.
    void ExpectRefused(const Bytes& bad, const std::string& what)
    {
        const Verdict verdict = pair.world.Inject(*receiver, bad);
        ++drops;
        EXPECT_EQ(verdict.kind, Verdict::Kind::DROPPED) << what;
        EXPECT_EQ(receiver->GetDrops(), drops) << what;
        EXPECT_EQ(pair.GetState(*receiver), before) << what;
        EXPECT_EQ(pair.world.wire.size(), sent) << what;
        EXPECT_EQ(receiver->delivered.size(), delivered) << what;
    }

    /// The packet itself is still as good as it was, and the story goes on.
    void ExpectItToGoOn()
    {
        pair.world.filter = nullptr;
        EXPECT_NE(pair.world.Inject(*receiver, packet).kind, Verdict::Kind::DROPPED);
        pair.world.Run(10s);
        const bool isEnd = GetParam() == Step::CLOSE || GetParam() == Step::CLOSE_ACK;
        if (isEnd)
        {
            EXPECT_EQ(pair.GetState(pair.a), State::UNASSOCIATED);
            return;
        }
        EXPECT_EQ(pair.b.delivered.size(), GetParam() == Step::ESP ? 2u : 1u);
        EXPECT_TRUE(pair.Exchange());
        EXPECT_EQ(pair.a.endpoint->GetAssociationCount(), 1u);
        EXPECT_EQ(pair.b.endpoint->GetAssociationCount(), 1u);
    }

    bool IsHip() const
    {
        return GetParam() != Step::ESP;
    }

    HostPair pair{{}, 1, CryptoFidelity::MODELLED};
    Bytes packet;
    Host* receiver = nullptr;
    State before{};
    std::size_t sent = 0;
    std::uint64_t drops = 0;
    std::size_t delivered = 0;
};

TEST_P(Tampered, TruncatedAnywhere)
{
    for (std::size_t length = 0; length < packet.size(); ++length)
    {
        Bytes bad(packet.begin(), packet.begin() + static_cast<std::ptrdiff_t>(length));
        ExpectRefused(bad, "as it is, " + std::to_string(length));
        if (length >= IP)
        {
            WriteU16(bad, 4, static_cast<std::uint16_t>(length - IP)); // IP agrees
            ExpectRefused(bad, "with a good IP header, " + std::to_string(length));
        }
    }
    ExpectItToGoOn();
}

TEST_P(Tampered, WithAnyOctetChanged)
{
    for (std::size_t at = IP; at < packet.size(); ++at)
    {
        for (const Byte flip : {0x01, 0x80, 0xff})
        {
            Bytes bad = packet;
            bad[at] ^= flip;
            ExpectRefused(bad, std::to_string(at));
        }
    }
    ExpectItToGoOn();
}

/// As before, but with a good checksum, so that the checks behind it have to notice.
TEST_P(Tampered, WithAnyOctetChangedAndAGoodChecksum)
{
    if (!IsHip() || GetParam() == Step::I1)
    {
        return; // ESP has no checksum, and nothing protects I1
    }
    const auto view = PacketView::Parse(ByteSpan(packet).subspan(IP));
    const auto puzzle = view->Find(ParameterType::PUZZLE);
    const auto signature = view->Find(GetParam() == Step::R1 ? ParameterType::HIP_SIGNATURE_2
                                                             : ParameterType::HIP_SIGNATURE);
    const std::size_t signatureEnd =
        signature->offset + TLV_HEADER_LENGTH + signature->contents.size();
    for (std::size_t at = 0; at < signatureEnd; ++at)
    {
        const bool isChecksum = at == 4 || at == 5;
        const bool isOpen = puzzle && at >= puzzle->offset + 6 &&
                            at < puzzle->offset + TLV_HEADER_LENGTH + puzzle->contents.size();
        Bytes bad = packet;
        bad[IP + at] ^= 0x08;
        const auto changed = PacketView::Parse(ByteSpan(bad).subspan(IP));
        const bool becameI1 = changed && changed->GetType() == PacketType::I1;
        if (!isChecksum && !isOpen && !becameI1)
        {
            ExpectRefused(WithChecksum(bad), std::to_string(at));
        }
    }
    ExpectItToGoOn();
}

TEST_P(Tampered, WithOtherHits)
{
    if (!IsHip())
    {
        return; // HITs do not travel in ESP
    }
    const Hit stranger = *Hit::Parse("2001:22::77");
    for (const std::size_t at : {std::size_t{8}, std::size_t{24}})
    {
        if (at == 8 && GetParam() == Step::I1)
        {
            continue; // anybody may send an I1
        }
        Bytes bad = packet;
        std::copy(stranger.GetBytes().begin(),
                  stranger.GetBytes().end(),
                  bad.begin() + static_cast<std::ptrdiff_t>(IP + at));
        ExpectRefused(WithChecksum(bad), std::to_string(at));
    }
    ExpectItToGoOn();
}

TEST_P(Tampered, FromAnotherAddress)
{
    // The checksum covers the addresses; a NAT on the way would have to correct it.
    Bytes bad = packet;
    bad[IP - 17] ^= 1;
    if (IsHip())
    {
        ExpectRefused(bad, "uncorrected");
    }
    if (GetParam() == Step::I2)
    {
        ExpectRefused(WithChecksum(bad), "the puzzle was given to another address");
    }
    ExpectItToGoOn();
}

/// Every packet again, in all orders: nothing of it does harm.
TEST_P(Tampered, ReplayedAfterwards)
{
    ExpectItToGoOn();
    std::vector<Bytes> old = pair.world.wire;
    const bool isEnd = GetParam() == Step::CLOSE || GetParam() == Step::CLOSE_ACK;
    for (int round = 0; round < 2; ++round)
    {
        for (const Bytes& again : old)
        {
            Host& to = ParseIp(again)->path.destination == pair.a.addresses[0] ? pair.a : pair.b;
            pair.world.Inject(to, again);
        }
        std::reverse(old.begin(), old.end());
    }
    pair.world.Run(10s);
    if (isEnd)
    {
        EXPECT_EQ(pair.a.endpoint->GetAssociationCount(), 0u);
        return;
    }
    EXPECT_TRUE(pair.Exchange());
    EXPECT_EQ(pair.GetState(pair.a), State::ESTABLISHED);
    EXPECT_EQ(pair.GetState(pair.b), State::ESTABLISHED);
}

std::string
GetName(const testing::TestParamInfo<Step>& info)
{
    const std::vector<std::string>
        names{"I1", "R1", "I2", "R2", "Update1", "Update2", "Update3", "Close", "CloseAck", "Esp"};
    return names[static_cast<std::size_t>(info.param)];
}

INSTANTIATE_TEST_SUITE_P(Packets,
                         Tampered,
                         testing::Values(Step::I1,
                                         Step::R1,
                                         Step::I2,
                                         Step::R2,
                                         Step::UPDATE_1,
                                         Step::UPDATE_2,
                                         Step::UPDATE_3,
                                         Step::CLOSE,
                                         Step::CLOSE_ACK,
                                         Step::ESP),
                         GetName);

} // namespace
} // namespace hip
