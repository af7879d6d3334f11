// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/packet-auth.h"
#include "core/association/puzzle.h"
#include "core/association/r1-pool.h"
#include "test/core/support/packet-edit.h"
#include "test/core/support/test-host.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

using namespace hip::test;
using namespace std::chrono_literals;

const Hit INITIATOR = *Hit::Parse("2001:22::1");
const IpAddress INITIATOR_ADDRESS = *IpAddress::Parse("2001:db8::1");

class R1PoolTest : public testing::Test
{
  protected:
    TestHost host{2, "2001:db8::2"};
    R1Pool pool{host.context, host.GetIdentity()};
    Path toInitiator{host.GetAddress(), INITIATOR_ADDRESS};
    Path fromInitiator{INITIATOR_ADDRESS, host.GetAddress()};

    Bytes MakeR1(Time now = {},
                 const std::vector<DhGroup>& offered = {DhGroup::P256},
                 const Hit& initiator = INITIATOR)
    {
        return pool.MakeR1(initiator, toInitiator, offered, {}, now);
    }

    /// The parts of an I2 that R1Pool looks at.
    PacketEdit Answer(const Bytes& r1, const Hit& initiator = INITIATOR)
    {
        const PacketEdit asked(r1);
        const auto puzzle = asked.Get<PuzzleParameter>();
        const auto solution =
            Solve({HashKind::SHA384, puzzle.k, puzzle.i, initiator, host.GetHit()},
                  host.context.random);
        PacketEdit i2(PacketWriter(PacketType::I2, 0, initiator, host.GetHit()).GetBytes());
        i2.Set(asked.Get<R1CounterParameter>())
            .Set(SolutionParameter{puzzle.k, puzzle.opaque, puzzle.i, solution.j})
            .Set(DiffieHellmanParameter{asked.Get<DiffieHellmanParameter>().group, Bytes(64)});
        return i2;
    }

    Result<R1Pool::Answered> Check(const PacketEdit& i2, Time now = {})
    {
        const Bytes bytes = i2.Write().GetBytes();
        return pool.CheckI2(*PacketView::Parse(bytes), fromInitiator, now);
    }

    void Retire(const PacketEdit& i2)
    {
        const Bytes bytes = i2.Write().GetBytes();
        pool.Retire(*pool.CheckI2(*PacketView::Parse(bytes), fromInitiator, Time{}));
    }

    bool IsSpent(const PacketEdit& i2)
    {
        const Bytes bytes = i2.Write().GetBytes();
        return pool.IsSpent(*pool.CheckI2(*PacketView::Parse(bytes), fromInitiator, Time{}));
    }

    template <class T>
    static T Get(const Bytes& packet)
    {
        return PacketView::Parse(packet)->Get<T>().value();
    }
};

TEST_F(R1PoolTest, SignsWhatItOffers)
{
    const Bytes r1 = MakeR1();
    const auto view = PacketView::Parse(r1);
    ASSERT_TRUE(view);
    EXPECT_EQ(view->GetSender(), host.GetHit());
    EXPECT_EQ(view->GetReceiver(), INITIATOR);
    EXPECT_TRUE(view->HasGoodChecksum(toInitiator));
    Work work;
    EXPECT_TRUE(
        CheckSignature2(*view, host.GetIdentity().GetPublicKey(), host.context.engine, work));
    EXPECT_EQ(Get<DhGroupListParameter>(r1).groups, host.context.config.dhGroups);
    EXPECT_EQ(Get<HipCipherParameter>(r1).ciphers, host.context.config.hipCiphers);
    EXPECT_EQ(Get<EspTransformParameter>(r1).suites, host.context.config.espSuites);
    EXPECT_EQ(Get<PuzzleParameter>(r1).k, host.context.config.puzzleDifficulty);
    EXPECT_EQ(Get<PuzzleParameter>(r1).lifetime, host.context.config.puzzleLifetime);
    EXPECT_EQ(Get<TransportFormatListParameter>(r1).formats, std::vector<std::uint16_t>{4095});
    EXPECT_EQ(Get<HitSuiteListParameter>(r1).suites,
              (std::vector{HitSuite::RSA_SHA256, HitSuite::ECDSA_SHA384}));
}

/// RFC 7401 §5.2.6: the first group of its own list that the Initiator has offered, too.
TEST_F(R1PoolTest, PrefersItsOwnOrderOfGroups)
{
    host.context.config.dhGroups = {DhGroup::P384, DhGroup::P256, DhGroup::MODP_3072};
    const auto choose = [&](const std::vector<DhGroup>& offered) {
        return Get<DiffieHellmanParameter>(MakeR1({}, offered)).group;
    };
    EXPECT_EQ(choose({DhGroup::MODP_3072, DhGroup::P256}), DhGroup::P256);
    EXPECT_EQ(choose({DhGroup::MODP_3072}), DhGroup::MODP_3072);
    EXPECT_EQ(choose({DhGroup::P256, DhGroup::P384}), DhGroup::P384);
    EXPECT_EQ(choose({DhGroup::P521}), DhGroup::P384) << "nothing in common: any of its own";
    EXPECT_EQ(choose({}), DhGroup::P384);
}

