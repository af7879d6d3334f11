// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/recursive-resolver.h"
#include "test/core/resolver/dns-world.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdexcept>

namespace hip
{
namespace
{

using namespace std::chrono_literals;
using test::Address;
using test::DnsWorld;
using test::MakeZone;
using test::Name;
using test::ToText;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::uint16_t AAAA = DnsType::AAAA;

DnsWorld::Server
Silence()
{
    return [](ByteSpan, DnsTransport) { return Bytes(); };
}

TEST(RecursiveResolver, WalksFromTheRootToTheAnswer)
{
    DnsWorld world;
    const DnsMessage answer = world.Resolve("hip.foo.com", DnsType::HIP);
    EXPECT_EQ(answer.rcode, DnsRcode::NO_PROBLEM);
    EXPECT_TRUE(answer.recursionAvailable);
    EXPECT_TRUE(answer.recursionDesired);
    EXPECT_FALSE(answer.isAuthoritative);
    EXPECT_EQ(answer.GetHipRdata().size(), 1u);
    ASSERT_EQ(world.queries.size(), 3u); // root, com, foo.com
    EXPECT_TRUE(world.queries[0].server.SharesPrefix(Address("3ffe:100::"), 124));
    EXPECT_TRUE(world.queries[2].server.SharesPrefix(Address("3ffe:200::"), 64) ||
                world.queries[2].server == Address("192.0.2.53"));
    EXPECT_EQ(world.answeredAt, Time(1h + 30ms));
    EXPECT_EQ(world.resolver.GetDrops().GetTotal(), 0u);
}

TEST(RecursiveResolver, RemembersAnswersAndCountsTheirTtlsDown)
{
    DnsWorld world;
    world.Resolve("hip.foo.com", AAAA);
    world.now += 20s;
    const DnsMessage answer = world.Resolve("HIP.foo.com", AAAA);
    EXPECT_THAT(ToText(answer.answer), ElementsAre("hip.foo.com. 40 IN AAAA 3ffe:200::1"));
    EXPECT_EQ(answer.questions[0].name.ToString(), "HIP.foo.com.");
    EXPECT_EQ(world.queries.size(), 3u);
    world.now += 41s;
    EXPECT_EQ(world.Resolve("hip.foo.com", AAAA).GetMinTtl(), 60u);
    EXPECT_EQ(world.queries.size(), 4u); // straight to foo.com
}

TEST(RecursiveResolver, RemembersWhatDoesNotExist)
{
    DnsWorld world;
    const DnsMessage answer = world.Resolve("nothing.foo.com", AAAA);
    EXPECT_EQ(answer.rcode, DnsRcode::NAME_ERROR);
    ASSERT_EQ(answer.authority.size(), 1u);
    EXPECT_EQ(answer.GetMinTtl(), 300u);
    const std::size_t queries = world.queries.size();
    world.now += 100s;
    EXPECT_EQ(world.Resolve("nothing.foo.com", DnsType::HIP).GetMinTtl(), 200u);
    EXPECT_EQ(world.Resolve("legacy.foo.com", DnsType::HIP).rcode, DnsRcode::NO_PROBLEM);
    EXPECT_THAT(world.Resolve("legacy.foo.com", DnsType::HIP).answer, IsEmpty());
    EXPECT_EQ(world.queries.size(), queries + 1);
    world.now += 301s;
    EXPECT_EQ(world.Resolve("nothing.foo.com", AAAA).rcode, DnsRcode::NAME_ERROR);
    EXPECT_EQ(world.queries.size(), queries + 2);
}

TEST(RecursiveResolver, FollowsAliasesAcrossZones)
{
    DnsWorld world;
    const DnsMessage answer = world.Resolve("intosub.foo.com", AAAA);
    EXPECT_THAT(ToText(answer.answer),
                ElementsAre("host.sub.foo.com. 100 IN AAAA 3ffe:300::99",
                            "intosub.foo.com. 3600 IN CNAME host.sub.foo.com."));
    EXPECT_EQ(answer.GetAddresses(), std::vector<IpAddress>{Address("3ffe:300::99")});
    const DnsMessage dangling = world.Resolve("dangling.foo.com", AAAA);
    EXPECT_EQ(dangling.rcode, DnsRcode::NAME_ERROR);
    EXPECT_EQ(dangling.answer.size(), 1u);
}

TEST(RecursiveResolver, StopsAtLoopsOfAliasesBetweenZones)
{
    DnsWorld world;
    world.AddZone({"3ffe:200::54"}, MakeZone("bar.com", "x CNAME x.sub.foo.com.\n"));
    for (const char* server : {"3ffe:200::53", "192.0.2.53"}) // the other servers of bar.com
    {
        world.servers[Address(server)] = world.servers[Address("3ffe:200::54")];
    }
    for (const char* server : {"3ffe:300::53", "192.0.2.153"})
    {
        const auto authority = std::make_shared<AuthoritativeServer>();
        authority->AddZone(MakeZone("sub.foo.com", "x CNAME x.bar.com.\n"));
        world.servers[Address(server)] = [authority](ByteSpan query, DnsTransport transport) {
            return authority->Answer(query, transport);
        };
    }
    EXPECT_EQ(world.Resolve("x.bar.com", AAAA).rcode, DnsRcode::SERVER_FAILURE);
    EXPECT_EQ(world.resolver.GetDrops().Get(DropReason::DNS_LOOP), 1u);
}

TEST(RecursiveResolver, StopsAtChainsOfAliasesThatTheServersGiveUpOn)
{
    DnsWorld world;
    EXPECT_EQ(world.Resolve("loop1.foo.com", AAAA).rcode, DnsRcode::SERVER_FAILURE);
    EXPECT_EQ(world.Resolve("link0.of14.foo.com", AAAA).rcode, DnsRcode::SERVER_FAILURE);
    EXPECT_EQ(world.Resolve("link0.of10.foo.com", AAAA).answer.size(), 11u);
}

TEST(RecursiveResolver, FindsServersThatComeWithoutGlue)
{
    DnsWorld world;
    world.servers.erase(Address("192.0.2.53"));
    EXPECT_EQ(world.Resolve("www.bar.com", AAAA).GetAddresses(),
              std::vector<IpAddress>{Address("3ffe:700::1")});
}

TEST(RecursiveResolver, AnswersEqualQuestionsWithOneLookup)
{
    DnsWorld world;
    const std::size_t first = world.Ask("hip.foo.com", AAAA);
    const std::size_t second = world.Ask("hip.FOO.com", AAAA);
    world.Run();
    EXPECT_EQ(world.queries.size(), 3u);
    EXPECT_EQ(world.answers.at(first).answer.size(), 1u);
    EXPECT_EQ(world.answers.at(second).questions[0].name.ToString(), "hip.FOO.com.");
}

TEST(RecursiveResolver, DropsRepetitionsOfAQueryItIsWorkingOn)
{
    DnsWorld world;
    const Bytes query = DnsMessage::MakeQuery(9, Name("hip.foo.com"), AAAA, 0, true).Write();
    const DnsClient client{Address("3ffe:400::50"), 4000, DnsTransport::UDP};
    world.resolver.HandleClientQuery(query, client, world.now);
    world.resolver.HandleClientQuery(query, client, world.now);
    EXPECT_EQ(world.resolver.GetDrops().Get(DropReason::DUPLICATE), 1u);
    world.Ask("hip.foo.com", AAAA);
    world.Run();
    EXPECT_EQ(world.answerCount, 2u);
}

TEST(RecursiveResolver, SurvivesLossOnEveryLink)
{
    unsigned failures = 0;
    for (std::uint64_t seed = 1; seed <= 100; ++seed)
    {
        DnsWorld world(seed);
        world.loss = 0.3;
        const DnsMessage answer = world.Resolve("hip.foo.com", DnsType::HIP);
        EXPECT_EQ(world.answerCount, 1u);
        if (answer.rcode == DnsRcode::NO_PROBLEM)
        {
            EXPECT_EQ(answer.GetHipRdata().size(), 1u);
        }
        else
        {
            EXPECT_EQ(answer.rcode, DnsRcode::SERVER_FAILURE);
            ++failures;
        }
    }
    // Each zone has 2 or 3 addresses with 3 tries, each of which fails with probability 0.51.
    EXPECT_LE(failures, 10u);
}

TEST(RecursiveResolver, GivesTheSameRunForTheSameSeed)
{
    std::vector<Bytes> first;
    for (unsigned run = 0; run < 2; ++run)
    {
        DnsWorld world(5);
        world.loss = 0.3;
        world.Resolve("intosub.foo.com", AAAA);
        std::vector<Bytes> messages;
        for (const SendQuery& query : world.queries)
        {
            messages.push_back(query.message);
        }
        EXPECT_TRUE(run == 0 || messages == first);
        first = messages;
    }
}

TEST(RecursiveResolver, TurnsToAnotherServerIfOneIsSilentOrBroken)
{
    DnsWorld world;
    world.servers[Address("3ffe:200::53")] = Silence();
    world.servers.erase(Address("192.0.2.53"));
    EXPECT_EQ(world.Resolve("hip.foo.com", AAAA).answer.size(), 1u);
    AuthoritativeServer other; // knows nothing of foo.com: REFUSED
    world.servers[Address("3ffe:200::53")] = [&](ByteSpan query, DnsTransport transport) {
        return other.Answer(query, transport);
    };
    EXPECT_EQ(world.Resolve("legacy.foo.com", AAAA).answer.size(), 1u);
}

TEST(RecursiveResolver, FailsAndRemembersItBrieflyIfNobodyAnswers)
{
    DnsWorld world;
    world.servers.clear();
    EXPECT_EQ(world.Resolve("hip.foo.com", AAAA).rcode, DnsRcode::SERVER_FAILURE);
    EXPECT_LE(world.answeredAt, Time(1h + 20s));
    const std::size_t queries = world.queries.size();
    EXPECT_EQ(queries, 6u); // 2 root servers, 3 tries each
    EXPECT_EQ(world.Resolve("hip.foo.com", AAAA).rcode, DnsRcode::SERVER_FAILURE);
    EXPECT_EQ(world.queries.size(), queries);
    world.now += 2s;
    world.Resolve("hip.foo.com", AAAA);
    EXPECT_GT(world.queries.size(), queries);
}

TEST(RecursiveResolver, PassesOnAnswersThatMayNotBeKept)
{
    DnsWorld world;
    for (unsigned i = 0; i < 2; ++i)
    {
        const std::size_t before = world.queries.size();
        EXPECT_EQ(world.Resolve("zero.sub.foo.com", AAAA).GetMinTtl(), 0u);
        EXPECT_GT(world.queries.size(), before);
    }
}

TEST(RecursiveResolver, CutsAnswersForClientsOverUdpOnly)
{
    DnsWorld world;
    EXPECT_TRUE(world.Resolve("big.foo.com", 16).isTruncated);
    const std::size_t id = world.Ask("big.foo.com", 16, DnsTransport::TCP);
    world.Run();
    EXPECT_FALSE(world.answers.at(id).isTruncated);
    EXPECT_EQ(world.answers.at(id).answer.size(), 20u);
}

TEST(RecursiveResolver, AnswersFromItsCacheAloneWithoutRecursion)
{
    DnsWorld world;
    DnsMessage query = DnsMessage::MakeQuery(99, Name("hip.foo.com"), AAAA, 0, false);
    const DnsClient client{Address("3ffe:400::51"), 4001, DnsTransport::UDP};
    world.resolver.HandleClientQuery(query.Write(), client, world.now);
    EXPECT_THAT(world.queries, IsEmpty());
    world.Resolve("hip.foo.com", AAAA);
    EXPECT_EQ(world.answers.at(99).rcode, DnsRcode::SERVER_FAILURE);
    query.id = 98;
    world.resolver.HandleClientQuery(query.Write(), client, world.now);
    world.Resolve("legacy.foo.com", AAAA);
    EXPECT_EQ(world.answers.at(98).answer.size(), 1u);
}

TEST(RecursiveResolver, RefusesWhatIsNoOrdinaryQuery)
{
    DnsWorld world;
    EXPECT_EQ(world.Resolve("foo.com", DnsType::IXFR).rcode, DnsRcode::QUERY_REFUSED);
    world.resolver.HandleClientQuery({}, DnsClient{}, world.now);
    EXPECT_EQ(world.resolver.GetDrops().Get(DropReason::BAD_DNS_MESSAGE), 1u);
    EXPECT_EQ(world.answerCount, 1u);
    EXPECT_THAT(world.queries, IsEmpty());
}

TEST(RecursiveResolver, BoundsTheClientsItWorksFor)
{
    ResolverOptions options = DnsWorld::MakeOptions();
    options.maxRequests = 2;
    DnsWorld world(1, options);
    for (const char* name : {"hip.foo.com", "legacy.foo.com", "rvs.foo.com"})
    {
        world.Ask(name, AAAA);
    }
    EXPECT_EQ(world.answers.at(3).rcode, DnsRcode::SERVER_FAILURE);
    EXPECT_EQ(world.resolver.GetDrops().Get(DropReason::DNS_QUEUE_FULL), 1u);
    world.Run();
    EXPECT_EQ(world.answers.at(1).rcode, DnsRcode::NO_PROBLEM);
    EXPECT_EQ(world.answerCount, 3u);
}

TEST(RecursiveResolver, BelievesNoServerAboutOtherZones)
{
    DnsWorld world;
    // A server of sub.foo.com adds a false address of www.bar.com to its answers.
    const DnsWorld::Server honest = world.servers[Address("3ffe:300::53")];
    for (const char* address : {"3ffe:300::53", "192.0.2.153"})
    {
        world.servers[Address(address)] = [&](ByteSpan query, DnsTransport transport) {
            DnsMessage answer = *DnsMessage::Parse(honest(query, transport));
            answer.answer.push_back(test::Record("www.bar.com. 9999 IN AAAA 3ffe:666::"));
            answer.additional.push_back(test::Record("www.bar.com. 9999 IN AAAA 3ffe:666::"));
            answer.authority.push_back(test::Record("bar.com. 9999 IN NS host.sub.foo.com."));
            return answer.Write();
        };
    }
    EXPECT_EQ(world.Resolve("host.sub.foo.com", AAAA).answer.size(), 1u);
    EXPECT_EQ(world.Resolve("www.bar.com", AAAA).GetAddresses(),
              std::vector<IpAddress>{Address("3ffe:700::1")});
}

TEST(RecursiveResolver, AnswersAnyWithAllThereIs)
{
    DnsWorld world;
    EXPECT_EQ(world.Resolve("hip.foo.com", DnsType::ANY).answer.size(), 2u);
    const std::size_t queries = world.queries.size();
    EXPECT_EQ(world.Resolve("hip.foo.com", DnsType::ANY).answer.size(), 2u);
    EXPECT_EQ(world.queries.size(), queries);
}

TEST(RecursiveResolver, NeedsARootServerItCanReach)
{
    SeededRandom random(1, 1, "test");
    EXPECT_THROW(RecursiveResolver(ResolverOptions{}, random), std::invalid_argument);
    ResolverOptions options = DnsWorld::MakeOptions();
    options.useIpv6 = false;
    EXPECT_THROW(RecursiveResolver(options, random), std::invalid_argument);
}

} // namespace
} // namespace hip
