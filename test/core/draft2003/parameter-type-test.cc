// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/parameter-type.h"

#include <gtest/gtest.h>
#include <map>
#include <string>

namespace hip::draft2003
{
namespace
{

TEST(Draft2003ParameterType, HasTheNumbersOfTheDraftsAndNoOthers)
{
    const std::map<unsigned, std::string> table{{0, "SPI_LSI"},
                                                {2, "BIRTHDAY_COOKIE"},
                                                {4, "BIRTHDAY_COOKIE"},
                                                {6, "DIFFIE_HELLMAN"},
                                                {10, "NES_INFO"},
                                                {16, "HIP_TRANSFORM"},
                                                {18, "ESP_TRANSFORM"},
                                                {20, "ENCRYPTED"},
                                                {32, "HOST_ID"},
                                                {34, "HOST_ID_FQDN"},
                                                {64, "CERT"},
                                                {128, "REA_INFO"},
                                                {129, "AC_INFO"},
                                                {130, "FA_INFO"},
                                                {65500, "HMAC"},
                                                {65532, "HIP_SIGNATURE_2"},
                                                {65534, "HIP_SIGNATURE"}};
    for (unsigned number = 0; number < 65536; ++number)
    {
        const auto found = table.find(number);
        const auto type = static_cast<ParameterType>(number);
        ASSERT_EQ(IsKnown(type), found != table.end()) << number;
        ASSERT_EQ(ToString(type), found != table.end() ? found->second : "UNKNOWN") << number;
        ASSERT_EQ(IsCritical(type), number % 2 == 0) << number;
        ASSERT_EQ(MayRepeat(type), number == 64 || number == 128) << number;
    }
}

/// As hip-08 §6.2.1 wants it, which mm-00 did not know yet.
TEST(Draft2003ParameterType, OfMobilityOnlyAcInfoMayBeIgnored)
{
    EXPECT_TRUE(IsCritical(ParameterType::REA_INFO));
    EXPECT_FALSE(IsCritical(ParameterType::AC_INFO));
    EXPECT_TRUE(IsCritical(ParameterType::FA_INFO));
}

} // namespace
} // namespace hip::draft2003
