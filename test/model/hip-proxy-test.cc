// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// What a HipProxy answers to legacy hosts, and how long it keeps what it has told them.

#include "test/model/support/hip-world.h"

#include "ns3/boolean.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/string.h"

#include <gtest/gtest.h>
#include <stdexcept>

namespace ns3
{
namespace hiptest
{

namespace
{

const Address SUBSTITUTE = Ipv6Address("3ffe:401::5");

std::vector<Address>
GetAddresses(const HipDnsResult& result)
{
    return result.addresses;
}

/// @return what was found for one question to a world
HipDnsResult
AskOnce(LegacyWorld& world, Ptr<HipDnsClient> client, const std::string& name, bool ipv6 = true)
{
    Results& results = world.Ask(client, name, ipv6);
    world.RunUntil(Seconds(30));
    EXPECT_EQ(results.all.size(), 1U);
    return results.all.empty() ? HipDnsResult() : results.all[0];
}

} // namespace

TEST(HipProxy, AnswersWithASubstituteForAHipHost)
{
    LegacyWorld world;
    const HipDnsResult result = AskOnce(world, world.AddLegacy(), "hip.foo.com");
    EXPECT_EQ(result.status, "found");
    EXPECT_EQ(GetAddresses(result), std::vector<Address>{SUBSTITUTE});
    EXPECT_EQ(world.proxy->GetMappingCount(), 1U);
    EXPECT_EQ(world.log.Count("proxy", "A.dns-query", "name=hip.foo.com"), 1U);
    EXPECT_EQ(world.log.Count("proxy", "D.mapping-created", "substitute=3ffe:401::5"), 1U);
    EXPECT_EQ(world.log.Count("proxy", "E.dns-answer"), 1U);
}

TEST(HipProxy, AnswersWithASubstituteOverTcp)
{
    LegacyWorld world;
    Ptr<HipDnsClient> client = world.AddLegacy();
    client->SetAttribute("ForceTcp", BooleanValue(true));
    EXPECT_EQ(GetAddresses(AskOnce(world, client, "hip.foo.com")),
              std::vector<Address>{SUBSTITUTE});
}

TEST(HipProxy, AnswersWithTheRealAddressWithoutAHipRecord)
{
    LegacyWorld world;
    EXPECT_EQ(GetAddresses(AskOnce(world, world.AddLegacy(), "plain.foo.com")),
              std::vector<Address>{Network::GetIpv6(world.plain)});
    EXPECT_EQ(world.proxy->GetMappingCount(), 0U);
}

TEST(HipProxy, SaysThatThereIsNoSuchName)
{
    LegacyWorld world;
    EXPECT_EQ(AskOnce(world, world.AddLegacy(), "nobody.foo.com").status, "no-name");
}

TEST(HipProxy, AnswersFromItsOwnZoneWithoutAnyDns)
{
    LegacyWorld world(true);
    EXPECT_EQ(GetAddresses(AskOnce(world, world.AddLegacy(), "hip.foo.com")),
              std::vector<Address>{SUBSTITUTE});
    EXPECT_EQ(world.log.Count("proxy", "A.dns-query"), 1U);
    EXPECT_EQ(world.log.Count("proxy", "B.proxy-query"), 0U) << "it asks nobody";
}

TEST(HipProxy, HandsOutRealAddressesIfItIsTold)
{
    LegacyWorld world;
    world.proxy->SetAttribute("HandOutRealAddresses", BooleanValue(true));
    Ptr<HipDnsClient> client = world.AddLegacy();
    Ptr<PacketSink> sink = AddSink(world.hip->GetNode(), "Tcp", 80);
    const Ipv6Address real = HipWorld::GetLocator(world.hip);
    client->RunWhenResolved("hip.foo.com", true, 80, Callback<void, Address>([&](Address remote) {
                                EXPECT_EQ(Inet6SocketAddress::ConvertFrom(remote).GetIpv6(), real);
                                AddBulkSend(client->GetNode(), remote, 30000);
                            }));
    world.RunUntil(Seconds(20));
    EXPECT_EQ(sink->GetTotalRx(), 30000U);
    EXPECT_EQ(world.log.Count("hip", "sa-in"), 1U) << "it goes through ESP all the same";
}

TEST(HipProxy, AnswersAnIpv4HostWithAnIpv4Substitute)
{
    LegacyWorld world;
    EXPECT_EQ(GetAddresses(AskOnce(world, world.AddLegacy(false), "hip.foo.com", false)),
              std::vector<Address>{Ipv4Address("198.18.0.5")});
}

TEST(HipProxy, FailsWhenItsPoolIsExhausted)
{
    LegacyWorld world;
    world.proxy->SetPool(Ipv6Address("3ffe:401::"), 127, Ipv6Address("3ffe:401::1"));
    Ptr<HipHost> second = world.AddHipHost("hip2");
    const std::string record = second->GetDnsRecord({});
    world.proxy->AddZone("$TTL 60\n@ SOA ns hostmaster 1 2 3 4 5\n@ NS ns\nns AAAA 3ffe:9::9\n"
                         "hip2 AAAA 3ffe:9::1\nhip2 HIP " +
                             record + "\n",
                         "bar.zone",
                         "bar.com");
    Ptr<HipDnsClient> client = world.AddLegacy();
    world.Ask(client, "hip.foo.com");
    Simulator::Schedule(Seconds(5), [&] { world.Ask(client, "hip2.bar.com"); });
    world.RunUntil(Seconds(30));
    ASSERT_EQ(world.results.all.size(), 2U);
    EXPECT_EQ(world.results.all[0].status, "found");
    EXPECT_EQ(world.results.all[1].status, "failed");
    EXPECT_EQ(world.log.Count("proxy", "drop", "reason=pool-exhausted"), 1U) << world.log.ToText();
    EXPECT_EQ(world.log.drops, std::vector<std::string>{"proxy pool-exhausted"});
    EXPECT_EQ(world.proxy->GetDropCount(), 1U);
}

TEST(HipProxy, ForgetsAMappingAfterItsLifetime)
{
    LegacyWorld world;
    world.proxy->SetAttribute("MappingLifetime", TimeValue(Seconds(20)));
    world.proxy->SetAttribute("MaxTtl", TimeValue(Seconds(5)));
    world.Ask(world.AddLegacy(), "hip.foo.com");
    std::size_t before = 0;
    Simulator::Schedule(Seconds(20), [&] { before = world.proxy->GetMappingCount(); });
    world.RunUntil(Seconds(60));
    EXPECT_EQ(before, 1U);
    EXPECT_EQ(world.proxy->GetMappingCount(), 0U);
    const Time created = world.log.Find("proxy", "D.mapping-created");
    const Time expired = world.log.Find("proxy", "mapping-expired");
    EXPECT_GE(expired - created, Seconds(20));
    EXPECT_LT(expired - created, Seconds(21));
}

TEST(HipProxy, RefusesAPoolWithoutRoom)
{
    LegacyWorld world;
    world.proxy->SetPool(Ipv6Address("3ffe:401::"), 64, Ipv6Address("3ffe:402::5"));
    EXPECT_THROW(world.proxy->GetHit(), std::invalid_argument);
    EXPECT_THROW(world.proxy->GetHit(), std::invalid_argument);
    world.proxy->SetPool(Ipv6Address("3ffe:402::"), 64, Ipv6Address("3ffe:402::5"));
    EXPECT_NO_THROW(world.proxy->GetHit());
}

TEST(HipProxy, NamesTheLineOfABadZone)
{
    LegacyWorld world;
    try
    {
        world.proxy->AddZone("$TTL 60\n@ NONSENSE x\n", "bad.zone", "bar.com");
        FAIL() << "nothing was thrown";
    }
    catch (const std::invalid_argument& cause)
    {
        EXPECT_EQ(std::string(cause.what()).find("bad.zone:2: "), 0U) << cause.what();
    }
    EXPECT_THROW(world.proxy->AddZone("", "bad.zone", "a..b"), std::invalid_argument);
}

} // namespace hiptest
} // namespace ns3
