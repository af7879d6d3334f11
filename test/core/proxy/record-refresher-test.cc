// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/record-refresher.h"
#include "core/resolver/update-message.h"
#include "test/core/proxy/proxy-world.h"

#include <gtest/gtest.h>

namespace hip::test
{

namespace
{

const Path LEGACY = Between("3ffe:400::50", "3ffe:401::5");
const IpAddress OLD = Ip("3ffe:500::9");
const IpAddress NEW = Ip("3ffe:600::9");

WorldOptions
WithoutAgent()
{
    WorldOptions options;
    options.hasAgent = false;
    return options;
}

/// The legacy host has a substitute, and the HIP host leaves before the first packet.
class RecordRefresherTest : public testing::Test
{
  protected:
    RecordRefresherTest()
    {
        m_world.Ask("hip.foo.com.", DnsType::AAAA);
        m_world.host.address = NEW;
        m_world.host.endpoint->SetLocators({NEW}, m_world.now);
        m_world.queries.clear();
    }

    /// Lets DNS know where the host is.
    void Publish(const IpAddress& address)
    {
        const DnsName name = *DnsName::Parse("hip.foo.com.");
        const TsigKey key = TsigKey::Parse("key", "AQID");
        m_world.dns.AllowUpdates(TsigKey::Parse("key", "AQID"), name);
        ZoneUpdate update;
        update.zone = *DnsName::Parse("foo.com.");
        update.updates = {DeleteSet(name, DnsType::AAAA),
                          *DnsRecord::Parse("hip.foo.com. 9 IN AAAA " + address.ToString())};
        Bytes wire = update.ToMessage(1).Write();
        Sign(wire, key, {}, m_world.now);
        m_world.dns.Answer(wire, DnsTransport::UDP, m_world.now);
        ASSERT_EQ(m_world.dns.GetUpdateCount(), ++m_updates);
    }

    void Send()
    {
        m_world.Send(BuildUdp(LEGACY, 5000, 7, Bytes(100)));
    }

    /// Where I1s went, in their order.
    std::vector<IpAddress> GetI1s() const
    {
        std::vector<IpAddress> destinations;
        for (const Event& event : m_world.events)
        {
            const auto* packet = std::get_if<PacketEvent>(&event);
            if (packet != nullptr && packet->isSent && packet->type == PacketKind::I1)
            {
                destinations.push_back(packet->path.destination);
            }
        }
        return destinations;
    }

    ProxyWorld m_world{WithoutAgent()};
    std::uint64_t m_updates = 0;
};

} // namespace

TEST_F(RecordRefresherTest, SendsTheNextI1ToWhereDnsSaysByThen)
{
    Publish(NEW);
    Send();
    m_world.Run(2s);
    EXPECT_EQ(GetI1s(), (std::vector{OLD, NEW}));
    EXPECT_EQ(m_world.Count(ProxyStep::PACKET_FORWARDED), 1u);
    EXPECT_EQ(m_world.toLegacy.size(), 2u); // the answer of DNS, and that of the host
}

TEST_F(RecordRefresherTest, AsksShortlyBeforeEachI1)
{
    Send();
    m_world.Run(499ms);
    EXPECT_TRUE(m_world.queries.empty());
    m_world.Run(2ms);
    EXPECT_FALSE(m_world.queries.empty());
    m_world.Run(500ms); // until the addresses are there, too
    m_world.queries.clear();
    m_world.Run(1498ms); // the second I1 is at 1 s, the third at 3 s
    EXPECT_TRUE(m_world.queries.empty());
    Publish(NEW);
    m_world.Run(1s);
    EXPECT_EQ(GetI1s(), (std::vector{OLD, OLD, NEW}));
}

TEST_F(RecordRefresherTest, AsksAgainBeforeAnExchangeIsGivenUp)
{
    Send();
    m_world.Run(70s);
    m_world.queries.clear();
    Publish(NEW);
    m_world.Run(30s); // given up at 79 s, forgotten at 89 s
    EXPECT_FALSE(m_world.queries.empty());
    EXPECT_EQ(GetI1s().size(), 8u);
    Send();
    m_world.Run(1s);
    EXPECT_EQ(GetI1s().back(), NEW);
    EXPECT_EQ(m_world.Count(ProxyStep::PACKET_FORWARDED), 1u);
}

TEST_F(RecordRefresherTest, AsksNoMoreOnceTheHostHasAnswered)
{
    Publish(NEW);
    Send();
    m_world.Run(2s);
    m_world.queries.clear();
    m_world.Run(60s);
    EXPECT_TRUE(m_world.queries.empty());
}

TEST_F(RecordRefresherTest, LeavesTheMappingIfDnsDoesNotAnswer)
{
    m_world.isDnsSilent = true;
    Send();
    m_world.Run(10s);
    EXPECT_EQ(GetI1s(), (std::vector{OLD, OLD, OLD, OLD}));
    EXPECT_EQ(m_world.proxy->GetMappings().FindByAddress(LEGACY.destination)->resolved,
              std::vector{OLD});
}

} // namespace hip::test
