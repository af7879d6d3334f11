// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/association.h"
#include "core/association/rekey.h"
#include "test/core/support/test-session.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

using namespace hip::test;
using namespace std::chrono_literals;

constexpr EspSuite SUITE = SESSION_SUITE;
constexpr std::size_t FIRST_INDEX = FIRST_ESP_INDEX;

/// One end of an association that is up, as Rekey sees it.
struct End
{
    End(TestHost& host, const TestHost& peer)
        : host(host),
          association(host.context, host.GetIdentity(), peer.GetHit(), 0),
          dh(host.context.engine.MakeDhKeyPair(DhGroup::P256))
    {
    }

    void Connect(const End& peer, std::uint32_t peerSpi, std::unique_ptr<SpiLease> lease)
    {
        session.emplace(MakeSession(host, peer.host, dh, *peer.dh));
        session->sas = MakeSaPair(host.context,
                                  *session->keymat,
                                  SUITE,
                                  FIRST_INDEX,
                                  std::move(lease),
                                  peerSpi)
                           .value();
    }

    KeyChange Announce(bool withDh)
    {
        return rekey.Announce(host.context, association, *session, withDh);
    }

    Result<void> Check(const KeyChange& peer) const
    {
        return rekey.Check(*session, peer);
    }

    /// @return the answer, if there is one to send
    std::optional<KeyChange> Answer(const KeyChange& peer)
    {
        return rekey.Answer(host.context, association, *session, peer).value();
    }

    std::uint32_t GetSpiIn() const
    {
        return session->sas.inbound->GetSpi();
    }

    std::uint32_t GetSpiOut() const
    {
        return session->sas.outbound->GetSpi();
    }

    TestHost& host;
    Association association;
    std::shared_ptr<DhKeyPair> dh;
    std::optional<Session> session;
    Rekey rekey;
};

class RekeyTest : public testing::Test
{
  protected:
    TestHost hostA{1, "2001:db8::1"};
    TestHost hostB{2, "2001:db8::2"};
    End a{hostA, hostB};
    End b{hostB, hostA};

    void SetUp() override
    {
        auto leaseA = std::make_unique<SpiLease>(hostA.context, a.association);
        auto leaseB = std::make_unique<SpiLease>(hostB.context, b.association);
        const std::uint32_t spiA = leaseA->Get();
        const std::uint32_t spiB = leaseB->Get();
        a.Connect(b, spiB, std::move(leaseA));
        b.Connect(a, spiA, std::move(leaseB));
    }

    void Switch(End& end, Time now = {})
    {
        ASSERT_TRUE(end.rekey.IsComplete());
        end.rekey.Switch(*end.session, now);
        EXPECT_FALSE(end.rekey.IsUnderWay());
    }

    /// Both ends have each other's half and know it.
    void Finish(Time now = {})
    {
        for (End* end : {&a, &b})
        {
            EXPECT_FALSE(end->rekey.IsComplete());
            end->rekey.SetAcknowledged(now);
            Switch(*end, now);
        }
        EXPECT_EQ(a.GetSpiIn(), b.GetSpiOut());
        EXPECT_EQ(a.GetSpiOut(), b.GetSpiIn());
        EXPECT_EQ(a.session->keymat->GetSecret(), b.session->keymat->GetSecret());
        EXPECT_EQ(a.session->nextIndex, b.session->nextIndex);
    }
};

TEST_F(RekeyTest, TakesTheNextKeysOfTheSameKeymat)
{
    const Bytes secret = a.session->keymat->GetSecret();
    const auto answer = b.Answer(a.Announce(false));
    ASSERT_TRUE(answer);
    EXPECT_TRUE(a.Check(*answer));
    EXPECT_FALSE(a.Answer(*answer)) << "it has announced its half before";
    EXPECT_FALSE(a.rekey.HasNewSecret());
    Finish();
    EXPECT_EQ(a.session->keymat->GetSecret(), secret);
    EXPECT_EQ(a.session->nextIndex, FIRST_INDEX + 2 * KeyMaterial::GetEspKeysLength(SUITE));
}

