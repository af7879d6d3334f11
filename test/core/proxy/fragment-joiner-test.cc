// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/fragment-joiner.h"
#include "core/wire/fragmentation.h"
#include "test/core/proxy/proxy-world.h"

#include <gtest/gtest.h>

namespace hip::test
{

namespace
{

const Path PATH = Between("3ffe:400::50", "3ffe:401::5");

class FragmentJoinerTest : public testing::Test
{
  protected:
    FragmentJoinerTest()
        : m_context(MakeConfig(), *m_world.own.endpoint, *m_world.own.random),
          m_joiner(m_context)
    {
    }

    static ProxyConfig MakeConfig()
    {
        ProxyConfig config = MakeFigure5Proxy();
        config.reassembly.maximumDatagrams = 2;
        config.reassembly.timeout = 30s;
        return config;
    }

    static std::vector<Bytes> Cut(std::uint32_t id)
    {
        return Fragment(BuildUdp(PATH, 1, 2, Bytes(2000, static_cast<Byte>(id))), 1280, id);
    }

    Verdict Give(const Bytes& fragment, Time now, Verdict::Kind answer = Verdict::Kind::TRANSMIT)
    {
        const auto info = ParseIp(fragment);
        return m_joiner.Handle(fragment,
                               *info,
                               now,
                               [this, answer](PacketBuffer& packet, const IpInfo& whole) {
                                   EXPECT_FALSE(whole.isFragment);
                                   EXPECT_GE(packet.GetHeadroom(), PacketBuffer::HEADROOM);
                                   const MutableByteSpan octets = packet.GetPacket();
                                   m_whole.emplace_back(octets.begin(), octets.end());
                                   return Verdict{answer, DropReason::NO_BINDING};
                               });
    }

    ProxyWorld m_world;
    ProxyContext m_context;
    FragmentJoiner m_joiner;
    std::vector<Bytes> m_whole;
};

} // namespace

TEST_F(FragmentJoinerTest, SendsTheWholePacketByWayOfTheOutbox)
{
    const auto fragments = Cut(1);
    EXPECT_EQ(Give(fragments.at(1), START).kind, Verdict::Kind::CONSUMED);
    EXPECT_FALSE(m_context.outbox.Take());
    EXPECT_EQ(Give(fragments.at(0), START).kind, Verdict::Kind::CONSUMED);
    ASSERT_EQ(m_whole.size(), 1U);
    EXPECT_TRUE(Parts(m_whole[0]).isGood);
    EXPECT_EQ(Parts(m_whole[0]).payload, Bytes(2000, 1));
    EXPECT_EQ(std::get<Transmit>(*m_context.outbox.Take()).packet, m_whole[0]);
}

TEST_F(FragmentJoinerTest, PassesOnWhatTheHandlerSays)
{
    const auto fragments = Cut(1);
    Give(fragments.at(0), START);
    const Verdict verdict = Give(fragments.at(1), START, Verdict::Kind::DROPPED);
    EXPECT_EQ(verdict.kind, Verdict::Kind::DROPPED);
    EXPECT_EQ(verdict.reason, DropReason::NO_BINDING);
    EXPECT_FALSE(m_context.outbox.Take());
}

TEST_F(FragmentJoinerTest, KeepsToItsBoundAndForgetsInTime)
{
    EXPECT_EQ(m_joiner.GetDeadline(), NEVER);
    Give(Cut(1).at(0), START);
    Give(Cut(2).at(0), START + 1s);
    EXPECT_EQ(Give(Cut(3).at(0), START + 2s).reason, DropReason::FRAGMENT_BOUND);
    EXPECT_EQ(m_joiner.GetDeadline(), START + 30s);
    m_joiner.HandleTimeout(START + 30s);
    EXPECT_EQ(m_context.outbox.GetDrops().Get(DropReason::FRAGMENT_TIMEOUT), 1U);
    EXPECT_EQ(Give(Cut(3).at(0), START + 40s).kind, Verdict::Kind::CONSUMED);
    EXPECT_EQ(m_context.outbox.GetDrops().Get(DropReason::FRAGMENT_TIMEOUT), 2U)
        << "also without a call of HandleTimeout";
}

TEST_F(FragmentJoinerTest, RefusesOverlaps)
{
    const auto fragments = Cut(1);
    Give(fragments.at(0), START);
    Bytes other = fragments.at(0);
    other.back() ^= 1;
    EXPECT_EQ(Give(other, START).reason, DropReason::FRAGMENT_OVERLAP);
    EXPECT_EQ(Give(fragments.at(1), START).kind, Verdict::Kind::DROPPED);
    EXPECT_TRUE(m_whole.empty());
}

} // namespace hip::test
