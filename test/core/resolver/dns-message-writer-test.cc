// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/dns-message.h"
#include "test/core/resolver/dns-support.h"
#include "test/core/support/hex.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

using test::FromHex;
using test::Name;
using test::Record;
using test::Records;
using test::ToText;

/// A response with @p answers TXT records of 50 octets and @p glue addresses.
DnsMessage
MakeLong(unsigned answers, unsigned glue, bool hasEdns)
{
    DnsMessage message =
        DnsMessage::MakeQuery(1, Name("foo.com"), 16, hasEdns ? 512 : 0, false).MakeResponse();
    for (unsigned i = 0; i < answers; ++i)
    {
        const std::string text = std::to_string(100 + i) + std::string(46, 'x');
        message.answer.push_back(Record("foo.com. 1 IN TXT " + text));
    }
    for (unsigned i = 0; i < glue; ++i)
    {
        const std::string number = std::to_string(100 + i);
        message.additional.push_back(Record("s" + number + ".foo.com. 1 IN A 192.0.2.1"));
        message.additional.push_back(Record("s" + number + ".foo.com. 1 IN A 192.0.2.2"));
    }
    return message;
}

TEST(DnsMessageWriter, WritesAQueryAsRfc1035HasIt)
{
    EXPECT_EQ(DnsMessage::MakeQuery(0x1234, Name("foo.com"), DnsType::HIP, 0, true).Write(),
              FromHex("1234 0100 0001 0000 0000 0000 03666f6f 03636f6d 00 0037 0001"));
    EXPECT_EQ(DnsMessage::MakeQuery(1, DnsName(), DnsType::NS, 1232, false).Write(),
              FromHex("0001 0000 0001 0000 0000 0001 00 0002 0001 00 0029 04d0 00000000 0000"));
}

TEST(DnsMessageWriter, WritesAnOptRecordOfZerosToo)
{
    DnsMessage query = DnsMessage::MakeQuery(1, DnsName(), DnsType::NS, 0, false);
    query.edns = Edns{0, 0, false};
    EXPECT_EQ(query.Write(),
              FromHex("0001 0000 0001 0000 0000 0001 00 0002 0001 00 0029 0000 00000000 0000"));
}

TEST(DnsMessageWriter, CompressesNamesOfTheSameCase)
{
    DnsMessage message = DnsMessage::MakeQuery(1, Name("FOO.com"), DnsType::NS, 0, false);
    message.answer = Records({"FOO.com. 1 IN NS a.FOO.com.", "foo.com. 1 IN NS a.foo.com."});
    EXPECT_EQ(message.Write(),
              FromHex("0001 0000 0001 0002 0000 0000 03464f4f 03636f6d 00 0002 0001"
                      "c00c 0002 0001 00000001 0004 0161 c00c"
                      "03666f6f c010 0002 0001 00000001 0004 0161 c029"));
}

TEST(DnsMessageWriter, WritesWhatItHasRead)
{
    DnsMessage message =
        DnsMessage::MakeQuery(0xabcd, Name("Hip.foo.com"), DnsType::HIP, 4096, true).MakeResponse();
    message.isAuthoritative = true;
    message.isTruncated = true;
    message.recursionAvailable = true;
    message.authenticData = true;
    message.checkingDisabled = true;
    message.rcode = DnsRcode::BAD_VERSION;
    message.edns->dnssecOk = true;
    message.answer =
        Records({"hip.foo.com. 1 IN HIP 2 200100107B1A74DF365639CC39F1D578 AwEAAQ== rvs.foo.com.",
                 "hip.foo.com. 1 IN TYPE65280 \\# 2 abcd"});
    message.authority = Records({"foo.com. 3 IN SOA a. b. 1 2 3 4 5"});
    message.additional = Records({"rvs.foo.com. 9 IN AAAA 3ffe:200::1"});
    const Bytes wire = message.Write();
    const Result<DnsMessage> read = DnsMessage::Parse(wire);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->Write(), wire);
    EXPECT_EQ(read->rcode, DnsRcode::BAD_VERSION);
    EXPECT_EQ(ToText(read->answer), ToText(message.answer));
    EXPECT_EQ(ToText(read->additional), ToText(message.additional));
}

TEST(DnsMessageWriter, LeavesAMessageThatFitsAlone)
{
    const DnsMessage message = MakeLong(3, 2, false);
    const Bytes whole = message.Write();
    EXPECT_EQ(message.WriteWithin(whole.size()), whole);
    EXPECT_NE(message.WriteWithin(whole.size() - 1), whole);
}

TEST(DnsMessageWriter, KeepsTheRecordsThatFitForClientsWithoutEdns)
{
    const Bytes wire = MakeLong(20, 1, false).WriteWithin(512);
    EXPECT_LE(wire.size(), 512u);
    const Result<DnsMessage> cut = DnsMessage::Parse(wire);
    ASSERT_TRUE(cut);
    EXPECT_TRUE(cut->isTruncated);
    // 25 octets of header and question, then records of 12 + 50 octets
    EXPECT_EQ(cut->answer.size(), (512u - 25) / 62);
    EXPECT_TRUE(cut->additional.empty());
}

TEST(DnsMessageWriter, LeavesOutTheSectionThatDoesNotFitForClientsWithEdns)
{
    const Bytes wire = MakeLong(20, 1, true).WriteWithin(512);
    const Result<DnsMessage> cut = DnsMessage::Parse(wire);
    ASSERT_TRUE(cut);
    EXPECT_TRUE(cut->isTruncated);
    EXPECT_TRUE(cut->answer.empty());
    EXPECT_TRUE(cut->edns);
    EXPECT_EQ(cut->questions.size(), 1u);
}

TEST(DnsMessageWriter, LeavesOutAdditionalRecordsBySetAndSaysNothing)
{
    const DnsMessage message = MakeLong(3, 20, true);
    for (std::size_t limit = 400; limit < 512; ++limit)
    {
        const Bytes wire = message.WriteWithin(limit);
        EXPECT_LE(wire.size(), limit);
        const Result<DnsMessage> cut = DnsMessage::Parse(wire);
        ASSERT_TRUE(cut);
        EXPECT_FALSE(cut->isTruncated);
        EXPECT_EQ(cut->answer.size(), 3u);
        EXPECT_FALSE(cut->additional.empty());
        EXPECT_EQ(cut->additional.size() % 2, 0u);
    }
}

TEST(DnsMessageWriter, SaysThatNeededGlueIsMissing)
{
    DnsMessage message = MakeLong(7, 1, false); // 25 + 7 * 62 = 459, glue 16 + 5 octets and more
    const auto isTruncated = [&](std::size_t limit, bool needsAdditional) {
        return DnsMessage::Parse(message.WriteWithin(limit, needsAdditional))->isTruncated;
    };
    EXPECT_TRUE(isTruncated(465, true));
    EXPECT_FALSE(isTruncated(465, false));
    EXPECT_FALSE(isTruncated(512, true));
}

} // namespace
} // namespace hip
