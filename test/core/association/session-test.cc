// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/association.h"
#include "core/association/key-material.h"
#include "core/association/session.h"
#include "core/esp/beet.h"
#include "core/wire/ip-packet.h"
#include "test/core/support/test-host.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

using namespace hip::test;

class SessionTest : public testing::Test
{
  protected:
    TestHost a{1, "2001:db8::1"};
    TestHost b{2, "2001:db8::2"};
    Association associationOfA{a.context, a.GetIdentity(), b.GetHit(), 0};
    Association associationOfB{b.context, b.GetIdentity(), a.GetHit(), 0};
    KeyMaterial keymatOfA{HashKind::SHA384,
                          a.GetHit(),
                          b.GetHit(),
                          Bytes(48, 1),
                          Bytes(48, 2),
                          Bytes(32, 3)};
    KeyMaterial keymatOfB{HashKind::SHA384,
                          b.GetHit(),
                          a.GetHit(),
                          Bytes(48, 1),
                          Bytes(48, 2),
                          Bytes(32, 3)};

    static constexpr EspSuite SUITE = EspSuite::AES_128_CBC_SHA256;

    std::unique_ptr<SpiLease> MakeLease()
    {
        return std::make_unique<SpiLease>(a.context, associationOfA);
    }

    /// Seals a packet at one end and opens it at the other.
    static bool Carries(const Path& hits, EspOutboundSa& out, EspInboundSa& in)
    {
        const Bytes inner = MakeIpPacket(hits, 253, 64, Bytes(20, 0x33));
        Bytes storage(PacketBuffer::HEADROOM + inner.size() + PacketBuffer::TAILROOM);
        std::copy(inner.begin(), inner.end(), storage.begin() + PacketBuffer::HEADROOM);
        PacketBuffer packet(storage, PacketBuffer::HEADROOM, inner.size());
        const Path outer{*IpAddress::Parse("2001:db8::1"), *IpAddress::Parse("2001:db8::2")};
        return BeetSeal(packet, out, outer).has_value() &&
               BeetOpen(packet, 40, in, hits).has_value() &&
               Bytes(packet.GetPacket().begin(), packet.GetPacket().end()) == inner;
    }
};

TEST_F(SessionTest, MakesSasThatFitTogether)
{
    auto leaseOfB = std::make_unique<SpiLease>(b.context, associationOfB);
    auto leaseOfA = MakeLease();
    const std::uint32_t spiOfA = leaseOfA->Get();
    const std::uint32_t spiOfB = leaseOfB->Get();
    auto ofA = MakeSaPair(a.context, keymatOfA, SUITE, 128, std::move(leaseOfA), spiOfB);
    auto ofB = MakeSaPair(b.context, keymatOfB, SUITE, 128, std::move(leaseOfB), spiOfA);
    ASSERT_TRUE(ofA);
    ASSERT_TRUE(ofB);
    EXPECT_EQ(ofA->inbound->GetSpi(), spiOfA);
    EXPECT_EQ(ofA->outbound->GetSpi(), spiOfB);
    EXPECT_TRUE(Carries({a.GetHit(), b.GetHit()}, *ofA->outbound, *ofB->inbound));
    EXPECT_TRUE(Carries({b.GetHit(), a.GetHit()}, *ofB->outbound, *ofA->inbound));
    EXPECT_FALSE(Carries({a.GetHit(), b.GetHit()}, *ofA->outbound, *ofA->inbound))
        << "each direction has keys of its own";
}

TEST_F(SessionTest, FindsTheInboundSaByItsSpi)
{
    auto lease = MakeLease();
    const std::uint32_t spi = lease->Get();
    EXPECT_EQ(a.context.spis.Find(spi), nullptr) << "only reserved";
    {
        const auto pair = MakeSaPair(a.context, keymatOfA, SUITE, 128, std::move(lease), 5000);
        const SpiTable::Entry* entry = a.context.spis.Find(spi);
        ASSERT_NE(entry, nullptr);
        EXPECT_EQ(entry->association, &associationOfA);
        EXPECT_EQ(entry->sa, pair->inbound.get());
    }
    EXPECT_EQ(a.context.spis.Find(spi), nullptr) << "it goes with the pair";
}

TEST_F(SessionTest, RefusesAnIndexBeyondKeymat)
{
    auto lease = MakeLease();
    const std::uint32_t spi = lease->Get();
    const auto pair = MakeSaPair(a.context, keymatOfA, SUITE, 65535, std::move(lease), 5000);
    EXPECT_EQ(pair.error(), DropReason::BAD_KEYMAT_INDEX);
    EXPECT_EQ(a.context.spis.Find(spi), nullptr);
}

} // namespace
} // namespace hip
