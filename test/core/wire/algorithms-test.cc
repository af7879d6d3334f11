// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/algorithms.h"

#include <gtest/gtest.h>
#include <set>
#include <string>

namespace hip
{
namespace
{

TEST(Algorithms, DhGroupsHaveTheNumbersOfRfc7401)
{
    const std::pair<const char*, unsigned> groups[] = {{"modp-1536", 3},
                                                       {"modp-3072", 4},
                                                       {"p256", 7},
                                                       {"p384", 8},
                                                       {"p521", 9}};
    for (const auto& [name, number] : groups)
    {
        EXPECT_EQ(ParseDhGroup(name), static_cast<DhGroup>(number));
        EXPECT_STREQ(ToString(static_cast<DhGroup>(number)), name);
    }
}

TEST(Algorithms, HipCiphersHaveTheNumbersOfRfc7401)
{
    const std::pair<const char*, unsigned> ciphers[] = {{"null", 1},
                                                        {"aes-128-cbc", 2},
                                                        {"aes-256-cbc", 4}};
    for (const auto& [name, number] : ciphers)
    {
        EXPECT_EQ(ParseHipCipher(name), static_cast<HipCipher>(number));
        EXPECT_STREQ(ToString(static_cast<HipCipher>(number)), name);
    }
}

TEST(Algorithms, EspSuitesHaveTheNumbersOfRfc7402)
{
    const std::pair<const char*, unsigned> suites[] = {{"null-sha256", 7},
                                                       {"aes-128-cbc-sha256", 8},
                                                       {"aes-256-cbc-sha256", 9},
                                                       {"aes-128-gcm-8", 12},
                                                       {"aes-128-gcm-16", 13}};
    for (const auto& [name, number] : suites)
    {
        EXPECT_EQ(ParseEspSuite(name), static_cast<EspSuite>(number));
        EXPECT_STREQ(ToString(static_cast<EspSuite>(number)), name);
    }
}

TEST(Algorithms, EspSuitesOf2003HaveNoNumberInHipv2AndLowOctetsOfTheirOwn)
{
    std::set<unsigned> lowOctets;
    for (const char* name : {"null-sha256",
                             "aes-128-cbc-sha256",
                             "aes-256-cbc-sha256",
                             "aes-128-gcm-8",
                             "aes-128-gcm-16",
                             "aes-128-cbc-sha1",
                             "3des-cbc-sha1",
                             "null-sha1"})
    {
        const auto suite = ParseEspSuite(name);
        ASSERT_TRUE(suite) << name;
        EXPECT_STREQ(ToString(*suite), name);
        const bool isOf2003 = std::string(name).find("-sha1") != std::string::npos;
        EXPECT_EQ(IsHipv2(*suite), !isOf2003) << name;
        EXPECT_EQ(static_cast<unsigned>(*suite) > 0xffff, isOf2003) << name;
        EXPECT_TRUE(lowOctets.insert(static_cast<unsigned>(*suite) & 0xff).second) << name;
    }
}

TEST(Algorithms, DhGroupsOf2003HaveNoNumberInHipv2AndLowOctetsOfTheirOwn)
{
    std::set<unsigned> lowOctets;
    for (const char* name : {"modp-1536", "modp-3072", "p256", "p384", "p521"})
    {
        EXPECT_TRUE(IsHipv2(*ParseDhGroup(name))) << name;
        EXPECT_TRUE(lowOctets.insert(static_cast<unsigned>(*ParseDhGroup(name)) & 0xff).second);
    }
    for (const char* name :
         {"oakley-1", "oakley-2", "modp-2048", "modp-4096", "modp-6144", "modp-8192"})
    {
        const auto group = ParseDhGroup(name);
        ASSERT_TRUE(group) << name;
        EXPECT_STREQ(ToString(*group), name);
        EXPECT_FALSE(IsHipv2(*group)) << name;
        EXPECT_GT(static_cast<unsigned>(*group), 0xffU) << name;
        EXPECT_TRUE(lowOctets.insert(static_cast<unsigned>(*group) & 0xff).second) << name;
    }
}

TEST(Algorithms, KeyKindsAreReadAsTheyArePrinted)
{
    for (const auto kind : {KeyKind::RSA_2048,
                            KeyKind::RSA_3072,
                            KeyKind::RSA_4096,
                            KeyKind::ECDSA_P256,
                            KeyKind::ECDSA_P384,
                            KeyKind::DSA_1024,
                            KeyKind::RSA_1024})
    {
        EXPECT_EQ(ParseKeyKind(ToString(kind)), kind);
        EXPECT_EQ(IsHipv2(kind), kind != KeyKind::DSA_1024 && kind != KeyKind::RSA_1024);
    }
    EXPECT_EQ(ParseKeyKind("ecdsa-p384"), KeyKind::ECDSA_P384);
}

TEST(Algorithms, SuitesAndHashesHaveNames)
{
    EXPECT_STREQ(ToString(HitSuite::RSA_SHA256), "rsa-sha256");
    EXPECT_STREQ(ToString(HitSuite::ECDSA_SHA384), "ecdsa-sha384");
    EXPECT_STREQ(ToString(HashKind::SHA256), "sha256");
    EXPECT_STREQ(ToString(HashKind::SHA384), "sha384");
    EXPECT_STREQ(ToString(HashKind::SHA1), "sha1");
    for (const auto kind : {HashKind::SHA256, HashKind::SHA384, HashKind::SHA1})
    {
        EXPECT_EQ(ParseHashKind(ToString(kind)), kind);
    }
    EXPECT_STREQ(ToString(HiAlgorithm::DSA), "dsa");
    EXPECT_STREQ(ToString(HiAlgorithm::RSA), "rsa");
    EXPECT_STREQ(ToString(HiAlgorithm::ECDSA), "ecdsa");
}

TEST(Algorithms, OtherNamesAreRefused)
{
    for (const char* name : {"", "unknown", "P256", "p256 ", "aes", "aes-128-gcm-160"})
    {
        EXPECT_FALSE(ParseDhGroup(name)) << name;
        EXPECT_FALSE(ParseHipCipher(name)) << name;
        EXPECT_FALSE(ParseEspSuite(name)) << name;
        EXPECT_FALSE(ParseKeyKind(name)) << name;
        EXPECT_FALSE(ParseHashKind(name)) << name;
    }
}

TEST(Algorithms, CodePointsThatAreNotSupportedPrintAsUnknown)
{
    EXPECT_STREQ(ToString(static_cast<HitSuite>(5)), "unknown");
    EXPECT_STREQ(ToString(static_cast<HiAlgorithm>(4)), "unknown");
    EXPECT_STREQ(ToString(static_cast<DhGroup>(10)), "unknown");
    EXPECT_STREQ(ToString(static_cast<HipCipher>(3)), "unknown");
    EXPECT_STREQ(ToString(static_cast<EspSuite>(1)), "unknown");
    EXPECT_STREQ(ToString(static_cast<HashKind>(9)), "unknown");
    EXPECT_STREQ(ToString(static_cast<KeyKind>(9)), "unknown");
}

} // namespace
} // namespace hip
