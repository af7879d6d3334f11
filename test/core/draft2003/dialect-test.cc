// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// What two hosts of 2003 do with each other, on the engine that they share with HIPv2.

#include "core/draft2003/dialect.h"
#include "core/draft2003/key-material.h"
#include "core/draft2003/packet-auth.h"
#include "core/draft2003/parameters.h"
#include "core/wire/ip-packet.h"
#include "test/core/support/host-pair.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <memory>

namespace hip::draft2003
{
namespace
{

using namespace hip::test;
using namespace std::chrono_literals;

struct Pair2003 : HostPair
{
    explicit Pair2003(const EndpointConfig& config = MakeConfig(),
                      std::uint64_t seed = 1,
                      CryptoFidelity fidelity = MODELLED)
        : HostPair(config, config, seed, fidelity, KeyKind::DSA_1024)
    {
    }

    /// Octets of each HIP packet on the wire, from the HIP header on.
    std::vector<std::pair<PacketKind, std::size_t>> GetSizes() const
    {
        std::vector<std::pair<PacketKind, std::size_t>> sizes;
        for (const Bytes& packet : world.wire)
        {
            if (const auto kind = GetHipType(packet))
            {
                sizes.emplace_back(*kind, packet.size() - ParseIp(packet)->headerLength);
            }
        }
        return sizes;
    }

