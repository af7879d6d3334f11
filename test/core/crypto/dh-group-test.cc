// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/dh-group.h"

#include <gtest/gtest.h>
#include <stdexcept>
#include <tuple>

namespace hip
{
namespace
{

TEST(DhGroup, HasTheSizesOfRfc7401)
{
    const std::tuple<DhGroup, std::size_t, std::size_t> sizes[] = {
        {DhGroup::MODP_1536, 192, 192},
        {DhGroup::MODP_3072, 384, 384},
        {DhGroup::P256, 64, 32},
        {DhGroup::P384, 96, 48},
        {DhGroup::P521, 132, 66},
    };
    for (const auto& [group, publicValueLength, secretLength] : sizes)
    {
        EXPECT_EQ(GetDhGroupInfo(group).publicValueLength, publicValueLength);
        EXPECT_EQ(GetDhGroupInfo(group).secretLength, secretLength);
    }
}

TEST(DhGroup, RefusesGroupsThatAreNotSupported)
{
    for (const int group : {0, 1, 2, 5, 6, 10, 11, 255})
    {
        EXPECT_THROW(GetDhGroupInfo(static_cast<DhGroup>(group)), std::invalid_argument) << group;
    }
}

} // namespace
} // namespace hip
