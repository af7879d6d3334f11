// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// The parts of a rekey by themselves; whole rekeys are in association-update-test.cc.

#include "core/association/association.h"
#include "core/association/rekey.h"
#include "test/core/support/test-host.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

constexpr std::size_t INDEX = 96;

/// One end of a session, with the SPIs of both.
struct End
{
    End(std::uint64_t number, const std::string& address)
        : host(number, address)
    {
    }

    void Begin(const Hit& peer)
    {
        association = std::make_unique<Association>(host.context, host.GetIdentity(), peer, 0);
        lease = std::make_unique<SpiLease>(host.context, *association);
    }

    void Agree(const End& other)
    {
        KeyMaterial keymat(HashKind::SHA256,
                           host.GetHit(),
                           other.host.GetHit(),
                           Bytes(32, 1),
                           Bytes(32, 2),
                           Bytes(32, 3));
        HipKeys keys = keymat.DrawHipKeys(HipCipher::AES_128_CBC);
        session.emplace(Session{true,
                                other.host.GetIdentity().GetPublicKey(),
                                DhGroup::P256,
                                host.context.engine.MakeDhKeyPair(DhGroup::P256),
                                Bytes(64),
                                HipCipher::AES_128_CBC,
                                EspSuite::AES_128_GCM_16,
                                std::move(keymat),
                                std::move(keys),
                                INDEX + 40,
                                {}});
        session->sas = *MakeSaPair(host.context,
                                   session->keymat,
                                   session->suite,
                                   INDEX,
                                   std::move(lease),
                                   other.spi);
    }

    test::TestHost host;
    std::unique_ptr<Association> association;
    std::unique_ptr<SpiLease> lease;
    std::uint32_t spi = 0;
    std::optional<Session> session;
    Rekey rekey;
};

class RekeyTest : public testing::Test
{
  protected:
    RekeyTest()
    {
        m_alice.Begin(m_bob.host.GetHit());
        m_bob.Begin(m_alice.host.GetHit());
        m_alice.spi = m_alice.lease->Get();
        m_bob.spi = m_bob.lease->Get();
        m_alice.Agree(m_bob);
        m_bob.Agree(m_alice);
    }

    static Bytes MakeUpdate(const EspInfoParameter& info)
    {
        PacketWriter writer(PacketType::UPDATE, 0, Hit(), Hit());
        writer.Add(info).Add(SeqParameter{0});
        return writer.GetBytes();
    }

    DropReason Check(const EspInfoParameter& info)
    {
        const Bytes update = MakeUpdate(info);
        return m_alice.rekey.Check(*m_alice.session, *PacketView::Parse(update)).error();
    }

    Rekey::Announcement Announce(End& end)
    {
        return end.rekey.Announce(end.host.context, *end.association, *end.session, false);
    }

    End m_alice{1, "10.0.0.1"};
    End m_bob{2, "10.0.0.2"};
};

TEST_F(RekeyTest, TellsARekeyFromTheNameOfTheSaInUse)
{
    const Bytes same = MakeUpdate({0, 300, 300});
    const Bytes other = MakeUpdate({0, 300, 301});
    EXPECT_FALSE(Rekey::IsRekey(*PacketView::Parse(same)));
    EXPECT_TRUE(Rekey::IsRekey(*PacketView::Parse(other)));
}

TEST_F(RekeyTest, ChecksTheSpisAndTheIndexOfThePeer)
{
    const auto next = static_cast<std::uint16_t>(INDEX + 40);
    const Bytes good = MakeUpdate({next, m_bob.spi, 4711});
    EXPECT_TRUE(m_alice.rekey.Check(*m_alice.session, *PacketView::Parse(good)));
    EXPECT_EQ(Check({next, m_bob.spi + 1, 4711}), DropReason::BAD_PARAMETER);
    EXPECT_EQ(Check({next, m_bob.spi, 255}), DropReason::BAD_PARAMETER);
    EXPECT_EQ(Check({INDEX, m_bob.spi, 4711}), DropReason::BAD_KEYMAT_INDEX);
}

TEST_F(RekeyTest, AnnouncesANewSpiBehindTheKeysThatWereDrawn)
{
    EXPECT_FALSE(m_alice.rekey.IsUnderWay());
    const auto announced = Announce(m_alice);
    EXPECT_TRUE(m_alice.rekey.IsUnderWay());
    EXPECT_EQ(announced.espInfo.keymatIndex, INDEX + 40);
    EXPECT_EQ(announced.espInfo.oldSpi, m_alice.spi);
    EXPECT_NE(announced.espInfo.newSpi, m_alice.spi);
    EXPECT_FALSE(announced.dh);
    EXPECT_EQ(m_alice.host.context.spis.Find(announced.espInfo.newSpi), nullptr);
}

TEST_F(RekeyTest, WithANewSecretTheIndexBeginsAnew)
{
    const auto announced =
        m_alice.rekey.Announce(m_alice.host.context, *m_alice.association, *m_alice.session, true);
    EXPECT_EQ(announced.espInfo.keymatIndex, 0);
    ASSERT_TRUE(announced.dh);
    EXPECT_EQ(announced.dh->group, DhGroup::P256);
}

} // namespace
} // namespace hip
