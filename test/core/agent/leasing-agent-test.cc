// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/agent/leasing-agent.h"
#include "core/draft2003/parameters.h"
#include "test/core/agent/leasing-world.h"

namespace hip::test
{
namespace
{

using namespace std::chrono_literals;

using Change = RegistrationEvent::Change;

std::vector<PacketKind>
GetKinds(const World& world)
{
    std::vector<PacketKind> kinds;
    for (const Bytes& packet : world.wire)
    {
        kinds.push_back(*GetHipType(packet));
    }
    return kinds;
}

TEST_F(Leasing, LendsAnAddressAfterAPuzzle)
{
    Begin();
    Register(*client);
    EXPECT_EQ(GetKinds(world),
              (std::vector{PacketKind::FAQ, PacketKind::R1, PacketKind::FAQ, PacketKind::FAA}));
    EXPECT_EQ(GetChanges(*client), std::vector{Change::GRANTED});
    EXPECT_EQ(GetChanges(*server), std::vector{Change::GRANTED});
    EXPECT_EQ(GetLast(*client).leased, *IpAddress::Parse("2001:db8:a::1000"));
    EXPECT_EQ(GetLast(*client).lifetime, 600s);
    EXPECT_EQ(GetLast(*server).address, client->addresses[0]);
    EXPECT_EQ(agent->GetClientCount(), 1u);
    EXPECT_EQ(CountWork(*client, Operation::SIGN) - CountWork(*caller, Operation::SIGN), 2u)
        << "each FAQ is signed";
    EXPECT_GT(CountWork(*client, Operation::PUZZLE_TRY), 0u);
    EXPECT_EQ(server->endpoint->GetAssociationCount(), 0u);
}

TEST_F(Leasing, AsksNoPuzzleOfThoseItTrusts)
{
    Begin();
    Trust(*client);
    Register(*client);
    Register(*caller);
    EXPECT_EQ(GetWire(PacketKind::R1).size(), 0u) << "caller knows no agent to ask";
    EXPECT_EQ(agent->GetClientCount(), 1u);
    caller->endpoint->AddPeer(server->GetHit(), {server->addresses[0]});
    Register(*caller);
    EXPECT_EQ(GetWire(PacketKind::R1).size(), 1u);
    EXPECT_EQ(agent->GetClientCount(), 2u);
}

TEST_F(Leasing, ExtendsALeaseWithoutAPuzzleBeforeItEnds)
{
    Begin();
    Register(*client, 100s);
    world.Run(1000s);
    EXPECT_EQ(GetWire(PacketKind::R1).size(), 1u);
    EXPECT_EQ(GetWire(PacketKind::FAQ).size(), 2u + 1001 / 75);
    for (const RegistrationEvent& event : client->Get<RegistrationEvent>())
    {
        EXPECT_EQ(event.change, Change::GRANTED);
        EXPECT_EQ(event.leased, *IpAddress::Parse("2001:db8:a::1000"));
    }
}

TEST_F(Leasing, DoesNotShortenALease)
{
    Begin();
    Register(*client, 1000s);
    Register(*client, 20s);
    EXPECT_EQ(GetLast(*client).lifetime, 999s) << "what is left of it";
}

TEST_F(Leasing, ClampsLifetimes)
{
    Begin();
    Register(*client, 1s);
    EXPECT_EQ(GetLast(*client).lifetime, 10s);
    Register(*client, 1000h);
    EXPECT_EQ(GetLast(*client).lifetime, 1h);
}

TEST_F(Leasing, EndsALeaseThatIsGivenUp)
{
    Begin();
    Register(*client);
    Register(*client, 0s);
    EXPECT_EQ(GetChanges(*client), (std::vector{Change::GRANTED, Change::CANCELLED}));
    EXPECT_EQ(GetChanges(*server), (std::vector{Change::GRANTED, Change::CANCELLED}));
    EXPECT_EQ(agent->GetClientCount(), 0u);
    EXPECT_FALSE(Call());
    EXPECT_GT(server->GetDrops(DropReason::NOT_REGISTERED), 0u);
}

TEST_F(Leasing, EndsALeaseThatIsNotExtended)
{
    Begin();
    Register(*client, 100s);
    world.filter = Lose(PacketKind::FAQ, 1000);
    world.Run(200s);
    EXPECT_EQ(GetChanges(*client), (std::vector{Change::GRANTED, Change::EXPIRED}));
    EXPECT_EQ(GetChanges(*server), (std::vector{Change::GRANTED, Change::EXPIRED}));
    world.filter = nullptr;
    world.Run(100s);
    EXPECT_EQ(GetLast(*client).change, Change::GRANTED) << "it does not cease to ask";
}

TEST_F(Leasing, DeniesWhatItDoesNotHave)
{
    Begin();
    Host& third = Add("third", "2001:db8:e::1", MakeHostConfig());
    for (Host* host : {client, caller, &third})
    {
        host->endpoint->AddPeer(server->GetHit(), {server->addresses[0]});
        Register(*host);
    }
    EXPECT_EQ(GetLast(*caller).leased, *IpAddress::Parse("2001:db8:a::1001"));
    EXPECT_EQ(GetChanges(third), std::vector{Change::REFUSED});
    EXPECT_EQ(GetWire(PacketKind::FAD).size(), 1u);
    Register(*client, 0s);
    Register(third);
    EXPECT_EQ(GetLast(third).leased, *IpAddress::Parse("2001:db8:a::1000"));
}

TEST_F(Leasing, DeniesMoreSpisThanItHas)
{
    LeasingAgentConfig config = MakeAgentConfig();
    config.pool.spis = 16;
    Begin(config, MakeHostConfig(), "10.0.0.1");
    Register(*client);
    EXPECT_EQ(GetChanges(*client), std::vector{Change::REFUSED});
}

TEST_F(Leasing, RepeatsItsAnswerIfThatWasLost)
{
    Begin();
    world.filter = Lose(PacketKind::FAA, 2);
    Register(*client);
    world.Run(10s);
    EXPECT_EQ(GetChanges(*client), std::vector{Change::GRANTED});
    EXPECT_EQ(GetChanges(*server), std::vector{Change::GRANTED});
    EXPECT_EQ(CountWork(*server, Operation::SIGN), 2u) << "R1 and one FAA";
}

TEST_F(Leasing, TakesNoQueryASecondTime)
{
    Begin();
    Register(*client, 100s);
    world.Run(100s);
    const auto queries = GetWire(PacketKind::FAQ); // first, with solution, renewal
    ASSERT_EQ(queries.size(), 3u);
    const Path path{*IpAddress::Parse("2001:db8:bad::1"), server->addresses[0]};
    const auto known = server->Get<RegistrationEvent>().size();
    for (const Bytes& query : queries)
    {
        world.Inject(*server, Readdress(query, path));
    }
    EXPECT_EQ(server->GetDrops(DropReason::DUPLICATE), 2u) << "the first only gets a puzzle";
    EXPECT_EQ(server->Get<RegistrationEvent>().size(), known);
    EXPECT_TRUE(Call());
}

TEST_F(Leasing, GivesNothingForAnOldQueryOfSomebodyItTrusts)
{
    Begin();
    Trust(*client);
    Register(*client, 100s);
    const auto queries = GetWire(PacketKind::FAQ);
    ASSERT_EQ(queries.size(), 1u);
    client->endpoint->Register(server->GetHit(), {REGISTRATION_RENDEZVOUS}, 0s, world.GetNow());
    world.Drain(*client);
    world.Run(1s);
    ASSERT_EQ(agent->GetClientCount(), 0u);
    const Path path{*IpAddress::Parse("2001:db8:bad::1"), server->addresses[0]};
    world.Inject(*server, Readdress(queries[0], path));
    EXPECT_EQ(agent->GetClientCount(), 0u);
    EXPECT_EQ(GetHipType(world.wire.back()), PacketKind::R1) << "a puzzle for whoever it is";
}

TEST_F(Leasing, ServesAHostItTrustsAfterThatHasLostItsState)
{
    Begin();
    Trust(*client);
    Register(*client, 100s);
    world.Restart(*client);
    client->endpoint->AddPeer(server->GetHit(), {server->addresses[0]});
    Register(*client, 100s);
    EXPECT_EQ(GetLast(*client).change, Change::GRANTED);
    EXPECT_EQ(GetWire(PacketKind::R1).size(), 0u) << "its Request IDs go on with its clock";
}

TEST_F(Leasing, KeepsALeaseIfItHasNoBetterOne)
{
    LeasingAgentConfig config = MakeAgentConfig();
    config.pool.sharedV4 = IpAddress();
    Begin(config);
    Register(*client, 100s);
    ASSERT_EQ(agent->GetClientCount(), 1u);
    world.Restart(*client);
    client->endpoint->AddPeer(server->GetHit(), {server->addresses[0]});
    Register(*client, 100s);
    EXPECT_EQ(agent->GetClientCount(), 1u);
    EXPECT_EQ(GetLast(*client).leased, *IpAddress::Parse("2001:db8:a::1000")) << "the same one";
}

TEST_F(Leasing, RefusesForgedQueries)
{
    Begin();
    Register(*client);
    Bytes forged = GetWire(PacketKind::FAQ)[1];
    const std::size_t at = ParseIp(forged)->headerLength;
    const auto view = draft2003::PacketView::Parse(ByteSpan(forged).subspan(at)).value();
    auto info = view.Get<draft2003::FaInfoParameter>().value();
    draft2003::PacketWriter writer(draft2003::PacketType::FAQ,
                                   0,
                                   view.GetSender(),
                                   view.GetReceiver());
    info.leaseId = 1;
    info.requestId = 1000;
    info.lifetime = 0;
    writer.Add(info).AddRaw(draft2003::ParameterType::HIP_SIGNATURE,
                            view.Find(draft2003::ParameterType::HIP_SIGNATURE)->contents);
    const Path path{client->addresses[0], server->addresses[0]};
    world.Inject(*server, MakeIpPacket(path, draft2003::PROTOCOL_HIP, 64, writer.Finish(path)));
    EXPECT_EQ(server->GetDrops(DropReason::BAD_SIGNATURE), 1u);
    EXPECT_EQ(agent->GetClientCount(), 1u);
}

TEST_F(Leasing, GivesTheSameAddressAgainAfterItsOwnRestart)
{
    Begin();
    caller->endpoint->AddPeer(server->GetHit(), {server->addresses[0]});
    Register(*caller, 3600s);
    Register(*client, 100s);
    world.Restart(*server);
    agent = std::make_unique<LeasingAgent>(MakeAgentConfig());
    server->endpoint->OfferService(*agent);
    EXPECT_EQ(agent->GetClientCount(), 0u);
    world.Run(80s);
    EXPECT_EQ(agent->GetClientCount(), 1u);
    EXPECT_EQ(GetLast(*client).leased, *IpAddress::Parse("2001:db8:a::1001"));
}

class LeasingUnderLoss : public Leasing, public testing::WithParamInterface<std::uint64_t>
{
  public:
    LeasingUnderLoss()
        : Leasing(GetParam())
    {
    }
};

TEST_P(LeasingUnderLoss, GrantsInTheEnd)
{
    Begin();
    world.network.loss = 0.3;
    world.network.duplication = 0.2;
    world.network.jitter = 30ms;
    Register(*client, 3600s);
    world.Run(120s);
    EXPECT_EQ(agent->GetClientCount(), 1u);
    EXPECT_EQ(GetLast(*client).change, Change::GRANTED);
}

INSTANTIATE_TEST_SUITE_P(Seeds, LeasingUnderLoss, testing::Range<std::uint64_t>(1, 21));

TEST(LeasingAgent, RejectsImpossibleLifetimes)
{
    LeasingAgentConfig config;
    config.minLifetime = 0s;
    EXPECT_THROW(LeasingAgent{config}, std::invalid_argument);
    config.minLifetime = 10s;
    config.maxLifetime = 5s;
    EXPECT_THROW(LeasingAgent{config}, std::invalid_argument);
}

} // namespace
} // namespace hip::test
