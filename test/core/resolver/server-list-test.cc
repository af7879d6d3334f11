// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/random.h"
#include "core/resolver/server-list.h"
#include "test/core/resolver/dns-support.h"

#include <gtest/gtest.h>
#include <set>

namespace hip
{
namespace
{

using test::Address;
using test::Name;

TEST(ServerList, TriesEveryAddressBeforeItTriesOneAgain)
{
    ServerList servers(2);
    servers.AddAddress(Address("192.0.2.1"));
    servers.AddAddress(Address("192.0.2.2"));
    servers.AddAddress(Address("192.0.2.1")); // once is enough
    for (unsigned round = 0; round < 2; ++round)
    {
        for (const char* address : {"192.0.2.1", "192.0.2.2"})
        {
            const ServerList::Choice choice = servers.Next();
            EXPECT_EQ(choice.address, Address(address));
            EXPECT_EQ(choice.triesBefore, round);
        }
    }
    const ServerList::Choice end = servers.Next();
    EXPECT_FALSE(end.address);
    EXPECT_FALSE(end.name);
}

TEST(ServerList, LooksUpNamesBeforeSecondTries)
{
    ServerList servers(2);
    servers.AddName(Name("ns.example"));
    servers.AddAddress(Address("192.0.2.1"));
    EXPECT_EQ(servers.Next().address, Address("192.0.2.1"));
    EXPECT_EQ(servers.Next().name, Name("ns.example"));
    servers.AddAddress(Address("192.0.2.2")); // what the name turned out to be
    EXPECT_EQ(servers.Next().address, Address("192.0.2.2"));
    EXPECT_EQ(servers.Next().triesBefore, 1u);
}

TEST(ServerList, DoesNotGoBackToServersOfNoUse)
{
    ServerList servers(5);
    servers.AddAddress(Address("192.0.2.1"));
    servers.AddAddress(Address("192.0.2.2"));
    servers.GiveUp(Address("192.0.2.1"));
    for (unsigned i = 0; i < 5; ++i)
    {
        EXPECT_EQ(servers.Next().address, Address("192.0.2.2"));
    }
    EXPECT_FALSE(servers.Next().address);
}

TEST(ServerList, ForgetsTheServersOfTheZoneItLeaves)
{
    ServerList servers(2);
    servers.AddAddress(Address("192.0.2.1"));
    servers.AddName(Name("ns.example"));
    EXPECT_FALSE(servers.IsEmpty());
    servers.Enter(Name("foo.com"));
    EXPECT_TRUE(servers.IsEmpty());
    EXPECT_EQ(servers.GetZone(), Name("foo.com"));
}

TEST(ServerList, ShufflesWithoutLosingAnAddress)
{
    SeededRandom random(1, 1, "test");
    std::set<IpAddress> firsts;
    for (unsigned i = 0; i < 50; ++i)
    {
        ServerList servers(1);
        for (const char* address : {"192.0.2.1", "192.0.2.2", "192.0.2.3"})
        {
            servers.AddAddress(Address(address));
        }
        servers.Shuffle(random);
        std::set<IpAddress> all;
        firsts.insert(*servers.Next().address);
        all.insert(*firsts.rbegin());
        unsigned count = 1;
        while (servers.Next().address)
        {
            ++count;
        }
        EXPECT_EQ(count, 3u);
    }
    EXPECT_EQ(firsts.size(), 3u); // each one came first at some time
}

} // namespace
} // namespace hip
