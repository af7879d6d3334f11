// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/hip-packet.h"
#include "core/wire/parameters.h"
#include "test/core/support/hex.h"
#include "test/core/support/pcap-reader.h"

#include <gtest/gtest.h>
#include <openssl/hmac.h>

namespace hip
{
namespace
{

using test::FromHex;
using test::ToHex;

IpAddress
Address(const char* text)
{
    return *IpAddress::Parse(text);
}

const Hit SENDER = Address("2001:20::1");
const Hit RECEIVER = Address("2001:20::2");
const Path PATH = {Address("2001:db8::1"), Address("2001:db8::2")};

PacketWriter
MakeI1()
{
    PacketWriter writer(PacketType::I1, 0, SENDER, RECEIVER);
    writer.Add(DhGroupListParameter{{DhGroup::MODP_1536, DhGroup::MODP_3072, DhGroup::P384}});
    return writer;
}

TEST(PacketWriter, WritesTheI1OfRfc7401AppendixC)
{
    PacketWriter writer = MakeI1();
    EXPECT_EQ(ToHex(writer.Finish(PATH)),
              "3b0501211a5e0000"
              "20010020000000000000000000000001"
              "20010020000000000000000000000002"
              "01ff000303040800");
    const Path v4 = {Address("192.0.2.1"), Address("192.0.2.2")};
    EXPECT_EQ(ToHex(writer.Finish(v4)).substr(8, 4), "f1ce");
}

TEST(PacketWriter, HasNoChecksumUntilFinished)
{
    PacketWriter writer = MakeI1();
    EXPECT_EQ(ToHex(ByteSpan(writer.GetBytes()).first(8)), "3b05012100000000");
    writer.Finish(PATH);
    writer.Add(FromParameter{PATH.source});
    EXPECT_EQ(ToHex(ByteSpan(writer.GetBytes()).first(8)), "3b08012100000000");
}

TEST(PacketWriter, SetsControlsAndReceiver)
{
    PacketWriter writer(PacketType::R1, CONTROL_ANONYMOUS, SENDER, Hit());
    writer.SetReceiver(RECEIVER);
    const auto view = PacketView::Parse(writer.Finish(PATH));
    ASSERT_TRUE(view);
    EXPECT_EQ(view->GetControls(), CONTROL_ANONYMOUS);
    EXPECT_EQ(view->GetReceiver(), RECEIVER);
    EXPECT_TRUE(view->HasGoodChecksum(PATH));
}

TEST(PacketWriter, ContinuesTheCapturedPacketsUnchanged)
{
    auto packets = test::ReadPcap(HIP_TEST_DATA_DIR "/hipv2-base-exchange.pcap");
    packets.resize(4);
    for (const auto& packet : packets)
    {
        const auto view = PacketView::Parse(packet.payload);
        ASSERT_TRUE(view);
        EXPECT_EQ(ToHex(PacketWriter(*view).Finish(packet.path)), ToHex(packet.payload));
    }
}

TEST(PacketWriter, ComposesTheCapturedI2FromItsValues)
{
    const auto packet = test::ReadPcap(HIP_TEST_DATA_DIR "/hipv2-base-exchange.pcap").at(2);
    const auto i2 = PacketView::Parse(packet.payload);
    ASSERT_TRUE(i2);
    PacketWriter writer(PacketType::I2, i2->GetControls(), i2->GetSender(), i2->GetReceiver());
    writer.Add(*i2->Get<EspInfoParameter>())
        .Add(*i2->Get<SolutionParameter>())
        .Add(*i2->Get<DiffieHellmanParameter>())
        .Add(*i2->Get<HipCipherParameter>())
        .Add(*i2->Get<HostIdParameter>())
        .Add(*i2->Get<TransportFormatListParameter>())
        .Add(*i2->Get<EspTransformParameter>())
        .Add(*i2->Get<HipMacParameter>())
        .Add(*i2->Get<HipSignatureParameter>());
    EXPECT_EQ(ToHex(writer.Finish(packet.path)), ToHex(packet.payload));
}

TEST(PacketWriter, RelaysAnI1WithTheRvsHmacOfTheReference)
{
    const Bytes i1 = MakeI1().Finish(PATH);
    PacketWriter writer(*PacketView::Parse(i1));
    writer.Add(FromParameter{Address("192.0.2.1")});
    const Bytes covered = writer.GetCovered(Coverage::MAC);
    EXPECT_EQ(ToHex(covered),
              "3b08012100000000"
              "20010020000000000000000000000001"
              "20010020000000000000000000000002"
              "01ff000303040800"
              "ffda001000000000000000000000ffffc000020100000000");

    const Bytes key = FromHex("b4ab1ab6e2803afd6db8183d8bf0f439787b77103799fbcce6c94ec815a3870a");
    Bytes mac(32);
    HMAC(EVP_sha256(), key.data(), 32, covered.data(), covered.size(), mac.data(), nullptr);
    EXPECT_EQ(ToHex(mac), "62bd332b62ee61de58c9ac3595eaefb21088d72d677b95befa363296d5b4a382");

    writer.Add(RvsHmacParameter{mac});
    const auto view =
        PacketView::Parse(writer.Finish({Address("198.51.100.5"), Address("203.0.113.9")}));
    ASSERT_TRUE(view);
    EXPECT_EQ(view->GetBytes().size(), 112U);
    EXPECT_EQ(view->GetBytes()[1], 13);
    EXPECT_EQ(view->GetChecksum(), 0xdd17);
    EXPECT_EQ(ToHex(view->GetCovered(Coverage::MAC, ParameterType::RVS_HMAC)), ToHex(covered));
}

TEST(PacketWriter, CoversWhatTheViewCoversLater)
{
    const Bytes hostIdTlv(24, 0x77);
    for (const auto coverage :
         {Coverage::MAC, Coverage::MAC_2, Coverage::SIGNATURE, Coverage::SIGNATURE_2})
    {
        PacketWriter writer(PacketType::R1, 0, SENDER, RECEIVER);
        writer.Add(PuzzleParameter{10, 37, 0x1234, Bytes(32, 0xaa)});
        const Bytes covered = writer.GetCovered(coverage, hostIdTlv);
        writer.Add(HipMac2Parameter{Bytes(32)});
        const auto view = PacketView::Parse(writer.Finish(PATH));
        ASSERT_TRUE(view);
        EXPECT_EQ(ToHex(view->GetCovered(coverage, ParameterType::HIP_MAC_2, hostIdTlv)),
                  ToHex(covered));
    }
}

TEST(PacketWriter, TellsWhatMayBeAdded)
{
    PacketWriter writer(PacketType::UPDATE, 0, SENDER, RECEIVER);
    writer.Add(AckParameter{{1}});
    EXPECT_TRUE(writer.MayAdd(ParameterType::ACK, 4));
    EXPECT_FALSE(writer.MayAdd(ParameterType::SEQ, 4));
    // 48 octets so far: 2000 are left, of which 4 go to the TLV header.
    EXPECT_TRUE(writer.MayAdd(ParameterType::ECHO_RESPONSE_SIGNED, 1996));
    EXPECT_FALSE(writer.MayAdd(ParameterType::ECHO_RESPONSE_SIGNED, 1997));
}

TEST(PacketWriter, TakesTheLongestPacketAndTellsOneThatIsTooLong)
{
    PacketWriter writer(PacketType::CLOSE, 0, SENDER, RECEIVER);
    writer.Add(EchoRequestSignedParameter{Bytes(MAX_HIP_PACKET - HIP_HEADER_LENGTH - 4, 1)});
    EXPECT_FALSE(writer.IsTooLong());
    const auto view = PacketView::Parse(writer.Finish(PATH));
    ASSERT_TRUE(view);
    EXPECT_EQ(view->GetBytes().size(), MAX_HIP_PACKET);
    EXPECT_TRUE(view->HasGoodChecksum(PATH));

    writer.Add(EchoRequestSignedParameter{});
    EXPECT_TRUE(writer.IsTooLong());
    EXPECT_EQ(writer.GetBytes()[1], 0xff); // not wrapped
}

TEST(PacketWriterDeathTest, AssertsOrder)
{
#ifndef NDEBUG
    PacketWriter writer(PacketType::UPDATE, 0, SENDER, RECEIVER);
    writer.Add(AckParameter{{1}});
    EXPECT_DEATH(writer.Add(SeqParameter{1}), "IsInOrder");
#else
    GTEST_SKIP() << "assertions are off in this build";
#endif
}

/// One row of the sizes that follow from the formats, by key and Diffie-Hellman group.
struct SizeRow
{
    const char* name;
    std::size_t hostIdentity; ///< octets of the HI field
    std::size_t signature;
    std::size_t publicValue;
    std::size_t hash;
    std::size_t r1, i2, r2, update1, update2, update3, close;
};

class PacketSizes : public testing::TestWithParam<SizeRow>
{
  protected:
    PacketWriter Start(PacketType type) const
    {
        return PacketWriter(type, 0, SENDER, RECEIVER);
    }

