// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/keymat.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

/// Cipher key and salt, and MAC key, of each direction (RFC 7402 §5.1.2, RFC 4106, hip-08 §6.2.7).
TEST(Keymat, HasTwoKeysForEachDirection)
{
    const std::pair<EspSuite, std::size_t> lengths[] = {
        {EspSuite::NULL_SHA256, 2 * 32},
        {EspSuite::AES_128_CBC_SHA256, 2 * (16 + 32)},
        {EspSuite::AES_256_CBC_SHA256, 2 * (32 + 32)},
        {EspSuite::AES_128_GCM_8, 2 * (16 + 4)},
        {EspSuite::AES_128_GCM_16, 2 * (16 + 4)},
        {EspSuite::AES_128_CBC_SHA1, 2 * (16 + 20)},
        {EspSuite::TRIPLE_DES_CBC_SHA1, 2 * (24 + 20)},
        {EspSuite::NULL_SHA1, 2 * 20},
    };
    for (const auto& [suite, length] : lengths)
    {
        EXPECT_EQ(Keymat::GetEspKeysLength(suite), length) << ToString(suite);
    }
}

} // namespace
} // namespace hip
