// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/proxy.h"
#include "test/core/proxy/proxy-world.h"

#include <gtest/gtest.h>
#include <set>
#include <stdexcept>

namespace hip::test
{

namespace
{

constexpr std::uint16_t SERVICE = 10000; // as in the patent's example

const Path LEGACY = Between("3ffe:400::50", "3ffe:401::5");
const Path OTHER_LEGACY = Between("3ffe:400::51", "3ffe:401::5");

Bytes
Text(const std::string& text)
{
    return Bytes(text.begin(), text.end());
}

std::size_t
CountI1(const ProxyWorld& world)
{
    std::size_t count = 0;
    for (const Event& event : world.events)
    {
        const auto* packet = std::get_if<PacketEvent>(&event);
        count += packet != nullptr && packet->isSent && packet->type == PacketKind::I1 ? 1 : 0;
    }
    return count;
}

} // namespace

TEST(Proxy, WalksThroughTheStepsOfThePatent)
{
    ProxyWorld world;
    const DnsMessage answer = world.Ask("hip.foo.com.", DnsType::AAAA);
    EXPECT_EQ(answer.GetAddresses(), std::vector{Ip("3ffe:401::5")});
    EXPECT_EQ(world.GetLetters(), "A B C D E");

    const Verdict held = world.Send(BuildTcp(LEGACY, 5000, SERVICE, TCP_SYN, {}, 1440));
    EXPECT_EQ(held.kind, Verdict::Kind::CONSUMED) << "it waits for the base exchange";
    world.Run(2s);
    EXPECT_EQ(world.GetLetters(), "A B C D E F F.1 G H H.1 I J K");

    const Parts reply(world.toLegacy.back());
    EXPECT_TRUE(reply.isGood);
    EXPECT_EQ(reply.info.path, Back(LEGACY));
    EXPECT_EQ(reply.flow, (FlowId{PROTOCOL_TCP, SERVICE, 5000}));
    EXPECT_EQ(reply.transport[13], TCP_SYN | TCP_ACK);

    const Verdict sent =
        world.Send(BuildTcp(LEGACY, 5000, SERVICE, TCP_ACK, Text("GET / HTTP/1.0")));
    EXPECT_EQ(sent.kind, Verdict::Kind::TRANSMIT);
    world.Run(100ms);
    EXPECT_EQ(Parts(world.toLegacy.back()).payload, Text("GET / HTTP/1.0"));
    EXPECT_EQ(world.GetLetters(), "A B C D E F F.1 G H H.1 I J K") << "steps come once";
}

TEST(Proxy, TellsWithEachStepWhatIsKnown)
{
    ProxyWorld world;
    world.Ask("hip.foo.com.", DnsType::AAAA);
    world.Send(BuildTcp(LEGACY, 5000, SERVICE, TCP_SYN));
    world.Run(2s);
    const auto find = [&world](ProxyStep step) {
        for (const ProxyEvent& event : world.steps)
        {
            if (event.step == step)
            {
                return event;
            }
        }
        throw std::logic_error("no such step");
    };
    const Hit hit = world.host.endpoint->GetHit();
    EXPECT_EQ(find(ProxyStep::QUERY_INTERCEPTED).legacyAddress, LEGACY.source);
    EXPECT_EQ(find(ProxyStep::ANSWER_RECEIVED).hit, hit);
    EXPECT_EQ(find(ProxyStep::ANSWER_RECEIVED).locator, Ip("3ffe:200::1"));
    EXPECT_EQ(find(ProxyStep::MAPPING_CREATED).substitute, Ip("3ffe:401::5"));
    EXPECT_EQ(find(ProxyStep::SESSION_STARTED).legacyPort, 5000);
    EXPECT_EQ(find(ProxyStep::SESSION_STARTED).remotePort, SERVICE);
    EXPECT_EQ(find(ProxyStep::EXCHANGE_STARTED).legacyAddress, LEGACY.source);
    EXPECT_EQ(find(ProxyStep::I1_SENT).locator, Ip("3ffe:200::1"));
    EXPECT_EQ(find(ProxyStep::LOCATOR_REPLACED).locator, Ip("3ffe:500::9"));
    EXPECT_EQ(find(ProxyStep::ANSWER_DELIVERED).legacyAddress, LEGACY.source);
    for (const ProxyEvent& event : world.steps)
    {
        EXPECT_EQ(event.name, "hip.foo.com.") << GetLetter(event.step);
    }
}

TEST(Proxy, PutsIpHipIntoTheMappingAndLeavesTheAgentAlone)
{
    ProxyWorld world;
    world.Connect();
    world.Send(BuildTcp(LEGACY, 5000, SERVICE, TCP_SYN));
    world.Run(1s);
    const Mapping* mapping = world.proxy->GetMappings().FindByAddress(Ip("3ffe:401::5"));
    EXPECT_EQ(mapping->locators, std::vector{Ip("3ffe:500::9")});
    std::size_t toAgent = 0;
    for (const Bytes& packet : world.toOutside)
    {
        const Path path = Parts(packet).info.path;
        toAgent += path == Between("3ffe:300::1", "3ffe:200::1") ? 1 : 0;
    }
    EXPECT_EQ(toAgent, 1U) << "only I1";
    EXPECT_EQ(world.service.GetRelayed(), 1U);
}

TEST(Proxy, ServesASecondLegacyHostThroughTheSameAssociation)
{
    ProxyWorld world;
    world.Ask("hip.foo.com.", DnsType::AAAA);
    world.Send(BuildTcp(LEGACY, 5000, SERVICE, TCP_SYN));
    world.Run(2s);
    const DnsMessage answer = world.Ask("hip.foo.com.", DnsType::AAAA, "3ffe:400::51");
    EXPECT_EQ(answer.GetAddresses(), std::vector{Ip("3ffe:401::5")}) << "the same M";
    const Verdict verdict = world.Send(BuildTcp(OTHER_LEGACY, 5000, SERVICE, TCP_SYN));
    EXPECT_EQ(verdict.kind, Verdict::Kind::TRANSMIT);
    world.Run(1s);
    EXPECT_EQ(CountI1(world), 1U);
    EXPECT_EQ(world.Count(ProxyStep::MAPPING_CREATED), 1U);
    EXPECT_EQ(world.Count(ProxyStep::EXCHANGE_STARTED), 1U);
    EXPECT_EQ(world.Count(ProxyStep::ANSWER_DELIVERED), 2U);
    EXPECT_EQ(Parts(world.toLegacy.back()).info.path, Back(OTHER_LEGACY));

    std::set<std::uint16_t> ports;
    for (const Bytes& inner : world.host.received)
    {
        ports.insert(Parts(inner).flow.sourcePort);
    }
    EXPECT_EQ(ports.size(), 2U) << "two ports of the proxy for one source port";
}

TEST(Proxy, HoldsAllFirstPacketsOfOneHostDuringOneExchange)
{
    ProxyWorld world;
    world.Ask("hip.foo.com.", DnsType::AAAA);
    world.Send(BuildTcp(LEGACY, 5000, SERVICE, TCP_SYN));
    world.Send(BuildTcp(OTHER_LEGACY, 5000, SERVICE, TCP_SYN));
    world.Send(BuildUdp(LEGACY, 5000, SERVICE, Text("hello")));
    world.Run(2s);
    EXPECT_EQ(CountI1(world), 1U);
    EXPECT_EQ(world.host.received.size(), 3U);
    EXPECT_EQ(world.Count(ProxyStep::PACKET_FORWARDED), 3U);
    EXPECT_EQ(world.Count(ProxyStep::ANSWER_DELIVERED), 3U);
}

TEST(Proxy, LetsPassWhatIsNotForAHipHost)
{
    ProxyWorld world;
    world.Connect();
    const Bytes packets[] = {
        BuildUdp(Between("3ffe:400::50", "3ffe:600::1"), 1, 2, Text("x")),
        BuildTcp(Between("192.0.2.50", "203.0.113.1"), 1, 2, TCP_SYN),
        Bytes(),
        Bytes{0x60},
        Bytes(40, 0xff),
    };
    for (const Bytes& packet : packets)
    {
        EXPECT_EQ(world.Send(packet).kind, Verdict::Kind::PASS);
        EXPECT_EQ(world.passed.back(), packet) << "unchanged";
    }
    EXPECT_EQ(world.proxy->GetDrops().GetTotal(), 0U);
}

TEST(Proxy, DropsWhatComesFromOutsideForASubstitute)
{
    ProxyWorld world;
    world.Connect();
    const Verdict verdict =
        world.Send(BuildUdp(Between("3ffe:700::1", "3ffe:401::5"), 1, 2, Text("x")));
    EXPECT_EQ(verdict.kind, Verdict::Kind::DROPPED);
    EXPECT_EQ(verdict.reason, DropReason::NOT_FROM_LEGACY_SIDE);
    EXPECT_EQ(world.proxy->GetDrops().Get(DropReason::NOT_FROM_LEGACY_SIDE), 1U);
    EXPECT_EQ(world.proxy->GetBindingCount(), 1U) << "that of the ping";
}

TEST(Proxy, SaysUnreachableForASubstituteWithoutMapping)
{
    ProxyWorld world;
    const Verdict verdict = world.Send(BuildUdp(LEGACY, 1, 2, Text("x")));
    EXPECT_EQ(verdict.reason, DropReason::NO_MAPPING);
    const Parts error(world.toLegacy.back());
    EXPECT_TRUE(error.isGood);
    EXPECT_EQ(error.info.path, Between("3ffe:400::1", "3ffe:400::50"));
    EXPECT_EQ(error.transport[0], ICMPV6_DESTINATION_UNREACHABLE);
    EXPECT_EQ(error.transport[1], 3) << "address unreachable";
}

TEST(Proxy, ForgetsAMappingAndRestsItsAddress)
{
    WorldOptions options;
    options.proxy.mappings.lifetime = 100s;
    ProxyWorld world(options);
    world.Ask("hip.foo.com.", DnsType::AAAA);
    world.Run(101s);
    EXPECT_EQ(world.Count(ProxyStep::MAPPING_EXPIRED), 1U);
    const Verdict verdict = world.Send(BuildUdp(LEGACY, 1, 2, Text("x")));
    EXPECT_EQ(verdict.reason, DropReason::MAPPING_EXPIRED);
    const DnsMessage during = world.Ask("hip.foo.com.", DnsType::AAAA);
    EXPECT_EQ(during.GetAddresses(), std::vector{Ip("3ffe:401::6")}) << "::5 is in quarantine";
    world.Run(161s);
    const DnsMessage after = world.Ask("hip.foo.com.", DnsType::AAAA);
    EXPECT_EQ(after.GetAddresses(), std::vector{Ip("3ffe:401::5")});
}

TEST(Proxy, RefusesAnMtuBelowThatOfIpv6)
{
    WorldOptions options;
    options.proxy.wanMtu = 1279;
    EXPECT_THROW(ProxyWorld{options}, std::invalid_argument);
}

TEST(Proxy, GivesTheSameBytesForTheSameSeed)
{
    const auto run = [](std::uint64_t seed) {
        WorldOptions options;
        options.seed = seed;
        ProxyWorld world(options);
        world.Connect();
        world.Send(BuildTcp(LEGACY, 5000, SERVICE, TCP_SYN));
        world.Send(BuildTcp(OTHER_LEGACY, 5000, SERVICE, TCP_SYN));
        world.Run(1s);
        world.toLegacy.insert(world.toLegacy.end(), world.toOutside.begin(), world.toOutside.end());
        return world.toLegacy;
    };
    EXPECT_EQ(run(1), run(1));
    EXPECT_NE(run(1), run(2));
}

} // namespace hip::test
