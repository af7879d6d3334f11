// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/packet-kind.h"
#include "core/draft2003/packet-type.h"
#include "core/wire/hip-packet.h"

#include <gtest/gtest.h>
#include <string>

namespace hip
{
namespace
{

TEST(PacketKind, IsTheNumberOnTheWire)
{
    const std::pair<PacketKind, PacketType> hipv2[] = {
        {PacketKind::I1, PacketType::I1},
        {PacketKind::R1, PacketType::R1},
        {PacketKind::I2, PacketType::I2},
        {PacketKind::R2, PacketType::R2},
        {PacketKind::UPDATE, PacketType::UPDATE},
        {PacketKind::NOTIFY, PacketType::NOTIFY},
        {PacketKind::CLOSE, PacketType::CLOSE},
        {PacketKind::CLOSE_ACK, PacketType::CLOSE_ACK},
    };
    for (const auto& [kind, type] : hipv2)
    {
        EXPECT_EQ(static_cast<int>(kind), static_cast<int>(type));
        EXPECT_STREQ(ToString(kind), ToString(type));
    }
}

TEST(PacketKind, HasTheNamesOfBothDialects)
{
    EXPECT_STREQ(ToString(PacketKind::I1), "I1");
    EXPECT_STREQ(ToString(PacketKind::UPDATE), "UPDATE");
    const std::pair<PacketKind, const char*> of2003[] = {
        {PacketKind::NES, "NES"},
        {PacketKind::REA, "REA"},
        {PacketKind::AC, "AC"},
        {PacketKind::ACR, "ACR"},
        {PacketKind::FAQ, "FAQ"},
    };
    for (const auto& [kind, name] : of2003)
    {
        EXPECT_STREQ(ToString(kind), name);
        EXPECT_FALSE(IsKnown(static_cast<PacketType>(kind))) << "no type means two things";
        EXPECT_TRUE(draft2003::IsKnown(static_cast<draft2003::PacketType>(kind)));
    }
}

} // namespace
} // namespace hip
