// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/esp-suite.h"

#include <gtest/gtest.h>
#include <stdexcept>

namespace hip
{
namespace
{

TEST(EspSuite, HasTheSizesOfItsRfcs)
{
    struct Sizes
    {
        EspSuite suite;
        std::size_t encryption, authentication, iv, icv, pad;
        unsigned sequenceBits;
    };

    const Sizes table[] = {
        {EspSuite::NULL_SHA256, 0, 32, 0, 16, 4, 64},           // RFC 2410, 4868
        {EspSuite::AES_128_CBC_SHA256, 16, 32, 16, 16, 16, 64}, // RFC 3602, 4868
        {EspSuite::AES_256_CBC_SHA256, 32, 32, 16, 16, 16, 64},
        {EspSuite::AES_128_GCM_8, 20, 0, 8, 8, 4, 64}, // RFC 4106: the salt counts as key
        {EspSuite::AES_128_GCM_16, 20, 0, 8, 16, 4, 64},
        {EspSuite::AES_128_CBC_SHA1, 16, 20, 16, 12, 16, 32},  // RFC 2404
        {EspSuite::TRIPLE_DES_CBC_SHA1, 24, 20, 8, 12, 8, 32}, // RFC 2451, 2404
        {EspSuite::NULL_SHA1, 0, 20, 0, 12, 4, 32},
    };
    for (const Sizes& sizes : table)
    {
        const EspSuiteInfo& info = GetEspSuiteInfo(sizes.suite);
        EXPECT_EQ(info.encryptionKeyLength, sizes.encryption);
        EXPECT_EQ(info.authenticationKeyLength, sizes.authentication);
        EXPECT_EQ(info.ivLength, sizes.iv);
        EXPECT_EQ(info.icvLength, sizes.icv);
        EXPECT_EQ(info.padUnit, sizes.pad);
        EXPECT_EQ(info.maxSequence, ~std::uint64_t{0} >> (64 - sizes.sequenceBits));
        EXPECT_EQ(info.HasExtendedSequence(), sizes.sequenceBits == 64);
        EXPECT_NO_THROW(RequireEspKeyLengths(sizes.suite,
                                             Bytes(sizes.encryption),
                                             Bytes(sizes.authentication)));
    }
}

TEST(EspSuite, RefusesSuitesThatAreNotSupported)
{
    for (const int suite : {0, 1, 6, 10, 11, 14, 15, 0x81, 0x85, 65535, 0x10080, 0x10083})
    {
        EXPECT_THROW(GetEspSuiteInfo(static_cast<EspSuite>(suite)), std::invalid_argument) << suite;
    }
}

TEST(EspSuite, RefusesKeysOfWrongLength)
{
    EXPECT_THROW(RequireEspKeyLengths(EspSuite::AES_128_GCM_16, Bytes(16), {}),
                 std::invalid_argument)
        << "without salt";
    EXPECT_THROW(RequireEspKeyLengths(EspSuite::AES_128_CBC_SHA256, Bytes(32), Bytes(32)),
                 std::invalid_argument);
    EXPECT_THROW(RequireEspKeyLengths(EspSuite::NULL_SHA256, {}, Bytes(20)), std::invalid_argument);
}

} // namespace
} // namespace hip
