// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// Where the proxy gets records from, and how legacy hosts may ask: own zones, TCP, other servers.

#include "test/core/proxy/proxy-world.h"

#include <gtest/gtest.h>

namespace hip::test
{

namespace
{

const Path TO_DNS = Between("3ffe:400::50", "3ffe:100::53");
const DnsClient TCP_CLIENT{Ip("3ffe:400::50"), 4001, DnsTransport::TCP};

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

} // namespace

TEST(ProxyDnsSources, AsksTheConfiguredServersInsteadOfTheHosts)
{
    WorldOptions options;
    options.proxy.dns.upstream = {Ip("3ffe:100::99")};
    ProxyWorld world(options);
    EXPECT_FALSE(world.Ask("hip.foo.com.", DnsType::AAAA).answer.empty());
    for (const SendQuery& query : world.queries)
    {
        EXPECT_EQ(query.server, Ip("3ffe:100::99"));
    }
}

TEST(ProxyDnsSources, FollowsAliasesToAHipHost)
{
    WorldOptions options;
    options.zone = "alias IN CNAME hip\n";
    ProxyWorld world(options);
    const DnsMessage answer = world.Ask("alias.foo.com.", DnsType::AAAA);
    EXPECT_EQ(answer.GetAddresses(), std::vector{Ip("3ffe:401::5")});
    EXPECT_EQ(answer.answer.at(0).name.ToString(), "alias.foo.com.");
}

TEST(ProxyDnsSources, ServesNamesFromZonesOfItsOwn) // claim 16
{
    WorldOptions options;
    options.hasOwnZones = true;
    ProxyWorld world(options);
    EXPECT_EQ(world.Connect(), Ip("3ffe:401::5"));
    EXPECT_TRUE(world.queries.empty()) << "no external DNS";
    EXPECT_EQ(world.GetLetters(), "A C D E F F.1 G H H.1 I J K");

    const DnsMessage www = world.Ask("www.foo.com.", DnsType::AAAA);
    EXPECT_EQ(www.GetAddresses(), std::vector{Ip("3ffe:600::80")});
    EXPECT_TRUE(www.isAuthoritative);
    EXPECT_FALSE(world.Ask("hip.foo.com.", DnsType::HIP).answer.empty());
    EXPECT_EQ(world.Ask("nobody.foo.com.", DnsType::A).rcode, DnsRcode::NAME_ERROR);

    const Bytes foreign = BuildQuery(TO_DNS, 4000, "www.bar.com.", DnsType::MX);
    EXPECT_EQ(world.Send(foreign).kind, Verdict::Kind::PASS);
    world.Send(BuildQuery(TO_DNS, 4000, "www.bar.com.", DnsType::A));
    EXPECT_EQ(world.queries.size(), 1U) << "other zones are for external DNS";
}

TEST(ProxyDnsSources, AnswersOverTcp)
{
    ProxyWorld world;
    const Bytes query = MakeQuery("hip.foo.com.", DnsType::AAAA).Write();
    const Verdict verdict =
        world.proxy->HandleDnsQuery(query, TCP_CLIENT, TO_DNS.destination, world.now);
    EXPECT_EQ(verdict.kind, Verdict::Kind::CONSUMED);
    world.Drain();
    world.Run(1s);
    ASSERT_EQ(world.replies.size(), 1U);
    EXPECT_EQ(world.replies[0].client, TCP_CLIENT);
    EXPECT_EQ(world.replies[0].server, TO_DNS.destination);
    const auto answer = DnsMessage::Parse(world.replies[0].message);
    EXPECT_EQ(answer->GetAddresses(), std::vector{Ip("3ffe:401::5")});
}

TEST(ProxyDnsSources, RelaysOverTcpWhatIsNotItsBusiness)
{
    ProxyWorld world;
    for (const std::uint16_t type : {DnsType::AAAA, DnsType::NS})
    {
        const std::string name = type == DnsType::NS ? "foo.com." : "www.foo.com.";
        const Bytes query = MakeQuery(name, type).Write();
        world.proxy->HandleDnsQuery(query, TCP_CLIENT, TO_DNS.destination, world.now);
        world.Drain();
        world.Run(1s);
        EXPECT_EQ(world.queries.back().message, query);
        EXPECT_EQ(world.queries.back().transport, DnsTransport::TCP);
        EXPECT_EQ(world.queries.back().server, TO_DNS.destination);
        ASSERT_FALSE(world.replies.empty());
        EXPECT_EQ(world.replies.back().message, world.dns.Answer(query, DnsTransport::TCP));
    }
}

TEST(ProxyDnsSources, AnswersWhenItIsTheServerOfTheLegacyHosts)
{
    WorldOptions options;
    options.proxy.dns.upstream = {Ip("3ffe:100::53")};
    ProxyWorld world(options);
    const Path path = Between("3ffe:400::50", "3ffe:300::1");
    const auto ask = [&](const std::string& name) {
        EXPECT_EQ(world.SendToProxy(BuildQuery(path, 4000, name, DnsType::AAAA)).kind,
                  Verdict::Kind::CONSUMED);
        world.Run(1s);
        EXPECT_EQ(Parts(world.toLegacy.back()).info.path, Back(path));
        return ParsePayload(world.toLegacy.back()).GetAddresses();
    };
    EXPECT_EQ(ask("hip.foo.com."), std::vector{Ip("3ffe:401::5")});
    EXPECT_EQ(ask("www.foo.com."), std::vector{Ip("3ffe:600::80")});

    ProxyWorld helpless;
    EXPECT_EQ(helpless.SendToProxy(BuildQuery(path, 4000, "www.foo.com.", DnsType::A)).kind,
              Verdict::Kind::PASS)
        << "without servers, another program may be the one that is asked";
}

} // namespace hip::test
