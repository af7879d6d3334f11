// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// The Initiator's side of the base exchange (RFC 7401 §6.6, §6.8, §6.10).

#include "core/association/association.h"
#include "core/association/endpoint.h"
#include "core/association/i2-verifier.h"
#include "core/association/packet-auth.h"
#include "core/association/r1-pool.h"
#include "core/wire/icmp.h"
#include "test/core/support/host-pair.h"
#include "test/core/support/packet-edit.h"
#include "test/core/support/test-host.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

using namespace hip::test;
using namespace std::chrono_literals;

/// An association in the hands of the test, and a Responder made of its parts.
class Initiator : public testing::Test
{
  protected:
    TestHost host{1, "2001:db8::1"};
    TestHost responder{2, "2001:db8::2"};
    R1Pool pool{responder.context, responder.GetIdentity()};
    Association association{host.context, host.GetIdentity(), responder.GetHit(), 0};
    Path toResponder{host.GetAddress(), responder.GetAddress()};
    Path toHost{responder.GetAddress(), host.GetAddress()};

    void Start()
    {
        association.SetPeerAddresses({responder.GetAddress()});
        EXPECT_TRUE(association.Start(Time{}));
        sent = host.TakeSent();
    }

    Bytes MakeR1()
    {
        return pool.MakeR1(host.GetHit(), toHost, host.context.config.dhGroups, {}, Time{});
    }

    /// The R1 with a change that the Responder has signed.
    Bytes MakeR1(const std::function<void(PacketEdit&)>& edit)
    {
        PacketEdit packet(MakeR1());
        edit(packet);
        PacketWriter writer = packet.WriteUnsigned();
        Work work;
        AddSignature2(writer, responder.GetIdentity(), responder.context.engine, work);
        return writer.GetBytes();
    }

    Result<void> HandleR1(const Bytes& r1)
    {
        const auto done = association.HandleR1(*PacketView::Parse(r1), toHost, Time{});
        sent = host.TakeSent();
        return done;
    }

    /// Makes an R2 to the last I2. @param edit a change that the Responder has made on purpose
    Bytes MakeR2(const std::function<void(PacketWriter&, EspInfoParameter&)>& edit = {})
    {
        const auto i2 = PacketView::Parse(sent.at(0));
        const auto answered = pool.CheckI2(*i2, toResponder, Time{});
        const auto accepted =
            VerifyI2(responder.context, responder.GetIdentity(), answered->dh, *i2, toResponder);
        PacketWriter writer(PacketType::R2, 0, responder.GetHit(), host.GetHit());
        EspInfoParameter info{static_cast<std::uint16_t>(accepted->espIndex), 0, 5000};
        if (edit)
        {
            edit(writer, info);
        }
        writer.Add(info);
        const ByteSpan hostId = hostIdTlv;
        AddMac2(writer, HashKind::SHA384, accepted->session.keys.macOut, hostId);
        Work work;
        AddSignature(writer, responder.GetIdentity(), responder.context.engine, work);
        return writer.GetBytes();
    }

    Result<void> HandleR2(const Bytes& r2)
    {
        return association.HandleR2(*PacketView::Parse(r2), Time{});
    }

    void StartAndAnswer()
    {
        Start();
        const Bytes r1 = MakeR1();
        const auto tlv = PacketView::Parse(r1)->Find(ParameterType::HOST_ID)->tlv;
        hostIdTlv.assign(tlv.begin(), tlv.end());
        ASSERT_TRUE(HandleR1(r1));
    }

    std::vector<Bytes> sent;
    Bytes hostIdTlv;
};

TEST_F(Initiator, AsksWithItsGroups)
{
    Start();
    ASSERT_EQ(sent.size(), 1u);
    const auto i1 = PacketView::Parse(sent[0]);
    EXPECT_EQ(i1->GetType(), PacketType::I1);
    EXPECT_EQ(i1->GetSender(), host.GetHit());
    EXPECT_EQ(i1->GetReceiver(), responder.GetHit());
    EXPECT_EQ(i1->Get<DhGroupListParameter>()->groups, host.context.config.dhGroups);
    EXPECT_TRUE(i1->HasGoodChecksum(toResponder));
    EXPECT_EQ(association.GetState(), State::I1_SENT);
    EXPECT_EQ(association.GetI1Address(), responder.GetAddress());
}

