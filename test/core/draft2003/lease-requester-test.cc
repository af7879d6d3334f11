// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/dialect-parts.h"
#include "core/draft2003/lease-packets.h"
#include "core/draft2003/lease-requester.h"
#include "core/wire/ip-packet.h"
#include "test/core/draft2003/dialect-pair.h"

namespace hip::draft2003
{
namespace
{

using namespace std::chrono_literals;
using test::DialectPair;

using Change = RegistrationEvent::Change;

/// The requester alone: what the agent says is made by hand.
class Requester : public testing::Test
{
  protected:
    DialectPair pair;
    LeaseRequester requester{pair.a.context,
                             AsDraft2003(pair.a.GetLocalIdentity()),
                             pair.b.GetHit()};
    Time now{};

    void SetUp() override
    {
        requester.SetAgentAddresses({pair.b.GetAddress()});
    }

    /// @return all FAQs sent since the last call
    std::vector<PacketView> TakeQueries()
    {
        std::vector<PacketView> queries;
        while (auto output = pair.a.context.outbox.Take())
        {
            if (const auto* sent = std::get_if<Transmit>(&*output))
            {
                m_packets.push_back(sent->packet);
                const std::size_t at = ParseIp(m_packets.back())->headerLength;
                queries.push_back(
                    PacketView::Parse(ByteSpan(m_packets.back()).subspan(at)).value());
            }
        }
        return queries;
    }

    Result<void> Answer(PacketType type, FaInfoParameter info)
    {
        OutgoingPacket answer = MakeLeaseAnswer(pair.b.context,
                                                AsDraft2003(pair.b.GetLocalIdentity()),
                                                type,
                                                pair.a.GetHit(),
                                                info);
        const Bytes bytes = answer.Finish(pair.back);
        return requester.HandleAnswer(PacketView::Parse(bytes).value(), now);
    }

    static FaInfoParameter MakeTerms(std::uint16_t requestId)
    {
        FaInfoParameter info;
        info.requestId = requestId;
        info.leaseId = 9;
        info.lifetime = 100;
        info.addressType = LeaseAddressType::IPV6;
        info.address = *IpAddress::Parse("2001:db8::5");
        return info;
    }

