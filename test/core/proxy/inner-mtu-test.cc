// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/esp/security-association.h"
#include "core/proxy/inner-mtu.h"

#include <gtest/gtest.h>

namespace hip::test
{

TEST(InnerMtu, IsTheLargestPacketWhoseEspPacketFits)
{
    for (const EspSuite suite : {EspSuite::NULL_SHA256,
                                 EspSuite::AES_128_CBC_SHA256,
                                 EspSuite::AES_256_CBC_SHA256,
                                 EspSuite::AES_128_GCM_8,
                                 EspSuite::AES_128_GCM_16})
    {
        for (const bool isOuterV4 : {false, true})
        {
            for (std::size_t mtu = 1280; mtu <= 1500; ++mtu)
            {
                const std::size_t header = isOuterV4 ? 20 : 40;
                const auto getOuter = [&](std::size_t inner) {
                    const std::size_t payload = inner - 40;
                    return header + payload + GetEspOverhead(suite, payload);
                };
                const std::size_t inner = GetInnerMtu({suite}, isOuterV4, mtu);
                ASSERT_LE(getOuter(inner), mtu);
                ASSERT_GT(getOuter(inner + 1), mtu);
            }
        }
    }
}

TEST(InnerMtu, IsThatOfTheWorstOfSeveralSuites)
{
    const EspSuite good = EspSuite::AES_128_GCM_8;
    const EspSuite bad = EspSuite::AES_256_CBC_SHA256;
    EXPECT_LT(GetInnerMtu({bad}, false, 1500), GetInnerMtu({good}, false, 1500));
    EXPECT_EQ(GetInnerMtu({good, bad}, false, 1500), GetInnerMtu({bad}, false, 1500));
}

TEST(InnerMtu, LeavesRoomForTheHeadersOfTcp)
{
    EXPECT_EQ(GetInnerMss(1460), 1400);
    EXPECT_EQ(GetInnerMss(60), 0);
    EXPECT_EQ(GetInnerMss(10), 0);
    EXPECT_EQ(GetInnerMss(100000), 0xffff);
}

} // namespace hip::test
