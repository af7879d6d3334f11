// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// I1, R1 and I2 where no association, or a competing one, is there (RFC 7401 §4.1.8, §6.7-6.9).

#include "core/association/endpoint.h"
#include "core/wire/ip-packet.h"
#include "core/wire/parameters.h"
#include "test/core/support/host-pair.h"
#include "test/core/support/packet-edit.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

using namespace hip::test;
using namespace std::chrono_literals;

void
Connect(HostPair& pair, Host& from)
{
    from.endpoint->Connect(pair.GetOther(from).GetHit(), pair.world.GetNow());
    pair.world.Drain(from);
}

/// An I1 as @p from would send it. @param path its addresses, @param receiver zero = opportunistic
Bytes
MakeI1(const Hit& from, const Hit& receiver, const Path& path)
{
    PacketWriter writer(PacketType::I1, 0, from, receiver);
    writer.Add(DhGroupListParameter{{DhGroup::P256}});
    return MakeIpPacket(path, PROTOCOL_HIP, 64, writer.Finish(path));
}

Hit
MakeStranger(Byte number)
{
    Hit hit = Hit::Parse("2001:22::").value();
    auto bytes = hit.GetBytes();
    bytes[15] = number;
    return Hit(bytes);
}

class SimultaneousI1 : public testing::TestWithParam<int>
{
};

TEST_P(SimultaneousI1, GivesOneAssociationWithTheLargerHitAsResponder)
{
    HostPair pair({}, static_cast<std::uint64_t>(GetParam()));
    Connect(pair, pair.a);
    Connect(pair, pair.b);
    pair.world.Run(1s);
    EXPECT_EQ(pair.GetState(pair.a), State::ESTABLISHED);
    EXPECT_EQ(pair.GetState(pair.b), State::R2_SENT);
    EXPECT_TRUE(pair.Exchange());
    EXPECT_EQ(pair.a.endpoint->GetAssociationCount(), 1u);
    EXPECT_EQ(pair.b.endpoint->GetAssociationCount(), 1u);
    EXPECT_EQ(pair.a.GetDrops(DropReason::TIE_BREAK), 1u) << "the smaller HIT drops the I1";
    EXPECT_EQ(pair.b.GetDrops(), 0u);
    EXPECT_EQ(pair.world.wire.size(), 7u) << "two I1s, R1, I2, R2 and two of data";
}

