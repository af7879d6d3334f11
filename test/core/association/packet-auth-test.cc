// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/packet-auth.h"
#include "core/crypto/hash.h"
#include "test/core/support/hex.h"
#include "test/core/support/packet-edit.h"
#include "test/core/support/pcap-reader.h"
#include "test/core/support/test-host.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

using namespace hip::test;

const Bytes KEY(32, 0x2a);

class PacketAuth : public testing::Test
{
  protected:
    TestHost host{1, "2001:db8::1"};
    Work work;

    static PacketWriter MakeUpdate(const Hit& sender)
    {
        PacketWriter writer(PacketType::UPDATE, 0, sender, *Hit::Parse("2001:22::2"));
        writer.Add(SeqParameter{7});
        return writer;
    }

    Result<void> Check(const Bytes& packet)
    {
        return CheckSignature(PacketView::Parse(packet).value(),
                              host.GetIdentity().GetPublicKey(),
                              host.context.engine,
                              work);
    }
};

/// Header with Header Length up to the MAC and checksum 0, then all before the MAC (RFC 7401
/// §6.4.1).
TEST_F(PacketAuth, CoversWhatStandsBeforeTheMac)
{
    PacketWriter writer = MakeUpdate(host.GetHit());
    const Bytes before = writer.GetBytes();
    AddMac(writer, HashKind::SHA256, KEY);
    const Bytes packet = writer.Finish({host.GetAddress(), host.GetAddress()});
    EXPECT_EQ(PacketEdit(packet).Get<HipMacParameter>().data,
              Hmac(HashKind::SHA256, KEY, {before}));
    EXPECT_TRUE(CheckMac(*PacketView::Parse(packet), HashKind::SHA256, KEY));
    EXPECT_EQ(CheckMac(*PacketView::Parse(packet), HashKind::SHA256, Bytes(32)).error(),
              DropReason::BAD_MAC);
    EXPECT_EQ(CheckMac(*PacketView::Parse(packet), HashKind::SHA384, KEY).error(),
              DropReason::BAD_MAC);
    EXPECT_EQ(CheckMac(*PacketView::Parse(before), HashKind::SHA256, KEY).error(),
              DropReason::MISSING_PARAMETER);
}

TEST_F(PacketAuth, CoversTheHostIdOfTheResponderInMac2)
{
    PacketWriter writer(PacketType::R2, 0, host.GetHit(), *Hit::Parse("2001:22::2"));
    writer.Add(EspInfoParameter{96, 0, 4711});
    const Bytes hostIdTlv(72, 0x11);
    Bytes covered = writer.GetBytes();
    Append(covered, hostIdTlv);
    covered[1] = static_cast<Byte>(covered.size() / 8 - 1);
    AddMac2(writer, HashKind::SHA384, KEY, hostIdTlv);
    const Bytes packet = writer.GetBytes();
    EXPECT_EQ(PacketEdit(packet).Get<HipMac2Parameter>().data,
              Hmac(HashKind::SHA384, KEY, {covered}));
    EXPECT_TRUE(CheckMac2(*PacketView::Parse(packet), HashKind::SHA384, KEY, hostIdTlv));
    EXPECT_EQ(CheckMac2(*PacketView::Parse(packet), HashKind::SHA384, KEY, Bytes(72)).error(),
              DropReason::BAD_MAC);
    EXPECT_EQ(CheckMac(*PacketView::Parse(packet), HashKind::SHA384, KEY).error(),
              DropReason::MISSING_PARAMETER)
        << "HIP_MAC_2 is no HIP_MAC";
}

/// The vector computed by hand from RFC 8004 §4.2.1: an I1 with FROM, key HIP-gl of another vector.
TEST_F(PacketAuth, CoversFromInRvsHmac)
{
    const Hit sender = *Hit::Parse("2001:20::1");
    const Hit receiver = *Hit::Parse("2001:20::2");
    PacketWriter writer(PacketType::I1, 0, sender, receiver);
    writer.Add(DhGroupListParameter{{DhGroup::MODP_1536, DhGroup::MODP_3072, DhGroup::P384}})
        .Add(FromParameter{*IpAddress::Parse("192.0.2.1")});
    const Bytes key = FromHex("b4ab1ab6e2803afd6db8183d8bf0f439787b77103799fbcce6c94ec815a3870a");
    AddRvsHmac(writer, HashKind::SHA256, key);
    const Path path{*IpAddress::Parse("198.51.100.5"), *IpAddress::Parse("203.0.113.9")};
    const Bytes packet = writer.Finish(path);
    EXPECT_EQ(packet.size(), 112u);
    EXPECT_EQ(ToHex(PacketEdit(packet).Get<RvsHmacParameter>().data),
              "62bd332b62ee61de58c9ac3595eaefb21088d72d677b95befa363296d5b4a382");
    EXPECT_EQ(PacketView::Parse(packet)->GetChecksum(), 0xdd17);
    EXPECT_TRUE(CheckRvsHmac(*PacketView::Parse(packet), HashKind::SHA256, key));
    EXPECT_EQ(CheckRvsHmac(*PacketView::Parse(packet), HashKind::SHA256, KEY).error(),
              DropReason::BAD_MAC);
}