    bool IsUp() const
    {
        return GetState(a) == State::ESTABLISHED && GetState(b) == State::ESTABLISHED;
    }
};

using Sizes = std::vector<std::pair<PacketKind, std::size_t>>;

TEST(Draft2003, RunsTheBaseExchangeInFourPackets)
{
    for (const CryptoFidelity fidelity : {CryptoFidelity::REAL, CryptoFidelity::MODELLED})
    {
        Pair2003 pair(MakeConfig(), 1, fidelity);
        pair.Establish();
        EXPECT_TRUE(pair.IsUp());
        // With DSA of 1024 bits, group 3, AES, and two suites in each list of R1.
        EXPECT_EQ(pair.GetSizes(),
                  (Sizes{{PacketKind::I1, 40},
                         {PacketKind::R1, 752},
                         {PacketKind::I2, 792},
                         {PacketKind::R2, 128}}));
        EXPECT_EQ(pair.a.GetDrops() + pair.b.GetDrops(), 0u);
        EXPECT_TRUE(pair.Exchange());
    }
}

TEST(Draft2003, TalksOnEverySuite)
{
    for (const EspSuite suite :
         {EspSuite::AES_128_CBC_SHA1, EspSuite::TRIPLE_DES_CBC_SHA1, EspSuite::NULL_SHA1})
    {
        EndpointConfig config = MakeConfig();
        config.espSuites = {suite};
        Pair2003 pair(config, 1, CryptoFidelity::REAL);
        pair.Establish();
        EXPECT_TRUE(pair.Exchange());
        EXPECT_EQ(pair.a.endpoint->GetEspSuite(pair.b.GetHit()), suite);
    }
}

TEST(Draft2003, SurvivesTheLossOfAnyPacketOfTheExchange)
{
    for (const PacketKind lost : {PacketKind::I1, PacketKind::R1, PacketKind::I2, PacketKind::R2})
    {
        Pair2003 pair;
        pair.world.filter = Lose(lost, 1);
        pair.Establish();
        pair.world.Run(5s);
        EXPECT_TRUE(pair.IsUp()) << ToString(lost);
        EXPECT_TRUE(pair.Exchange()) << ToString(lost);
    }
}

/// hip-08 forgets it: two exchanges would make two sets of keys.
TEST(Draft2003, AgreesOnOneExchangeIfBothBegin)
{
    Pair2003 pair;
    for (Host* host : {&pair.a, &pair.b})
    {
        host->endpoint->Connect(pair.GetOther(*host).GetHit(), pair.world.GetNow());
    }
    pair.world.Drain(pair.a);
    pair.world.Drain(pair.b);
    pair.world.Run(10s);
    EXPECT_TRUE(pair.IsUp());
    EXPECT_TRUE(pair.Exchange());
}

TEST(Draft2003, BelievesAHostThatLostItsStateForItsLaterBirthday)
{
    Pair2003 pair;
    pair.Establish();
    pair.world.Restart(pair.a);
    pair.a.endpoint->AddPeer(pair.b.GetHit(), pair.b.addresses);
    pair.Establish();
    EXPECT_TRUE(pair.IsUp());
    EXPECT_TRUE(pair.Exchange());
    EXPECT_EQ(pair.b.GetDrops(DropReason::STALE_BIRTHDAY), 0u);
}

TEST(Draft2003, RefusesAnI2WhoseBirthdayIsNotLater)
{
    Pair2003 pair;
    Bytes i2;
    pair.world.filter = [&](Bytes& packet) {
        i2 = GetHipType(packet) == PacketKind::I2 ? packet : i2;
        return true;
    };
    pair.Establish();
    // A second I2 of the same host, made as if it had forgotten the first: same Birthday.
    pair.world.filter = nullptr;
    ASSERT_FALSE(i2.empty());
    EXPECT_EQ(pair.world.Inject(pair.b, i2).kind, Verdict::Kind::CONSUMED) << "R2 comes again";
    i2.back() ^= 1; // padding of the signature, which is not looked at before the Birthday
    const auto refused = pair.world.Inject(pair.b, i2);
    EXPECT_EQ(refused.kind, Verdict::Kind::DROPPED);
    EXPECT_TRUE(pair.Exchange());
}

TEST(Draft2003, EndsWithoutAWord)
{
    Pair2003 pair;
    pair.Establish();
    const std::size_t before = pair.GetSizes().size();
    pair.a.endpoint->Close(pair.b.GetHit(), pair.world.GetNow());
    pair.world.Drain(pair.a);
    pair.world.Run(1s);
    EXPECT_EQ(pair.GetState(pair.a), State::UNASSOCIATED);
    EXPECT_EQ(pair.GetState(pair.b), State::ESTABLISHED);
    EXPECT_EQ(pair.GetSizes().size(), before);
    pair.Establish();
    EXPECT_TRUE(pair.Exchange()) << "the Birthday has grown with the end";
}

TEST(Draft2003, RenewsKeysInTwoPackets)
{
    for (const bool withDh : {false, true})
    {
        Pair2003 pair;
        pair.Establish();
        pair.world.wire.clear();
        ASSERT_TRUE(pair.a.endpoint->Rekey(pair.b.GetHit(), withDh, pair.world.GetNow()));
        pair.world.Drain(pair.a);
        pair.world.Run(2s);
        const std::size_t size = withDh ? 328 : 128;
        EXPECT_EQ(pair.GetSizes(), (Sizes{{PacketKind::NES, size}, {PacketKind::NES, size}}));
        EXPECT_EQ(pair.a.Get<SaEvent>().size(), 4u);
        EXPECT_EQ(pair.b.Get<SaEvent>().size(), 4u)
            << "an empty packet after 500 ms told that the new SA is in use";
        EXPECT_TRUE(pair.Exchange());
    }
}

TEST(Draft2003, RenewsKeysWhateverNesIsLost)
{
    for (unsigned lost = 1; lost <= 4; ++lost)
    {
        Pair2003 pair;
        pair.Establish();
        pair.world.filter = Lose(PacketKind::NES, lost);
        pair.a.endpoint->Rekey(pair.b.GetHit(), true, pair.world.GetNow());
        pair.world.Drain(pair.a);
        pair.world.Run(30s);
        EXPECT_EQ(pair.a.Get<SaEvent>().size(), 4u) << lost;
        EXPECT_TRUE(pair.Exchange()) << lost;
        EXPECT_EQ(pair.b.Get<SaEvent>().size(), 4u) << lost;
    }
}

TEST(Draft2003, RenewsKeysOnceIfBothBegin)
{
    for (const bool bothWithDh : {false, true})
    {
        Pair2003 pair;
        pair.Establish();
        for (Host* host : {&pair.a, &pair.b})
        {
            host->endpoint->Rekey(pair.GetOther(*host).GetHit(), bothWithDh, pair.world.GetNow());
        }
        pair.world.Drain(pair.a);
        pair.world.Drain(pair.b);
        pair.world.Run(30s);
        EXPECT_EQ(pair.a.Get<SaEvent>().size(), 4u);
        EXPECT_EQ(pair.b.Get<SaEvent>().size(), 4u);
        EXPECT_TRUE(pair.IsUp());
        EXPECT_TRUE(pair.Exchange());
    }
}

TEST(Draft2003, TellsANewAddressInThreePackets)
{
    Pair2003 pair;
    pair.Establish();
    pair.world.wire.clear();
    pair.world.Move(pair.a, "2001:db8:9::1");
    pair.world.Run(1s);
    EXPECT_EQ(pair.GetSizes(),
              (Sizes{{PacketKind::REA, 160}, {PacketKind::AC, 80}, {PacketKind::ACR, 80}}));
    EXPECT_EQ(pair.b.endpoint->GetPeerLocator(pair.a.GetHit()), pair.a.addresses.front());
    EXPECT_TRUE(pair.Exchange());
}

TEST(Draft2003, TellsANewAddressWhateverIsLost)
{
    for (const PacketKind lost : {PacketKind::REA, PacketKind::AC, PacketKind::ACR})
    {
        Pair2003 pair;
        pair.Establish();
        pair.world.filter = Lose(lost, 2);
        pair.world.Move(pair.a, "2001:db8:9::1");
        pair.world.Run(20s);
        EXPECT_EQ(pair.b.endpoint->GetPeerLocator(pair.a.GetHit()), pair.a.addresses.front());
        EXPECT_TRUE(pair.Exchange()) << ToString(lost);
    }
}

TEST(Draft2003, SendsNoDataToAnAddressBeforeItHasAnswered)
{
    Pair2003 pair;
    pair.Establish();
    pair.world.filter = Lose(PacketKind::ACR, 1000);
    pair.world.Move(pair.a, "2001:db8:9::1");
    pair.world.Run(2s);
    pair.world.wire.clear();
    pair.world.SendData(pair.b, pair.a.GetHit(), Bytes(100));
    pair.world.Run(100ms);
    for (const Bytes& packet : pair.world.wire)
    {
        EXPECT_TRUE(GetHipType(packet)) << "only checks go there";
    }
}

/// Somebody claims this host's address: it has told no such thing (mm-00 §5.3).
TEST(Draft2003, DoesNotAnswerForAnAddressThatItHasNotTold)
{
    Pair2003 pair;
    pair.Establish();
    pair.world.Move(pair.a, "2001:db8:9::1");
    Bytes ac;
    pair.world.filter = [&](Bytes& packet) {
        ac = GetHipType(packet) == PacketKind::AC ? packet : ac;
        return true;
    };
    pair.world.Run(1s);
    ASSERT_FALSE(ac.empty());
    EXPECT_EQ(pair.world.Inject(pair.a, ac).kind, Verdict::Kind::CONSUMED) << "again is no harm";
    ac.back() ^= 1;
    EXPECT_EQ(pair.world.Inject(pair.a, ac).kind, Verdict::Kind::DROPPED);
}

/// Packets that somebody on the way sends again or makes up (mm-00 §5.3, §8).
class Attack2003 : public testing::Test
{
  protected:
    static EndpointConfig ExportKeys()
    {
        EndpointConfig config = MakeConfig();
        config.exportKeys = true;
        return config;
    }

