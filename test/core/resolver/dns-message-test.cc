// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/dns-message.h"
#include "test/core/resolver/dns-support.h"
#include "test/core/support/hex.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

using test::Address;
using test::FromHex;
using test::Name;
using test::Record;
using test::Records;

DnsMessage
MakeAnswer(std::uint16_t type, const std::vector<std::string>& answer)
{
    DnsMessage message =
        DnsMessage::MakeQuery(1, Name("www.foo.com"), type, 0, true).MakeResponse();
    message.answer = Records(answer);
    return message;
}

TEST(DnsMessage, MakesQueries)
{
    const DnsMessage query = DnsMessage::MakeQuery(7, Name("foo.com"), DnsType::HIP, 1232, true);
    EXPECT_EQ(query.id, 7);
    EXPECT_FALSE(query.isResponse);
    EXPECT_TRUE(query.recursionDesired);
    ASSERT_EQ(query.questions.size(), 1u);
    EXPECT_EQ(query.questions[0], (DnsQuestion{Name("FOO.com"), DnsType::HIP, DNS_CLASS_IN}));
    ASSERT_TRUE(query.edns);
    EXPECT_EQ(query.edns->udpSize, 1232);
    EXPECT_FALSE(DnsMessage::MakeQuery(7, Name("foo.com"), DnsType::A, 0, true).edns);
}

TEST(DnsMessage, RespondsWithWhatTheQueryDetermines)
{
    DnsMessage query = DnsMessage::MakeQuery(7, Name("Foo.com"), DnsType::A, 4096, true);
    query.checkingDisabled = true;
    query.authenticData = true;
    query.edns->dnssecOk = true;
    const DnsMessage response = query.MakeResponse();
    EXPECT_EQ(response.id, 7);
    EXPECT_TRUE(response.isResponse);
    EXPECT_TRUE(response.recursionDesired);
    EXPECT_TRUE(response.checkingDisabled);
    EXPECT_FALSE(response.authenticData);
    EXPECT_FALSE(response.isAuthoritative);
    EXPECT_EQ(response.questions, query.questions);
    ASSERT_TRUE(response.edns);
    EXPECT_EQ(response.edns->udpSize, DNS_EDNS_UDP_SIZE); // ours, not the client's
    EXPECT_TRUE(response.edns->dnssecOk);
    query.edns.reset();
    EXPECT_FALSE(query.MakeResponse().edns);
}

TEST(DnsMessage, KnowsWhichQuestionItAnswers)
{
    const DnsQuestion question{Name("foo.com"), DnsType::A, DNS_CLASS_IN};
    DnsMessage response =
        DnsMessage::MakeQuery(7, Name("FOO.com"), DnsType::A, 0, true).MakeResponse();
    EXPECT_TRUE(response.Answers(question));
    EXPECT_FALSE(response.Answers({Name("foo.com"), DnsType::AAAA, DNS_CLASS_IN}));
    EXPECT_FALSE(response.Answers({Name("bar.com"), DnsType::A, DNS_CLASS_IN}));
    response.opcode = 4;
    EXPECT_FALSE(response.Answers(question));
    response.opcode = DNS_OPCODE_QUERY;
    response.isResponse = false;
    EXPECT_FALSE(response.Answers(question));
    response.isResponse = true;
    response.questions.clear();
    EXPECT_FALSE(response.Answers(question));
    response.rcode = DnsRcode::FORMAT_ERROR;
    EXPECT_TRUE(response.Answers(question));
    EXPECT_TRUE(response.RefusesEdns());
    response.rcode = DnsRcode::SERVER_FAILURE;
    EXPECT_FALSE(response.RefusesEdns());
}

TEST(DnsMessage, CollectsAddressesBehindAliases)
{
    const DnsMessage message = MakeAnswer(DnsType::AAAA,
                                          {"a.foo.com. 1 IN CNAME b.foo.com.",
                                           "WWW.foo.com. 1 IN CNAME a.foo.com.",
                                           "b.foo.com. 1 IN AAAA 3ffe::1",
                                           "b.foo.com. 1 IN A 192.0.2.1",
                                           "other.foo.com. 1 IN AAAA 3ffe::2"});
    EXPECT_EQ(message.FollowCnames(Name("www.foo.com")), Name("b.foo.com"));
    EXPECT_EQ(message.GetAddresses(),
              (std::vector<IpAddress>{Address("3ffe::1"), Address("192.0.2.1")}));
    EXPECT_EQ(message.GetAnswers(DnsType::CNAME).size(), 1u);
}

TEST(DnsMessage, GivesHipRecordsAsTheyAre)
{
    const DnsMessage message =
        MakeAnswer(DnsType::HIP,
                   {"www.foo.com. 1 IN CNAME hip.foo.com.",
                    "hip.foo.com. 1 IN HIP 2 200100107B1A74DF365639CC39F1D578 AwEAAQ==",
                    "hip2.foo.com. 1 IN HIP 2 200100107B1A74DF365639CC39F1D579 AwEAAQ=="});
    const std::vector<Bytes> rdata = message.GetHipRdata();
    ASSERT_EQ(rdata.size(), 1u);
    EXPECT_EQ(rdata[0], FromHex("10 02 0004 200100107B1A74DF365639CC39F1D578 03010001"));
    EXPECT_TRUE(DnsMessage().GetHipRdata().empty());
}

TEST(DnsMessage, EndsAtALoopOfAliases)
{
    const DnsMessage message =
        MakeAnswer(DnsType::A,
                   {"www.foo.com. 1 IN CNAME a.foo.com.", "a.foo.com. 1 IN CNAME www.foo.com."});
    EXPECT_TRUE(message.GetAddresses().empty());
}

TEST(DnsMessage, FindsTheLowestTtl)
{
    DnsMessage message =
        MakeAnswer(DnsType::A,
                   {"www.foo.com. 30 IN A 192.0.2.1", "www.foo.com. 20 IN A 192.0.2.2"});
    EXPECT_EQ(message.GetMinTtl(), 20u);
    EXPECT_FALSE(MakeAnswer(DnsType::A, {}).GetMinTtl());
    message.answer.clear();
    message.authority = Records({"foo.com. 600 IN SOA a. b. 1 2 3 4 50"});
    EXPECT_EQ(message.GetMinTtl(), 50u);
    message.authority = Records({"foo.com. 40 IN SOA a. b. 1 2 3 4 50"});
    EXPECT_EQ(message.GetMinTtl(), 40u);
}

TEST(DnsMessage, FindsTheSoaOfANegativeAnswer)
{
    const DnsRecords authority =
        Records({"foo.com. 1 IN NS a.", "foo.com. 600 IN SOA a. b. 1 2 3 4 50"});
    const DnsRecord* soa = FindSoa(authority);
    ASSERT_NE(soa, nullptr);
    EXPECT_EQ(GetNegativeTtl(*soa), 50u);
    EXPECT_EQ(FindSoa({}), nullptr);
}

} // namespace
} // namespace hip
