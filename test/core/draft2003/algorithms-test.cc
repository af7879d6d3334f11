// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/crypto-engine.h"
#include "core/draft2003/algorithms.h"

#include <gtest/gtest.h>
#include <stdexcept>

namespace hip::draft2003
{
namespace
{

TEST(Draft2003Algorithms, DhGroupsHaveTheLengthsOfTheDraft)
{
    const std::size_t lengths[] = {0, 96, 128, 192, 256, 384, 512, 768, 1024, 0};
    for (unsigned number = 0; number < 10; ++number)
    {
        EXPECT_EQ(GetDhLength(static_cast<DhGroup>(number)), lengths[number]) << number;
    }
    EXPECT_EQ(GetDhLength(DEFAULT_DH_GROUP), 192u);
}

TEST(Draft2003Algorithms, SuitesHaveTheKeysOfTheDraft)
{
    struct Case
    {
        unsigned number;
        const char* name;
        std::size_t encryption;
        std::size_t authentication;
        std::size_t block;
        bool isHipSuite;
        std::optional<EspSuite> espSuite;
    };

    const Case cases[] = {
        {1, "aes-cbc-sha1", 16, 20, 16, true, EspSuite::AES_128_CBC_SHA1},
        {2, "3des-cbc-sha1", 24, 20, 8, true, EspSuite::TRIPLE_DES_CBC_SHA1},
        {3, "3des-cbc-md5", 24, 16, 8, false, std::nullopt},
        {4, "blowfish-cbc-sha1", 16, 20, 8, false, std::nullopt},
        {5, "null-sha1", 0, 20, 0, true, EspSuite::NULL_SHA1},
        {6, "null-md5", 0, 16, 0, false, std::nullopt},
    };
    for (const Case& c : cases)
    {
        const auto suite = static_cast<Suite>(c.number);
        const SuiteInfo& info = GetSuiteInfo(suite);
        EXPECT_STREQ(ToString(suite), c.name);
        EXPECT_EQ(info.encryptionKeyLength, c.encryption) << c.name;
        EXPECT_EQ(info.authenticationKeyLength, c.authentication) << c.name;
        EXPECT_EQ(info.blockLength, c.block) << c.name;
        EXPECT_EQ(IsHipSuite(suite), c.isHipSuite) << c.name;
        EXPECT_EQ(HasMandatorySuite({Suite::AES_CBC_SHA1, suite}), c.number == 2 || c.number == 5)
            << c.name;
        EXPECT_EQ(ToEspSuite(suite), c.espSuite) << c.name;
        if (c.espSuite)
        {
            EXPECT_EQ(FromEspSuite(*c.espSuite), suite);
            const EspSuiteInfo& esp = GetEspSuiteInfo(*c.espSuite);
            EXPECT_EQ(esp.encryptionKeyLength, c.encryption) << c.name;
            EXPECT_EQ(esp.authenticationKeyLength, c.authentication) << c.name;
            EXPECT_EQ(esp.ivLength, c.block) << c.name;
        }
    }
    EXPECT_FALSE(HasMandatorySuite({}));
}

TEST(Draft2003Algorithms, UnknownSuitesHaveNoKeys)
{
    for (const unsigned number : {0u, 7u, 0xffffu})
    {
        const auto suite = static_cast<Suite>(number);
        EXPECT_EQ(FindSuiteInfo(suite), nullptr);
        EXPECT_THROW(GetSuiteInfo(suite), std::invalid_argument);
        EXPECT_FALSE(IsHipSuite(suite));
        EXPECT_EQ(ToEspSuite(suite), std::nullopt);
        EXPECT_STREQ(ToString(suite), "unknown");
    }
    EXPECT_EQ(FromEspSuite(EspSuite::AES_128_GCM_16), std::nullopt);
    EXPECT_EQ(FromEspSuite(EspSuite{2}), std::nullopt) << "the numbers of 2003 are not these";
}

TEST(Draft2003Algorithms, HaveNames)
{
    const char* const names[] = {"unknown",
                                 "oakley-1",
                                 "oakley-2",
                                 "modp-1536",
                                 "modp-2048",
                                 "modp-3072",
                                 "modp-4096",
                                 "modp-6144",
                                 "modp-8192",
                                 "unknown"};
    for (unsigned number = 0; number < 10; ++number)
    {
        EXPECT_STREQ(ToString(static_cast<DhGroup>(number)), names[number]);
    }
}

} // namespace
} // namespace hip::draft2003
