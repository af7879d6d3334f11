// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/hash.h"
#include "core/draft2003/packet-auth.h"
#include "core/util/endian.h"
#include "test/core/draft2003/sample-packets.h"
#include "test/core/support/hex.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace hip::draft2003
{
namespace
{

using namespace test;

class Draft2003PacketAuth : public testing::Test
{
  protected:
    SamplePackets samples;

    static PacketView View(const Bytes& packet)
    {
        return PacketView::Parse(packet).value();
    }

    /// @return the first octets, told to be a packet with no checksum
    static Bytes CutAt(const Bytes& packet, std::size_t length)
    {
        Bytes cut(packet.begin(), packet.begin() + static_cast<std::ptrdiff_t>(length));
        cut[1] = static_cast<Byte>(length / 8 - 1);
        cut[6] = 0;
        cut[7] = 0;
        return cut;
    }
};

/// R2: header, SPI_LSI (16), HMAC (24), HIP_SIGNATURE (48).
TEST_F(Draft2003PacketAuth, CoversWhatStandsBefore)
{
    const Bytes r2 = samples.MakeR2();
    const PacketView view = View(r2);
    const auto hmac = view.Get<HmacParameter>();
    ASSERT_TRUE(hmac);
    EXPECT_EQ(Bytes(hmac->mac.begin(), hmac->mac.end()),
              Hmac(HashKind::SHA1, samples.macKey, {CutAt(r2, 56)}));
    const auto signature = view.Get<HipSignatureParameter>();
    ASSERT_TRUE(signature);
    EXPECT_EQ(signature->algorithm, HiAlgorithm::DSA);
    EXPECT_TRUE(samples.context.engine->Verify(samples.identity.GetPublicKey(),
                                               CutAt(r2, 80),
                                               signature->signature));
}

TEST_F(Draft2003PacketAuth, OfAnR1HoldsForEveryInitiator)
{
    const Bytes r1 = samples.MakeR1();
    PacketWriter forAnother(View(r1));
    forAnother.SetReceiver(*Hit::Parse("4000::77"));
    const PacketView view = View(forAnother.GetBytes());
    const auto& key = samples.identity.GetPublicKey();
    EXPECT_TRUE(CheckSignature2(view, key, *samples.context.engine, samples.context.work));
    EXPECT_EQ(CheckSignature(view, key, *samples.context.engine, samples.context.work).error(),
              DropReason::MISSING_PARAMETER);

    Bytes covered = CutAt(r1, r1.size() - 48);
    std::fill_n(covered.begin() + 24, 16, Byte{0});
    EXPECT_TRUE(samples.context.engine->Verify(key,
                                               covered,
                                               view.Get<HipSignature2Parameter>()->signature));
}

TEST_F(Draft2003PacketAuth, ChecksWhatItAdded)
{
    const Bytes nes = samples.MakeNes(true);
    const PacketView view = View(nes);
    EXPECT_TRUE(CheckHmac(view, samples.macKey));
    EXPECT_TRUE(CheckSignature(view,
                               samples.identity.GetPublicKey(),
                               *samples.context.engine,
                               samples.context.work));
    EXPECT_EQ(CheckHmac(view, Bytes(20)).error(), DropReason::BAD_MAC);
    EXPECT_EQ(CheckHmac(View(samples.MakeI1()), samples.macKey).error(),
              DropReason::MISSING_PARAMETER);
    const PrivateKey other = ReadPrivateKey(samples.context.crypto, OTHER_DSA_1024_PEM);
    EXPECT_EQ(CheckSignature(view, other.GetPublic(), *samples.context.engine, samples.context.work)
                  .error(),
              DropReason::BAD_SIGNATURE);
}

TEST_F(Draft2003PacketAuth, CountsSignaturesByTheKindOfTheKey)
{
    const auto& key = samples.identity.GetKey();
    for (const CryptoFidelity fidelity : {CryptoFidelity::REAL, CryptoFidelity::MODELLED})
    {
        const auto engine = MakeCryptoEngine(fidelity, samples.context.crypto);
        Work work;
        PacketWriter writer(PacketType::R2, 0, samples.identity.GetHit(), samples.peer);
        AddSignature(writer, key, *engine, work);
        EXPECT_EQ(writer.GetBytes().size(), 40u + 48u);
        const PacketView view = View(writer.GetBytes());
        EXPECT_TRUE(CheckSignature(view, key.GetPublic(), *engine, work));
        EXPECT_TRUE(CheckSignature(view, key.GetPublic(), *engine, work));
        ASSERT_EQ(work.end() - work.begin(), 2);
        EXPECT_EQ(work.begin()[0].operation, Operation::SIGN);
        EXPECT_EQ(work.begin()[0].amount, 1u);
        EXPECT_EQ(work.begin()[1].operation, Operation::VERIFY);
        EXPECT_EQ(work.begin()[1].amount, 2u);
        for (const WorkItem& item : work)
        {
            EXPECT_EQ(item.algorithm, static_cast<Byte>(KeyKind::DSA_1024));
        }
    }
}

TEST_F(Draft2003PacketAuth, MayBeRsa)
{
    const PrivateKey key = ReadPrivateKey(samples.context.crypto, RSA_1024_PEM);
    PacketWriter writer(PacketType::BOS, 0, samples.identity.GetHit(), {});
    AddSignature(writer, key, *samples.context.engine, samples.context.work);
    const PacketView view = View(writer.GetBytes());
    EXPECT_EQ(view.Get<HipSignatureParameter>()->algorithm, HiAlgorithm::RSA);
    EXPECT_TRUE(
        CheckSignature(view, key.GetPublic(), *samples.context.engine, samples.context.work));
    EXPECT_EQ(CheckSignature(view,
                             samples.identity.GetPublicKey(),
                             *samples.context.engine,
                             samples.context.work)
                  .error(),
              DropReason::BAD_SIGNATURE);
}

/// Every octet but the checksum and the padding is under the HMAC, the signature, or both.
TEST_F(Draft2003PacketAuth, FindsEveryChangedOctet)
{
    const Bytes rea = samples.MakeRea();
    for (std::size_t at = 0; at < rea.size(); ++at)
    {
        const bool isChecksum = at == 6 || at == 7;
        const bool isPadding = at >= rea.size() - 2;
        Bytes changed = rea;
        changed[at] ^= 0x04;
        const auto view = PacketView::Parse(changed);
        const bool isAccepted = view && CheckHmac(*view, samples.macKey) &&
                                CheckSignature(*view,
                                               samples.identity.GetPublicKey(),
                                               *samples.context.engine,
                                               samples.context.work);
        EXPECT_EQ(isAccepted, isChecksum || isPadding) << at;
    }
}

TEST_F(Draft2003PacketAuth, RefusesAnHmacOfAnotherLength)
{
    PacketWriter writer(PacketType::AC, 0, samples.identity.GetHit(), samples.peer);
    writer.AddRaw(ParameterType::HMAC, Bytes(16));
    EXPECT_EQ(CheckHmac(View(writer.GetBytes()), samples.macKey).error(),
              DropReason::BAD_PARAMETER);
}

} // namespace
} // namespace hip::draft2003
