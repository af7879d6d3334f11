// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/parameter-type.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

/// Columns "Type", "Crit" and "Name" of the parameter registry (RFC 7401 §5.2 and its kin).
struct Row
{
    unsigned type;
    bool isCritical;
    const char* name;
};

constexpr Row REGISTRY[] = {
    {65, true, "ESP_INFO"},
    {129, true, "R1_COUNTER"},
    {193, true, "LOCATOR_SET"},
    {257, true, "PUZZLE"},
    {321, true, "SOLUTION"},
    {385, true, "SEQ"},
    {449, true, "ACK"},
    {511, true, "DH_GROUP_LIST"},
    {513, true, "DIFFIE_HELLMAN"},
    {579, true, "HIP_CIPHER"},
    {641, true, "ENCRYPTED"},
    {705, true, "HOST_ID"},
    {715, true, "HIT_SUITE_LIST"},
    {768, false, "CERT"},
    {832, false, "NOTIFICATION"},
    {897, true, "ECHO_REQUEST_SIGNED"},
    {930, false, "REG_INFO"},
    {932, false, "REG_REQUEST"},
    {934, false, "REG_RESPONSE"},
    {936, false, "REG_FAILED"},
    {961, true, "ECHO_RESPONSE_SIGNED"},
    {2049, true, "TRANSPORT_FORMAT_LIST"},
    {4095, true, "ESP_TRANSFORM"},
    {61505, true, "HIP_MAC"},
    {61569, true, "HIP_MAC_2"},
    {61633, true, "HIP_SIGNATURE_2"},
    {61697, true, "HIP_SIGNATURE"},
    {63425, true, "ECHO_RESPONSE_UNSIGNED"},
    {63661, true, "ECHO_REQUEST_UNSIGNED"},
    {65498, false, "FROM"},
    {65500, false, "RVS_HMAC"},
    {65502, false, "VIA_RVS"},
};

TEST(ParameterType, AgreesWithTheRegistry)
{
    for (const Row& row : REGISTRY)
    {
        const auto type = static_cast<ParameterType>(row.type);
        EXPECT_TRUE(IsKnown(type)) << row.name;
        EXPECT_STREQ(ToString(type), row.name);
        EXPECT_EQ(IsCritical(type), row.isCritical) << row.name;
    }
}

TEST(ParameterType, KnowsNothingElse)
{
    unsigned known = 0;
    for (unsigned type = 0; type <= 0xffff; ++type)
    {
        known += IsKnown(static_cast<ParameterType>(type)) ? 1 : 0;
    }
    EXPECT_EQ(known, std::size(REGISTRY));
    EXPECT_STREQ(ToString(static_cast<ParameterType>(577)), "UNKNOWN"); // HIP_TRANSFORM of HIPv1
}

} // namespace
} // namespace hip
