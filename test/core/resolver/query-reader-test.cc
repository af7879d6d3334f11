// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/query-reader.h"
#include "test/core/resolver/dns-support.h"
#include "test/core/support/hex.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

using test::FromHex;
using test::Name;

/// What is left of a query that ReadQuery refused.
struct Refusal
{
    DropReason reason;
    std::optional<DnsMessage> response;
};

Refusal
Refuse(const Bytes& wire, DnsTransport transport = DnsTransport::UDP)
{
    Bytes refusal;
    const Result<DnsMessage> query = ReadQuery(wire, transport, refusal);
    EXPECT_FALSE(query);
    Refusal result{query ? DropReason::MALFORMED : query.error(), {}};
    if (!refusal.empty())
    {
        result.response = *DnsMessage::Parse(refusal);
    }
    return result;
}

DnsMessage
MakeQuery(std::uint16_t type = DnsType::A)
{
    return DnsMessage::MakeQuery(77, Name("foo.com"), type, 1232, true);
}

DnsRcode
RefuseType(std::uint16_t type, DnsTransport transport = DnsTransport::UDP)
{
    return Refuse(MakeQuery(type).Write(), transport).response->rcode;
}

TEST(QueryReader, AcceptsOrdinaryQueries)
{
    for (const std::uint16_t type : {DnsType::A, DnsType::HIP, DnsType::ANY, std::uint16_t{65280}})
    {
        Bytes refusal;
        const Result<DnsMessage> query =
            ReadQuery(MakeQuery(type).Write(), DnsTransport::UDP, refusal);
        ASSERT_TRUE(query) << type;
        EXPECT_EQ(query->questions[0].type, type);
        EXPECT_TRUE(refusal.empty());
    }
}

TEST(QueryReader, NeverAnswersResponsesOrScraps)
{
    EXPECT_FALSE(Refuse(MakeQuery().MakeResponse().Write()).response);
    EXPECT_FALSE(Refuse(FromHex("0001 0000 0001")).response);
    EXPECT_FALSE(Refuse({}).response);
    EXPECT_EQ(Refuse({}).reason, DropReason::BAD_DNS_MESSAGE);
}

TEST(QueryReader, CallsMalformedQueriesThat)
{
    const Refusal refusal = Refuse(FromHex("004d 0100 0001 0001 0000 0000 03666f6f 00 0001 0001"));
    EXPECT_EQ(refusal.reason, DropReason::BAD_DNS_MESSAGE);
    ASSERT_TRUE(refusal.response);
    EXPECT_EQ(refusal.response->rcode, DnsRcode::FORMAT_ERROR);
    EXPECT_EQ(refusal.response->id, 77);
    EXPECT_EQ(refusal.response->questions.size(), 1u);
}

TEST(QueryReader, WantsExactlyOneQuestion)
{
    DnsMessage query = MakeQuery();
    query.questions.push_back(query.questions.front());
    EXPECT_EQ(Refuse(query.Write()).response->rcode, DnsRcode::FORMAT_ERROR);
    query.questions.clear();
    EXPECT_EQ(Refuse(query.Write()).response->rcode, DnsRcode::FORMAT_ERROR);
}

TEST(QueryReader, DoesNotAmplifyHundredsOfQuestions)
{
    DnsMessage query = MakeQuery();
    query.questions.resize(300, query.questions.front());
    EXPECT_TRUE(Refuse(query.Write()).response->questions.empty());
}

TEST(QueryReader, RefusesOtherOperations)
{
    for (std::uint8_t opcode = 1; opcode < 16; ++opcode)
    {
        DnsMessage query = MakeQuery();
        query.opcode = opcode;
        const Refusal refusal = Refuse(query.Write());
        EXPECT_EQ(refusal.reason, DropReason::UNSUPPORTED_PROTOCOL);
        EXPECT_EQ(refusal.response->rcode, DnsRcode::NOT_IMPLEMENTED);
        EXPECT_EQ(refusal.response->opcode, opcode);
    }
}

TEST(QueryReader, RefusesOtherVersionsOfEdns)
{
    DnsMessage query = MakeQuery();
    query.edns->version = 1;
    const Refusal refusal = Refuse(query.Write());
    EXPECT_EQ(refusal.reason, DropReason::UNSUPPORTED_PROTOCOL);
    EXPECT_EQ(refusal.response->rcode, DnsRcode::BAD_VERSION);
    EXPECT_EQ(refusal.response->edns->version, 0);
}

TEST(QueryReader, RefusesTransfersAndMetaTypes)
{
    EXPECT_EQ(RefuseType(DnsType::AXFR, DnsTransport::TCP), DnsRcode::QUERY_REFUSED);
    EXPECT_EQ(RefuseType(DnsType::AXFR), DnsRcode::FORMAT_ERROR); // RFC 5936: not over UDP
    EXPECT_EQ(RefuseType(DnsType::IXFR), DnsRcode::QUERY_REFUSED);
    EXPECT_EQ(RefuseType(DnsType::MAILA), DnsRcode::NOT_IMPLEMENTED);
    EXPECT_EQ(RefuseType(DnsType::OPT), DnsRcode::FORMAT_ERROR);
    EXPECT_EQ(RefuseType(DnsType::TSIG), DnsRcode::FORMAT_ERROR);
    EXPECT_EQ(RefuseType(0), DnsRcode::FORMAT_ERROR);
}

TEST(QueryReader, RefusesOtherClasses)
{
    const std::pair<std::uint16_t, DnsRcode> classes[] = {{3, DnsRcode::QUERY_REFUSED},
                                                          {4, DnsRcode::QUERY_REFUSED},
                                                          {77, DnsRcode::NOT_IMPLEMENTED},
                                                          {255, DnsRcode::FORMAT_ERROR}};
    for (const auto& [number, rcode] : classes)
    {
        DnsMessage query = MakeQuery();
        query.questions[0].questionClass = number;
        EXPECT_EQ(Refuse(query.Write()).response->rcode, rcode) << number;
    }
}

TEST(QueryReader, LimitsResponsesToWhatTheQueryAllows)
{
    DnsMessage query = MakeQuery();
    const std::pair<std::uint16_t, std::size_t> sizes[] = {{0, 512},
                                                           {511, 512},
                                                           {600, 600},
                                                           {1232, 1232},
                                                           {4096, 1232}};
    for (const auto& [asked, limit] : sizes)
    {
        query.edns->udpSize = asked;
        EXPECT_EQ(GetSizeLimit(query, DnsTransport::UDP), limit);
        EXPECT_EQ(GetSizeLimit(query, DnsTransport::TCP), 65535u);
    }
    query.edns.reset();
    EXPECT_EQ(GetSizeLimit(query, DnsTransport::UDP), 512u);
}

} // namespace
} // namespace hip