/// The second I1 starts up to two round trips after the first one, from either side.
TEST_P(SimultaneousI1, GivesOneAssociationHoweverTheyOverlap)
{
    for (const bool isSmallerFirst : {true, false})
    {
        for (auto gap = 0ms; gap < 50ms; gap += 5ms)
        {
            SCOPED_TRACE(testing::Message() << isSmallerFirst << " " << gap.count() << " ms");
            HostPair pair({}, static_cast<std::uint64_t>(GetParam()));
            Host& first = isSmallerFirst ? pair.a : pair.b;
            Connect(pair, first);
            pair.world.Run(gap);
            pair.world.SendData(pair.a, pair.b.GetHit(), Bytes{1});
            pair.world.SendData(pair.b, pair.a.GetHit(), Bytes{2});
            pair.world.Run(5s);
            EXPECT_EQ(pair.a.delivered.size(), 1u);
            EXPECT_EQ(pair.b.delivered.size(), 1u);
            EXPECT_TRUE(pair.Exchange());
            EXPECT_EQ(pair.a.endpoint->GetAssociationCount(), 1u);
            EXPECT_EQ(pair.b.endpoint->GetAssociationCount(), 1u);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, SimultaneousI1, testing::Range(1, 6));

/// Two exchanges that have both come to I2. @return that of a and that of b, which are held back
std::pair<Bytes, Bytes>
HoldBothI2s(HostPair& pair)
{
    std::vector<Bytes> i2s;
    pair.world.filter = [&](Bytes& packet) {
        const bool isI2 = GetHipType(packet) == PacketKind::I2;
        if (isI2)
        {
            i2s.push_back(packet);
        }
        return !isI2;
    };
    Connect(pair, pair.a);
    pair.world.Run(10ms); // b has answered, not yet having sent an I1 itself
    Connect(pair, pair.b);
    pair.world.Run(500ms);
    EXPECT_EQ(pair.GetState(pair.a), State::I2_SENT);
    EXPECT_EQ(pair.GetState(pair.b), State::I2_SENT);
    pair.world.filter = nullptr;
    return {i2s.at(0), i2s.at(1)};
}

TEST(TieBreak, LetsTheI2OfTheSmallerHitWinOnceBothHaveSentOne)
{
    HostPair pair;
    const auto [ofA, ofB] = HoldBothI2s(pair);
    EXPECT_EQ(pair.world.Inject(pair.a, ofB).reason, DropReason::TIE_BREAK);
    EXPECT_EQ(pair.GetState(pair.a), State::I2_SENT);
    EXPECT_EQ(pair.world.Inject(pair.b, ofA).kind, Verdict::Kind::CONSUMED);
    EXPECT_EQ(pair.GetState(pair.b), State::R2_SENT);
    pair.world.Run(100ms);
    EXPECT_EQ(pair.GetState(pair.a), State::ESTABLISHED);
    EXPECT_TRUE(pair.Exchange());
}

/// The I2 of the exchange that gave way may come when the other one is complete.
TEST(TieBreak, StaysDecidedWhenTheOtherI2ComesLate)
{
    HostPair pair;
    const auto [ofA, ofB] = HoldBothI2s(pair);
    pair.world.Inject(pair.b, ofA);
    pair.world.Run(100ms);
    ASSERT_EQ(pair.GetState(pair.a), State::ESTABLISHED);
    EXPECT_EQ(pair.world.Inject(pair.a, ofB).reason, DropReason::STALE_R1_COUNTER);
    EXPECT_TRUE(pair.Exchange());
    pair.world.Restart(pair.b);
    pair.b.endpoint->AddPeer(pair.a.GetHit(), pair.a.addresses);
    Connect(pair, pair.b);
    pair.world.Run(1s);
    EXPECT_TRUE(pair.Exchange()) << "an exchange that b begins later counts";
}

TEST(Opportunistic, FindsThePeerByItsAddress)
{
    HostPair pair;
    pair.a.endpoint->ConnectOpportunistic(pair.b.addresses[0], pair.world.GetNow());
    pair.world.Drain(pair.a);
    EXPECT_EQ(pair.a.endpoint->GetAssociationCount(), 0u) << "whose peer has no name yet";
    pair.world.Run(1s);
    EXPECT_EQ(pair.GetState(pair.a), State::ESTABLISHED);
    EXPECT_EQ(pair.a.endpoint->GetAssociationCount(), 1u);
    EXPECT_TRUE(pair.Exchange());
}

TEST(Opportunistic, IsRefusedWhereItIsSwitchedOff)
{
    EndpointConfig strict;
    strict.acceptOpportunistic = false;
    HostPair pair(strict);
    pair.a.endpoint->ConnectOpportunistic(pair.b.addresses[0], pair.world.GetNow());
    pair.world.Drain(pair.a);
    pair.world.Run(1500ms);
    EXPECT_EQ(pair.b.GetDrops(DropReason::BLOCKED_BY_POLICY), 2u);
    EXPECT_EQ(pair.world.wire.size(), 2u) << "no answer, not even ICMP";
    EXPECT_TRUE(pair.Exchange()) << "by HIT it may still be reached";
}

TEST(Opportunistic, TakesAnR1OnlyFromTheAddressThatWasAsked)
{
    HostPair pair;
    Host& other = pair.world.AddHost("other", "2001:db8:3::1");
    // The other host answers in the name of the address that was asked.
    pair.a.endpoint->ConnectOpportunistic(pair.b.addresses[0], pair.world.GetNow());
    pair.world.filter = [](Bytes&) { return false; };
    pair.world.Drain(pair.a);
    pair.world.filter = nullptr;
    pair.world.Inject(other,
                      MakeI1(pair.a.GetHit(), Hit(), {pair.a.addresses[0], other.addresses[0]}));
    pair.world.Run(100ms);
    EXPECT_EQ(pair.a.GetDrops(DropReason::NO_ASSOCIATION), 1u);
    EXPECT_EQ(pair.a.endpoint->GetAssociationCount(), 0u);
}

TEST(Opportunistic, ForgetsWhatNobodyAnswers)
{
    HostPair pair;
    pair.a.endpoint->ConnectOpportunistic(*IpAddress::Parse("2001:db8:9::9"), pair.world.GetNow());
    pair.world.Drain(pair.a);
    pair.world.Run(600s);
    EXPECT_EQ(pair.a.Get<StateEvent>().back().to, State::UNASSOCIATED);
    EXPECT_EQ(pair.a.endpoint->Poll().index(), Output(Idle{}).index());
    EXPECT_EQ(std::get<Idle>(pair.a.endpoint->Poll()).deadline, NEVER);
}

TEST(Opportunistic, AnswersWithAnIdentityOfTheInitiatorsSuite)
{
    World world;
    Host& server = world.AddHost("server", "2001:db8:2::1", {}, KeyKind::RSA_2048);
    Host& rsa = world.AddHost("rsa", "2001:db8:1::2", {}, KeyKind::RSA_2048);
    Host& ecdsa = world.AddHost("ecdsa", "2001:db8:1::1");
    std::vector<HostIdentity> identities;
    identities.emplace_back(PrivateKey::FromPem(*server.context, server.key));
    identities.emplace_back(PrivateKey::GenerateEcdsa(*server.context, KeyKind::ECDSA_P256));
    const Hit rsaHit = identities[0].GetHit();
    const Hit ecdsaHit = identities[1].GetHit();
    server.endpoint = std::make_unique<Endpoint>(EndpointConfig{},
                                                 std::move(identities),
                                                 *server.context,
                                                 *server.engine,
                                                 *server.protocolRandom);
    server.endpoint->SetLocators(server.addresses, world.GetNow());
    for (Host* client : {&ecdsa, &rsa})
    {
        client->endpoint->ConnectOpportunistic(server.addresses[0], world.GetNow());
        world.Drain(*client);
    }
    world.Run(1s);
    EXPECT_EQ(ecdsa.endpoint->GetState(ecdsaHit), State::ESTABLISHED);
    EXPECT_EQ(rsa.endpoint->GetState(rsaHit), State::ESTABLISHED);
}

TEST(I1, IsAnsweredWithoutKeepingState)
{
    HostPair pair;
    for (Byte number = 1; number <= 100; ++number)
    {
        const Path path{*IpAddress::Parse("2001:db8:7::" + std::to_string(number)),
                        pair.b.addresses[0]};
        pair.world.Inject(pair.b, MakeI1(MakeStranger(number), pair.b.GetHit(), path));
    }
    EXPECT_EQ(pair.b.CountSent(PacketKind::R1), 100u);
    EXPECT_EQ(pair.b.endpoint->GetAssociationCount(), 0u);
}

TEST(I1, IsAnsweredOnlySoOftenInOneSecond)
{
    EndpointConfig config;
    config.maxR1PerSecond = 3;
    HostPair pair(config);
    const Path path{*IpAddress::Parse("2001:db8:7::1"), pair.b.addresses[0]};
    for (Byte number = 1; number <= 10; ++number)
    {
        pair.world.Inject(pair.b, MakeI1(MakeStranger(number), pair.b.GetHit(), path));
    }
    EXPECT_EQ(pair.b.CountSent(PacketKind::R1), 3u);
    EXPECT_EQ(pair.b.GetDrops(DropReason::RATE_LIMITED), 7u);
    pair.world.Run(1s);
    pair.world.Inject(pair.b, MakeI1(MakeStranger(1), pair.b.GetHit(), path));
    EXPECT_EQ(pair.b.CountSent(PacketKind::R1), 4u);
}

TEST(I1, IsRefusedIfItsAnswerWouldGoToManyOrToNobody)
{
    HostPair pair;
    for (const char* source : {"ff02::1", "::"})
    {
        const Path path{*IpAddress::Parse(source), pair.b.addresses[0]};
        const auto verdict =
            pair.world.Inject(pair.b, MakeI1(MakeStranger(1), pair.b.GetHit(), path));
        EXPECT_EQ(verdict.kind, Verdict::Kind::DROPPED) << source;
    }
    const Path toMany{pair.a.addresses[0], *IpAddress::Parse("ff02::1")};
    EXPECT_EQ(pair.world.Inject(pair.b, MakeI1(MakeStranger(1), pair.b.GetHit(), toMany)).kind,
              Verdict::Kind::DROPPED);
    EXPECT_EQ(pair.b.CountSent(PacketKind::R1), 0u);
}

TEST(I1, IsDroppedWhileTheLastExchangeCountsAsFailed)
{
    HostPair pair;
    pair.world.filter = [](Bytes&) { return false; };
    Connect(pair, pair.a);
    pair.world.Run(80s);
    ASSERT_EQ(pair.GetState(pair.a), State::E_FAILED);
    pair.world.filter = nullptr;
    Connect(pair, pair.b);
    pair.world.Run(100ms);
    EXPECT_EQ(pair.a.GetDrops(DropReason::UNEXPECTED_IN_STATE), 1u);
    pair.world.Run(60s);
    EXPECT_TRUE(pair.Exchange()) << "b has tried again";
}

/// What protects a Responder from floods of I2s (RFC 7401 §4.1.1).
TEST(I2, CostsOneHashIfItsPuzzleIsNotSolved)
{
    HostPair pair;
    Bytes i2;
    pair.world.filter = [&](Bytes& packet) {
        const bool isI2 = GetHipType(packet) == PacketKind::I2;
        i2 = isI2 ? packet : i2;
        return !isI2;
    };
    Connect(pair, pair.a);
    pair.world.Run(100ms);
    PacketEdit edit(Bytes(i2.begin() + 40, i2.end()));
    auto solution = edit.Get<SolutionParameter>();
    solution.j[0] ^= 1;
    const Path path = ParseIp(i2)->path;
    const Bytes bad = MakeIpPacket(path, PROTOCOL_HIP, 64, edit.Set(solution).Write().Finish(path));
    pair.b.work = {};
    EXPECT_EQ(pair.world.Inject(pair.b, bad).reason, DropReason::BAD_PUZZLE_SOLUTION);
    ASSERT_EQ(pair.b.work.end() - pair.b.work.begin(), 1) << "neither DH nor signatures";
    EXPECT_EQ(pair.b.work.begin()->operation, Operation::PUZZLE_TRY);
    EXPECT_EQ(pair.b.work.begin()->amount, 1u);
}

TEST(I2, MakesNoAssociationPastTheBound)
{
    EndpointConfig small;
    small.maxAssociations = 1;
    HostPair pair({}, small);
    Host& server = pair.a.endpoint->GetConfig().maxAssociations == 1 ? pair.a : pair.b;
    Host& client = &server == &pair.a ? pair.b : pair.a;
    Host& third = pair.world.AddHost("third", "2001:db8:3::1");
    third.endpoint->AddPeer(server.GetHit(), server.addresses);
    Connect(pair, client);
    pair.world.Run(1s);
    third.endpoint->Connect(server.GetHit(), pair.world.GetNow());
    pair.world.Drain(third);
    pair.world.Run(1s);
    EXPECT_EQ(server.endpoint->GetAssociationCount(), 1u);
    EXPECT_EQ(server.GetDrops(DropReason::TOO_MANY_ASSOCIATIONS), 1u);
    EXPECT_TRUE(pair.Exchange()) << "the first one is not disturbed";
}

/// Runs an exchange from `a` and keeps its I2.
Bytes
EstablishAndKeepI2(HostPair& pair)
{
    Bytes i2;
    pair.world.filter = [&](Bytes& packet) {
        if (GetHipType(packet) == PacketKind::I2)
        {
            i2 = packet;
        }
        return true;
    };
    pair.Establish();
    pair.world.filter = nullptr;
    return i2;
}

TEST(I2, IsAnsweredAgainIfItComesAgain)
{
    HostPair pair;
    const Bytes i2 = EstablishAndKeepI2(pair);
    const std::size_t before = pair.world.wire.size();
    EXPECT_EQ(pair.world.Inject(pair.b, i2).kind, Verdict::Kind::CONSUMED);
    ASSERT_EQ(pair.world.wire.size(), before + 1);
    EXPECT_EQ(GetHipType(pair.world.wire.back()), PacketKind::R2);
    EXPECT_TRUE(pair.Exchange()) << "a late copy does not disturb the association";
}

TEST(I2, RevivesNoAssociationAsAReplay)
{
    HostPair pair;
    const Bytes i2 = EstablishAndKeepI2(pair);
    pair.b.endpoint->Close(pair.a.GetHit(), pair.world.GetNow());
    pair.world.Drain(pair.b);
    EXPECT_EQ(pair.world.Inject(pair.b, i2).reason, DropReason::DUPLICATE);
    EXPECT_EQ(pair.GetState(pair.b), State::CLOSING);
    pair.world.Run(1s);
    ASSERT_EQ(pair.GetState(pair.b), State::UNASSOCIATED);
    EXPECT_EQ(pair.world.Inject(pair.b, i2).reason, DropReason::DUPLICATE);
    EXPECT_EQ(pair.b.endpoint->GetAssociationCount(), 0u);
}

TEST(I2, ReplacesAnAssociationWhosePeerHasLostIt)
{
    HostPair pair;
    pair.Establish();
    const Bytes lost = pair.world.wire.back(); // b's last data
    pair.world.Restart(pair.a);
    pair.a.endpoint->AddPeer(pair.b.GetHit(), pair.b.addresses);
    EXPECT_EQ(pair.world.Inject(pair.a, lost).reason, DropReason::UNKNOWN_SPI);
    Connect(pair, pair.a);
    pair.world.Run(1s);
    EXPECT_EQ(pair.GetState(pair.b), State::R2_SENT);
    EXPECT_TRUE(pair.Exchange());
    EXPECT_EQ(pair.b.endpoint->GetAssociationCount(), 1u);
}

TEST(I2, OfTheResponderReplacesTheAssociationOfTheInitiatorToo)
{
    HostPair pair;
    pair.Establish();
    pair.world.Restart(pair.b);
    pair.b.endpoint->AddPeer(pair.a.GetHit(), pair.a.addresses);
    pair.world.SendData(pair.a, pair.b.GetHit(), Bytes(10));
    pair.world.Run(1s);
    EXPECT_EQ(pair.b.GetDrops(DropReason::UNKNOWN_SPI), 1u);
    Connect(pair, pair.b);
    pair.world.Run(1s);
    EXPECT_TRUE(pair.Exchange());
    EXPECT_EQ(pair.a.endpoint->GetAssociationCount(), 1u);
}

TEST(R1, IsDroppedWithoutAnI1)
{
    HostPair pair;
    pair.Establish();
    Bytes r1;
    for (const Bytes& packet : pair.world.wire)
    {
        r1 = GetHipType(packet) == PacketKind::R1 ? packet : r1;
    }
    EXPECT_EQ(pair.world.Inject(pair.a, r1).reason, DropReason::UNEXPECTED_IN_STATE);
    pair.world.Restart(pair.a);
    EXPECT_EQ(pair.world.Inject(pair.a, r1).reason, DropReason::NO_ASSOCIATION);
}

} // namespace
} // namespace hip
