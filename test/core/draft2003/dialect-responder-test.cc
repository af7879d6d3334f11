// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// What a Responder of 2003 makes of an I2 (hip-08 §8.6).

#include "core/draft2003/puzzle.h"
#include "core/util/endian.h"
#include "test/core/draft2003/dialect-pair.h"

#include <gtest/gtest.h>

namespace hip::draft2003
{
namespace
{

using namespace draft2003::test;

class Responder2003 : public testing::Test
{
  protected:
    DialectPair pair;
};

TEST_F(Responder2003, WorksOutTheKeysOfTheInitiator)
{
    const auto verified = pair.VerifyI2(pair.MakeI2());
    ASSERT_TRUE(verified);
    const Session& own = *pair.exchange.session;
    EXPECT_EQ(verified->session.keys.macIn, own.keys.macOut);
    EXPECT_EQ(verified->session.keys.encryptionIn, own.keys.encryptionOut);
    EXPECT_EQ(verified->espIndex, pair.exchange.espIndex);
    EXPECT_EQ(verified->peerSpi, pair.exchange.lease->Get());
    EXPECT_EQ(verified->session.peerKey.GetHostIdentity(),
              pair.a.GetLocalIdentity().GetPublicKey().GetHostIdentity());
}

TEST_F(Responder2003, SetsTheSamePuzzleToAllInitiators)
{
    const Bytes secret(20, 0x55);
    const auto& identity = pair.b.GetLocalIdentity();
    const Bytes i = pair.dialect.MakePuzzle(secret, identity, pair.a.GetHit(), pair.back);
    EXPECT_EQ(i.size(), 8u);
    EXPECT_EQ(i, pair.dialect.MakePuzzle(secret, identity, Hit(), {})) << "it is signed";
    EXPECT_NE(i, pair.dialect.MakePuzzle(Bytes(20, 0x56), identity, Hit(), {}));
    EXPECT_EQ(PacketView::Parse(pair.MakeR1())->Get<CookieParameter>()->i, ReadU64(i, 0));
}

TEST_F(Responder2003, TellsASolutionFromAGuess)
{
    const Bytes i2 = pair.MakeI2();
    auto solution = pair.dialect.ReadSolution(*PacketView::Parse(i2)).value();
    const auto isSolved = [&](const Hit& initiator) {
        return pair.dialect.IsSolved(pair.b.context,
                                     pair.b.GetLocalIdentity(),
                                     initiator,
                                     solution);
    };
    EXPECT_TRUE(isSolved(pair.a.GetHit()));
    EXPECT_FALSE(isSolved(pair.b.GetHit())) << "whose solution it is";
    solution.j.back() ^= 1;
    EXPECT_FALSE(isSolved(pair.a.GetHit()));
}

TEST_F(Responder2003, ReadsNoSolutionWithoutCookieOrGroup)
{
    const Edit i2(pair.MakeI2());
    const auto read = [&](Edit edit) {
        const Bytes bytes = edit.Write().GetBytes();
        return pair.dialect.ReadSolution(*PacketView::Parse(bytes)).error();
    };
    EXPECT_EQ(read(Edit(i2).Remove(ParameterType::BIRTHDAY_COOKIE_I2)),
              DropReason::MISSING_PARAMETER);
    EXPECT_EQ(read(Edit(i2).Remove(ParameterType::DIFFIE_HELLMAN)), DropReason::MISSING_PARAMETER);
}

std::vector<EditCase>
GetI2Cases()
{
    const auto choose = [](const char* name, auto parameter, DropReason reason) {
        return EditCase{name, [parameter](Edit& i2) { i2.Set(parameter); }, reason};
    };
    return {
        Without("NoSpi", ParameterType::SPI_LSI),
        Without("NoCookie", ParameterType::BIRTHDAY_COOKIE_I2),
        Without("NoDh", ParameterType::DIFFIE_HELLMAN),
        Without("NoHipTransform", ParameterType::HIP_TRANSFORM),
        Without("NoEspTransform", ParameterType::ESP_TRANSFORM),
        Without("NoEncrypted", ParameterType::ENCRYPTED),
        choose("TwoTransforms",
               HipTransformParameter{{Suite::AES_CBC_SHA1, Suite::TRIPLE_DES_CBC_SHA1}},
               DropReason::NO_CIPHER_PROPOSAL),
        choose("TransformNotOffered",
               HipTransformParameter{{Suite::NULL_SHA1}},
               DropReason::NO_CIPHER_PROPOSAL),
        choose("TwoEspSuites",
               EspTransformParameter{{Suite::AES_CBC_SHA1, Suite::TRIPLE_DES_CBC_SHA1}},
               DropReason::NO_ESP_PROPOSAL),
        choose("EspSuiteNotOffered",
               EspTransformParameter{{Suite::NULL_SHA1}},
               DropReason::NO_ESP_PROPOSAL),
        {"LongSequenceNumbers",
         [](Edit& i2) { i2.controls = CONTROL_LONG_SEQUENCE; },
         DropReason::NO_ESP_PROPOSAL},
        {"NoHostIdInside",
         [](Edit& i2) {
             auto encrypted = i2.Get<EncryptedParameter>();
             encrypted.ivAndCiphertext.resize(32, 0x77);
             i2.Set(encrypted);
         },
         DropReason::BAD_ENCRYPTION},
        {"Anonymous",
         [](Edit& i2) { i2.controls = CONTROL_ANONYMOUS; },
         DropReason::ANONYMOUS_REFUSED},
    };
}

class RefusedI2Of2003 : public Responder2003, public testing::WithParamInterface<EditCase>
{
};

TEST_P(RefusedI2Of2003, HasAReason)
{
    pair.b.context.config.acceptAnonymous = false;
    Edit i2(pair.MakeI2());
    GetParam().edit(i2);
    const auto verified = pair.VerifyI2(pair.Sign(i2, pair.a));
    ASSERT_FALSE(verified);
    EXPECT_EQ(verified.error(), GetParam().reason);
}

INSTANTIATE_TEST_SUITE_P(Fields,
                         RefusedI2Of2003,
                         testing::ValuesIn(GetI2Cases()),
                         [](const auto& info) { return info.param.name; });

TEST_F(Responder2003, RefusesAnI2ThatSomebodyElseSigned)
{
    const Edit i2(pair.MakeI2());
    EXPECT_TRUE(pair.VerifyI2(pair.Sign(i2, pair.a)));
    EXPECT_EQ(pair.VerifyI2(pair.Sign(i2, pair.b)).error(), DropReason::BAD_SIGNATURE);
    EXPECT_EQ(pair.VerifyI2(i2.WriteUnsigned().GetBytes()).error(), DropReason::MISSING_PARAMETER);
}

} // namespace
} // namespace hip::draft2003