    void SetUp() override
    {
        pair.Establish();
    }

    /// Lets the next packets of this kind through, or not. @return the first of them, once it came
    std::shared_ptr<Bytes> Catch(PacketKind kind, bool isLost)
    {
        auto caught = std::make_shared<Bytes>();
        pair.world.filter = [=](Bytes& packet) {
            const bool isOne = GetHipType(packet) == kind;
            *caught = isOne && caught->empty() ? packet : *caught;
            return !(isOne && isLost);
        };
        return caught;
    }

    /// @return whether `b` sends data to `a` where it is now
    bool HasVerified()
    {
        pair.world.wire.clear();
        pair.world.SendData(pair.b, pair.a.GetHit(), Bytes(100));
        return std::any_of(pair.world.wire.begin(),
                           pair.world.wire.end(),
                           [&](const Bytes& packet) {
                               return !GetHipType(packet) &&
                                      ParseIp(packet)->path.destination == pair.a.addresses.front();
                           });
    }

    /// @return an AC or ACR of a host with the right MAC
    Bytes MakeCheck(Host& from, PacketType type, const AcInfoParameter& info)
    {
        const Host& to = pair.GetOther(from);
        const KeyEvent key = from.Get<KeyEvent>().back();
        const bool isInitiator = key.initiator == from.GetHit();
        const KeyMaterial keymat(isInitiator ? Role::INITIATOR : Role::RESPONDER,
                                 from.GetHit(),
                                 to.GetHit(),
                                 key.secret);
        PacketWriter writer(type, 0, from.GetHit(), to.GetHit());
        writer.Add(info);
        AddHmac(writer, keymat.DrawHipKeys(Suite::AES_CBC_SHA1).macOut);
        const Path path{from.addresses.front(), to.addresses.front()};
        return MakeIpPacket(path, PROTOCOL_HIP, 64, writer.Finish(path));
    }

