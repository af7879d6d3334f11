// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// Hosts, proxies and DNS with the attribute Dialect at "2003".

#include "core/association/endpoint.h"
#include "core/draft2003/host-identity.h"
#include "test/core/draft2003/sample-keys.h"
#include "test/model/support/hip-world.h"

#include "ns3/config.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/string.h"

#include <gtest/gtest.h>
#include <sstream>
#include <stdexcept>

namespace ns3
{
namespace hiptest
{

namespace
{

namespace keys = hip::draft2003::test;

const Time START = Seconds(2);

/// Every node speaks the dialect of 2003 as long as this lives.
struct DialectOf2003
{
    DialectOf2003()
    {
        Config::SetDefault("ns3::HipNodeApplication::Dialect", StringValue("2003"));
    }

    ~DialectOf2003()
    {
        Config::SetDefault("ns3::HipNodeApplication::Dialect", StringValue("hipv2"));
    }
};

struct Pair2003 : HipWorld
{
    Pair2003()
        : alice(AddHipHost("alice")),
          bob(AddHipHost("bob"))
    {
        alice->SetAttribute("Dialect", StringValue("2003"));
        bob->SetAttribute("Dialect", StringValue("2003"));
        alice->SetKey(keys::DSA_1024_PEM);
        bob->SetKey(keys::RSA_1024_PEM);
        alice->AddPeer(bob->GetHit(), {Address(GetLocator(bob))});
    }

    Ptr<HipHost> alice;
    Ptr<HipHost> bob;
};

/// @return why a host with this attribute has no HIT; empty if it has one
std::string
GetRefusal(const std::string& dialect, const std::string& attribute, const std::string& value)
{
    Ptr<HipHost> host = CreateObject<HipHost>();
    host->SetAttribute("Dialect", StringValue(dialect));
    if (dialect == "2003" && attribute != "KeyKind")
    {
        host->SetKey(keys::DSA_1024_PEM);
    }
    host->SetAttribute(attribute, StringValue(value));
    try
    {
        host->GetHit();
        return "";
    }
    catch (const std::invalid_argument& cause)
    {
        return cause.what();
    }
}

} // namespace

TEST(HipDialect, CarriesTcpBetweenHostsOf2003)
{
    Pair2003 world;
    Ptr<PacketSink> sink = AddSink(world.bob->GetNode(), "Tcp", 5000);
    AddBulkSend(world.alice->GetNode(),
                Inet6SocketAddress(world.bob->GetHit(), 5000),
                500000,
                START);
    world.RunUntil(Seconds(10));
    EXPECT_EQ(sink->GetTotalRx(), 500000U);
    EXPECT_EQ(world.log.Count("alice", "I1-sent"), 1U);
    EXPECT_EQ(world.log.Count("bob", "R2-sent"), 1U);
    EXPECT_EQ(world.bob->GetEndpoint().GetHipProtocol(), 99);
    EXPECT_TRUE(world.log.drops.empty());
}

TEST(HipDialect, HasAHitOfType1)
{
    Pair2003 world;
    for (const auto& host : {world.alice, world.bob})
    {
        EXPECT_EQ(host->GetHit().CombinePrefix(Ipv6Prefix(uint8_t{2})), Ipv6Address("4000::"));
    }
    hip::SeededRandom random(1, 1, "test");
    hip::CryptoContext context(random);
    const hip::draft2003::HostIdentity alice(
        hip::draft2003::ReadPrivateKey(context, keys::DSA_1024_PEM));
    std::ostringstream hit;
    hit << world.alice->GetHit();
    EXPECT_EQ(hit.str(), alice.GetHit().ToString());
}

TEST(HipDialect, MakesADsaKeyOf1024BitsUnlessItIsToldAnother)
{
    const DialectOf2003 dialect;
    const std::pair<const char*, const char*> kinds[] = {{"default", "1 "},
                                                         {"dsa-1024", "1 "},
                                                         {"rsa-1024", "2 "}};
    for (const auto& [kind, algorithm] : kinds)
    {
        Ptr<HipHost> host = CreateObject<HipHost>();
        host->SetAttribute("KeyKind", StringValue(kind));
        EXPECT_EQ(host->GetDnsRecord({}).substr(0, 2), algorithm) << kind;
    }
}

TEST(HipDialect, RefusesWhatOnlyTheOtherOneHas)
{
    EXPECT_EQ(GetRefusal("2003", "KeyKind", "ecdsa-p256"),
              "unknown kind of host key 'ecdsa-p256' of HIP of 2003");
    EXPECT_EQ(GetRefusal("hipv2", "KeyKind", "dsa-1024"),
              "unknown kind of host key 'dsa-1024' of HIPv2");
    EXPECT_EQ(GetRefusal("2003", "DhGroups", "modp-1536,p256"),
              "unknown Diffie-Hellman group 'p256' of HIP of 2003");
    EXPECT_EQ(GetRefusal("hipv2", "DhGroups", "oakley-2"),
              "unknown Diffie-Hellman group 'oakley-2' of HIPv2");
    EXPECT_EQ(GetRefusal("2003", "EspSuites", "aes-128-gcm-16"),
              "unknown ESP suite 'aes-128-gcm-16' of HIP of 2003");
    EXPECT_EQ(GetRefusal("hipv2", "EspSuites", "3des-cbc-sha1"),
              "unknown ESP suite '3des-cbc-sha1' of HIPv2");
    EXPECT_EQ(GetRefusal("2003", "HipCiphers", "aes-128-cbc"),
              "unknown HIP transform 'aes-128-cbc'");
    EXPECT_EQ(GetRefusal("2003", "HipCiphers", "3des-cbc-sha1"), "");
    EXPECT_EQ(GetRefusal("2002", "HipCiphers", "default"), "unknown dialect '2002': hipv2 or 2003");
}

TEST(HipDialect, RefusesKeysOfTheOtherOne)
{
    Ptr<HipHost> host = CreateObject<HipHost>();
    EXPECT_THROW(host->SetKey(keys::DSA_1024_PEM), std::invalid_argument);
    host->SetAttribute("Dialect", StringValue("2003"));
    host->SetKey(keys::DSA_1024_PEM);
}

TEST(HipDialect, LetsALegacyHostReachAHostOf2003ByName)
{
    const DialectOf2003 dialect;
    LegacyWorld world;
    Ptr<PacketSink> sink = AddSink(world.hip->GetNode(), "Tcp", 80);
    Ptr<HipDnsClient> client = world.AddLegacy();
    Results& results = world.Ask(client, "hip.foo.com");
    Simulator::Schedule(Seconds(3), [&] {
        ASSERT_EQ(results.all.size(), 1U);
        ASSERT_EQ(results.all[0].addresses.size(), 1U);
        AddBulkSend(client->GetNode(),
                    Inet6SocketAddress(Ipv6Address::ConvertFrom(results.all[0].addresses[0]), 80),
                    50000);
    });
    world.RunUntil(Seconds(20));
    EXPECT_EQ(sink->GetTotalRx(), 50000U);
    EXPECT_EQ(world.log.Count("proxy", "D.mapping-created", "substitute=3ffe:401::5"), 1U);
    EXPECT_EQ(world.log.Count("proxy", "I2-sent"), 1U);
}

} // namespace hiptest
} // namespace ns3
