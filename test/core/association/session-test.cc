// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/association.h"
#include "core/association/session.h"
#include "test/core/support/test-host.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

/// Two hosts that share a KEYMAT.
class SessionTest : public testing::Test
{
  protected:
    KeyMaterial MakeKeymat(const test::TestHost& local, const test::TestHost& peer) const
    {
        return KeyMaterial(HashKind::SHA256,
                           local.GetHit(),
                           peer.GetHit(),
                           Bytes(32, 1),
                           Bytes(32, 2),
                           Bytes(32, 3));
    }

    test::TestHost m_alice{1, "10.0.0.1"};
    test::TestHost m_bob{2, "10.0.0.2"};
    Association m_toBob{m_alice.context, m_alice.GetIdentity(), m_bob.GetHit(), 0};
    Association m_toAlice{m_bob.context, m_bob.GetIdentity(), m_alice.GetHit(), 0};
};

TEST_F(SessionTest, LeaseReservesAnSpiAndGivesItBack)
{
    std::uint32_t spi = 0;
    {
        SpiLease lease(m_alice.context, m_toBob);
        spi = lease.Get();
        EXPECT_GT(spi, 255U);
        EXPECT_EQ(m_alice.context.spis.Find(spi), nullptr) << "no SA is bound yet";
        auto pair = MakeSaPair(m_alice.context,
                               MakeKeymat(m_alice, m_bob),
                               EspSuite::AES_128_GCM_16,
                               96,
                               std::make_unique<SpiLease>(m_alice.context, m_toBob),
                               0);
        ASSERT_TRUE(pair);
        EXPECT_NE(pair->lease->Get(), spi);
        const auto* entry = m_alice.context.spis.Find(pair->lease->Get());
        ASSERT_NE(entry, nullptr);
        EXPECT_EQ(entry->association, &m_toBob);
        EXPECT_EQ(entry->sa, pair->inbound.get());
        EXPECT_EQ(pair->outbound, nullptr);
        spi = pair->lease->Get();
    }
    EXPECT_EQ(m_alice.context.spis.Find(spi), nullptr);
}

TEST_F(SessionTest, BothEndsOfAPairUnderstandEachOther)
{
    for (const EspSuite suite : EndpointConfig().espSuites)
    {
        auto bobs = std::make_unique<SpiLease>(m_bob.context, m_toAlice);
        const std::uint32_t bobsSpi = bobs->Get();
        auto alice = MakeSaPair(m_alice.context,
                                MakeKeymat(m_alice, m_bob),
                                suite,
                                128,
                                std::make_unique<SpiLease>(m_alice.context, m_toBob),
                                bobsSpi);
        auto bob =
            MakeSaPair(m_bob.context, MakeKeymat(m_bob, m_alice), suite, 128, std::move(bobs), 0);
        ASSERT_TRUE(alice && bob);
        EXPECT_EQ(alice->outbound->GetSpi(), bobsSpi);
        Bytes storage(400, 0x42);
        PacketBuffer packet(storage, 100, 64);
        ASSERT_TRUE(alice->outbound->Seal(packet, 17));
        const auto next = bob->inbound->Open(packet);
        ASSERT_TRUE(next) << ToString(suite);
        EXPECT_EQ(*next, 17);
        const auto opened = packet.GetPacket();
        EXPECT_EQ(Bytes(opened.begin(), opened.end()), Bytes(64, 0x42));
    }
}

TEST_F(SessionTest, RefusesKeysBehindTheEndOfKeymat)
{
    const auto pair = MakeSaPair(m_alice.context,
                                 MakeKeymat(m_alice, m_bob),
                                 EspSuite::AES_128_GCM_16,
                                 255 * 32 - 39,
                                 std::make_unique<SpiLease>(m_alice.context, m_toBob),
                                 300);
    EXPECT_EQ(pair.error(), DropReason::BAD_KEYMAT_INDEX);
}

} // namespace
} // namespace hip