    /// Adds MAC and signature. @return the length of the packet
    std::size_t Seal(PacketWriter& writer) const
    {
        writer.Add(HipMacParameter{Bytes(GetParam().hash)});
        writer.Add(HipSignatureParameter{HiAlgorithm::RSA, Bytes(GetParam().signature)});
        return writer.GetBytes().size();
    }

    DiffieHellmanParameter MakeDiffieHellman() const
    {
        return {DhGroup::P256, Bytes(GetParam().publicValue)};
    }

    HostIdParameter MakeHostId() const
    {
        return {HiAlgorithm::RSA, Bytes(GetParam().hostIdentity), 0, {}};
    }
};

TEST_P(PacketSizes, OfR1AreThoseOfTheReference)
{
    PacketWriter writer = Start(PacketType::R1);
    writer.Add(R1CounterParameter{})
        .Add(PuzzleParameter{0, 37, 0, Bytes(GetParam().hash)})
        .Add(DhGroupListParameter{{DhGroup::P256, DhGroup::P384, DhGroup::P521}})
        .Add(MakeDiffieHellman())
        .Add(HipCipherParameter{{HipCipher::AES_128_CBC, HipCipher::AES_256_CBC}})
        .Add(MakeHostId())
        .Add(HitSuiteListParameter{{HitSuite::RSA_SHA256, HitSuite::ECDSA_SHA384}})
        .Add(TransportFormatListParameter{{4095}})
        .Add(EspTransformParameter{{EspSuite::AES_128_GCM_16, EspSuite::AES_128_CBC_SHA256}})
        .Add(HipSignature2Parameter{HiAlgorithm::RSA, Bytes(GetParam().signature)});
    EXPECT_EQ(writer.GetBytes().size(), GetParam().r1);
}

TEST_P(PacketSizes, OfI2AreThoseOfTheReference)
{
    PacketWriter writer = Start(PacketType::I2);
    writer.Add(EspInfoParameter{})
        .Add(R1CounterParameter{})
        .Add(SolutionParameter{0, 0, Bytes(GetParam().hash), Bytes(GetParam().hash)})
        .Add(MakeDiffieHellman())
        .Add(HipCipherParameter{{HipCipher::AES_128_CBC}})
        .Add(MakeHostId())
        .Add(TransportFormatListParameter{{4095}})
        .Add(EspTransformParameter{{EspSuite::AES_128_GCM_16}});
    EXPECT_EQ(Seal(writer), GetParam().i2);
}

TEST_P(PacketSizes, OfR2AreThoseOfTheReference)
{
    PacketWriter writer = Start(PacketType::R2);
    writer.Add(EspInfoParameter{})
        .Add(HipMac2Parameter{Bytes(GetParam().hash)})
        .Add(HipSignatureParameter{HiAlgorithm::RSA, Bytes(GetParam().signature)});
    EXPECT_EQ(writer.GetBytes().size(), GetParam().r2);
}

TEST_P(PacketSizes, OfTheReaddressExchangeAreThoseOfTheReference)
{
    PacketWriter first = Start(PacketType::UPDATE);
    first.Add(EspInfoParameter{})
        .Add(LocatorSetParameter{{Locator{0, 1, true, 60, 1, PATH.source}}})
        .Add(SeqParameter{});
    EXPECT_EQ(Seal(first), GetParam().update1);

    PacketWriter second = Start(PacketType::UPDATE);
    second.Add(EspInfoParameter{})
        .Add(SeqParameter{})
        .Add(AckParameter{{0}})
        .Add(EchoRequestSignedParameter{Bytes(8)});
    EXPECT_EQ(Seal(second), GetParam().update2);

    PacketWriter third = Start(PacketType::UPDATE);
    third.Add(AckParameter{{0}}).Add(EchoResponseSignedParameter{Bytes(8)});
    EXPECT_EQ(Seal(third), GetParam().update3);
}

TEST_P(PacketSizes, OfCloseAreThoseOfTheReference)
{
    PacketWriter writer = Start(PacketType::CLOSE);
    writer.Add(EchoRequestSignedParameter{Bytes(8)});
    EXPECT_EQ(Seal(writer), GetParam().close);
}

INSTANTIATE_TEST_SUITE_P(
    ByKeyAndGroup,
    PacketSizes,
    testing::Values(
        SizeRow{"Rsa2048Group3", 260, 256, 192, 32, 880, 944, 360, 400, 392, 368, 360},
        SizeRow{"Rsa2048Group4", 260, 256, 384, 32, 1072, 1136, 360, 400, 392, 368, 360},
        SizeRow{"Rsa2048Group7", 260, 256, 64, 32, 752, 816, 360, 400, 392, 368, 360},
        SizeRow{"Rsa3072Group4", 388, 384, 384, 32, 1328, 1392, 488, 528, 520, 496, 488},
        SizeRow{"EcdsaP256Group7", 66, 64, 64, 48, 384, 480, 184, 224, 216, 192, 184},
        SizeRow{"EcdsaP384Group8", 98, 96, 96, 48, 480, 576, 216, 256, 248, 224, 216}),
    [](const auto& row) { return row.param.name; });

} // namespace
} // namespace hip
