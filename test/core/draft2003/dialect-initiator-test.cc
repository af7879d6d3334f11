// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// What an Initiator of 2003 makes of R1 and R2 (hip-08 §8.5, §8.7).

#include "test/core/draft2003/dialect-pair.h"

#include <gtest/gtest.h>

namespace hip::draft2003
{
namespace
{

using namespace draft2003::test;

class Initiator2003 : public testing::Test
{
  protected:
    DialectPair pair;
};

TEST_F(Initiator2003, SaysNothingInI1ButBothHits)
{
    const auto i1 = pair.dialect.MakeI1(pair.a.context, pair.a.GetLocalIdentity(), pair.b.GetHit());
    auto packet = i1;
    const Bytes& bytes = packet.Finish(pair.path);
    EXPECT_EQ(bytes.size(), HIP_HEADER_LENGTH);
    EXPECT_EQ(PacketView::Parse(bytes)->GetReceiver(), pair.b.GetHit());
    EXPECT_TRUE(pair.dialect.Parse(bytes, pair.path));
}

TEST_F(Initiator2003, TakesTheRespondersGroupAndFirstCommonSuites)
{
    pair.a.context.config.espSuites = {EspSuite::TRIPLE_DES_CBC_SHA1};
    ASSERT_TRUE(pair.AnswerR1(pair.MakeR1()));
    const Session& session = *pair.exchange.session;
    EXPECT_EQ(session.group, hip::DhGroup::MODP_1536);
    EXPECT_EQ(session.suite, EspSuite::TRIPLE_DES_CBC_SHA1);
    EXPECT_EQ(session.hipSuite, static_cast<std::uint16_t>(Suite::AES_CBC_SHA1));
}

std::vector<EditCase>
GetR1Cases()
{
    return {
        Without("NoCookie", ParameterType::BIRTHDAY_COOKIE_R1),
        Without("NoDh", ParameterType::DIFFIE_HELLMAN),
        Without("NoHipTransform", ParameterType::HIP_TRANSFORM),
        Without("NoEspTransform", ParameterType::ESP_TRANSFORM),
        Without("NoHostId", ParameterType::HOST_ID),
        {"OtherKey",
         [](Edit& r1) {
             auto hostId = r1.Get<HostIdParameter>();
             hostId.hostIdentity.back() ^= 1;
             r1.Set(hostId);
         },
         DropReason::HIT_MISMATCH},
        {"Anonymous",
         [](Edit& r1) { r1.controls = CONTROL_ANONYMOUS; },
         DropReason::ANONYMOUS_REFUSED},
        {"NoCommonTransform",
         [](Edit& r1) { r1.Set(HipTransformParameter{{Suite::BLOWFISH_CBC_SHA1}}); },
         DropReason::NO_CIPHER_PROPOSAL},
        {"NullIsNotAccepted",
         [](Edit& r1) { r1.Set(EspTransformParameter{{Suite::NULL_SHA1}}); },
         DropReason::NO_ESP_PROPOSAL},
        {"OtherGroup",
         [](Edit& r1) {
             r1.Set(DiffieHellmanParameter{DhGroup::OAKLEY_1, Bytes(96, 2)});
         },
         DropReason::NO_DH_PROPOSAL},
        {"HardPuzzle",
         [](Edit& r1) {
             auto cookie = r1.Get<CookieParameter>();
             cookie.k = MakeConfig().maxPuzzleDifficulty + 1u;
             r1.Set(cookie);
         },
         DropReason::PUZZLE_TOO_HARD},
    };
}

class RefusedR1Of2003 : public Initiator2003, public testing::WithParamInterface<EditCase>
{
};

TEST_P(RefusedR1Of2003, HasAReason)
{
    pair.a.context.config.acceptAnonymous = false;
    Edit r1(pair.MakeR1());
    GetParam().edit(r1);
    const auto answered = pair.AnswerR1(pair.Sign(r1, pair.b));
    ASSERT_FALSE(answered);
    EXPECT_EQ(answered.error(), GetParam().reason);
    EXPECT_FALSE(pair.exchange.session);
}

INSTANTIATE_TEST_SUITE_P(Fields,
                         RefusedR1Of2003,
                         testing::ValuesIn(GetR1Cases()),
                         [](const auto& info) { return info.param.name; });

TEST_F(Initiator2003, RefusesAnR1ThatSomebodyElseSigned)
{
    const Edit r1(pair.MakeR1());
    EXPECT_TRUE(pair.AnswerR1(pair.Sign(r1, pair.b)));
    EXPECT_EQ(pair.AnswerR1(pair.Sign(r1, pair.a)).error(), DropReason::BAD_SIGNATURE);
    EXPECT_EQ(pair.AnswerR1(r1.WriteUnsigned().GetBytes()).error(), DropReason::MISSING_PARAMETER);
}

TEST_F(Initiator2003, TakesAnR2ThatItsPeerMadeOnly)
{
    const Session session = pair.Establish();
    auto made = pair.dialect.MakeR2(pair.b.context,
                                    pair.b.GetLocalIdentity(),
                                    pair.a.GetHit(),
                                    session,
                                    0,
                                    {});
    const Bytes r2 = made.Finish(pair.back);
    const auto verify = [&](const Bytes& bytes) {
        return pair.dialect.VerifyR2(pair.a.context, pair.exchange, *PacketView::Parse(bytes));
    };
    const auto verified = verify(r2);
    ASSERT_TRUE(verified);
    EXPECT_EQ(verified->peerSpi, session.sas.lease->Get());
    EXPECT_EQ(verify(Edit(r2).Remove(ParameterType::SPI_LSI).Write().GetBytes()).error(),
              DropReason::MISSING_PARAMETER);
    Edit changed(r2);
    auto spi = changed.Get<SpiLsiParameter>();
    ++spi.spi;
    EXPECT_EQ(verify(changed.Set(spi).Write().GetBytes()).error(), DropReason::BAD_MAC);
    auto signature = Edit(r2).Get<HipSignatureParameter>();
    signature.signature.back() ^= 1;
    EXPECT_EQ(verify(Edit(r2).Set(signature).Write().GetBytes()).error(),
              DropReason::BAD_SIGNATURE);
}

} // namespace
} // namespace hip::draft2003
