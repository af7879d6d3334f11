// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// NES, REA, AC and ACR as they are written and read (hip-08 §8.8, mm-00 §5.3, §6.1).

#include "test/core/draft2003/dialect-pair.h"

#include <gtest/gtest.h>

namespace hip::draft2003
{
namespace
{

using namespace draft2003::test;

class Update2003 : public testing::Test
{
  protected:
    DialectPair pair;
    Session session = pair.Establish(); ///< of `b`

    Bytes Make(const UpdateContent& content)
    {
        auto packet = pair.dialect.MakeUpdate(pair.a.context,
                                              pair.a.GetLocalIdentity(),
                                              pair.b.GetHit(),
                                              *pair.exchange.session,
                                              content);
        return packet->Finish(pair.path);
    }

    Result<PeerUpdate> Read(const Bytes& bytes)
    {
        return pair.dialect.ReadUpdate(pair.b.context, session, *PacketView::Parse(bytes));
    }

    /// A good packet of each type. @param id of NES and REA, 1
    Bytes MakeNes()
    {
        UpdateContent content;
        content.id = MakeUpdateId(PacketKind::NES, 1);
        content.keys = KeyChange{EspInfoParameter{64, 0x1000, 0x2000}, std::nullopt};
        return Make(content);
    }

    Bytes MakeRea()
    {
        UpdateContent content;
        content.id = MakeUpdateId(PacketKind::REA, 1);
        Locator locator;
        locator.lifetime = 600;
        locator.address = *IpAddress::Parse("2001:db8:9::1");
        content.locators = LocatorSetParameter{{locator}};
        return Make(content);
    }

