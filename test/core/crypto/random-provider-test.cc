// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/openssl-ptr.h"
#include "core/crypto/random-provider.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <openssl/core_names.h>
#include <openssl/provider.h>
#include <stdexcept>

namespace hip
{
namespace
{

class CountingRandom : public RandomSource
{
  public:
    void Fill(MutableByteSpan out) override
    {
        std::generate(out.begin(), out.end(), [this]() { return m_next++; });
    }

  private:
    Byte m_next = 0;
};

class FailingRandom : public RandomSource
{
  public:
    void Fill(MutableByteSpan) override
    {
        throw std::runtime_error("empty");
    }
};

/// A library context with nothing but the provider, and one generator of it.
class RandomProviderTest : public testing::Test
{
  protected:
    void SetUp() override
    {
        ASSERT_EQ(OSSL_PROVIDER_add_builtin(m_library.get(),
                                            RandomProvider::PROVIDER_NAME,
                                            RandomProvider::Init),
                  1);
        m_handle.reset(OSSL_PROVIDER_load(m_library.get(), RandomProvider::PROVIDER_NAME));
        ASSERT_NE(m_handle, nullptr);
        m_provider = static_cast<RandomProvider*>(OSSL_PROVIDER_get0_provider_ctx(m_handle.get()));
        const OpenSslPtr<EVP_RAND, EVP_RAND_free> algorithm(
            EVP_RAND_fetch(m_library.get(), RandomProvider::GENERATOR_NAME, nullptr));
        ASSERT_NE(algorithm, nullptr);
        m_generator.reset(EVP_RAND_CTX_new(algorithm.get(), nullptr));
        ASSERT_NE(m_generator, nullptr);
    }

    bool Generate(MutableByteSpan out)
    {
        const OpenSslErrorScope errors;
        return EVP_RAND_generate(m_generator.get(), out.data(), out.size(), 0, 0, nullptr, 0) == 1;
    }

    OpenSslPtr<OSSL_LIB_CTX, OSSL_LIB_CTX_free> m_library{OSSL_LIB_CTX_new()};
    OpenSslPtr<OSSL_PROVIDER, OSSL_PROVIDER_unload> m_handle;
    OpenSslPtr<EVP_RAND_CTX, EVP_RAND_CTX_free> m_generator;
    RandomProvider* m_provider = nullptr;
};

TEST_F(RandomProviderTest, HandsOnWhatTheSourceGives)
{
    CountingRandom source;
    m_provider->source = &source;
    ASSERT_EQ(EVP_RAND_instantiate(m_generator.get(), 128, 0, nullptr, 0, nullptr), 1);
    Bytes bytes(5);
    EXPECT_TRUE(Generate(bytes));
    EXPECT_EQ(bytes, (Bytes{0, 1, 2, 3, 4}));
    EXPECT_TRUE(Generate(bytes));
    EXPECT_EQ(bytes, (Bytes{5, 6, 7, 8, 9}));
}

TEST_F(RandomProviderTest, IgnoresSeedsFromElsewhere)
{
    CountingRandom source;
    m_provider->source = &source;
    const Bytes seed(32, 0xff);
    ASSERT_EQ(EVP_RAND_instantiate(m_generator.get(), 128, 0, seed.data(), 32, nullptr), 1);
    ASSERT_EQ(EVP_RAND_reseed(m_generator.get(), 0, seed.data(), 32, seed.data(), 32), 1);
    Bytes bytes(2);
    EXPECT_TRUE(Generate(bytes));
    EXPECT_EQ(bytes, (Bytes{0, 1}));
}

TEST_F(RandomProviderTest, ReportsItsStateAndStrength)
{
    EXPECT_EQ(EVP_RAND_get_state(m_generator.get()), EVP_RAND_STATE_UNINITIALISED);
    ASSERT_EQ(EVP_RAND_instantiate(m_generator.get(), 128, 0, nullptr, 0, nullptr), 1);
    EXPECT_EQ(EVP_RAND_get_state(m_generator.get()), EVP_RAND_STATE_READY);
    EXPECT_EQ(EVP_RAND_get_strength(m_generator.get()), 256U);
    EXPECT_EQ(EVP_RAND_uninstantiate(m_generator.get()), 1);
    EXPECT_EQ(EVP_RAND_get_state(m_generator.get()), EVP_RAND_STATE_UNINITIALISED);
}

TEST_F(RandomProviderTest, FailsWithoutASourceAndWithAnEmptyOne)
{
    ASSERT_EQ(EVP_RAND_instantiate(m_generator.get(), 128, 0, nullptr, 0, nullptr), 1);
    Bytes bytes(2);
    EXPECT_FALSE(Generate(bytes));
    FailingRandom source;
    m_provider->source = &source;
    EXPECT_FALSE(Generate(bytes));
}

} // namespace
} // namespace hip
