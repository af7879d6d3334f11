// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TEST_CORE_RESOLVER_LOOKUP_SUPPORT_H
#define HIP_TEST_CORE_RESOLVER_LOOKUP_SUPPORT_H

#include "core/crypto/random.h"
#include "core/resolver/lookup-table.h"
#include "test/core/resolver/dns-support.h"

#include <chrono>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace hip::test
{

/// A LookupTable whose servers are played by the test.
class LookupTest : public testing::Test
{
  protected:
    LookupTest()
    {
        m_options.rootServers = {Address("3ffe::1"), Address("3ffe::2")};
    }

    void Start(const std::string& name, std::uint16_t type = DnsType::AAAA)
    {
        m_started = m_table.Start(DnsQuestion{Name(name), type, DNS_CLASS_IN}, m_now);
    }

    /// The next query that the table sends; fails the test if there is none.
    DnsMessage TakeQuery()
    {
        const std::optional<SendQuery> query = m_table.TakeQuery();
        EXPECT_TRUE(query);
        if (!query)
        {
            return {};
        }
        m_query = *query;
        return *DnsMessage::Parse(query->message);
    }

    /// Answers the query taken last, with these authority and additional records.
    void Refer(const std::vector<std::string>& authority,
               const std::vector<std::string>& additional = {})
    {
        DnsMessage response = DnsMessage::Parse(m_query.message)->MakeResponse();
        response.authority = Records(authority);
        response.additional = Records(additional);
        Respond(response);
    }

    void AnswerWith(const std::vector<std::string>& answer)
    {
        DnsMessage response = DnsMessage::Parse(m_query.message)->MakeResponse();
        response.isAuthoritative = true;
        response.answer = Records(answer);
        Respond(response);
    }

    void Fail(DnsRcode rcode)
    {
        DnsMessage response = DnsMessage::Parse(m_query.message)->MakeResponse();
        response.rcode = rcode;
        Respond(response);
    }

    void Respond(const DnsMessage& response)
    {
        m_table.HandleResponse(response.Write(),
                               m_query.server,
                               m_query.localPort,
                               m_query.transport,
                               m_now);
    }

    /// What the next settled lookup has found, as text; "none" if no lookup is settled.
    std::string TakeSettled()
    {
        const std::optional<LookupTable::Settled> settled = m_table.TakeSettled();
        if (!settled)
        {
            return "none";
        }
        const bool isFailed = settled->finding.kind == Finding::Kind::FAILED;
        const std::vector<std::string> lines = ToText(settled->finding.records);
        return isFailed ? "failed" : lines.empty() ? "nothing" : lines.front();
    }

    /// Lets time pass to the next deadline.
    void WaitForTimeout()
    {
        m_now = m_table.GetDeadline();
        m_table.HandleTimeout(m_now);
    }

    ResolverOptions m_options;
    DnsCache m_cache{100};
    SeededRandom m_random{1, 1, "test"};
    DropCounters m_drops;
    LookupTable m_table{m_options, m_cache, m_random, m_drops};
    Time m_now{std::chrono::hours(1)};
    bool m_started = false;
    SendQuery m_query{};
};

} // namespace hip::test

#endif // HIP_TEST_CORE_RESOLVER_LOOKUP_SUPPORT_H