TEST_F(Initiator, CannotStartWithoutAnAddress)
{
    EXPECT_FALSE(association.Start(Time{}));
    EXPECT_EQ(association.GetState(), State::UNASSOCIATED);
    EXPECT_TRUE(association.IsFinished());
}

TEST_F(Initiator, AnswersWithEverythingThatIsAsked)
{
    Start();
    const Bytes r1 = MakeR1([](PacketEdit& packet) {
        packet.Set(R1CounterParameter{0x01020304, 9});
        packet.Set(EchoRequestSignedParameter{{7, 7, 7}});
    });
    PacketWriter withUnsigned(*PacketView::Parse(r1));
    withUnsigned.Add(EchoRequestUnsignedParameter{{1}}).Add(EchoRequestUnsignedParameter{{2, 2}});
    ASSERT_TRUE(HandleR1(withUnsigned.GetBytes()));
    const auto i2 = PacketView::Parse(sent.at(0));
    ASSERT_TRUE(i2) << "in numeric order";
    EXPECT_EQ(i2->Get<R1CounterParameter>()->reserved, 0x01020304u) << "echoed verbatim";
    EXPECT_EQ(i2->Get<R1CounterParameter>()->counter, 9u);
    EXPECT_EQ(i2->Get<EchoResponseSignedParameter>()->data, (Bytes{7, 7, 7}));
    const auto first = i2->Find(ParameterType::ECHO_RESPONSE_UNSIGNED);
    ASSERT_TRUE(first);
    ASSERT_TRUE(i2->Next(first));
    EXPECT_EQ(i2->Next(first)->contents.size(), 2u);
    EXPECT_EQ(i2->Get<HipCipherParameter>()->ciphers.size(), 1u);
    EXPECT_EQ(i2->Get<EspTransformParameter>()->suites.size(), 1u);
    EXPECT_EQ(i2->Get<TransportFormatListParameter>()->formats, std::vector<std::uint16_t>{4095});
    EXPECT_GT(i2->Get<EspInfoParameter>()->newSpi, 255u);
    EXPECT_TRUE(i2->Find(ParameterType::ENCRYPTED));
    EXPECT_FALSE(i2->Find(ParameterType::HOST_ID));
    EXPECT_EQ(association.GetState(), State::I2_SENT);
}

TEST_F(Initiator, SendsToWhereR1CameFrom)
{
    Start();
    toHost.source = *IpAddress::Parse("2001:db8::99");
    const Bytes r1 = MakeR1();
    ASSERT_TRUE(association.HandleR1(*PacketView::Parse(r1), toHost, Time{}));
    EXPECT_EQ(association.GetPeerLocator(), toHost.source);
    const auto moved = host.TakeEvents<LocatorEvent>();
    ASSERT_EQ(moved.size(), 1u);
    EXPECT_EQ(moved[0].previous, responder.GetAddress());
    EXPECT_EQ(moved[0].current, toHost.source);
}

TEST_F(Initiator, StaysInI1SentAfterABadR1)
{
    Start();
    Bytes r1 = MakeR1();
    r1[60] ^= 1;
    EXPECT_FALSE(HandleR1(r1));
    EXPECT_EQ(association.GetState(), State::I1_SENT);
    EXPECT_TRUE(sent.empty());
    EXPECT_TRUE(HandleR1(MakeR1()));
}

TEST_F(Initiator, RefusesADhValueThatIsNone)
{
    Start();
    EXPECT_EQ(HandleR1(MakeR1([](PacketEdit& packet) {
                  packet.Set(DiffieHellmanParameter{DhGroup::P256, Bytes(60)});
              })).error(),
              DropReason::BAD_DH_VALUE);
    EXPECT_EQ(association.GetState(), State::I1_SENT);
}

