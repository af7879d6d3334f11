// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/pem.h"
#include "test/core/support/sample-keys.h"

#include <gtest/gtest.h>
#include <stdexcept>

namespace hip
{
namespace
{

/// @return the cause of the refusal; empty if there is none
std::string
GetCause(const std::string& pem)
{
    try
    {
        ReadPrivateKeyPem(nullptr, pem);
        return {};
    }
    catch (const std::invalid_argument& error)
    {
        return error.what();
    }
}

TEST(Pem, ReadsWhatItWrites)
{
    const PkeyPtr key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-384"));
    const PkeyPtr read = ReadPrivateKeyPem(nullptr, WritePrivateKeyPem(key.get()));
    EXPECT_EQ(EVP_PKEY_eq(key.get(), read.get()), 1);
}

TEST(Pem, WritesWhatOpenSslWrites)
{
    const PkeyPtr key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    EXPECT_EQ(WritePrivateKeyPem(key.get()), test::ToPrivatePem(key));
}

TEST(Pem, ReadsTheTraditionalFormBehindItsParameters)
{
    EXPECT_NE(ReadPrivateKeyPem(nullptr, test::TRADITIONAL_P256_PEM), nullptr);
}

TEST(Pem, ReadsAKeyWithTextAndOtherLineEndsAroundIt)
{
    std::string pem = "Key of host a\r\n";
    for (const char c : test::TRADITIONAL_P256_PEM)
    {
        pem += c == '\n' ? "\r\n" : std::string(1, c);
    }
    EXPECT_NE(ReadPrivateKeyPem(nullptr, pem), nullptr);
}

TEST(Pem, TellsWhyItRefusesAText)
{
    const std::string& good = test::TRADITIONAL_P256_PEM;
    const std::string body = good.substr(good.find("-----BEGIN EC PRIVATE"));
    const PkeyPtr key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    const std::string zeros = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    const std::pair<std::string, std::string> causes[] = {
        {"", "empty"},
        {"\n", "no PEM block"},
        {"garbage", "no PEM block"},
        {std::string(3000, '\0'), "no PEM block"},
        {body.substr(0, body.size() / 2), "truncated or damaged"},
        {body.substr(0, 40) + "!" + body.substr(41), "truncated or damaged"},
        {test::ENCRYPTED_PKCS8_PEM, "encrypted"},
        {test::ENCRYPTED_TRADITIONAL_PEM, "encrypted"},
        {test::ToPublicPem(key), "only a PUBLIC KEY"},
        {zeros, "no key that OpenSSL can read"},
    };
    for (const auto& [pem, cause] : causes)
    {
        const std::string told = GetCause(pem);
        EXPECT_NE(told.find(cause), std::string::npos) << "told: " << told;
        EXPECT_EQ(told.find('\n'), std::string::npos);
    }
}

TEST(Pem, RefusesEveryTextThatIsCutOff)
{
    const std::string& good = test::TRADITIONAL_P256_PEM;
    const std::string withoutEnd = good.substr(0, good.rfind("-----") - 1);
    for (std::size_t length = 0; length <= withoutEnd.size(); ++length)
    {
        EXPECT_NE(GetCause(good.substr(0, length)), "") << length;
    }
}

} // namespace
} // namespace hip
