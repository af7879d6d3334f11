// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/random.h"
#include "core/resolver/dns-transaction.h"

#include <gtest/gtest.h>
#include <set>
#include <utility>
#include <vector>

namespace hip
{
namespace
{

using namespace std::chrono_literals;

/// Gives these numbers one after the other.
class Numbers : public RandomSource
{
  public:
    explicit Numbers(std::vector<std::uint32_t> numbers)
        : m_numbers(std::move(numbers))
    {
    }

    void Fill(MutableByteSpan out) override
    {
        WriteU32(out, 0, m_numbers.at(m_next++));
    }

  private:
    const std::vector<std::uint32_t> m_numbers;
    std::size_t m_next = 0;
};

TEST(DnsTransaction, DrawsTheIdBeforeThePort)
{
    Numbers random({0xabcd0000, 0});
    const DnsTransaction drawn = DnsTransaction::Draw(random, DnsTransport::TCP);
    EXPECT_EQ(drawn.id, 0xabcd);
    EXPECT_EQ(drawn.localPort, 1024);
    EXPECT_EQ(drawn.transport, DnsTransport::TCP);
}

TEST(DnsTransaction, DrawsUpToTheLastIdAndPort)
{
    Numbers random({0xffffffff, 0xffffffff});
    const DnsTransaction drawn = DnsTransaction::Draw(random, DnsTransport::UDP);
    EXPECT_EQ(drawn.id, 65535);
    EXPECT_EQ(drawn.localPort, 65535);
}

TEST(DnsTransaction, DrawsAnotherIdAndPortEachTime)
{
    SeededRandom random(1, 1, "test");
    std::set<std::pair<std::uint16_t, std::uint16_t>> all;
    for (unsigned i = 0; i < 1000; ++i)
    {
        const DnsTransaction drawn = DnsTransaction::Draw(random, DnsTransport::UDP);
        all.emplace(drawn.id, drawn.localPort);
    }
    EXPECT_EQ(all.size(), 1000u);
}

TEST(DnsTransaction, IsRepeatedOnlyByTheSameIdPortAndTransport)
{
    SeededRandom random(1, 1, "test");
    const DnsTransaction sent = DnsTransaction::Draw(random, DnsTransport::UDP);
    DnsMessage response;
    response.id = sent.id;
    EXPECT_TRUE(sent.IsRepeatedBy(response, sent.localPort, DnsTransport::UDP));
    EXPECT_FALSE(sent.IsRepeatedBy(response, sent.localPort, DnsTransport::TCP));
    const auto otherPort = static_cast<std::uint16_t>(sent.localPort ^ 1);
    EXPECT_FALSE(sent.IsRepeatedBy(response, otherPort, DnsTransport::UDP));
    response.id ^= 1;
    EXPECT_FALSE(sent.IsRepeatedBy(response, sent.localPort, DnsTransport::UDP));
}

TEST(DnsTransaction, DoublesTheWaitWithEachTry)
{
    EXPECT_EQ(GetDoubledWait(800ms, 0), 800ms);
    EXPECT_EQ(GetDoubledWait(800ms, 1), 1600ms);
    EXPECT_EQ(GetDoubledWait(1s, 15), 32768s);
}

} // namespace
} // namespace hip
