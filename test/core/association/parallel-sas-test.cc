// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/association.h"
#include "core/association/parallel-sas.h"
#include "test/core/support/test-session.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

using namespace hip::test;
using namespace std::chrono_literals;

/// The ends of an association that has agreed on keys, and two paths of it.
class ParallelSasTest : public testing::Test
{
  protected:
    TestHost a{1, "2001:db8::1"};
    TestHost b{2, "2001:db8::2"};
    Association ofA{a.context, a.GetLocalIdentity(), b.GetHit(), 0};
    Association ofB{b.context, b.GetLocalIdentity(), a.GetHit(), 0};
    std::shared_ptr<DhKeyPair> dhOfA = a.context.engine.MakeDhKeyPair(DhGroup::P256);
    std::shared_ptr<DhKeyPair> dhOfB = b.context.engine.MakeDhKeyPair(DhGroup::P256);
    Session sessionOfA = MakeSession(a, b, dhOfA, *dhOfB);
    Session sessionOfB = MakeSession(b, a, dhOfB, *dhOfA);
    ParallelSas sasOfA;
    ParallelSas sasOfB;
    const Path path{*IpAddress::Parse("2001:db8::3"), b.GetAddress()};
    const Path back{path.destination, path.source};
    const std::size_t length = Keymat::GetEspKeysLength(sessionOfA.suite);

    KeyChange Announce()
    {
        const auto half = sasOfA.Announce(a.context, ofA, sessionOfA, path);
        sasOfA.SetUpdateId(1, half->espInfo.newSpi);
        return half.value();
    }

    Result<std::optional<KeyChange>> Answer(const KeyChange& half)
    {
        return sasOfB.Answer(b.context, ofB, sessionOfB, half, back, Time{});
    }
};

TEST_F(ParallelSasTest, AreAnnouncedWithAnOldSpiOfZero)
{
    const KeyChange half = Announce();
    EXPECT_TRUE(ParallelSas::IsAddition(half));
    EXPECT_EQ(half.espInfo.keymatIndex, sessionOfA.nextIndex);
    EXPECT_TRUE(sasOfA.IsUnderWay());
    EXPECT_EQ(sasOfA.GetUpdateId(), 1u);
}

TEST_F(ParallelSasTest, AreUsedByTheFirstOnceItHasTheAnswerAndByTheOtherOnceThatIsAcknowledged)
{
    const auto half = Answer(Announce());
    ASSERT_TRUE(half);
    sasOfB.SetUpdateId(5, (*half)->espInfo.newSpi);
    EXPECT_EQ(sasOfB.GetAnswerId(back), 5u);
    EXPECT_FALSE(sasOfB.Find(back));
    ASSERT_TRUE(sasOfA.Complete(a.context, sessionOfA, **half, Time{}));
    ASSERT_TRUE(sasOfA.Find(path));
    EXPECT_EQ(sasOfA.TakeNew()->sas, sasOfA.Find(path));
    EXPECT_FALSE(sasOfA.TakeNew());
    sasOfB.HandleAck(4);
    EXPECT_FALSE(sasOfB.Find(back));
    sasOfB.HandleAck(5);
    ASSERT_TRUE(sasOfB.Find(back));
    EXPECT_EQ(sasOfB.Find(back)->outbound->GetSpi(), sasOfA.Find(path)->inbound->GetSpi());
    EXPECT_EQ(sessionOfA.nextIndex, sessionOfB.nextIndex);
}

TEST_F(ParallelSasTest, AreUsedOnceDataHasComeInOnThem)
{
    const auto half = Answer(Announce());
    sasOfB.NoteDataIn((*half)->espInfo.newSpi);
    EXPECT_TRUE(sasOfB.Find(back));
}

TEST_F(ParallelSasTest, AreRefusedWithNumbersThatCannotBe)
{
    const KeyChange good = Announce();
    KeyChange half = good;
    half.espInfo.newSpi = 255;
    EXPECT_EQ(Answer(half).error(), DropReason::BAD_PARAMETER);
    half = good;
    half.dh = DiffieHellmanParameter{};
    EXPECT_EQ(Answer(half).error(), DropReason::BAD_PARAMETER);
    half = good;
    half.espInfo.keymatIndex = static_cast<std::uint16_t>(half.espInfo.keymatIndex - 1);
    EXPECT_EQ(Answer(half).error(), DropReason::BAD_KEYMAT_INDEX) << "octets that are in use";
    half = good;
    half.espInfo.keymatIndex = 0xffff;
    EXPECT_EQ(Answer(half).error(), DropReason::BAD_KEYMAT_INDEX) << "there are not so many";
    EXPECT_EQ(sasOfB.GetCount(), 0u);
    half = **Answer(good);
    half.espInfo.keymatIndex = static_cast<std::uint16_t>(half.espInfo.keymatIndex + length);
    EXPECT_EQ(sasOfA.Complete(a.context, sessionOfA, half, Time{}).error(),
              DropReason::BAD_KEYMAT_INDEX)
        << "it was not its to name";
}