    Bytes MakeAc()
    {
        UpdateContent content;
        content.id = MakeUpdateId(PacketKind::AC, 7);
        content.check = *IpAddress::Parse("2001:db8:9::1");
        content.echoRequest = pair.dialect.MakeEchoRequest(pair.a.context,
                                                           *content.id,
                                                           MakeUpdateId(PacketKind::REA, 3));
        return Make(content);
    }
};

TEST_F(Update2003, SaysInNesWhichKeysAreNext)
{
    const auto update = Read(MakeNes());
    ASSERT_TRUE(update);
    EXPECT_EQ(update->id, MakeUpdateId(PacketKind::NES, 1));
    EXPECT_EQ(update->keys->espInfo.keymatIndex, 64);
    EXPECT_EQ(update->keys->espInfo.newSpi, 0x2000u);
    EXPECT_FALSE(update->isKeyReply);
}

TEST_F(Update2003, SaysInReaWhereTheHostIs)
{
    const Bytes rea = MakeRea();
    const auto info = PacketView::Parse(rea)->Get<ReaInfoParameter>();
    EXPECT_EQ(info->currentSpi, info->newSpi) << "SAs stay";
    const auto update = Read(rea);
    ASSERT_TRUE(update);
    ASSERT_EQ(update->locators->size(), 1u);
    const Locator& told = update->locators->at(ONLY_INTERFACE).locators.at(0);
    EXPECT_EQ(told.address, *IpAddress::Parse("2001:db8:9::1"));
    EXPECT_EQ(told.lifetime, 600u);
    EXPECT_TRUE(told.isPreferred);
}

TEST_F(Update2003, EchoesTheWholeCheck)
{
    const Bytes ac = MakeAc();
    const auto check = Read(ac);
    ASSERT_TRUE(check);
    EXPECT_EQ(check->acks, std::vector<UpdateId>{MakeUpdateId(PacketKind::REA, 3)});
    UpdateContent answer;
    answer.echoResponse = check->echoRequest;
    const Bytes acr = Make(answer);
    EXPECT_EQ(PacketView::Parse(acr)->GetType(), PacketType::ACR);
    const auto echo = Read(acr);
    ASSERT_TRUE(echo);
    EXPECT_EQ(echo->echoResponse, check->echoRequest);
    EXPECT_EQ(echo->acks, std::vector<UpdateId>{MakeUpdateId(PacketKind::AC, 7)});
}

TEST_F(Update2003, AcknowledgesAReaThatTellsNothingNewByAnAcWithoutNumber)
{
    UpdateContent content;
    content.ack = MakeUpdateId(PacketKind::REA, 5);
    const Bytes ac = Make(content);
    EXPECT_EQ(PacketView::Parse(ac)->GetType(), PacketType::AC);
    EXPECT_EQ(PacketView::Parse(ac)->Get<AcInfoParameter>()->acId, 0);
    EXPECT_EQ(Read(ac)->acks, std::vector<UpdateId>{*content.ack});
}

TEST_F(Update2003, RepeatsWhatThePeerHasToAnswerOnly)
{
    UpdateContent content;
    EXPECT_FALSE(pair.dialect.IsReliable(content));
    content.keys = KeyChange{};
    EXPECT_TRUE(pair.dialect.IsReliable(content));
    content.ack = MakeUpdateId(PacketKind::NES, 1);
    EXPECT_FALSE(pair.dialect.IsReliable(content)) << "a reply comes again when it is asked for";
    content = UpdateContent();
    content.echoResponse = Bytes(8);
    EXPECT_FALSE(pair.dialect.IsReliable(content));
    content.locators = LocatorSetParameter{};
    EXPECT_TRUE(pair.dialect.IsReliable(content));
}

TEST_F(Update2003, RefusesMalformedNes)
{
    const Edit nes(MakeNes());
    const auto refuse = [&](const EditFunction& change) {
        Edit edit = nes;
        change(edit);
        return Read(pair.Sign(edit, pair.a, true)).error();
    };
    EXPECT_EQ(refuse([](Edit& edit) { edit.Remove(ParameterType::NES_INFO); }),
              DropReason::MISSING_PARAMETER);
    EXPECT_EQ(refuse([](Edit& edit) {
                  auto info = edit.Get<NesInfoParameter>();
                  info.oldSpi = info.newSpi;
                  edit.Set(info);
              }),
              DropReason::BAD_PARAMETER);
}

TEST_F(Update2003, RefusesMalformedRea)
{
    const Edit rea(MakeRea());
    const auto refuse = [&](const EditFunction& change) {
        Edit edit = rea;
        change(edit);
        return Read(pair.Sign(edit, pair.a, true)).error();
    };
    EXPECT_EQ(refuse([](Edit& edit) { edit.Remove(ParameterType::REA_INFO); }),
              DropReason::MISSING_PARAMETER);
    for (const char* address : {"ff0e::1", "::1", "0.0.0.0", "4000::1"}) // the last one is a HIT
    {
        EXPECT_EQ(refuse([&](Edit& edit) {
                      auto info = edit.Get<ReaInfoParameter>();
                      info.addresses.front().address = *IpAddress::Parse(address);
                      edit.Set(info);
                  }),
                  DropReason::BAD_PARAMETER)
            << address;
    }
}

TEST_F(Update2003, RefusesInterfacesOfTwoReas)
{
    PacketWriter writer(PacketType::REA, 0, pair.a.GetHit(), pair.b.GetHit());
    auto info = PacketView::Parse(MakeRea())->Get<ReaInfoParameter>().value();
    writer.Add(info);
    ++info.interfaceId;
    ++info.reaId;
    writer.Add(info);
    EXPECT_EQ(Read(pair.Sign(Edit(writer.GetBytes()), pair.a, true)).error(),
              DropReason::BAD_PARAMETER);
}

TEST_F(Update2003, RefusesWhatIsNotAuthentic)
{
    for (const Bytes& good : {MakeNes(), MakeRea()})
    {
        Edit noMac(good);
        noMac.Remove(ParameterType::HMAC);
        EXPECT_EQ(Read(noMac.Write().GetBytes()).error(), DropReason::MISSING_PARAMETER);
        EXPECT_EQ(Read(pair.Sign(Edit(good), pair.b, true)).error(), DropReason::BAD_SIGNATURE);
    }
    for (const Bytes& good : {MakeNes(), MakeRea(), MakeAc()})
    {
        Edit edit(good);
        auto mac = edit.Get<HmacParameter>();
        mac.mac[0] ^= 1;
        EXPECT_EQ(Read(edit.Set(mac).Write().GetBytes()).error(), DropReason::BAD_MAC);
    }
}

TEST_F(Update2003, RefusesAnAcWithoutNumbers)
{
    Edit ac(MakeAc());
    ac.Remove(ParameterType::AC_INFO);
    EXPECT_EQ(Read(ac.Write().GetBytes()).error(), DropReason::MISSING_PARAMETER);
}

} // namespace
} // namespace hip::draft2003
