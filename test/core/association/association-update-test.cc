// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// UPDATE between two hosts: rekey, acknowledgements, echoes (RFC 7401 §6.11, §6.12; RFC 7402
// §6.8-10).

#include "core/association/endpoint.h"
#include "core/association/rekey.h"
#include "core/association/update-channel.h"
#include "test/core/support/forger.h"
#include "test/core/support/host-pair.h"

#include <gtest/gtest.h>
#include <set>

namespace hip
{
namespace
{

using namespace hip::test;
using namespace std::chrono_literals;

EndpointConfig
MakeConfig()
{
    EndpointConfig config;
    config.exportKeys = true;
    return config;
}

/// The SPI of the newest SA of this direction.
std::uint32_t
GetSpi(const Host& host, bool isInbound)
{
    std::uint32_t spi = 0;
    for (const SaEvent& event : host.Get<SaEvent>())
    {
        spi = event.isInbound == isInbound ? event.spi : spi;
    }
    return spi;
}

class Update : public testing::Test
{
  protected:
    HostPair pair{MakeConfig()};
    std::uint32_t firstSpi = 0;

    void SetUp() override
    {
        pair.Establish();
        ASSERT_EQ(pair.GetState(pair.b), State::ESTABLISHED);
        firstSpi = GetSpi(pair.a, true);
        pair.world.wire.clear();
    }

    bool Rekey(Host& host, bool withDh = false)
    {
        const bool isStarted =
            host.endpoint->Rekey(pair.GetOther(host).GetHit(), withDh, pair.world.GetNow());
        pair.world.Drain(host);
        return isStarted;
    }

    /// Both ends use the same new SAs.
    void ExpectRekeyed(std::size_t times = 1)
    {
        EXPECT_EQ(pair.a.Get<SaEvent>().size(), 2 * (1 + times));
        EXPECT_EQ(pair.b.Get<SaEvent>().size(), 2 * (1 + times));
        EXPECT_NE(GetSpi(pair.a, true), firstSpi);
        EXPECT_EQ(GetSpi(pair.a, true), GetSpi(pair.b, false));
        EXPECT_EQ(GetSpi(pair.a, false), GetSpi(pair.b, true));
        EXPECT_TRUE(pair.Exchange());
        EXPECT_EQ(pair.GetState(pair.a), State::ESTABLISHED);
        EXPECT_EQ(pair.GetState(pair.b), State::ESTABLISHED);
    }

