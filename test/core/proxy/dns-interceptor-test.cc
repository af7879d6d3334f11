// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/dns-interceptor.h"
#include "test/core/proxy/proxy-world.h"

#include <gtest/gtest.h>

namespace hip::test
{

namespace
{

const Path TO_DNS = Between("3ffe:400::50", "3ffe:100::53");

Bytes
WithoutHopLimit(Bytes packet)
{
    packet.at(7) = 0;
    return packet;
}

DnsMessage
ParsePayload(const Bytes& packet)
{
    return DnsMessage::Parse(Parts(packet).payload).value();
}

DnsMessage
MakeQuery(const std::string& name, std::uint16_t type)
{
    return DnsMessage::MakeQuery(99, DnsName::Parse(name).value(), type, 0, true);
}

std::uint64_t
CountDrops(const ProxyWorld& world, DropReason reason)
{
    return world.proxy->GetDrops().Get(reason);
}

} // namespace

TEST(DnsInterceptor, LetsNamesWithoutHipRecordPassUntouched)
{
    ProxyWorld world;
    const Bytes query = BuildQuery(TO_DNS, 4000, "www.foo.com.", DnsType::AAAA);
    EXPECT_EQ(world.Send(query).kind, Verdict::Kind::CONSUMED);
    world.Run(1s);
    ASSERT_EQ(world.toOutside.size(), 1U);
    EXPECT_EQ(WithoutHopLimit(world.toOutside[0]), WithoutHopLimit(query));
    EXPECT_EQ(world.toOutside[0].at(7), query.at(7) - 1);
    EXPECT_TRUE(world.toLegacy.empty()) << "the answer comes from the server";
    EXPECT_EQ(world.proxy->GetMappings().GetSize(), 0U);
    EXPECT_EQ(world.GetLetters(), "A B");
}

TEST(DnsInterceptor, LetsNamesThatDoNotExistPassUntouched)
{
    ProxyWorld world;
    world.Send(BuildQuery(TO_DNS, 4000, "nobody.foo.com.", DnsType::A));
    world.Run(1s);
    EXPECT_EQ(world.toOutside.size(), 1U);
}

TEST(DnsInterceptor, LetsOtherTypesPassAtOnce)
{
    ProxyWorld world;
    for (const std::uint16_t type :
         {DnsType::HIP, DnsType::MX, DnsType::NS, DnsType::ANY, DnsType::PTR, DnsType::AXFR})
    {
        const Bytes query = BuildQuery(TO_DNS, 4000, "hip.foo.com.", type);
        EXPECT_EQ(world.Send(query).kind, Verdict::Kind::PASS);
        EXPECT_EQ(world.passed.back(), query);
    }
    EXPECT_TRUE(world.queries.empty());
}

TEST(DnsInterceptor, LetsWhatIsNoOrdinaryQueryPass)
{
    ProxyWorld world;
    DnsMessage response = MakeQuery("hip.foo.com.", DnsType::A);
    response.isResponse = true;
    DnsMessage update = MakeQuery("hip.foo.com.", DnsType::A);
    update.opcode = 5;
    DnsMessage twice = MakeQuery("hip.foo.com.", DnsType::A);
    twice.questions.push_back(twice.questions[0]);
    DnsMessage chaos = MakeQuery("hip.foo.com.", DnsType::A);
    chaos.questions[0].questionClass = 3;
    DnsMessage future = MakeQuery("hip.foo.com.", DnsType::A);
    future.edns = Edns{1232, 1, false};
    Bytes endless = MakeQuery("hip.foo.com.", DnsType::A).Write();
    endless.resize(5000);
    Bytes messages[] = {endless,
                        response.Write(),
                        update.Write(),
                        twice.Write(),
                        chaos.Write(),
                        future.Write(),
                        Bytes(),
                        Bytes(11),
                        Bytes(40, 0xff)};
    for (const Bytes& message : messages)
    {
        const Bytes packet = BuildUdp(TO_DNS, 4000, DNS_PORT, message);
        EXPECT_EQ(world.Send(packet).kind, Verdict::Kind::PASS);
        EXPECT_EQ(world.passed.back(), packet);
    }
    Bytes damaged = BuildQuery(TO_DNS, 4000, "hip.foo.com.", DnsType::A);
    damaged.back() ^= 1;
    EXPECT_EQ(world.Send(damaged).kind, Verdict::Kind::PASS) << "bad checksum";
    EXPECT_TRUE(world.queries.empty());
}

TEST(DnsInterceptor, LeavesQueriesOfOthersAlone)
{
    ProxyWorld world;
    const Path foreign = Between("3ffe:700::1", "3ffe:100::53");
    const Bytes query = BuildQuery(foreign, 4000, "hip.foo.com.", DnsType::AAAA);
    EXPECT_EQ(world.Send(query).kind, Verdict::Kind::PASS);
}

TEST(DnsInterceptor, AnswersLikeTheServerThatWasAsked)
{
    ProxyWorld world;
    DnsMessage query = MakeQuery("hIP.Foo.cOm.", DnsType::AAAA);
    query.checkingDisabled = true;
    query.edns = Edns{4096, 0, true};
    world.Send(BuildUdp(TO_DNS, 4000, DNS_PORT, query.Write()));
    world.Run(1s);
    const DnsMessage answer = ParsePayload(world.toLegacy.back());
    EXPECT_EQ(answer.id, 99);
    EXPECT_TRUE(answer.isResponse);
    EXPECT_TRUE(answer.recursionDesired);
    EXPECT_TRUE(answer.recursionAvailable);
    EXPECT_TRUE(answer.checkingDisabled);
    EXPECT_FALSE(answer.isAuthoritative);
    EXPECT_FALSE(answer.authenticData);
    ASSERT_TRUE(answer.edns);
    EXPECT_TRUE(answer.edns->dnssecOk);
    ASSERT_EQ(answer.questions.size(), 1U);
    EXPECT_EQ(answer.questions[0].name.ToString(), "hIP.Foo.cOm.");
    ASSERT_EQ(answer.answer.size(), 1U);
    EXPECT_EQ(answer.answer[0].name.ToString(), "hIP.Foo.cOm.");

    const DnsMessage plain = world.Ask("hip.foo.com.", DnsType::AAAA);
    EXPECT_FALSE(plain.edns) << "no EDNS without being asked";
}

TEST(DnsInterceptor, SaysThatThereIsNoAddressOfAFamilyWithoutPool)
{
    WorldOptions options;
    options.proxy.mappings.pool4.reset();
    ProxyWorld world(options);
    const DnsMessage answer = world.Ask("hip.foo.com.", DnsType::A);
    EXPECT_TRUE(answer.isResponse);
    EXPECT_EQ(answer.rcode, DnsRcode::NO_PROBLEM);
    EXPECT_TRUE(answer.answer.empty());
    EXPECT_EQ(world.proxy->GetMappings().GetSize(), 0U);
}

TEST(DnsInterceptor, SaysServfailWhenThePoolIsExhausted)
{
    WorldOptions options;
    options.proxy.mappings.maxMappings = 0;
    ProxyWorld exhausted(options);
    const DnsMessage answer = exhausted.Ask("hip.foo.com.", DnsType::AAAA);
    EXPECT_EQ(answer.rcode, DnsRcode::SERVER_FAILURE);
    EXPECT_EQ(CountDrops(exhausted, DropReason::POOL_EXHAUSTED), 1U);
}

TEST(DnsInterceptor, PromisesNoMoreThanRecordMappingAndConfigurationAllow)
{
    const auto getTtl = [](std::uint32_t maxTtl, Duration lifetime) {
        WorldOptions options; // with records of 3600 s
        options.proxy.dns.maxTtl = maxTtl;
        options.proxy.mappings.lifetime = lifetime;
        ProxyWorld world(options);
        return world.Ask("hip.foo.com.", DnsType::AAAA).answer.at(0).ttl;
    };
    EXPECT_EQ(getTtl(300, 1h), 300U);
    EXPECT_EQ(getTtl(5000, 60s), 60U);
    EXPECT_EQ(getTtl(5000, 2h), 3600U);
    EXPECT_EQ(getTtl(5000, 1500ms), 1U) << "rounded down";
}

TEST(DnsInterceptor, RefusesAHitThatDoesNotDeriveFromItsKey)
{
    ProxyWorld other;
    HipRecord forged = other.host.record;
    forged.hit = other.agent.record.hit;
    WorldOptions options;
    options.zone = "evil IN HIP " + forged.ToText() + "\nevil IN AAAA 3ffe:666::6\n";
    ProxyWorld world(options);
    const DnsMessage answer = world.Ask("evil.foo.com.", DnsType::AAAA);
    EXPECT_EQ(answer.rcode, DnsRcode::SERVER_FAILURE);
    EXPECT_EQ(CountDrops(world, DropReason::HIT_MISMATCH), 1U);
    EXPECT_EQ(world.proxy->GetMappings().GetSize(), 0U);
    EXPECT_TRUE(world.toOutside.empty()) << "no way around HIP either";
}

TEST(DnsInterceptor, SaysServfailWhenNoServerAnswers)
{
    WorldOptions options;
    options.isDnsSilent = true;
    ProxyWorld world(options);
    world.Send(BuildQuery(TO_DNS, 4000, "hip.foo.com.", DnsType::AAAA));
    world.Run(14s);
    EXPECT_TRUE(world.toLegacy.empty());
    EXPECT_GT(world.queries.size(), 1U) << "asked again";
    world.Run(2s);
    ASSERT_EQ(world.toLegacy.size(), 1U);
    EXPECT_EQ(ParsePayload(world.toLegacy[0]).rcode, DnsRcode::SERVER_FAILURE);
    EXPECT_EQ(ParsePayload(world.toLegacy[0]).id, 77);
    const std::size_t queries = world.queries.size();
    world.Run(1min);
    EXPECT_EQ(world.queries.size(), queries) << "the lookup has ended";
}

TEST(DnsInterceptor, WaitsAsLongAsItsOwnQueriesAreRepeated)
{
    WorldOptions options;
    options.isDnsSilent = true;
    ProxyWorld world(options);
    world.Send(BuildQuery(TO_DNS, 4000, "hip.foo.com.", DnsType::AAAA));
    world.Run(6900ms);
    world.isDnsSilent = false;
    world.Run(130ms); // the fourth and last try for the record, at 7 s, is answered
    world.isDnsSilent = true;
    EXPECT_EQ(world.queries.size(), 6U) << "now AAAA and A are asked for";
    world.Run(6900ms);
    EXPECT_TRUE(world.toLegacy.empty());
    world.isDnsSilent = false;
    world.Run(1s); // and so are their last tries, at 14 s
    ASSERT_EQ(world.toLegacy.size(), 1U);
    EXPECT_EQ(ParsePayload(world.toLegacy[0]).rcode, DnsRcode::NO_PROBLEM);
    EXPECT_EQ(CountDrops(world, DropReason::UNMATCHED_DNS_RESPONSE), 0U);
}

TEST(DnsInterceptor, AsksOnceForAllWhoWaitForAName)
{
    ProxyWorld world;
    for (const char* client : {"3ffe:400::50", "3ffe:400::51", "3ffe:400::50"})
    {
        world.Send(
            BuildQuery({Ip(client), TO_DNS.destination}, 4000, "hip.foo.com.", DnsType::AAAA));
    }
    world.Send(BuildQuery(TO_DNS, 4000, "HIP.foo.com.", DnsType::A));
    world.Run(1s);
    EXPECT_EQ(world.queries.size(), 3U) << "HIP, then AAAA and A of the agent";
    EXPECT_EQ(world.toLegacy.size(), 3U) << "a repetition gets no answer of its own";
    EXPECT_EQ(world.Count(ProxyStep::ANSWER_SENT), 3U);
    EXPECT_EQ(world.Count(ProxyStep::MAPPING_CREATED), 1U);
}

TEST(DnsInterceptor, BoundsTheQueriesThatWait)
{
    WorldOptions options;
    options.proxy.dns.maxPending = 2;
    ProxyWorld world(options);
    for (std::uint16_t port = 1; port <= 3; ++port)
    {
        const Verdict verdict = world.Send(BuildQuery(TO_DNS, port, "hip.foo.com.", DnsType::AAAA));
        EXPECT_EQ(verdict.kind, port <= 2 ? Verdict::Kind::CONSUMED : Verdict::Kind::DROPPED);
    }
    EXPECT_EQ(CountDrops(world, DropReason::DNS_QUEUE_FULL), 1U);
    world.Run(1s);
    EXPECT_EQ(world.toLegacy.size(), 2U);
    EXPECT_FALSE(world.Ask("hip.foo.com.", DnsType::AAAA).answer.empty()) << "room again";
}

TEST(DnsInterceptor, FindsHipHostsHoweverManyWait)
{
    WorldOptions options;
    options.proxy.dns.maxPending = 1500;
    options.zone = "*.many IN CNAME hip\n";
    ProxyWorld world(options);
    for (std::uint16_t i = 1; i <= 1500; ++i)
    {
        const std::string name = std::to_string(i) + ".many.foo.com.";
        world.Send(BuildQuery(TO_DNS, i, name, DnsType::AAAA));
    }
    world.Run(5s);
    EXPECT_EQ(world.Count(ProxyStep::ANSWER_SENT), 1500U);
    EXPECT_TRUE(world.toOutside.empty()) << "no query of a HIP host's name has passed";
}

TEST(DnsInterceptor, CountsResponsesThatNobodyAskedFor)
{
    ProxyWorld world;
    world.Send(BuildQuery(TO_DNS, 4000, "hip.foo.com.", DnsType::AAAA));
    const SendQuery query = world.queries.at(0);
    const Bytes answer = world.dns.Answer(query.message, DnsTransport::UDP);
    const auto give = [&](const Bytes& message, const IpAddress& server, std::uint16_t port) {
        return world.proxy->HandleDnsResponse(message, server, port, DnsTransport::UDP, world.now);
    };
    EXPECT_FALSE(give(answer, Ip("3ffe:666::6"), query.localPort));
    EXPECT_FALSE(give(answer, query.server, static_cast<std::uint16_t>(query.localPort + 1)));
    Bytes otherId = answer;
    otherId[0] ^= 1;
    EXPECT_FALSE(give(otherId, query.server, query.localPort));
    EXPECT_EQ(CountDrops(world, DropReason::UNMATCHED_DNS_RESPONSE), 3U);
    EXPECT_FALSE(give(Bytes(5), query.server, query.localPort));
    EXPECT_EQ(CountDrops(world, DropReason::BAD_DNS_MESSAGE), 1U);
    EXPECT_TRUE(give(answer, query.server, query.localPort));
}

} // namespace hip::test