TEST_F(R1PoolTest, TiesThePuzzleToInitiatorAndAddresses)
{
    const auto i = [&](const Bytes& r1) { return Get<PuzzleParameter>(r1).i; };
    const Bytes first = i(MakeR1());
    EXPECT_EQ(first, i(MakeR1())) << "nothing is stored, so that it is the same";
    EXPECT_NE(first, i(MakeR1({}, {DhGroup::P256}, *Hit::Parse("2001:22::2"))));
    toInitiator.destination = *IpAddress::Parse("2001:db8::3");
    EXPECT_NE(first, i(MakeR1()));
    toInitiator = {*IpAddress::Parse("2001:db8::4"), INITIATOR_ADDRESS};
    EXPECT_NE(first, i(MakeR1()));
}

TEST_F(R1PoolTest, AcceptsASolutionFromWhereItsPuzzleWent)
{
    const PacketEdit i2 = Answer(MakeR1());
    EXPECT_TRUE(Check(i2));
    fromInitiator.source = *IpAddress::Parse("2001:db8::3");
    EXPECT_EQ(Check(i2).error(), DropReason::BAD_PUZZLE_SOLUTION);
}

TEST_F(R1PoolTest, RefusesWhatIsNoSolution)
{
    const PacketEdit good = Answer(MakeR1());
    const auto checkWith = [&](const std::function<void(SolutionParameter&)>& change) {
        PacketEdit i2 = good;
        auto solution = i2.Get<SolutionParameter>();
        change(solution);
        return Check(i2.Set(solution)).error();
    };
    using S = SolutionParameter;
    EXPECT_EQ(checkWith([](S& s) { s.j[0] ^= 1; }), DropReason::BAD_PUZZLE_SOLUTION);
    EXPECT_EQ(checkWith([](S& s) { s.i[0] ^= 1; }), DropReason::BAD_PUZZLE_SOLUTION);
    EXPECT_EQ(checkWith([](S& s) { s.k = 0; }), DropReason::BAD_PUZZLE_SOLUTION);
    EXPECT_EQ(checkWith([](S& s) { s.opaque ^= 1; }), DropReason::PUZZLE_EXPIRED);
    EXPECT_EQ(checkWith([](S& s) {
                  s.i.resize(32);
                  s.j.resize(32);
              }),
              DropReason::BAD_PUZZLE_SOLUTION);
}

TEST_F(R1PoolTest, RefusesAnswersThatLackSomething)
{
    const PacketEdit good = Answer(MakeR1());
    EXPECT_EQ(Check(PacketEdit(good).Remove(ParameterType::SOLUTION)).error(),
              DropReason::MISSING_PARAMETER);
    EXPECT_EQ(Check(PacketEdit(good).Remove(ParameterType::R1_COUNTER)).error(),
              DropReason::MISSING_PARAMETER);
    EXPECT_EQ(Check(PacketEdit(good).Remove(ParameterType::DIFFIE_HELLMAN)).error(),
              DropReason::MISSING_PARAMETER);
    EXPECT_EQ(Check(PacketEdit(good).SetRaw(ParameterType::SOLUTION, Bytes(3))).error(),
              DropReason::BAD_PARAMETER);
    EXPECT_EQ(Check(PacketEdit(good).SetRaw(ParameterType::R1_COUNTER, Bytes(3))).error(),
              DropReason::BAD_PARAMETER);
}

TEST_F(R1PoolTest, RefusesAnotherCounterThanThatOfThePuzzle)
{
    PacketEdit i2 = Answer(MakeR1());
    i2.Set(R1CounterParameter{0, 2});
    EXPECT_EQ(Check(i2).error(), DropReason::STALE_R1_COUNTER);
}

TEST_F(R1PoolTest, RefusesAGroupThatItHasNotOffered)
{
    PacketEdit i2 = Answer(MakeR1());
    i2.Set(DiffieHellmanParameter{DhGroup::P384, Bytes(96)});
    EXPECT_EQ(Check(i2).error(), DropReason::BAD_DH_VALUE);
}

TEST_F(R1PoolTest, ChangesEverythingAfterTheLifetime)
{
    const Bytes first = MakeR1();
    const Bytes same = MakeR1(Time(host.context.config.r1Lifetime) - 1ns);
    EXPECT_EQ(first, same);
    const Bytes second = MakeR1(Time(host.context.config.r1Lifetime));
    EXPECT_EQ(Get<R1CounterParameter>(second).counter, Get<R1CounterParameter>(first).counter + 1);
    EXPECT_NE(Get<DiffieHellmanParameter>(second).publicValue,
              Get<DiffieHellmanParameter>(first).publicValue);
    EXPECT_NE(Get<PuzzleParameter>(second).i, Get<PuzzleParameter>(first).i);
    EXPECT_NE(Get<PuzzleParameter>(second).opaque, Get<PuzzleParameter>(first).opaque);
}

