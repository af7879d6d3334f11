// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// A HIP host that publishes its own addresses by DNS UPDATE.

#include "test/model/support/dns-world.h"

#include "ns3/hip-dns-updater.h"
#include "ns3/hip-installer.h"
#include "ns3/ipv6.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <gtest/gtest.h>
#include <stdexcept>

namespace ns3
{
namespace hiptest
{

namespace
{

constexpr const char* SECRET = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
const Time DAD = Seconds(1.2);

/// @return another address of the same network
Ipv6Address
GetNext(const Ipv6Address& address)
{
    uint8_t octets[16];
    address.GetBytes(octets);
    ++octets[15];
    return Ipv6Address(octets);
}

/// A HIP host "mobile.foo.com", which the zone does not know at first.
class UpdaterWorld
{
  public:
    explicit UpdaterWorld(const std::string& keyName = "mobile.key")
    {
        world.foo->AllowUpdates("mobile.key", SECRET, "mobile.foo.com");
        node = world.network.AddServer({true, true});
        locator = Network::GetIpv6(node); // the HIT comes later
        host = HipHostHelper().Install(node);
        host->AssignStreams(50);
        host->SetAttribute("DadDelay", TimeValue(DAD));
        host->SetStartTime(Seconds(2));
        updater = HipInstaller<HipDnsUpdater>().Install(node);
        updater->AssignStreams(60);
        updater->SetAttribute("Name", StringValue("mobile.foo.com"));
        updater->SetAttribute("KeyName", StringValue(keyName));
        updater->SetAttribute("Secret", StringValue(SECRET));
        updater->SetAttribute("Ttl", UintegerValue(5));
        updater->AddResolver(Network::GetIpv6(world.resolver->GetNode()));
        updater->SetStartTime(Seconds(2.1));
        updater->TraceConnectWithoutContext(
            "Update",
            Callback<void, const HipDnsUpdateResult&>(
                [this](const HipDnsUpdateResult& result) { updates.push_back(result); }));
        updater->Follow(host);
    }

    /// The host gets one more address before, and uses it once duplicate address detection is over.
    void AddAddress(Time usable)
    {
        Simulator::Schedule(usable - DAD, [this] {
            Ptr<Ipv6> ipv6 = node->GetObject<Ipv6>();
            ipv6->AddAddress(static_cast<uint32_t>(ipv6->GetInterfaceForAddress(locator)),
                             Ipv6InterfaceAddress(GetNext(locator), Ipv6Prefix(64)));
        });
    }

    DnsWorld world;
    Ptr<Node> node;
    Ipv6Address locator;
    Ptr<HipHost> host;
    Ptr<HipDnsUpdater> updater;
    std::vector<HipDnsUpdateResult> updates;
};

std::size_t
CountAddresses(const HipDnsResult& result)
{
    return result.addresses.size();
}

} // namespace

TEST(HipDnsUpdater, PublishesTheAddressesOfItsHost)
{
    UpdaterWorld mobile;
    mobile.world.Ask("mobile.foo.com", true, Seconds(4));
    mobile.world.RunUntil(Seconds(5));
    ASSERT_EQ(mobile.updates.size(), 1u);
    EXPECT_EQ(mobile.updates[0].status, "done");
    EXPECT_EQ(mobile.updates[0].name, "mobile.foo.com.");
    ASSERT_EQ(mobile.world.results.all.size(), 1u);
    EXPECT_EQ(mobile.world.results.all[0].addresses, std::vector<Address>{mobile.locator});
    EXPECT_EQ(mobile.world.foo->GetUpdateCount(), 1u);
}

TEST(HipDnsUpdater, TellsANewAddressThatCachesLearnWhenTheOldOneEnds)
{
    UpdaterWorld mobile;
    mobile.world.Ask("mobile.foo.com", true, Seconds(10));
    mobile.AddAddress(Seconds(11));
    mobile.world.Ask("mobile.foo.com", true, Seconds(13));
    mobile.world.Ask("mobile.foo.com", true, Seconds(16));
    mobile.world.RunUntil(Seconds(20));
    ASSERT_EQ(mobile.updates.size(), 2u);
    EXPECT_EQ(mobile.updates[1].status, "done");
    EXPECT_LT(mobile.updates[1].elapsed, MilliSeconds(50)); // the server is known
    const auto& found = mobile.world.results.all;
    ASSERT_EQ(found.size(), 3u);
    EXPECT_EQ(CountAddresses(found[0]), 1u);
    EXPECT_EQ(CountAddresses(found[1]), 1u) << "from the cache";
    EXPECT_EQ(CountAddresses(found[2]), 2u);
}

TEST(HipDnsUpdater, RepeatsAnUpdateThatIsLost)
{
    UpdaterWorld mobile;
    mobile.world.network.LoseNextFrom(mobile.world.foo->GetNode(), Seconds(10));
    mobile.AddAddress(Seconds(10.5));
    mobile.world.RunUntil(Seconds(15));
    ASSERT_EQ(mobile.updates.size(), 2u);
    EXPECT_EQ(mobile.updates[1].status, "done");
    EXPECT_GT(mobile.updates[1].elapsed, Seconds(1));
    EXPECT_LT(mobile.updates[1].elapsed, Seconds(1.2));
    EXPECT_EQ(mobile.world.foo->GetUpdateCount(), 3u); // the answer was lost, a copy does no harm
}

TEST(HipDnsUpdater, ChangesNothingWithoutTheKey)
{
    UpdaterWorld mobile("other.key");
    mobile.world.Ask("mobile.foo.com", true, Seconds(4));
    mobile.world.RunUntil(Seconds(60));
    ASSERT_EQ(mobile.updates.size(), 1u);
    EXPECT_EQ(mobile.updates[0].status, "timed-out"); // refusals of a key are not signed
    EXPECT_EQ(mobile.world.results.all[0].status, "no-name");
    EXPECT_EQ(mobile.world.foo->GetUpdateCount(), 0u);
    EXPECT_EQ(mobile.world.foo->GetDropCount(), 6u);
}

TEST(HipDnsUpdater, NamesWhatIsWrongWithItsAttributes)
{
    UpdaterWorld mobile;
    mobile.updater->SetAttribute("Secret", StringValue("not base 64"));
    EXPECT_THROW(mobile.world.RunUntil(Seconds(3)), std::invalid_argument);
}

} // namespace hiptest
} // namespace ns3
