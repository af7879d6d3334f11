// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/packet-rewriter.h"
#include "core/proxy/packet-storage.h"
#include "core/wire/icmp.h"
#include "test/core/proxy/path-fixture.h"

#include <gtest/gtest.h>

namespace hip::test
{

namespace
{

const std::string LEGACY = "3ffe:400::50";
const std::string LEGACY_V4 = "192.0.2.50";

class PacketRewriterTest : public testing::Test
{
  protected:
    /// A binding whose port at the proxy is not the legacy host's.
    NatBinding& Bind(NatProtocol protocol, const std::string& legacy)
    {
        m_parts.Bind(protocol, "3ffe:400::99", 5000);
        return m_parts.Bind(protocol, legacy, 5000);
    }

    Path GetInner() const
    {
        return Path{m_parts.context.GetHit(), m_parts.world.host.endpoint->GetHit()};
    }

    template <class Rewrite>
    static Bytes Change(const Bytes& packet, Rewrite rewrite)
    {
        PacketStorage storage(packet);
        const IpInfo info = ParseIp(packet).value();
        const auto id = ParseFlow(info.protocol, GetIpPayload(info, ByteSpan(packet)));
        EXPECT_TRUE(rewrite(storage.buffer, info, id ? *id : FlowId()));
        return storage.GetBytes();
    }

    Bytes SendOut(const Bytes& packet, const NatBinding& binding) const
    {
        return Change(packet, [&](PacketBuffer& buffer, const IpInfo& info, const FlowId& id) {
            return RewriteOutbound(buffer, info, id, binding, m_parts.context.GetHit());
        });
    }

    static Bytes SendBack(const Bytes& packet, const NatBinding& binding)
    {
        return Change(packet, [&](PacketBuffer& buffer, const IpInfo& info, const FlowId& id) {
            return RewriteInbound(buffer, info, id, binding, 0x4711);
        });
    }

