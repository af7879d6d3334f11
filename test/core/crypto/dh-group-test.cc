// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/dh-group.h"

#include <gtest/gtest.h>
#include <stdexcept>
#include <tuple>

namespace hip
{
namespace
{

TEST(DhGroup, HasTheSizesOfItsField)
{
    const std::tuple<DhGroup, std::size_t, std::size_t> sizes[] = {
        {DhGroup::MODP_1536, 192, 192},
        {DhGroup::MODP_3072, 384, 384},
        {DhGroup::P256, 64, 32},
        {DhGroup::P384, 96, 48},
        {DhGroup::P521, 132, 66},
        {DhGroup::OAKLEY_1, 96, 96},
        {DhGroup::OAKLEY_2, 128, 128},
        {DhGroup::MODP_2048, 256, 256},
        {DhGroup::MODP_4096, 512, 512},
        {DhGroup::MODP_6144, 768, 768},
        {DhGroup::MODP_8192, 1024, 1024},
    };
    for (const auto& [group, publicValueLength, secretLength] : sizes)
    {
        EXPECT_EQ(GetDhGroupInfo(group).publicValueLength, publicValueLength);
        EXPECT_EQ(GetDhGroupInfo(group).secretLength, secretLength);
    }
}

TEST(DhGroup, RefusesGroupsThatAreNotSupported)
{
    for (const int group : {0, 1, 2, 5, 6, 10, 11, 0xe1, 255, 0x1e3, 0x1e9})
    {
        EXPECT_THROW(GetDhGroupInfo(static_cast<DhGroup>(group)), std::invalid_argument) << group;
    }
}

} // namespace
} // namespace hip
