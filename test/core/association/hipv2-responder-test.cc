// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// R1 and the puzzle of HIPv2; see i2-verifier-test for I2.

#include "core/association/hipv2.h"
#include "core/association/r1-pool.h"
#include "test/core/support/packet-edit.h"
#include "test/core/support/test-host.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

using namespace hip::test;

const Hit INITIATOR = *Hit::Parse("2001:21::1");
const Path PATH{*IpAddress::Parse("2001:db8::2"), *IpAddress::Parse("2001:db8::1")};

class Hipv2Responder : public testing::Test
{
  protected:
    TestHost host{2, "2001:db8::2"};
    std::shared_ptr<DhKeyPair> dh = host.context.engine.MakeDhKeyPair(DhGroup::P256);
    Bytes secret = Bytes(32, 0x33);
    Bytes r1 = GetHipv2().MakeR1(host.context, host.GetIdentity(), {7, secret, *dh});

    Bytes MakePuzzle(const Hit& initiator, const Path& path) const
    {
        return GetHipv2().MakePuzzle(secret, host.GetIdentity(), initiator, path);
    }
};

TEST_F(Hipv2Responder, FillsInWhatDiffersForEachInitiator)
{
    const Bytes i(48, 0x66);
    const IpAddress via = *IpAddress::Parse("2001:db8::9");
    const Bytes finished = GetHipv2().FinishR1(r1, INITIATOR, 0x1234, i, {via}, PATH);
    const auto view = PacketView::Parse(finished);
    EXPECT_EQ(view->GetReceiver(), INITIATOR);
    EXPECT_EQ(view->Get<PuzzleParameter>()->i, i);
    EXPECT_EQ(view->Get<PuzzleParameter>()->opaque, 0x1234);
    EXPECT_EQ(view->Get<ViaRvsParameter>()->addresses, std::vector{via});
    EXPECT_EQ(view->Get<R1CounterParameter>()->counter, 7u);
    EXPECT_TRUE(view->HasGoodChecksum(PATH));
    const Bytes direct = GetHipv2().FinishR1(r1, INITIATOR, 0x1234, i, {}, PATH);
    EXPECT_FALSE(PacketView::Parse(direct)->Find(ParameterType::VIA_RVS));
}

TEST_F(Hipv2Responder, SetsAPuzzleThatBindsBothHostsAndAddresses)
{
    const Bytes i = MakePuzzle(INITIATOR, PATH);
    EXPECT_EQ(i.size(), 48u) << "SHA-384 of the Responder's suite";
    EXPECT_EQ(i, MakePuzzle(INITIATOR, PATH)) << "no state is kept";
    EXPECT_NE(i, MakePuzzle(*Hit::Parse("2001:21::2"), PATH));
    EXPECT_NE(i, MakePuzzle(INITIATOR, {PATH.destination, PATH.source}));
    secret[0] ^= 1;
    EXPECT_NE(i, MakePuzzle(INITIATOR, PATH));
}

TEST_F(Hipv2Responder, GivesAPuzzleTheTimeThatItStates)
{
    EndpointConfig config;
    config.puzzleLifetime = 35;
    EXPECT_EQ(GetHipv2().GetPuzzleLifetime(config), std::chrono::seconds(8)) << "2^(35-32) s";
}

TEST_F(Hipv2Responder, ReadsTheGroupsOfI1)
{
    PacketWriter i1(PacketType::I1, 0, INITIATOR, host.GetHit());
    EXPECT_EQ(GetHipv2().ReadI1(*PacketView::Parse(i1.GetBytes())).error(),
              DropReason::MISSING_PARAMETER);
    i1.Add(DhGroupListParameter{{DhGroup::P384, DhGroup::P256}});
    EXPECT_EQ(GetHipv2().ReadI1(*PacketView::Parse(i1.GetBytes())).value(),
              (std::vector{DhGroup::P384, DhGroup::P256}));
}

TEST_F(Hipv2Responder, NeedsThreeParametersToFindAndCheckASolution)
{
    PacketWriter writer(PacketType::I2, 0, INITIATOR, host.GetHit());
    writer.Add(R1CounterParameter{0, 7})
        .Add(SolutionParameter{10, 0x1234, Bytes(48, 1), Bytes(48, 2)})
        .Add(DiffieHellmanParameter{
            DhGroup::P256,
            Bytes(dh->GetPublicValue().begin(), dh->GetPublicValue().end())});
    const auto read = [](const PacketWriter& packet) {
        return GetHipv2().ReadSolution(*PacketView::Parse(packet.GetBytes()));
    };
    const auto solution = read(writer);
    ASSERT_TRUE(solution);
    EXPECT_EQ(solution->generation, 0x1234);
    EXPECT_EQ(solution->counter, 7u);
    EXPECT_EQ(solution->group, DhGroup::P256);
    for (const ParameterType type :
         {ParameterType::R1_COUNTER, ParameterType::SOLUTION, ParameterType::DIFFIE_HELLMAN})
    {
        EXPECT_EQ(read(PacketEdit(writer.GetBytes()).Remove(type).Write()).error(),
                  DropReason::MISSING_PARAMETER);
    }
}

} // namespace
} // namespace hip
