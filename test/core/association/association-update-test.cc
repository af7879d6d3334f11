// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// UPDATEs that an authentic peer makes up: acknowledgements, echoes, halves of keys (RFC 7401
// §6.11, §6.12; RFC 7402 §6.9).

#include "core/association/rekey.h"
#include "core/association/update-channel.h"
#include "test/core/association/update-pair.h"
#include "test/core/support/forger.h"

#include <gtest/gtest.h>
#include <set>

namespace hip
{
namespace
{

using namespace hip::test;
using namespace std::chrono_literals;

class ForgedUpdate : public Update
{
  protected:
    std::unique_ptr<Forger> forger; ///< speaks as b
    std::uint32_t spiOfB = 0;

    void SetUp() override
    {
        Update::SetUp();
        forger = std::make_unique<Forger>(pair.world, pair.b, pair.a);
        spiOfB = GetSpi(pair.b, true);
    }

    Verdict Send(const std::function<void(PacketWriter&)>& fill)
    {
        return forger->Inject(PacketType::UPDATE, fill);
    }

    Verdict SendSeq(std::uint32_t updateId)
    {
        return Send([&](PacketWriter& writer) { writer.Add(SeqParameter{updateId}); });
    }

    Verdict SendRekey(const EspInfoParameter& info,
                      const std::optional<DiffieHellmanParameter>& dh = {})
    {
        return Send([&](PacketWriter& writer) {
            writer.Add(info).Add(SeqParameter{0});
            if (dh)
            {
                writer.Add(*dh);
            }
        });
    }

    /// The reply to the UPDATE that was sent last.
    PacketView GetReply() const
    {
        return *PacketView::Parse(ByteSpan(pair.world.wire.back()).subspan(40));
    }