TEST_F(RekeyTest, StartsAgainAtTheBeginningOfANewKeymat)
{
    const Bytes secret = a.session->keymat->GetSecret();
    const KeyChange asked = a.Announce(true);
    const auto answer = b.Answer(asked);
    ASSERT_TRUE(answer);
    EXPECT_TRUE(answer->dh) << "a new value is answered with one";
    EXPECT_EQ(answer->espInfo.keymatIndex, 0);
    a.Answer(*answer);
    EXPECT_TRUE(a.rekey.HasNewSecret());
    Finish();
    EXPECT_NE(a.session->keymat->GetSecret(), secret);
    EXPECT_EQ(a.session->nextIndex, KeyMaterial::GetEspKeysLength(SUITE));
}

/// RFC 7402 §6.8: one new value suffices, the other side's old one is used again.
TEST_F(RekeyTest, NeedsANewValueOfOneSideOnly)
{
    for (const bool isOfA : {true, false, true})
    {
        const KeyChange ofA = a.Announce(isOfA);
        const KeyChange ofB = b.Announce(!isOfA);
        const Bytes before = a.session->keymat->GetSecret();
        EXPECT_TRUE(a.Check(ofB));
        EXPECT_TRUE(b.Check(ofA));
        EXPECT_FALSE(a.Answer(ofB));
        EXPECT_FALSE(b.Answer(ofA));
        Finish();
        EXPECT_NE(a.session->keymat->GetSecret(), before);
    }
}

TEST_F(RekeyTest, UsesTheLargerOfTwoIndices)
{
    KeyChange ofB = b.rekey.Announce(hostB.context, b.association, *b.session, false);
    a.Announce(false);
    ofB.espInfo.keymatIndex = 1000;
    EXPECT_TRUE(a.Check(ofB));
    a.Answer(ofB);
    a.rekey.SetAcknowledged(Time{});
    Switch(a);
    EXPECT_EQ(a.session->nextIndex, 1000 + KeyMaterial::GetEspKeysLength(SUITE));
}

TEST_F(RekeyTest, DoesNotMindTheIndexOfAPeerThatRepeatsZero)
{
    // The answer to our new value may lack one of its own and repeat our index.
    KeyChange ofB = b.rekey.Announce(hostB.context, b.association, *b.session, false);
    ofB.espInfo.keymatIndex = 0;
    EXPECT_EQ(a.Check(ofB).error(), DropReason::BAD_KEYMAT_INDEX);
    a.Announce(true);
    EXPECT_TRUE(a.Check(ofB));
}

TEST_F(RekeyTest, TellsARekeyFromNamingTheSaInUse)
{
    KeyChange same;
    same.espInfo = {0, b.GetSpiIn(), b.GetSpiIn()};
    EXPECT_FALSE(Rekey::IsRekey(same));
    EXPECT_TRUE(a.Check(same));
    const KeyChange announced = b.Announce(false);
    EXPECT_TRUE(Rekey::IsRekey(announced));
}

TEST_F(RekeyTest, ChangesNothingIfThePeersHalfIsOfNoUse)
{
    KeyChange bad = b.rekey.Announce(hostB.context, b.association, *b.session, false);
    bad.espInfo.keymatIndex = 65000;
    EXPECT_TRUE(a.Check(bad));
    const auto answer = a.rekey.Answer(hostA.context, a.association, *a.session, bad);
    EXPECT_EQ(answer.error(), DropReason::BAD_KEYMAT_INDEX);
    EXPECT_FALSE(a.rekey.IsUnderWay());
    EXPECT_EQ(a.rekey.GetDeadline(), NEVER);
}

TEST_F(RekeyTest, KeepsItsOwnHalfIfThePeersIsOfNoUse)
{
    const KeyChange mine = a.Announce(false);
    KeyChange bad;
    bad.espInfo = {65000, b.GetSpiIn(), 5000};
    EXPECT_FALSE(a.rekey.Answer(hostA.context, a.association, *a.session, bad));
    EXPECT_TRUE(a.rekey.IsUnderWay());
    a.Answer(*b.Answer(mine));
    Finish();
}

