// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// How an endpoint tells packets apart; what becomes of them is shown beside their handlers.

#include "core/association/endpoint-impl.h"
#include "core/wire/ip-packet.h"
#include "test/core/support/host-pair.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

using test::HostPair;

constexpr Byte PROTOCOL_UDP_NUMBER = 17;

class EndpointPackets : public testing::Test
{
  protected:
    /// Hands a packet to host b as if it came from host a.
    Verdict Inject(Byte protocol, const Bytes& payload)
    {
        return m_pair.world.Inject(m_pair.b, MakeIpPacket(GetPath(), protocol, 64, payload));
    }

    Path GetPath() const
    {
        return Path{m_pair.a.addresses.front(), m_pair.b.addresses.front()};
    }

    Bytes MakeI1(const Hit& sender, const Hit& receiver) const
    {
        PacketWriter writer(PacketType::I1, 0, sender, receiver);
        writer.Add(DhGroupListParameter{{DhGroup::P256}});
        return writer.Finish(GetPath());
    }

    void ExpectDropped(const Verdict& verdict, DropReason reason)
    {
        EXPECT_EQ(verdict.kind, Verdict::Kind::DROPPED);
        EXPECT_STREQ(ToString(verdict.reason), ToString(reason));
        EXPECT_EQ(m_pair.b.endpoint->GetDrops().Get(reason), 1U);
        EXPECT_EQ(m_pair.b.endpoint->GetDrops().GetTotal(), 1U);
    }

    HostPair m_pair;
};

TEST_F(EndpointPackets, LeavesAloneWhatIsNeitherHipNorEsp)
{
    EXPECT_EQ(Inject(PROTOCOL_UDP_NUMBER, Bytes(8)).kind, Verdict::Kind::PASS);
    EXPECT_EQ(m_pair.b.endpoint->GetDrops().GetTotal(), 0U);
}

TEST_F(EndpointPackets, RefusesWhatIsNoIpPacket)
{
    ExpectDropped(m_pair.world.Inject(m_pair.b, Bytes{0x60, 0}), DropReason::TRUNCATED);
}

TEST_F(EndpointPackets, RefusesEspTooShortForItsHeader)
{
    ExpectDropped(Inject(PROTOCOL_ESP, Bytes(7)), DropReason::TRUNCATED);
}

TEST_F(EndpointPackets, RefusesEspUnderAnSpiThatIsNotItsOwn)
{
    ExpectDropped(Inject(PROTOCOL_ESP, Bytes(64, 7)), DropReason::UNKNOWN_SPI);
}

TEST_F(EndpointPackets, RefusesHipWhoseChecksumIsWrong)
{
    Bytes packet = MakeI1(m_pair.a.GetHit(), m_pair.b.GetHit());
    packet[4] ^= 1;
    ExpectDropped(Inject(PROTOCOL_HIP, packet), DropReason::BAD_CHECKSUM);
}

TEST_F(EndpointPackets, RefusesHipForAnotherHit)
{
    const Hit other = *IpAddress::Parse("2001:21::1");
    ExpectDropped(Inject(PROTOCOL_HIP, MakeI1(m_pair.a.GetHit(), other)), DropReason::NOT_MY_HIT);
}

TEST_F(EndpointPackets, RefusesHipThatClaimsToComeFromItself)
{
    ExpectDropped(Inject(PROTOCOL_HIP, MakeI1(m_pair.b.GetHit(), m_pair.b.GetHit())),
                  DropReason::HIT_MISMATCH);
}

TEST_F(EndpointPackets, IgnoresOctetsBehindThePacket)
{
    Bytes packet =
        MakeIpPacket(GetPath(), PROTOCOL_HIP, 64, MakeI1(m_pair.a.GetHit(), m_pair.b.GetHit()));
    packet.resize(packet.size() + 6); // padding of a link
    EXPECT_EQ(m_pair.world.Inject(m_pair.b, packet).kind, Verdict::Kind::CONSUMED);
    EXPECT_EQ(m_pair.b.CountSent(PacketType::R1), 1U);
}

TEST_F(EndpointPackets, RefusesDataThatIsNotBetweenHits)
{
    EXPECT_EQ(m_pair.world.SendData(m_pair.b, *IpAddress::Parse("2001:db8::1"), {1}).reason,
              DropReason::NOT_A_HIT);
}

TEST_F(EndpointPackets, RefusesDataToAPeerWhoseAddressNobodyTold)
{
    EXPECT_EQ(m_pair.world.SendData(m_pair.b, *IpAddress::Parse("2001:21::1"), {1}).reason,
              DropReason::NO_LOCATOR);
    EXPECT_EQ(m_pair.b.endpoint->GetAssociationCount(), 0U);
}

} // namespace
} // namespace hip