TEST_F(Initiator, AnswersAnotherR1OnlyWithALargerCounter)
{
    StartAndAnswer();
    const Bytes first = sent.at(0);
    EXPECT_EQ(HandleR1(MakeR1()).error(), DropReason::STALE_R1_COUNTER);
    EXPECT_EQ(HandleR1(MakeR1([](PacketEdit& packet) {
                  packet.Remove(ParameterType::R1_COUNTER);
              })).error(),
              DropReason::STALE_R1_COUNTER);
    ASSERT_TRUE(HandleR1(MakeR1([](PacketEdit& packet) { packet.Set(R1CounterParameter{0, 2}); })));
    EXPECT_EQ(association.GetState(), State::I2_SENT);
    EXPECT_EQ(PacketEdit(sent.at(0)).Get<R1CounterParameter>().counter, 2u);
    EXPECT_EQ(PacketEdit(sent.at(0)).Get<EspInfoParameter>().newSpi,
              PacketEdit(first).Get<EspInfoParameter>().newSpi)
        << "the SPI stays";
}

TEST_F(Initiator, GivesUpIfR1AsksForAnEchoThatFitsNoI2)
{
    Start();
    HandleR1(
        MakeR1([](PacketEdit& packet) { packet.Set(EchoRequestSignedParameter{Bytes(1640)}); }));
    EXPECT_TRUE(sent.empty());
    EXPECT_EQ(host.context.outbox.GetDrops().Get(DropReason::TOO_LONG), 1u);
    EXPECT_EQ(association.GetState(), State::E_FAILED);
}

TEST_F(Initiator, IsEstablishedByAGoodR2)
{
    StartAndAnswer();
    ASSERT_TRUE(HandleR2(MakeR2()));
    EXPECT_EQ(association.GetState(), State::ESTABLISHED);
    ASSERT_TRUE(association.GetSession());
    EXPECT_EQ(association.GetSession()->sas.outbound->GetSpi(), 5000u);
    EXPECT_EQ(HandleR2(MakeR2()).error(), DropReason::UNEXPECTED_IN_STATE);
}

TEST_F(Initiator, RefusesR2sThatAreWrongInAnyField)
{
    StartAndAnswer();
    const auto refuse = [&](const std::function<void(PacketWriter&, EspInfoParameter&)>& edit) {
        return HandleR2(MakeR2(edit)).error();
    };
    EXPECT_EQ(refuse([](auto&, auto& info) { info.oldSpi = 1; }), DropReason::BAD_PARAMETER);
    EXPECT_EQ(refuse([](auto&, auto& info) { info.newSpi = 255; }), DropReason::BAD_PARAMETER);
    EXPECT_EQ(refuse([](auto&, auto& info) { info.keymatIndex ^= 8; }),
              DropReason::BAD_KEYMAT_INDEX);
    const Bytes good = MakeR2();
    EXPECT_EQ(HandleR2(PacketEdit(good).Remove(ParameterType::ESP_INFO).Write().GetBytes()).error(),
              DropReason::MISSING_PARAMETER);
    EXPECT_EQ(
        HandleR2(PacketEdit(good).Remove(ParameterType::HIP_MAC_2).Write().GetBytes()).error(),
        DropReason::MISSING_PARAMETER);
    EXPECT_EQ(
        HandleR2(PacketEdit(good).Remove(ParameterType::HIP_SIGNATURE).Write().GetBytes()).error(),
        DropReason::MISSING_PARAMETER);
    EXPECT_EQ(
        HandleR2(PacketEdit(good).SetRaw(ParameterType::HIP_MAC_2, Bytes(48)).Write().GetBytes())
            .error(),
        DropReason::BAD_MAC);
    hostIdTlv[8] ^= 1; // MAC over another HOST_ID than that of R1
    EXPECT_EQ(HandleR2(MakeR2()).error(), DropReason::BAD_MAC);
    EXPECT_EQ(association.GetState(), State::I2_SENT);
    EXPECT_TRUE(HandleR2(good));
}