  private:
    std::deque<Bytes> m_packets;
};

TEST_F(Requester, AsksForANewLeaseWithItsKey)
{
    requester.Want(600s, now);
    const auto queries = TakeQueries();
    ASSERT_EQ(queries.size(), 1u);
    const auto info = queries[0].Get<FaInfoParameter>().value();
    EXPECT_EQ(info.leaseId, 0u);
    EXPECT_EQ(info.lifetime, 600u);
    EXPECT_EQ(info.addressType, LeaseAddressType::ANY);
    EXPECT_EQ(info.maxSpi - info.minSpi + 1, SPIS_WANTED);
    EXPECT_TRUE(queries[0].Find(ParameterType::HOST_ID));
    EXPECT_TRUE(requester.IsWaiting());
}

TEST_F(Requester, RenewsAtThreeQuartersNamingTheLease)
{
    requester.Want(600s, now);
    TakeQueries();
    ASSERT_TRUE(Answer(PacketType::FAA, MakeTerms(1)));
    EXPECT_EQ(requester.GetLease()->address, MakeTerms(1).address);
    EXPECT_EQ(requester.GetDeadline(), now + 75s);
    now += 75s;
    requester.HandleTimeout(now);
    const auto queries = TakeQueries();
    ASSERT_EQ(queries.size(), 1u);
    EXPECT_EQ(queries[0].Get<FaInfoParameter>()->leaseId, 9u);
    EXPECT_EQ(queries[0].Get<FaInfoParameter>()->requestId, 2u);
    EXPECT_FALSE(queries[0].Find(ParameterType::HOST_ID)) << "the agent has it";
}

TEST_F(Requester, IgnoresAnswersToOlderQuestions)
{
    requester.Want(600s, now);
    requester.Want(300s, now);
    EXPECT_EQ(Answer(PacketType::FAA, MakeTerms(1)).error(), DropReason::DUPLICATE);
    EXPECT_FALSE(requester.GetLease());
    EXPECT_TRUE(Answer(PacketType::FAA, MakeTerms(2)));
    EXPECT_EQ(Answer(PacketType::FAA, MakeTerms(2)).error(), DropReason::UNEXPECTED_IN_STATE);
}

TEST_F(Requester, KeepsALeaseUntilItsEndIfItIsNotExtended)
{
    requester.Want(600s, now);
    ASSERT_TRUE(Answer(PacketType::FAA, MakeTerms(1)));
    now += 75s;
    requester.HandleTimeout(now);
    ASSERT_TRUE(Answer(PacketType::FAD, MakeTerms(2)));
    EXPECT_TRUE(requester.GetLease());
    EXPECT_EQ(requester.GetDeadline(), now + 25s);
    TakeQueries();
    now += 25s;
    requester.HandleTimeout(now);
    EXPECT_FALSE(requester.GetLease());
    EXPECT_EQ(TakeQueries().size(), 1u) << "it asks for a new one";
}

TEST_F(Requester, DoesNotAskAgainAfterADenial)
{
    requester.Want(600s, now);
    ASSERT_TRUE(Answer(PacketType::FAD, MakeTerms(1)));
    EXPECT_EQ(requester.GetDeadline(), NEVER);
}

TEST_F(Requester, AsksAgainAfterSilence)
{
    requester.Want(600s, now);
    for (unsigned i = 0; i < 20; ++i)
    {
        ASSERT_NE(requester.GetDeadline(), NEVER);
        now = requester.GetDeadline();
        requester.HandleTimeout(now);
    }
    EXPECT_GE(TakeQueries().size(), 18u);
}

TEST_F(Requester, TellsTheAgentOfEachMove)
{
    requester.Want(600s, now);
    ASSERT_TRUE(Answer(PacketType::FAA, MakeTerms(1)));
    TakeQueries();
    requester.RefreshLocal(now);
    EXPECT_TRUE(TakeQueries().empty()) << "it is where it was";
    pair.a.context.locators = {};
    requester.RefreshLocal(now);
    EXPECT_TRUE(TakeQueries().empty()) << "it is nowhere";
    pair.a.context.locators = {*IpAddress::Parse("2001:db8:2::1")};
    requester.RefreshLocal(now);
    ASSERT_EQ(TakeQueries().size(), 1u);
}

TEST_F(Requester, SolvesThePuzzleOfTheAgentOnly)
{
    requester.Want(600s, now);
    TakeQueries();
    Bytes r1 = pair.MakeR1();
    EXPECT_TRUE(requester.HandleR1(PacketView::Parse(r1).value(), now));
    const auto queries = TakeQueries();
    ASSERT_EQ(queries.size(), 1u);
    EXPECT_TRUE(queries[0].Get<CookieSolutionParameter>());
    EXPECT_TRUE(queries[0].Find(ParameterType::HOST_ID));
    r1[52] ^= 1; // of the cookie, which is signed
    EXPECT_FALSE(requester.HandleR1(PacketView::Parse(r1).value(), now));
    EXPECT_TRUE(TakeQueries().empty());
}

TEST_F(Requester, GivesUpALeaseWithLifetimeZero)
{
    requester.Want(600s, now);
    ASSERT_TRUE(Answer(PacketType::FAA, MakeTerms(1)));
    TakeQueries();
    requester.Want(0s, now);
    EXPECT_EQ(TakeQueries().at(0).Get<FaInfoParameter>()->lifetime, 0u);
    FaInfoParameter end = MakeTerms(2);
    end.lifetime = 0;
    ASSERT_TRUE(Answer(PacketType::FAA, end));
    EXPECT_FALSE(requester.GetLease());
    EXPECT_EQ(requester.GetDeadline(), NEVER);
}

TEST_F(Requester, SolvesAPuzzleOnceForEachQuestion)
{
    requester.Want(600s, now);
    const Bytes r1 = pair.MakeR1();
    EXPECT_TRUE(requester.HandleR1(PacketView::Parse(r1).value(), now));
    EXPECT_EQ(TakeQueries().size(), 2u);
    const auto again = requester.HandleR1(PacketView::Parse(r1).value(), now);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error(), DropReason::DUPLICATE);
    EXPECT_TRUE(TakeQueries().empty());
}

TEST_F(Requester, CountsItsQuestionsFromWhatItsClockSays)
{
    now = Time(1000s);
    requester.Want(600s, now);
    const auto queries = TakeQueries();
    ASSERT_EQ(queries.size(), 1u);
    EXPECT_EQ(queries[0].Get<FaInfoParameter>()->requestId, 10001) << "tenths of a second";
}

} // namespace
} // namespace hip::draft2003