    std::size_t CountOnWire(PacketKind type) const
    {
        return static_cast<std::size_t>(
            std::count_if(pair.world.wire.begin(), pair.world.wire.end(), [&](const Bytes& it) {
                return GetHipType(it) == type;
            }));
    }
};

TEST_F(Update, RenewsTheSasWithThreePackets)
{
    EXPECT_TRUE(Rekey(pair.a));
    EXPECT_FALSE(Rekey(pair.a)) << "one is under way";
    pair.world.Run(1s);
    EXPECT_EQ(CountOnWire(PacketKind::UPDATE), 3u);
    EXPECT_EQ(pair.world.wire.size(), 3u);
    ExpectRekeyed();
    EXPECT_EQ(pair.a.Get<KeyEvent>().size(), 1u) << "the secret is the same";
    EXPECT_EQ(pair.a.GetDrops() + pair.b.GetDrops(), 0u);
}

TEST_F(Update, RenewsTheSecretOnRequest)
{
    EXPECT_TRUE(Rekey(pair.a, true));
    pair.world.Run(1s);
    ExpectRekeyed();
    ASSERT_EQ(pair.a.Get<KeyEvent>().size(), 2u);
    ASSERT_EQ(pair.b.Get<KeyEvent>().size(), 2u);
    EXPECT_NE(pair.a.Get<KeyEvent>()[1].secret, pair.a.Get<KeyEvent>()[0].secret);
    EXPECT_EQ(pair.a.Get<KeyEvent>()[1].secret, pair.b.Get<KeyEvent>()[1].secret);
    EXPECT_EQ(pair.a.Get<KeyEvent>()[1].i, pair.a.Get<KeyEvent>()[0].i);
}

TEST_F(Update, DrawsDifferentKeysEachTime)
{
    std::set<Bytes> keys;
    for (int i = 0; i < 4; ++i)
    {
        Rekey(i % 2 == 0 ? pair.a : pair.b, i == 3);
        pair.world.Run(1s);
    }
    ExpectRekeyed(4);
    for (const SaEvent& event : pair.a.Get<SaEvent>())
    {
        EXPECT_TRUE(keys.insert(event.encryptionKey).second);
    }
    EXPECT_EQ(keys.size(), 10u);
}

TEST_F(Update, AsksForANewSecretOnceKeymatIsUsedUp)
{
    const std::size_t perRekey = KeyMaterial::GetEspKeysLength(EspSuite::AES_128_GCM_16);
    const std::size_t rekeys = 255 * GetHashLength(HashKind::SHA384) / perRekey + 1;
    for (std::size_t i = 0; i < rekeys; ++i)
    {
        ASSERT_TRUE(Rekey(pair.a));
        pair.world.Run(200ms);
    }
    ExpectRekeyed(rekeys);
    EXPECT_EQ(pair.a.Get<KeyEvent>().size(), 2u);
    EXPECT_EQ(pair.a.GetDrops() + pair.b.GetDrops(), 0u);
}

TEST_F(Update, OpensWhatWasSentOnTheOldSaForAWhile)
{
    Bytes late;
    pair.world.filter = [&](Bytes& packet) {
        late = GetHipType(packet) ? late : packet;
        return GetHipType(packet).has_value();
    };
    pair.world.SendData(pair.a, pair.b.GetHit(), Bytes{'l'});
    pair.world.filter = nullptr;
    Rekey(pair.a);
    pair.world.Run(Rekey::GRACE - 1s);
    EXPECT_EQ(pair.world.Inject(pair.b, late).kind, Verdict::Kind::DELIVER);
    pair.world.Run(2s);
    EXPECT_EQ(pair.world.Inject(pair.b, late).reason, DropReason::UNKNOWN_SPI);
}

TEST_F(Update, MayBeginInR2Sent)
{
    HostPair fresh(MakeConfig());
    fresh.a.endpoint->Connect(fresh.b.GetHit(), fresh.world.GetNow());
    fresh.world.Drain(fresh.a);
    fresh.world.Run(1s);
    ASSERT_EQ(fresh.GetState(fresh.b), State::R2_SENT);
    fresh.a.endpoint->Rekey(fresh.b.GetHit(), false, fresh.world.GetNow());
    fresh.world.Drain(fresh.a);
    fresh.world.Run(1s);
    EXPECT_EQ(fresh.GetState(fresh.b), State::ESTABLISHED);
    EXPECT_TRUE(fresh.Exchange());
    fresh.world.Run(60s);
    EXPECT_TRUE(fresh.Exchange()) << "no timer of R2-SENT is left";
}

TEST_F(Update, IsRefusedBeforeTheAssociationIsThere)
{
    HostPair fresh(MakeConfig());
    EXPECT_FALSE(fresh.a.endpoint->Rekey(fresh.b.GetHit(), false, fresh.world.GetNow()));
    fresh.a.endpoint->Connect(fresh.b.GetHit(), fresh.world.GetNow());
    EXPECT_FALSE(fresh.a.endpoint->Rekey(fresh.b.GetHit(), false, fresh.world.GetNow()));
}

/// Each combination of who asks for a new secret when both begin at once.
TEST_F(Update, LetsTwoRekeysMeet)
{
    std::size_t times = 0;
    for (const auto& [aWithDh, bWithDh] : {std::pair(false, false),
                                           std::pair(true, false),
                                           std::pair(false, true),
                                           std::pair(true, true)})
    {
        Rekey(pair.a, aWithDh);
        Rekey(pair.b, bWithDh);
        pair.world.Run(1s);
        ExpectRekeyed(++times);
        const auto keysOfA = pair.a.Get<KeyEvent>();
        EXPECT_EQ(keysOfA.size(), times) << "one of the exchange, then one for each new secret";
        EXPECT_EQ(keysOfA.back().secret, pair.b.Get<KeyEvent>().back().secret);
    }
    EXPECT_EQ(pair.a.GetDrops() + pair.b.GetDrops(), 0u);
}

/// Loses the n-th UPDATE and all further ones up to the m-th.
TEST_F(Update, SurvivesTheLossOfAnyUpdates)
{
    std::size_t times = 0;
    for (const bool isMutual : {false, true})
    {
        for (int first = 0; first < 4; ++first)
        {
            for (int last = first; last < 7; ++last)
            {
                SCOPED_TRACE(testing::Message() << isMutual << " " << first << " " << last);
                pair.world.filter = [=, seen = 0](Bytes& packet) mutable {
                    const bool isUpdate = GetHipType(packet) == PacketKind::UPDATE;
                    const int at = isUpdate ? seen++ : -1;
                    return at < first || at > last;
                };
                Rekey(pair.a, last % 2 == 0);
                if (isMutual)
                {
                    Rekey(pair.b);
                }
                pair.world.Run(90s);
                ExpectRekeyed(++times);
            }
        }
    }
}

TEST_F(Update, SurvivesDelaysOfMinutesWithinTheRetries)
{
    // All UPDATEs of one side are lost for longer than the grace time.
    const Time end = pair.world.GetNow() + 45s;
    pair.world.filter = [&](Bytes& packet) {
        const auto info = ParseIp(packet);
        return GetHipType(packet) != PacketKind::UPDATE || pair.world.GetNow() > end ||
               info->path.source != pair.b.addresses[0];
    };
    Rekey(pair.a);
    pair.world.Run(120s);
    ExpectRekeyed();
}

TEST_F(Update, SwitchesWhenDataComesOnTheNewSa)
{
    pair.world.filter = [seen = 0](Bytes& packet) mutable {
        return GetHipType(packet) != PacketKind::UPDATE || ++seen <= 2; // the last ACK is lost
    };
    Rekey(pair.a);
    pair.world.Run(100ms);
    EXPECT_EQ(pair.a.Get<SaEvent>().size(), 4u);
    EXPECT_EQ(pair.b.Get<SaEvent>().size(), 2u) << "b does not know yet that a has the new SAs";
    pair.world.SendData(pair.a, pair.b.GetHit(), Bytes(10));
    pair.world.Run(100ms);
    EXPECT_EQ(pair.b.Get<SaEvent>().size(), 4u);
    pair.world.filter = nullptr;
    ExpectRekeyed();
}

TEST_F(Update, IsRepeatedUnchangedUntilItIsAcknowledged)
{
    pair.world.filter = [](Bytes&) { return false; };
    Rekey(pair.a);
    pair.world.Run(10s);
    ASSERT_EQ(pair.world.wire.size(), 4u) << "at 0, 1, 3 and 7 seconds";
    for (const Bytes& packet : pair.world.wire)
    {
        EXPECT_EQ(packet, pair.world.wire[0]);
    }
}

TEST_F(Update, ClosesTheAssociationIfNobodyAcknowledges)
{
    pair.world.filter = [](Bytes&) { return false; };
    Rekey(pair.a);
    pair.world.Run(100s);
    EXPECT_EQ(CountOnWire(PacketKind::UPDATE), 1u + MakeConfig().maxRetries);
    const auto states = pair.a.Get<StateEvent>();
    EXPECT_TRUE(std::any_of(states.begin(), states.end(), [](const StateEvent& event) {
        return event.to == State::CLOSING;
    }));
    EXPECT_GT(CountOnWire(PacketKind::I1), 0u) << "the peer may still be where it was said to be";
}

TEST_F(Update, BeginsAnewWithAPeerThatDidNotAcknowledgeOnceItAnswers)
{
    pair.world.filter = [](Bytes&) { return false; };
    Rekey(pair.a);
    pair.world.Run(100s);
    pair.world.filter = nullptr;
    pair.world.Run(60s);
    EXPECT_EQ(pair.GetState(pair.a), State::ESTABLISHED);
    EXPECT_TRUE(pair.Exchange());
}

TEST_F(Update, BeginsByItselfAfterSoManyPackets)
{
    EndpointConfig config = MakeConfig();
    config.rekeyAfter = 5;
    config.rekeyWithDh = true;
    HostPair eager(config);
    eager.Establish();
    for (int i = 0; i < 20; ++i)
    {
        EXPECT_TRUE(eager.Exchange());
    }
    EXPECT_GE(eager.a.Get<SaEvent>().size(), 2u * 4);
    EXPECT_EQ(eager.a.Get<SaEvent>().size(), 2 * eager.a.Get<KeyEvent>().size());
    EXPECT_EQ(eager.a.GetDrops() + eager.b.GetDrops(), 0u);
}

// What a peer that misbehaves may send: MAC and signature are good.

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