TEST_F(Initiator, RefusesAnyChangeOfR2)
{
    StartAndAnswer();
    const Bytes good = MakeR2();
    for (std::size_t at = 0; at < good.size() - 2; ++at) // padding of the signature
    {
        Bytes changed = good;
        changed[at] ^= 0x20;
        const auto view = PacketView::Parse(changed);
        const bool isChecksum = at == 4 || at == 5;
        if (!isChecksum && view && view->GetType() == PacketType::R2)
        {
            EXPECT_FALSE(association.HandleR2(*view, Time{})) << at;
        }
    }
    EXPECT_TRUE(HandleR2(good));
}

// Timers and addresses, with whole endpoints.

TEST(InitiatorTimers, RepeatI1WithBackOffAndThenFail)
{
    EndpointConfig config;
    config.retransmission = 1s;
    config.maxRetransmission = 4s;
    config.maxRetries = 4;
    HostPair pair(config);
    pair.world.filter = [](Bytes&) { return false; };
    pair.world.SendData(pair.a, pair.b.GetHit(), Bytes(10));
    std::vector<std::int64_t> seconds;
    pair.world.Run(14s);
    EXPECT_EQ(pair.GetState(pair.a), State::I1_SENT);
    pair.world.Run(2s);
    EXPECT_EQ(pair.GetState(pair.a), State::E_FAILED);
    for (const auto& [time, event] : pair.a.events)
    {
        const auto* packet = std::get_if<PacketEvent>(&event);
        if (packet && packet->isSent)
        {
            EXPECT_EQ(packet->isRetransmission, !seconds.empty());
            seconds.push_back(
                std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count());
        }
    }
    EXPECT_EQ(seconds, (std::vector<std::int64_t>{0, 1, 3, 7, 11}));
    EXPECT_EQ(pair.a.GetDrops(DropReason::EXCHANGE_FAILED), 1u) << "the datagram that waited";
}

TEST(InitiatorTimers, LetItTryAgainAfterFailedWait)
{
    EndpointConfig config;
    config.maxRetries = 1;
    HostPair pair(config);
    pair.world.filter = [](Bytes&) { return false; };
    pair.world.SendData(pair.a, pair.b.GetHit(), Bytes(10));
    pair.world.Run(4s);
    ASSERT_EQ(pair.GetState(pair.a), State::E_FAILED);
    EXPECT_EQ(pair.world.SendData(pair.a, pair.b.GetHit(), Bytes(10)).reason,
              DropReason::UNEXPECTED_IN_STATE);
    pair.world.filter = nullptr;
    pair.world.Run(config.failedWait);
    EXPECT_EQ(pair.a.endpoint->GetAssociationCount(), 0u);
    EXPECT_TRUE(pair.Exchange());
}

TEST(InitiatorTimers, RepeatI2Unchanged)
{
    HostPair pair;
    pair.world.filter = Lose(PacketKind::I2, 3);
    pair.world.SendData(pair.a, pair.b.GetHit(), Bytes(10));
    pair.world.Run(20s);
    EXPECT_EQ(pair.GetState(pair.a), State::ESTABLISHED);
    std::vector<Bytes> i2s;
    for (const Bytes& packet : pair.world.wire)
    {
        if (GetHipType(packet) == PacketKind::I2)
        {
            i2s.push_back(packet);
        }
    }
    ASSERT_EQ(i2s.size(), 4u);
    EXPECT_EQ(i2s[0], i2s[3]);
}

TEST(InitiatorTimers, FailAlsoIfNoR2Comes)
{
    EndpointConfig config;
    config.maxRetries = 1;
    HostPair pair(config);
    pair.world.filter = Lose(PacketKind::R2, 100);
    pair.world.SendData(pair.a, pair.b.GetHit(), Bytes(10));
    pair.world.Run(3s);
    EXPECT_EQ(pair.GetState(pair.a), State::I2_SENT);
    pair.world.Run(100ms);
    EXPECT_EQ(pair.GetState(pair.a), State::E_FAILED);
    EXPECT_EQ(pair.a.GetDrops(DropReason::EXCHANGE_FAILED), 1u) << "the datagram that waited";
}