    Pair2003 pair{ExportKeys()};
};

TEST_F(Attack2003, GainsNothingByAReaThatIsSentAgain)
{
    const auto rea = Catch(PacketKind::REA, false);
    pair.world.Move(pair.a, "2001:db8:9::1");
    pair.world.Run(1s);
    pair.world.Move(pair.a, "2001:db8:9::2");
    pair.world.Run(1s);
    ASSERT_FALSE(rea->empty());
    pair.world.Inject(pair.b, *rea);
    pair.world.Run(5s);
    EXPECT_EQ(pair.b.endpoint->GetPeerLocator(pair.a.GetHit()), pair.a.addresses.front());
    EXPECT_TRUE(pair.Exchange());
}

TEST_F(Attack2003, ProvesNothingByAnAcrFromAnotherAddress)
{
    const auto acr = Catch(PacketKind::ACR, true);
    pair.world.Move(pair.a, "2001:db8:9::1");
    pair.world.Run(100ms);
    ASSERT_FALSE(acr->empty());
    const auto info = ParseIp(*acr);
    PacketWriter moved(*PacketView::Parse(ByteSpan(*acr).subspan(info->headerLength)));
    const Path path{*IpAddress::Parse("2001:db8:66::1"), info->path.destination};
    pair.world.Inject(pair.b, MakeIpPacket(path, PROTOCOL_HIP, 64, moved.Finish(path)));
    EXPECT_FALSE(HasVerified());
    pair.world.Inject(pair.b, *acr);
    EXPECT_TRUE(HasVerified()) << "the same from where it should come";
}

TEST_F(Attack2003, EndsNoCheckByAnAcrFromAnotherAddress)
{
    const auto acr = Catch(PacketKind::ACR, true);
    pair.world.Move(pair.a, "2001:db8:9::1");
    pair.world.Run(100ms);
    ASSERT_FALSE(acr->empty());
    const auto info = ParseIp(*acr);
    PacketWriter moved(*PacketView::Parse(ByteSpan(*acr).subspan(info->headerLength)));
    const Path path{*IpAddress::Parse("2001:db8:66::1"), info->path.destination};
    pair.world.Inject(pair.b, MakeIpPacket(path, PROTOCOL_HIP, 64, moved.Finish(path)));
    pair.world.filter = nullptr;
    pair.world.Run(5s);
    EXPECT_TRUE(HasVerified()) << "the AC comes again, and so does the answer";
}

TEST_F(Attack2003, GetsNoAnswerForAReaThatWasNeverSent)
{
    pair.world.Move(pair.a, "2001:db8:9::1");
    pair.world.Run(1s);
    const std::size_t before = pair.a.CountSent(PacketKind::ACR);
    EXPECT_EQ(pair.world.Inject(pair.a, MakeCheck(pair.b, PacketType::AC, {9, 1, 0x1234})).kind,
              Verdict::Kind::CONSUMED);
    EXPECT_EQ(pair.a.CountSent(PacketKind::ACR), before + 1) << "REA 1 was sent";
    EXPECT_EQ(pair.world.Inject(pair.a, MakeCheck(pair.b, PacketType::AC, {9, 2, 0x1234})).kind,
              Verdict::Kind::DROPPED);
    EXPECT_EQ(pair.a.CountSent(PacketKind::ACR), before + 1);
    EXPECT_EQ(pair.a.GetDrops(DropReason::BAD_UPDATE_ID), 1u);
}

TEST_F(Attack2003, ProvesNothingByAnAcrWithOtherNumbers)
{
    const auto acr = Catch(PacketKind::ACR, true);
    pair.world.Move(pair.a, "2001:db8:9::1");
    pair.world.Run(100ms);
    ASSERT_FALSE(acr->empty());
    Bytes forged = *acr;
    const std::size_t acId = ParseIp(forged)->headerLength + HIP_HEADER_LENGTH + 4;
    forged[acId + 1] ^= 1;
    pair.world.Inject(pair.b, forged);
    EXPECT_FALSE(HasVerified());
}

/// The peer itself answers something that it was not asked.
TEST_F(Attack2003, ProvesNothingByAnAuthenticAcrWithOtherNumbers)
{
    const auto acr = Catch(PacketKind::ACR, true);
    pair.world.Move(pair.a, "2001:db8:9::1");
    pair.world.Run(100ms);
    ASSERT_FALSE(acr->empty());
    const ByteSpan packet = ByteSpan(*acr).subspan(ParseIp(*acr)->headerLength);
    const AcInfoParameter right = *PacketView::Parse(packet)->Get<AcInfoParameter>();
    AcInfoParameter otherAc = right;
    otherAc.acId ^= 1;
    AcInfoParameter otherRea = right;
    otherRea.reaId ^= 1;
    AcInfoParameter otherTime = right;
    otherTime.timestamp ^= 1;
    for (const AcInfoParameter& wrong : {otherAc, otherRea, otherTime})
    {
        pair.world.Inject(pair.b, MakeCheck(pair.a, PacketType::ACR, wrong));
        EXPECT_FALSE(HasVerified()) << wrong.acId << ' ' << wrong.reaId << ' ' << wrong.timestamp;
    }
    pair.world.Inject(pair.b, MakeCheck(pair.a, PacketType::ACR, right));
    EXPECT_TRUE(HasVerified()) << "made in the same way";
}

class RandomMoves2003 : public testing::TestWithParam<int>
{
};

TEST_P(RandomMoves2003, EndInAnAssociationThatWorks)
{
    const auto seed = static_cast<std::uint64_t>(GetParam());
    EndpointConfig config = MakeConfig();
    config.rekeyOnMove = seed % 3 == 0;
    Pair2003 pair(config, seed);
    pair.Establish();
    pair.world.network = Network{5ms, 40ms, 0.15, 0.1};
    SeededRandom random(seed, 99, "moves");
    for (int i = 1; i <= 20; ++i)
    {
        const std::string number = std::to_string(10 * i);
        pair.world.Move(pair.a, "2001:db8:1::" + number);
        pair.world.Run(random.GetBelow(2) == 0 ? 20ms : 3s);
        pair.world.SendData(pair.a, pair.b.GetHit(), Bytes{1});
        pair.world.SendData(pair.b, pair.a.GetHit(), Bytes{1});
        if (random.GetBelow(8) == 0)
        {
            pair.b.endpoint->Rekey(pair.a.GetHit(), random.GetBelow(2) == 0, pair.world.GetNow());
            pair.world.Drain(pair.b);
        }
    }
    pair.world.network = Network{};
    pair.world.Run(60s);
    EXPECT_TRUE(pair.IsUp());
    EXPECT_TRUE(pair.Exchange());
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomMoves2003, testing::Range(1, 1001));

} // namespace
} // namespace hip::draft2003