    PathFixture m_parts;
};

Bytes
Build(NatProtocol protocol, const Path& path, std::uint16_t from, std::uint16_t to)
{
    switch (protocol)
    {
    case NatProtocol::TCP:
        return BuildTcp(path, from, to, TCP_ACK, Bytes(33, 7));
    case NatProtocol::UDP:
        return BuildUdp(path, from, to, Bytes(33, 7));
    case NatProtocol::ICMP:
        break;
    }
    return BuildEcho(path, to == 0, to == 0 ? from : to, Bytes(33, 7));
}

} // namespace

TEST_F(PacketRewriterTest, ChangesAddressesAndPortAndKeepsTheRest)
{
    for (const auto protocol : {NatProtocol::TCP, NatProtocol::UDP, NatProtocol::ICMP})
    {
        for (const std::string& legacy : {LEGACY, LEGACY_V4})
        {
            const NatBinding& binding = Bind(protocol, legacy);
            const std::uint16_t service = protocol == NatProtocol::ICMP ? 0 : 80;
            const Path outer = GetLegacyPath(binding);
            ASSERT_NE(binding.proxyPort, 5000);

            const Bytes out = SendOut(Build(protocol, outer, 5000, service), binding);
            EXPECT_EQ(out, Build(protocol, GetInner(), binding.proxyPort, service))
                << "as the proxy itself would have made it";

            const Bytes answer = Build(protocol, Back(GetInner()), service, binding.proxyPort);
            Bytes back = SendBack(answer, binding);
            Bytes expected = Build(protocol, Back(outer), service, 5000);
            if (outer.source.IsV4())
            {
                std::fill(back.begin() + 4, back.begin() + 12, 0); // Identification and so on
                std::fill(expected.begin() + 4, expected.begin() + 12, 0);
            }
            EXPECT_EQ(back, expected);
            m_parts.context.nat.Expire(START + 24h);
        }
    }
}

TEST_F(PacketRewriterTest, GivesIpv4PacketsTheIdentification)
{
    const NatBinding& binding = Bind(NatProtocol::UDP, LEGACY_V4);
    const Bytes back = SendBack(BuildUdp(Back(GetInner()), 80, binding.proxyPort, {}), binding);
    EXPECT_EQ(ReadU16(back, 4), 0x4711);
}

TEST_F(PacketRewriterTest, TakesErrorsBackToWhatEachSideHasSent)
{
    for (const std::string& legacy : {LEGACY, LEGACY_V4})
    {
        const NatBinding& binding = Bind(NatProtocol::UDP, legacy);
        const Path outer = GetLegacyPath(binding);
        const Bytes sent = BuildUdp(outer, 5000, 80, Bytes(20, 3));
        const Bytes inner = BuildUdp(GetInner(), binding.proxyPort, 80, Bytes(20, 3));

        const Bytes error =
            MakeIcmpError(GetInner().destination, inner, IcmpProblem::PORT_UNREACHABLE).value();
        const Bytes toLegacy =
            Change(error, [&](PacketBuffer& buffer, const IpInfo& info, const FlowId&) {
                const FlowId quoted{PROTOCOL_UDP, binding.proxyPort, 80};
                return RewriteErrorInbound(buffer, info, quoted, binding, 1);
            });
        const Parts parts(toLegacy);
        EXPECT_TRUE(parts.isGood);
        EXPECT_EQ(parts.info.path, Back(outer));
        const Parts quotedOut(Bytes(parts.transport.begin() + 8, parts.transport.end()));
        EXPECT_EQ(quotedOut.info.path, outer);
        EXPECT_EQ(quotedOut.transport, Parts(sent).transport);

        const Bytes answer = BuildUdp(Back(outer), 80, 5000, Bytes(20, 4));
        const Bytes complaint =
            MakeIcmpError(outer.source, answer, IcmpProblem::PORT_UNREACHABLE).value();
        const Bytes toHost =
            Change(complaint, [&](PacketBuffer& buffer, const IpInfo& info, const FlowId&) {
                const FlowId quoted{PROTOCOL_UDP, 80, 5000};
                return RewriteErrorOutbound(buffer,
                                            info,
                                            quoted,
                                            binding,
                                            m_parts.context.GetHit());
            });
        const Parts hostParts(toHost);
        EXPECT_TRUE(hostParts.isGood);
        EXPECT_EQ(hostParts.info.path, GetInner());
        const Parts quotedIn(Bytes(hostParts.transport.begin() + 8, hostParts.transport.end()));
        EXPECT_EQ(quotedIn.info.path, Back(GetInner()));
        EXPECT_EQ(quotedIn.flow, (FlowId{PROTOCOL_UDP, 80, binding.proxyPort}));
        EXPECT_TRUE(quotedIn.isGood);
        m_parts.context.nat.Expire(START + 24h);
    }
}

TEST_F(PacketRewriterTest, KnowsTheProtocolsOfEachFamily)
{
    EXPECT_EQ(GetNatProtocol(PROTOCOL_TCP, true), NatProtocol::TCP);
    EXPECT_EQ(GetNatProtocol(PROTOCOL_UDP, false), NatProtocol::UDP);
    EXPECT_EQ(GetNatProtocol(PROTOCOL_ICMP, true), NatProtocol::ICMP);
    EXPECT_EQ(GetNatProtocol(PROTOCOL_ICMPV6, false), NatProtocol::ICMP);
    EXPECT_FALSE(GetNatProtocol(PROTOCOL_ICMP, false));
    EXPECT_FALSE(GetNatProtocol(PROTOCOL_ICMPV6, true));
    EXPECT_FALSE(GetNatProtocol(132, false));
}

TEST_F(PacketRewriterTest, NeedsRoomForALongerHeader)
{
    const NatBinding& binding = Bind(NatProtocol::UDP, LEGACY_V4);
    Bytes packet = BuildUdp(GetLegacyPath(binding), 5000, 80, Bytes(4));
    const IpInfo info = ParseIp(packet).value();
    PacketBuffer tight(packet, 0, packet.size());
    const auto rewritten =
        RewriteOutbound(tight, info, {PROTOCOL_UDP, 5000, 80}, binding, m_parts.context.GetHit());
    ASSERT_FALSE(rewritten);
    EXPECT_EQ(rewritten.error(), DropReason::NO_ROOM);
}

} // namespace hip::test