/// RFC 7401 §6.6.2: anybody may say so.
TEST(InitiatorTimers, GoOnWhenIcmpSaysThatThePeerKnowsNoHip)
{
    World world(1, CryptoFidelity::MODELLED);
    Host& host = world.AddHost("host", "192.0.2.1");
    Host& peer = world.AddHost("peer", "198.51.100.1");
    host.endpoint->AddPeer(peer.GetHit(), peer.addresses);
    world.filter = Lose(PacketKind::I1, 1);
    world.SendData(host, peer.GetHit(), Bytes(10));
    const auto error =
        MakeIcmpError(peer.addresses[0], world.wire.at(0), IcmpProblem::UNKNOWN_PROTOCOL);
    ASSERT_TRUE(error);
    EXPECT_EQ(world.Inject(host, *error).kind, Verdict::Kind::PASS);
    EXPECT_EQ(host.endpoint->GetState(peer.GetHit()), State::I1_SENT);
    world.Run(2s);
    EXPECT_EQ(host.endpoint->GetState(peer.GetHit()), State::ESTABLISHED);
    EXPECT_EQ(peer.delivered.size(), 1u);
}

TEST(InitiatorAddresses, AreTriedInTurn)
{
    HostPair pair;
    pair.a.endpoint->AddPeer(pair.b.GetHit(),
                             {*IpAddress::Parse("192.0.2.7"), // of a family that the host lacks
                              *IpAddress::Parse("2001:db8:9::9"),
                              pair.b.addresses[0]});
    EXPECT_TRUE(pair.a.endpoint->Connect(pair.b.GetHit(), pair.world.GetNow()));
    pair.world.Drain(pair.a);
    pair.world.Run(2s);
    EXPECT_EQ(pair.GetState(pair.a), State::ESTABLISHED);
    EXPECT_EQ(ParseIp(pair.world.wire.at(0))->path.destination, *IpAddress::Parse("2001:db8:9::9"));
    EXPECT_EQ(pair.a.GetDrops(), 0u);
}

TEST(InitiatorAddresses, AreWaitedForIfTheHostHasNone)
{
    HostPair pair;
    pair.a.endpoint->SetLocators({}, pair.world.GetNow());
    pair.world.SendData(pair.a, pair.b.GetHit(), Bytes(10));
    EXPECT_EQ(pair.a.GetDrops(DropReason::NO_LOCATOR), 1u) << "the I1";
    EXPECT_TRUE(pair.world.wire.empty());
    pair.a.endpoint->SetLocators(pair.a.addresses, pair.world.GetNow());
    pair.world.Drain(pair.a);
    pair.world.Run(2s);
    EXPECT_EQ(pair.b.delivered.size(), 1u);
}

TEST(InitiatorAddresses, MayChangeBeforeR2)
{
    HostPair pair;
    pair.world.filter = Lose(PacketKind::R2, 1);
    pair.world.SendData(pair.a, pair.b.GetHit(), Bytes(10));
    pair.world.Run(500ms);
    ASSERT_EQ(pair.GetState(pair.a), State::I2_SENT);
    pair.a.addresses = {*IpAddress::Parse("2001:db8:7::1")};
    pair.a.endpoint->SetLocators(pair.a.addresses, pair.world.GetNow());
    EXPECT_EQ(pair.GetState(pair.a), State::I1_SENT);
    pair.world.Drain(pair.a);
    pair.world.Run(2s);
    EXPECT_EQ(pair.GetState(pair.a), State::ESTABLISHED);
    EXPECT_EQ(pair.b.delivered.size(), 1u);
    EXPECT_EQ(pair.b.endpoint->GetPeerLocator(pair.a.GetHit()), pair.a.addresses[0]);
}

} // namespace
} // namespace hip
