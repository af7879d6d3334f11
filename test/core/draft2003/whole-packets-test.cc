// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// Whole packets of every kind: their sizes, and what happens to them on a hostile way.

#include "core/crypto/random.h"
#include "test/core/draft2003/sample-packets.h"

#include <gtest/gtest.h>

namespace hip::draft2003
{
namespace
{

using namespace test;

/// Reads all that a receiver may read, so that a sanitizer sees each access.
/// @return how many parameters were good
std::size_t
ReadAll(const PacketView& view, SamplePackets& samples)
{
    std::size_t good = 0;
    const auto count = [&good](const auto& value) { good += value ? 1 : 0; };
    count(view.Get<SpiLsiParameter>());
    count(view.Get<CookieParameter>());
    count(view.Get<CookieSolutionParameter>());
    if (const auto dh = view.Get<DiffieHellmanParameter>())
    {
        count(samples.dh->ComputeSecret(dh->publicValue));
    }
    count(view.Get<NesInfoParameter>());
    count(view.Get<HipTransformParameter>());
    count(view.Get<EspTransformParameter>());
    if (const auto encrypted = view.Get<EncryptedParameter>())
    {
        const auto tlvs = Decrypt(Suite::TRIPLE_DES_CBC_SHA1, Bytes(24, 0x11), *encrypted);
        count(tlvs);
        if (tlvs)
        {
            count(FindHostId(*tlvs));
        }
    }
    if (const auto hostId = FindHostId(view))
    {
        count(ParsePublicKey(samples.context.crypto,
                             hostId->hostId.algorithm,
                             hostId->hostId.hostIdentity));
        count(VerifyHostId(samples.context.crypto, hostId->hostId, view.GetSender()));
    }
    count(view.GetAll<CertParameter>());
    count(view.GetAll<ReaInfoParameter>());
    count(view.Get<AcInfoParameter>());
    count(view.Get<FaInfoParameter>());
    count(CheckHmac(view, samples.macKey));
    const PublicKey& key = samples.identity.GetPublicKey();
    count(CheckSignature(view, key, *samples.context.engine, samples.context.work));
    count(CheckSignature2(view, key, *samples.context.engine, samples.context.work));
    return good;
}

/// The digest of the drafts computes these from the formats.
TEST(Draft2003Packets, HaveTheSizesOfTheFormats)
{
    SamplePackets samples;
    EXPECT_EQ(samples.MakeI1().size(), 40u);
    EXPECT_EQ(samples.MakeR1().size(), 752u);
    EXPECT_EQ(samples.MakeI2(Suite::TRIPLE_DES_CBC_SHA1).size(), 784u);
    EXPECT_EQ(samples.MakeI2(Suite::AES_CBC_SHA1).size(), 792u);
    EXPECT_EQ(samples.MakeI2(Suite::NULL_SHA1).size(), 776u);
    EXPECT_EQ(samples.MakeR2().size(), 128u);
    EXPECT_EQ(samples.MakeNes(false).size(), 128u);
    EXPECT_EQ(samples.MakeNes(true).size(), 328u);
    EXPECT_EQ(samples.MakeRea().size(), 160u);
    EXPECT_EQ(samples.MakeAc(PacketType::AC).size(), 80u);
    EXPECT_EQ(samples.MakeAc(PacketType::ACR).size(), 80u);
    EXPECT_EQ(samples.MakeFa(PacketType::FAQ, false, false).size(), 120u);
    EXPECT_EQ(samples.MakeFa(PacketType::FAQ, true, false).size(), 152u);
    EXPECT_EQ(samples.MakeFa(PacketType::FAQ, false, true).size(), 536u);
    EXPECT_EQ(samples.MakeFa(PacketType::FAA, false, true).size(), 536u);
    EXPECT_EQ(samples.MakeFa(PacketType::FAD, false, true).size(), 536u);
    EXPECT_EQ(samples.MakeBos().size(), 504u);
}

TEST(Draft2003Packets, AreReadAsTheyWereWritten)
{
    SamplePackets samples;
    const std::map<std::string, std::size_t> expected{{"I1", 0},
                                                      {"R1", 7},
                                                      {"I2", 8},
                                                      {"R2", 3},
                                                      {"NES", 4},
                                                      {"REA", 3},
                                                      {"BOS", 3},
                                                      {"CER", 2},
                                                      {"AC", 2},
                                                      {"ACR", 2},
                                                      {"FAQ", 5},
                                                      {"FAA", 4},
                                                      {"FAD", 4}};
    for (const auto& [name, packet] : samples.MakeAll())
    {
        const auto view = PacketView::Parse(packet);
        ASSERT_TRUE(view) << name;
        EXPECT_EQ(ToString(view->GetType()), name);
        EXPECT_TRUE(view->HasGoodChecksum(samples.path)) << name;
        EXPECT_EQ(ReadAll(*view, samples), expected.at(name)) << name;
    }
}

/// Each copy has its own storage, so that a read behind its end is seen by the sanitizer.
TEST(Draft2003Packets, SurviveEveryTruncation)
{
    SamplePackets samples;
    for (const auto& [name, packet] : samples.MakeAll())
    {
        for (std::size_t length = 0; length < packet.size(); ++length)
        {
            Bytes cut(packet.begin(), packet.begin() + static_cast<std::ptrdiff_t>(length));
            const auto view = PacketView::Parse(cut);
            ASSERT_FALSE(view) << name << length;
            EXPECT_EQ(view.error(), DropReason::TRUNCATED);
            if (length < HIP_HEADER_LENGTH || length % 8 != 0)
            {
                continue;
            }
            cut[1] = static_cast<Byte>(length / 8 - 1); // the header does not tell
            const auto lying = PacketView::Parse(cut);
            if (lying)
            {
                EXPECT_FALSE(lying->Find(ParameterType::HIP_SIGNATURE)) << name << length;
                ReadAll(*lying, samples);
            }
            else
            {
                EXPECT_EQ(lying.error(), DropReason::MALFORMED) << name << length;
            }
        }
    }
}

TEST(Draft2003Packets, SurviveRandomMutations)
{
    SamplePackets samples;
    SeededRandom random(1, 2, "mutations");
    std::size_t accepted = 0;
    for (const auto& [name, packet] : samples.MakeAll())
    {
        for (int round = 0; round < 300; ++round)
        {
            Bytes mutated = packet;
            for (std::uint32_t count = 1 + random.GetBelow(6); count > 0; --count)
            {
                mutated[random.GetBelow(static_cast<std::uint32_t>(mutated.size()))] =
                    static_cast<Byte>(random.GetU32());
            }
            if (const auto view = PacketView::Parse(mutated))
            {
                ++accepted;
                ReadAll(*view, samples);
            }
        }
    }
    EXPECT_GT(accepted, 1000u); // so that the parameters were reached
}

} // namespace
} // namespace hip::draft2003