TEST_F(ParallelSasTest, NameNoOctetsOfKeymatASecondTime)
{
    const std::size_t first = Announce().espInfo.keymatIndex;
    sasOfA.Abandon(sessionOfA);
    EXPECT_FALSE(sasOfA.IsUnderWay());
    EXPECT_EQ(Announce().espInfo.keymatIndex, first + length);
    EXPECT_EQ(sessionOfA.nextIndex, first) << "the peer may use them still";
}

TEST_F(ParallelSasTest, AreForgottenIfNobodyAcknowledgesThem)
{
    const auto half = Answer(Announce());
    sasOfB.SetUpdateId(4, 1); // of a pair that is no more
    sasOfB.SetUpdateId(5, (*half)->espInfo.newSpi);
    sasOfB.Fail(5, sessionOfB);
    EXPECT_EQ(sasOfB.GetCount(), 0u);
    sasOfA.Fail(1, sessionOfA);
    EXPECT_FALSE(sasOfA.IsUnderWay());
}

TEST_F(ParallelSasTest, AreBounded)
{
    for (std::size_t i = 0; i < 2 * ParallelSas::MAX_PAIRS; ++i)
    {
        auto bytes = back.destination.GetBytes();
        bytes[0] = static_cast<Byte>(i);
        const EspInfoParameter info{static_cast<std::uint16_t>(sessionOfB.nextIndex), 0, 1000};
        const auto half = sasOfB.Answer(b.context,
                                        ofB,
                                        sessionOfB,
                                        KeyChange{info, std::nullopt},
                                        {back.source, IpAddress(bytes)},
                                        Time{});
        if (!half)
        {
            EXPECT_TRUE(half.error() == DropReason::NO_ROOM ||
                        half.error() == DropReason::BAD_KEYMAT_INDEX);
        }
    }
    EXPECT_LE(sasOfB.GetCount(), ParallelSas::MAX_PAIRS);
}

TEST_F(ParallelSasTest, OpenWhatIsOnItsWayForAWhileAfterTheirPathHasGone)
{
    const auto half = Answer(Announce());
    const std::uint32_t spi = (*half)->espInfo.newSpi;
    sasOfB.Prune({back.source}, {back.destination}, Time{});
    EXPECT_EQ(sasOfB.GetCount(), 1u);
    sasOfB.Prune({back.source}, {}, Time{});
    EXPECT_EQ(sasOfB.GetCount(), 0u);
    EXPECT_TRUE(b.context.spis.Find(spi));
    EXPECT_EQ(sasOfB.GetDeadline(), Time{} + ParallelSas::GRACE);
    sasOfB.HandleTimeout(Time{} + ParallelSas::GRACE);
    EXPECT_FALSE(b.context.spis.Find(spi));
    EXPECT_EQ(sasOfB.GetDeadline(), NEVER);
}

TEST_F(ParallelSasTest, AreMissingOnPathsButTheFirstThatWork)
{
    const PathState first{{a.GetAddress(), b.GetAddress()}, 0, true, {}};
    PathState second{path, 1, false, {}};
    EXPECT_FALSE(sasOfA.FindMissing({first}, 100));
    EXPECT_FALSE(sasOfA.FindMissing({first, second}, 100));
    second.isWorking = true;
    EXPECT_EQ(sasOfA.FindMissing({first, second}, 100), path);
    const auto half = Answer(Announce());
    ASSERT_TRUE(sasOfA.Complete(a.context, sessionOfA, **half, Time{}));
    EXPECT_FALSE(sasOfA.FindMissing({first, second}, 100));
    EXPECT_EQ(sasOfA.FindMissing({first, second}, 0), path) << "it has to be renewed";
    EXPECT_TRUE(sasOfA.FindFrom(path.source));
    EXPECT_FALSE(sasOfA.FindFrom(a.GetAddress()));
}

} // namespace
} // namespace hip