    void ExpectRefused(const Verdict& verdict, DropReason reason)
    {
        EXPECT_EQ(verdict.kind, Verdict::Kind::DROPPED);
        EXPECT_EQ(verdict.reason, reason);
        EXPECT_EQ(pair.a.GetDrops(), 1u);
        EXPECT_TRUE(pair.world.wire.empty()) << "it is not acknowledged";
        Rekey(pair.b); // with the Update ID of the refused one
        pair.world.Run(1s);
        ExpectRekeyed();
    }
};

TEST_F(ForgedUpdate, NeedsSeqOrAck)
{
    ExpectRefused(Send([](PacketWriter&) {}), DropReason::MISSING_PARAMETER);
}

TEST_F(ForgedUpdate, NeedsAGoodSeq)
{
    ExpectRefused(Send([](PacketWriter& writer) { writer.AddRaw(ParameterType::SEQ, Bytes(3)); }),
                  DropReason::BAD_PARAMETER);
}

TEST_F(ForgedUpdate, NeedsAGoodAck)
{
    ExpectRefused(Send([](PacketWriter& writer) { writer.AddRaw(ParameterType::ACK, Bytes(5)); }),
                  DropReason::BAD_PARAMETER);
}

TEST_F(ForgedUpdate, IsRefusedFarAheadOfTheLastOne)
{
    ExpectRefused(SendSeq(HIPV2_NUMBERING.ahead), DropReason::BAD_UPDATE_ID);
}

TEST_F(ForgedUpdate, IsRefusedForAnSaThatIsNotThere)
{
    ExpectRefused(SendRekey({200, spiOfB + 1, 5000}), DropReason::BAD_PARAMETER);
}

TEST_F(ForgedUpdate, IsRefusedForAReservedSpi)
{
    ExpectRefused(SendRekey({200, spiOfB, 255}), DropReason::BAD_PARAMETER);
}

TEST_F(ForgedUpdate, IsRefusedForAMalformedEspInfo)
{
    ExpectRefused(Send([](PacketWriter& writer) {
                      writer.AddRaw(ParameterType::ESP_INFO, Bytes(8)).Add(SeqParameter{0});
                  }),
                  DropReason::BAD_PARAMETER);
}

TEST_F(ForgedUpdate, IsRefusedForKeymatThatWasUsed)
{
    const std::size_t used = forger->GetKeyMaterial().GetEspIndex(HipCipher::AES_128_CBC);
    ExpectRefused(SendRekey({static_cast<std::uint16_t>(used), spiOfB, 5000}),
                  DropReason::BAD_KEYMAT_INDEX);
}

TEST_F(ForgedUpdate, IsRefusedForKeymatThatDoesNotExist)
{
    ExpectRefused(SendRekey({65535, spiOfB, 5000}), DropReason::BAD_KEYMAT_INDEX);
}

TEST_F(ForgedUpdate, IsRefusedForANewSecretAtAnotherIndexThanZero)
{
    const auto dh = pair.b.engine->MakeDhKeyPair(DhGroup::P256);
    const Bytes value(dh->GetPublicValue().begin(), dh->GetPublicValue().end());
    ExpectRefused(SendRekey({300, spiOfB, 5000}, DiffieHellmanParameter{DhGroup::P256, value}),
                  DropReason::BAD_KEYMAT_INDEX);
}

TEST_F(ForgedUpdate, IsRefusedForAnotherGroup)
{
    const auto dh = pair.b.engine->MakeDhKeyPair(DhGroup::P384);
    const Bytes value(dh->GetPublicValue().begin(), dh->GetPublicValue().end());
    ExpectRefused(SendRekey({0, spiOfB, 5000}, DiffieHellmanParameter{DhGroup::P384, value}),
                  DropReason::BAD_DH_VALUE);
}

TEST_F(ForgedUpdate, IsRefusedForADhValueThatIsNone)
{
    ExpectRefused(SendRekey({0, spiOfB, 5000}, DiffieHellmanParameter{DhGroup::P256, Bytes(7)}),
                  DropReason::BAD_DH_VALUE);
}

TEST_F(ForgedUpdate, IsRefusedForADhParameterThatIsNone)
{
    ExpectRefused(Send([&](PacketWriter& writer) {
                      writer.Add(EspInfoParameter{0, spiOfB, 5000}).Add(SeqParameter{0});
                      writer.AddRaw(ParameterType::DIFFIE_HELLMAN, Bytes(2));
                  }),
                  DropReason::BAD_PARAMETER);
}

TEST_F(ForgedUpdate, MayNameTheSaInUse)
{
    EXPECT_EQ(SendRekey({0, spiOfB, spiOfB}).kind, Verdict::Kind::CONSUMED);
    EXPECT_EQ(GetReply().Get<AckParameter>()->updateIds, std::vector<std::uint32_t>{0});
    EXPECT_FALSE(GetReply().Find(ParameterType::SEQ));
    EXPECT_EQ(pair.a.Get<SaEvent>().size(), 2u);
}

TEST_F(ForgedUpdate, IsAcknowledgedAgainIfItComesAgain)
{
    for (int i = 0; i < 3; ++i)
    {
        EXPECT_EQ(SendSeq(0).kind, Verdict::Kind::CONSUMED);
        EXPECT_EQ(GetReply().Get<AckParameter>()->updateIds, std::vector<std::uint32_t>{0});
    }
    EXPECT_EQ(CountOnWire(PacketKind::UPDATE), 3u);
}

TEST_F(ForgedUpdate, IsProcessedOnceWhateverTheOrder)
{
    for (const std::uint32_t updateId : {2u, 0u, 1u, 0u, 2u})
    {
        EXPECT_EQ(SendSeq(updateId).kind, Verdict::Kind::CONSUMED) << updateId;
        EXPECT_EQ(GetReply().Get<AckParameter>()->updateIds, std::vector{updateId});
    }
}

TEST_F(ForgedUpdate, IsNotAnsweredIfItOnlyAcknowledges)
{
    const auto verdict = Send([](PacketWriter& writer) {
        writer.Add(AckParameter{{0, 1, 99}}); // nobody waits for these
    });
    EXPECT_EQ(verdict.kind, Verdict::Kind::CONSUMED);
    EXPECT_TRUE(pair.world.wire.empty());
}

TEST_F(ForgedUpdate, HasItsEchoesReturned)
{
    const Bytes nonce{1, 2, 3, 4, 5, 6, 7, 8};
    // The unsigned request stands behind the signature, as a middlebox would add it.
    Bytes update = forger->Make(PacketType::UPDATE, [&](PacketWriter& writer) {
        writer.Add(SeqParameter{0}).Add(EchoRequestSignedParameter{nonce});
    });
    PacketWriter writer(*PacketView::Parse(ByteSpan(update).subspan(40)));
    writer.Add(EchoRequestUnsignedParameter{{9}}).Add(EchoRequestUnsignedParameter{{8, 7}});
    const Path path{pair.b.addresses[0], pair.a.addresses[0]};
    pair.world.Inject(pair.a, MakeIpPacket(path, PROTOCOL_HIP, 64, writer.Finish(path)));
    EXPECT_EQ(GetReply().Get<EchoResponseSignedParameter>()->data, nonce);
    const auto first = GetReply().Find(ParameterType::ECHO_RESPONSE_UNSIGNED);
    ASSERT_TRUE(first);
    EXPECT_EQ(Bytes(first->contents.begin(), first->contents.end()), Bytes{9});
    const auto second = GetReply().Next(first);
    ASSERT_TRUE(second);
    EXPECT_EQ(Bytes(second->contents.begin(), second->contents.end()), (Bytes{8, 7}));
}

TEST_F(ForgedUpdate, IsAcknowledgedWithoutAnEchoThatIsTooLong)
{
    const Bytes longest(1850, 0x11); // the reply, with an ACK beside it, would be too long
    pair.world.filter = [](Bytes&) { return false; };
    Send([&](PacketWriter& writer) {
        writer.Add(EspInfoParameter{400, spiOfB, 5000}).Add(SeqParameter{0});
        writer.Add(EchoRequestSignedParameter{longest});
    });
    ASSERT_EQ(pair.world.wire.size(), 1u);
    EXPECT_TRUE(GetReply().Get<AckParameter>());
    EXPECT_TRUE(GetReply().Get<EspInfoParameter>());
    EXPECT_FALSE(GetReply().Find(ParameterType::ECHO_RESPONSE_SIGNED));
    pair.world.Run(5s);
    ASSERT_GE(pair.world.wire.size(), 2u);
    EXPECT_EQ(pair.world.wire[0], pair.world.wire[1]) << "it is repeated";
}

/// RFC 7402 §6.9: a peer that begins anew replaces what it announced before.
TEST_F(ForgedUpdate, MayReplaceItsAnnouncementWhileTheRekeyIsUnderWay)
{
    Send([&](PacketWriter& writer) {
        writer.Add(EspInfoParameter{400, spiOfB, 5000}).Add(SeqParameter{0});
    });
    const std::uint32_t spiOfA = GetReply().Get<EspInfoParameter>()->newSpi;
    const std::uint32_t seqOfA = GetReply().Get<SeqParameter>()->updateId;
    Send([&](PacketWriter& writer) {
        writer.Add(EspInfoParameter{500, spiOfB, 6000}).Add(SeqParameter{1});
        writer.Add(AckParameter{{seqOfA}});
    });
    EXPECT_EQ(GetSpi(pair.a, false), 6000u);
    EXPECT_EQ(GetSpi(pair.a, true), spiOfA);
    const auto keys = forger->GetKeyMaterial().DrawEspKeys(500, EspSuite::AES_128_GCM_16);
    EXPECT_EQ(pair.a.Get<SaEvent>().back().encryptionKey, keys->encryptionIn);
}

TEST_F(ForgedUpdate, MayAcknowledgeARekeyAndAnswerItLater)
{
    Rekey(pair.a);
    const auto asked = GetReply().Get<SeqParameter>()->updateId;
    pair.world.filter = [](Bytes&) { return false; };
    Send([&](PacketWriter& writer) { writer.Add(AckParameter{{asked}}); });
    EXPECT_EQ(pair.a.Get<SaEvent>().size(), 2u);
    pair.world.Run(20s);
    EXPECT_FALSE(Rekey(pair.a)) << "it is still under way";
    SendRekey({400, spiOfB, 5000});
    EXPECT_EQ(GetSpi(pair.a, false), 5000u);
    EXPECT_TRUE(Rekey(pair.a)) << "it is complete";
}

TEST_F(ForgedUpdate, LetsARekeyEndThatThePeerNeverAnswers)
{
    Rekey(pair.a);
    const auto asked = GetReply().Get<SeqParameter>()->updateId;
    pair.world.filter = [](Bytes&) { return false; };
    Send([&](PacketWriter& writer) { writer.Add(AckParameter{{asked}}); });
    pair.world.Run(Rekey::GRACE + 1s);
    EXPECT_TRUE(Rekey(pair.a)) << "another one may begin";
}

} // namespace
} // namespace hip