TEST_F(RekeyTest, OpensOnTheNewSaBeforeItSendsOnIt)
{
    const auto answer = b.Answer(a.Announce(false));
    const std::uint32_t spi = answer->espInfo.newSpi;
    EXPECT_NE(hostB.context.spis.Find(spi), nullptr);
    EXPECT_NE(b.GetSpiIn(), spi);
    b.rekey.NoteDataIn(b.GetSpiIn());
    EXPECT_FALSE(b.rekey.IsComplete()) << "data on the old SA says nothing";
    b.rekey.NoteDataIn(spi);
    EXPECT_TRUE(b.rekey.IsComplete()) << "data on the new SA says that the peer has it";
}

TEST_F(RekeyTest, KeepsTheOldInboundSaForTheGraceTime)
{
    const std::uint32_t old = a.GetSpiIn();
    a.Answer(*b.Answer(a.Announce(false)));
    Finish(Time(100s));
    EXPECT_NE(hostA.context.spis.Find(old), nullptr);
    EXPECT_EQ(a.rekey.GetDeadline(), Time(100s) + Rekey::GRACE);
    a.rekey.HandleTimeout(Time(100s) + Rekey::GRACE - 1ns);
    EXPECT_NE(hostA.context.spis.Find(old), nullptr);
    a.rekey.HandleTimeout(Time(100s) + Rekey::GRACE);
    EXPECT_EQ(hostA.context.spis.Find(old), nullptr);
    EXPECT_EQ(a.rekey.GetDeadline(), NEVER);
}

TEST_F(RekeyTest, WaitsOnlySoLongForAPeerThatHasAcknowledged)
{
    const KeyChange mine = a.Announce(false);
    EXPECT_EQ(a.rekey.GetDeadline(), NEVER) << "the UPDATE has a timer of its own";
    const std::uint32_t spi = mine.espInfo.newSpi;
    a.rekey.SetAcknowledged(Time(10s));
    EXPECT_EQ(a.rekey.GetDeadline(), Time(10s) + Rekey::GRACE);
    a.rekey.HandleTimeout(Time(10s) + Rekey::GRACE);
    EXPECT_FALSE(a.rekey.IsUnderWay());
    EXPECT_EQ(hostA.context.spis.Find(spi), nullptr);
}

TEST_F(RekeyTest, TakesAnotherHalfInPlaceOfTheFirst)
{
    b.Announce(false);
    const auto first = a.Answer(KeyChange({{200, b.GetSpiIn(), 5000}, {}}));
    ASSERT_TRUE(first);
    EXPECT_FALSE(a.Answer(KeyChange({{300, b.GetSpiIn(), 6000}, {}})))
        << "our half stays as it was announced";
    a.rekey.SetAcknowledged(Time{});
    Switch(a);
    EXPECT_EQ(a.GetSpiOut(), 6000u);
    EXPECT_EQ(a.GetSpiIn(), first->espInfo.newSpi);
    EXPECT_NE(hostA.context.spis.Find(a.GetSpiIn()), nullptr);
}

TEST_F(RekeyTest, RemembersWhichUpdateCarriesItsHalf)
{
    EXPECT_FALSE(a.rekey.GetUpdateId());
    a.Announce(false);
    a.rekey.SetUpdateId(7);
    EXPECT_EQ(a.rekey.GetUpdateId(), 7u);
}

TEST_F(RekeyTest, EndsIfNobodyAcknowledgesItsHalf)
{
    b.Announce(false);
    const auto half = a.Answer(KeyChange({{200, b.GetSpiIn(), 5000}, {}}));
    ASSERT_TRUE(half);
    a.rekey.SetUpdateId(7);
    a.rekey.Fail(6, *a.session);
    EXPECT_TRUE(a.rekey.IsUnderWay());
    a.rekey.Fail(7, *a.session);
    EXPECT_FALSE(a.rekey.IsUnderWay());
    EXPECT_EQ(hostA.context.spis.Find(half->espInfo.newSpi), nullptr);
    EXPECT_EQ(a.Announce(false).espInfo.keymatIndex, 200 + KeyMaterial::GetEspKeysLength(SUITE))
        << "the peer may have drawn the keys";
}

} // namespace
} // namespace hip