TEST_F(PacketAuth, CoversTheMacInTheSignature)
{
    PacketWriter writer = MakeUpdate(host.GetHit());
    AddMac(writer, HashKind::SHA256, KEY);
    AddSignature(writer, host.GetIdentity(), host.context.engine, work);
    EXPECT_TRUE(Check(writer.GetBytes()));
    PacketEdit edit(writer.GetBytes());
    edit.SetRaw(ParameterType::HIP_MAC, Bytes(32));
    EXPECT_EQ(Check(edit.Write().GetBytes()).error(), DropReason::BAD_SIGNATURE);
}

TEST_F(PacketAuth, LeavesOutWhatStandsBehindTheSignature)
{
    PacketWriter writer = MakeUpdate(host.GetHit());
    AddSignature(writer, host.GetIdentity(), host.context.engine, work);
    writer.Add(EchoRequestUnsignedParameter{{1, 2, 3}});
    EXPECT_TRUE(Check(writer.GetBytes()));
}

TEST_F(PacketAuth, RefusesSignaturesOfAnotherForm)
{
    PacketWriter writer = MakeUpdate(host.GetHit());
    EXPECT_EQ(Check(writer.GetBytes()).error(), DropReason::MISSING_PARAMETER);
    AddSignature(writer, host.GetIdentity(), host.context.engine, work);
    const auto good = PacketEdit(writer.GetBytes()).Get<HipSignatureParameter>();
    const auto checkWith = [&](const std::function<void(HipSignatureParameter&)>& change) {
        auto signature = good;
        change(signature);
        return Check(PacketEdit(writer.GetBytes()).Set(signature).Write().GetBytes()).error();
    };
    EXPECT_EQ(checkWith([](auto& it) { it.algorithm = HiAlgorithm::RSA; }),
              DropReason::BAD_SIGNATURE);
    EXPECT_EQ(checkWith([](auto& it) { it.signature.pop_back(); }), DropReason::BAD_SIGNATURE);
    EXPECT_EQ(checkWith([](auto& it) { it.signature.push_back(0); }), DropReason::BAD_SIGNATURE);
    EXPECT_EQ(checkWith([](auto& it) { it.signature.clear(); }), DropReason::BAD_PARAMETER);
    EXPECT_EQ(Check(PacketEdit(writer.GetBytes())
                        .SetRaw(ParameterType::HIP_SIGNATURE, Bytes(1))
                        .Write()
                        .GetBytes())
                  .error(),
              DropReason::BAD_PARAMETER);
}

TEST_F(PacketAuth, CountsItsWorkByKindOfKey)
{
    PacketWriter writer = MakeUpdate(host.GetHit());
    AddSignature(writer, host.GetIdentity(), host.context.engine, work);
    ASSERT_TRUE(Check(writer.GetBytes()));
    ASSERT_EQ(work.end() - work.begin(), 2);
    EXPECT_EQ(work.begin()[0].operation, Operation::SIGN);
    EXPECT_EQ(work.begin()[1].operation, Operation::VERIFY);
    EXPECT_EQ(work.begin()[1].algorithm, static_cast<Byte>(KeyKind::ECDSA_P256));
}

/**
 * Another implementation's signatures: R1 and I2 of the capture, whose HOST_IDs are in clear. (Its
 * R2 carries the wrong type of signature.)
 */
class CapturedSignature : public testing::Test
{
  protected:
    std::vector<CapturedPacket> packets = ReadPcap(HIP_TEST_DATA_DIR "/hipv2-base-exchange.pcap");
    SeededRandom random{1, 0, "test"};
    CryptoContext crypto{random};
    std::unique_ptr<CryptoEngine> engine = MakeCryptoEngine(CryptoFidelity::REAL, crypto);
    Work work;

    PacketView View(std::size_t at) const
    {
        return PacketView::Parse(packets.at(at).payload).value();
    }

    PublicKey GetKey(std::size_t at)
    {
        return VerifyHostId(crypto, View(at).Get<HostIdParameter>().value(), View(at).GetSender())
            .value();
    }
};

TEST_F(CapturedSignature, OfR1Verifies)
{
    EXPECT_TRUE(CheckSignature2(View(1), GetKey(1), *engine, work));
    EXPECT_EQ(CheckSignature2(View(1), GetKey(2), *engine, work).error(),
              DropReason::BAD_SIGNATURE);
}

TEST_F(CapturedSignature, OfI2Verifies)
{
    EXPECT_TRUE(CheckSignature(View(2), GetKey(2), *engine, work));
    EXPECT_EQ(CheckSignature(View(2), GetKey(1), *engine, work).error(), DropReason::BAD_SIGNATURE);
}

} // namespace
} // namespace hip