TEST_F(R1PoolTest, AcceptsSolutionsForOneMorePuzzleLifetime)
{
    const PacketEdit i2 = Answer(MakeR1());
    MakeR1(Time(host.context.config.r1Lifetime)); // the next generation
    const Time last = Time(host.context.config.r1Lifetime) +
                      DecodePuzzleLifetime(host.context.config.puzzleLifetime);
    EXPECT_TRUE(Check(i2, last));
    EXPECT_EQ(Check(i2, last + 1ns).error(), DropReason::PUZZLE_EXPIRED);
}

TEST_F(R1PoolTest, NeverOffersADhValueAgainThatWasUsed)
{
    const Bytes first = MakeR1();
    const PacketEdit i2 = Answer(first);
    EXPECT_FALSE(IsSpent(i2));
    Retire(i2);
    EXPECT_TRUE(IsSpent(i2));
    const Bytes second = MakeR1();
    EXPECT_NE(Get<DiffieHellmanParameter>(second).publicValue,
              Get<DiffieHellmanParameter>(first).publicValue);
    EXPECT_TRUE(Check(i2)) << "others that are on their way still count";
    const PacketEdit other = Answer(first, *Hit::Parse("2001:22::1"));
    EXPECT_TRUE(IsSpent(other)) << "the same puzzle";
    EXPECT_FALSE(IsSpent(Answer(second)));
}

TEST_F(R1PoolTest, ServesManyInitiatorsAtOnce)
{
    // All have their R1 before the first I2 comes.
    std::vector<std::pair<Hit, Bytes>> asked;
    for (Byte number = 1; number <= 100; ++number)
    {
        auto bytes = INITIATOR.GetBytes();
        bytes[15] = number;
        asked.emplace_back(Hit(bytes), MakeR1({}, {DhGroup::P256}, Hit(bytes)));
    }
    for (const auto& [initiator, r1] : asked)
    {
        const PacketEdit i2 = Answer(r1, initiator);
        EXPECT_TRUE(Check(i2));
        EXPECT_FALSE(IsSpent(i2));
        Retire(i2);
    }
}

TEST_F(R1PoolTest, KeepsOldGenerationsWithinABound)
{
    host.context.config.puzzleDifficulty = 0;
    const PacketEdit oldest = Answer(MakeR1());
    Retire(oldest);
    for (int i = 0; i < 1023; ++i)
    {
        Retire(Answer(MakeR1()));
    }
    EXPECT_TRUE(Check(oldest));
    MakeR1();
    EXPECT_EQ(Check(oldest).error(), DropReason::PUZZLE_EXPIRED);
}

TEST_F(R1PoolTest, PreparesAheadOnlyWhatIsNeeded)
{
    EXPECT_LE(pool.GetDeadline(), Time{});
    pool.Prepare({});
    EXPECT_EQ(pool.GetDeadline(), NEVER) << "nobody has seen it, so it does not grow old";
    const Work made = host.context.outbox.TakeWork();
    EXPECT_EQ(std::distance(made.begin(), made.end()), 2) << "one DH key, one signature";
    MakeR1(Time(500s));
    EXPECT_TRUE(host.context.outbox.TakeWork().IsEmpty()) << "the R1 was there";
    EXPECT_EQ(pool.GetDeadline(), Time(500s) + host.context.config.r1Lifetime);
    Retire(Answer(MakeR1(Time(500s))));
    EXPECT_LE(pool.GetDeadline(), Time(500s));
    pool.Prepare(Time(500s));
    EXPECT_EQ(pool.GetDeadline(), NEVER);
}

TEST_F(R1PoolTest, NamesTheServersThatAnI1HasPassed)
{
    const std::vector<IpAddress> via{*IpAddress::Parse("192.0.2.1"),
                                     *IpAddress::Parse("2001:db8::9")};
    const Bytes r1 = pool.MakeR1(INITIATOR, toInitiator, {DhGroup::P256}, via, {});
    EXPECT_EQ(Get<ViaRvsParameter>(r1).addresses, via);
    EXPECT_TRUE(PacketView::Parse(r1)->HasGoodChecksum(toInitiator));
}

TEST_F(R1PoolTest, LeavesOutMoreServersThanAPacketHolds)
{
    const std::vector<IpAddress> via(120, INITIATOR_ADDRESS);
    const Bytes r1 = pool.MakeR1(INITIATOR, toInitiator, {DhGroup::P256}, via, {});
    ASSERT_TRUE(PacketView::Parse(r1));
    EXPECT_FALSE(PacketView::Parse(r1)->Find(ParameterType::VIA_RVS));
}

TEST_F(R1PoolTest, SaysThatItsHostIsAnonymous)
{
    HostIdentity anonymous(
        PrivateKey::FromPem(host.context.crypto, GetTestKey(1, 3, KeyKind::ECDSA_P256)),
        "",
        true);
    R1Pool other(host.context, anonymous);
    const Bytes r1 = other.MakeR1(INITIATOR, toInitiator, {}, {}, {});
    EXPECT_EQ(PacketView::Parse(r1)->GetControls(), CONTROL_ANONYMOUS);
}

} // namespace
} // namespace hip
