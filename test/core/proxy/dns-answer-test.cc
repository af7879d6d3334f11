// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/dns-answer.h"
#include "test/core/proxy/proxy-support.h"

#include <gtest/gtest.h>

namespace hip::test
{

namespace
{

DnsMessage
MakeQuery(std::uint16_t type, std::uint16_t udpSize)
{
    return DnsMessage::MakeQuery(7, DnsName::Parse("Hip.Foo.com.").value(), type, udpSize, true);
}

} // namespace

TEST(DnsAnswer, HoldsOneAddressOfTheFamilyAskedFor)
{
    const DnsMessage v6 = MakeAddressAnswer(MakeQuery(DnsType::AAAA, 0), Ip("3ffe:401::5"), 60);
    EXPECT_EQ(v6.answer.at(0).ToString(), "Hip.Foo.com.\t60\tIN\tAAAA\t3ffe:401::5");
    const DnsMessage v4 = MakeAddressAnswer(MakeQuery(DnsType::A, 0), Ip("198.51.100.1"), 9);
    EXPECT_EQ(v4.answer.at(0).ToString(), "Hip.Foo.com.\t9\tIN\tA\t198.51.100.1");
    const auto parsed = DnsMessage::Parse(v4.Write());
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->GetAddresses(), std::vector{Ip("198.51.100.1")});
    EXPECT_TRUE(parsed->isResponse);
    EXPECT_EQ(parsed->id, 7);
}

TEST(DnsAnswer, HasEdnsOnlyIfTheQueryHas)
{
    EXPECT_FALSE(MakeEmptyAnswer(MakeQuery(DnsType::A, 0)).edns);
    DnsMessage query = MakeQuery(DnsType::A, 4096);
    EXPECT_FALSE(MakeFailure(query).edns.value().dnssecOk);
    query.edns->dnssecOk = true;
    EXPECT_TRUE(MakeFailure(query).edns.value().dnssecOk);
    EXPECT_EQ(MakeFailure(query).edns->udpSize, DNS_EDNS_UDP_SIZE);
}

TEST(DnsAnswer, TellsNoAddressFromFailure)
{
    const DnsMessage query = MakeQuery(DnsType::A, 0);
    EXPECT_EQ(MakeEmptyAnswer(query).rcode, DnsRcode::NO_PROBLEM);
    EXPECT_TRUE(MakeEmptyAnswer(query).answer.empty());
    EXPECT_EQ(MakeFailure(query).rcode, DnsRcode::SERVER_FAILURE);
    EXPECT_TRUE(MakeFailure(query).recursionAvailable);
}

} // namespace hip::test
