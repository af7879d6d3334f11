// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// What somebody on the way gains by packets that he repeats or makes up (mm-00 §5.3, §8).

#include "core/draft2003/dialect-parts.h"
#include "core/draft2003/key-material.h"
#include "core/draft2003/packet-auth.h"
#include "core/draft2003/parameters.h"
#include "test/core/draft2003/pair-2003.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <memory>

namespace hip::draft2003
{
namespace
{

using namespace hip::draft2003::test;
using namespace hip::test;
using namespace std::chrono_literals;

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

/// A peer makes its victim begin again, and names a third party under the old keys before R2.
TEST_F(Attack2003, DivertsNothingByAReaBeforeR2)
{
    const KeyEvent old = pair.b.Get<KeyEvent>().back();
    const Host& other = pair.GrowOlder(pair.b, "2001:db8:3::1");
    pair.GrowOlder(pair.a, "2001:db8:4::1"); // so that b believes the I2 of a
    const auto r2 = Catch(PacketKind::R2, true);
    pair.world.Inject(pair.a, pair.FetchR1(pair.b, other));
    pair.world.Run(100ms);
    ASSERT_FALSE(r2->empty());

    const IpAddress victim = *IpAddress::Parse("2001:db8:bad::1");
    const KeyMaterial keymat(old.initiator == pair.b.GetHit() ? Role::INITIATOR : Role::RESPONDER,
                             pair.b.GetHit(),
                             pair.a.GetHit(),
                             old.secret);
    PacketWriter rea(PacketType::REA, 0, pair.b.GetHit(), pair.a.GetHit());
    ReaInfoParameter info;
    info.interfaceId = 1;
    info.currentSpi = info.newSpi = 1000;
    info.reaId = 1;
    info.addresses.push_back({100, victim});
    rea.Add(info);
    AddHmac(rea, keymat.DrawHipKeys(Suite::AES_CBC_SHA1).macOut);
    Work work;
    AddSignature(rea, AsDraft2003(*pair.b.identity).GetKey(), *pair.b.engine, work);
    const Path path{pair.b.addresses.front(), pair.a.addresses.front()};
    EXPECT_EQ(
        pair.world.Inject(pair.a, MakeIpPacket(path, PROTOCOL_HIP, 64, rea.Finish(path))).kind,
        Verdict::Kind::CONSUMED);
    pair.world.filter = nullptr;
    pair.world.wire.clear();
    EXPECT_EQ(pair.world.Inject(pair.a, *r2).kind, Verdict::Kind::CONSUMED);
    pair.world.SendData(pair.a, pair.b.GetHit(), Bytes(100));
    pair.world.Run(5s);
    for (const Bytes& packet : pair.world.wire)
    {
        EXPECT_TRUE(GetHipType(packet) || ParseIp(packet)->path.destination != victim);
    }
    EXPECT_EQ(pair.b.delivered.size(), 2u);
}

} // namespace
} // namespace hip::draft2003
