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
using test::ToText;

// foo.com A, with a CNAME that is compressed in every way and an OPT record; made by hand from
// RFC 1035, section 4.1, and RFC 6891, section 6.1.
const char ANSWER[] = "1234 8580 0001 0002 0001 0002"
                      "03666f6f 03636f6d 00 0001 0001"
                      "c00c 0005 0001 00000e10 0006 03777777 c00c"
                      "c025 0001 0001 00000e10 0004 c0000201"
                      "c010 0002 0001 0002a300 0005 026e73 c010"
                      "c047 001c 0001 00000001 0010 3ffe0200000000000000000000000053"
                      "00 0029 04d0 01 00 8000 0005 000a 0001 ff";

Result<DnsMessage>
Parse(const std::string& hex)
{
    return DnsMessage::Parse(FromHex(hex));
}

TEST(DnsMessageReader, ReadsEverySection)
{
    const Result<DnsMessage> message = Parse(ANSWER);
    ASSERT_TRUE(message);
    EXPECT_EQ(message->id, 0x1234);
    EXPECT_TRUE(message->isResponse);
    EXPECT_TRUE(message->isAuthoritative);
    EXPECT_FALSE(message->isTruncated);
    EXPECT_TRUE(message->recursionDesired);
    EXPECT_TRUE(message->recursionAvailable);
    EXPECT_EQ(message->questions[0].name, Name("foo.com"));
    EXPECT_EQ(ToText(message->answer),
              (std::vector<std::string>{"foo.com. 3600 IN CNAME www.foo.com.",
                                        "www.foo.com. 3600 IN A 192.0.2.1"}));
    EXPECT_EQ(ToText(message->authority), (std::vector<std::string>{"com. 172800 IN NS ns.com."}));
    EXPECT_EQ(ToText(message->additional),
              (std::vector<std::string>{"ns.com. 1 IN AAAA 3ffe:200::53"}));
}

TEST(DnsMessageReader, TakesTheOptRecordOutOfTheAdditionalSection)
{
    const Result<DnsMessage> message = Parse(ANSWER);
    ASSERT_TRUE(message);
    ASSERT_TRUE(message->edns);
    EXPECT_EQ(message->edns->udpSize, 1232);
    EXPECT_EQ(message->edns->version, 0);
    EXPECT_TRUE(message->edns->dnssecOk);
    EXPECT_EQ(static_cast<int>(message->rcode), 0x10); // the extended part alone
}

TEST(DnsMessageReader, IgnoresOctetsBehindTheLastRecord)
{
    EXPECT_TRUE(Parse(std::string(ANSWER) + "ffff"));
}

TEST(DnsMessageReader, RefusesEveryTruncation)
{
    const Bytes whole = FromHex(ANSWER);
    for (std::size_t size = 0; size < whole.size(); ++size)
    {
        const Result<DnsMessage> message = DnsMessage::Parse(ByteSpan(whole).first(size));
        ASSERT_FALSE(message) << size;
        EXPECT_EQ(message.error(), DropReason::BAD_DNS_MESSAGE);
    }
}

TEST(DnsMessageReader, RefusesNamesThatNeverEnd)
{
    EXPECT_FALSE(Parse("0001 0000 0001 0000 0000 0000 c00c 0001 0001")); // points to itself
    EXPECT_FALSE(Parse("0001 0000 0001 0000 0000 0000 0161 c00c 0001 0001"));
    EXPECT_FALSE(Parse("0001 0000 0001 0000 0000 0000 c0ff 0001 0001")); // behind the end
}

TEST(DnsMessageReader, RefusesRecordsThatDoNotFillTheirLength)
{
    const std::string front = "0001 8000 0000 0001 0000 0000 00";
    EXPECT_TRUE(Parse(front + "0001 0001 00000001 0004 c0000201"));
    EXPECT_FALSE(Parse(front + "0001 0001 00000001 0005 c0000201 00")); // an octet too many
    EXPECT_FALSE(Parse(front + "0001 0001 00000001 0003 c00002"));
    EXPECT_FALSE(Parse(front + "0001 0001 00000001 0000")); // no address at all
    EXPECT_TRUE(Parse(front + "0002 0001 00000001 0003 0161 00"));
    EXPECT_FALSE(Parse(front + "0002 0001 00000001 0002 0161 00")); // the name leaves the RDATA
    EXPECT_FALSE(Parse(front + "0037 0001 00000001 0006 10 02 0001 2001")); // HIP, HIT cut short
}

TEST(DnsMessageReader, RefusesASecondOrMisplacedOptRecord)
{
    const std::string opt = "00 0029 04d0 00000000 0000";
    EXPECT_TRUE(Parse("0001 0000 0000 0000 0000 0001" + opt));
    EXPECT_FALSE(Parse("0001 0000 0000 0000 0000 0002" + opt + opt));
    EXPECT_FALSE(Parse("0001 0000 0000 0001 0000 0000" + opt));
    EXPECT_FALSE(Parse("0001 0000 0000 0000 0000 0001 0161 00 0029 04d0 00000000 0000"));
}

TEST(DnsMessageReader, ReadsTheFrontOfWhatItRefuses)
{
    const Bytes wire =
        FromHex("4321 1100 0001 0001 0000 0000 03636f6d 00 0001 0001"); // the record is missing
    EXPECT_FALSE(DnsMessage::Parse(wire));
    const std::optional<DnsMessage> front = DnsMessage::ParseFront(wire);
    ASSERT_TRUE(front);
    EXPECT_EQ(front->id, 0x4321);
    EXPECT_EQ(front->opcode, 2);
    EXPECT_TRUE(front->recursionDesired);
    ASSERT_EQ(front->questions.size(), 1u);
    EXPECT_EQ(front->questions[0].name, Name("com"));
    EXPECT_TRUE(DnsMessage::ParseFront(ByteSpan(wire).first(14))->questions.empty());
    EXPECT_FALSE(DnsMessage::ParseFront(ByteSpan(wire).first(11)));
}

TEST(DnsMessageReader, ReadsRecordsWithoutDataInUpdatesOnly)
{
    const std::string bare = "0161 00 0001 00ff 00000000 0000"; // a. A, class ANY
    const std::string none = "0161 00 0001 00fe 00000000 0000";
    const std::string ofClassIn = "0161 00 0001 0001 00000000 0000";
    const std::string front = "0001 2800 0000 0001 0000 0000";
    EXPECT_TRUE(Parse(front + bare));
    EXPECT_TRUE(Parse(front + none));
    EXPECT_FALSE(Parse(front + ofClassIn));
    EXPECT_FALSE(Parse("0001 0000 0000 0001 0000 0000" + bare));
}

TEST(DnsMessageReader, FindsTheLastRecord)
{
    const std::string opt = "00 0029 04d0 00000000 0000";
    const auto last = DnsMessage::FindLastRecord(
        FromHex("0001 0000 0000 0001 0000 0001 0161 00 0001 0001 00000000 0004 c0000201" + opt));
    ASSERT_TRUE(last);
    EXPECT_EQ(last->type, DnsType::OPT);
    EXPECT_EQ(last->begin, 12u + 17);
    EXPECT_FALSE(DnsMessage::FindLastRecord(FromHex("0001 0000 0000 0000 0000 0000")));
    EXPECT_FALSE(DnsMessage::FindLastRecord(FromHex("0001 0000 0000 0002 0000 0000" + opt)));
    EXPECT_FALSE(DnsMessage::FindLastRecord(Bytes(11)));
}

} // namespace
} // namespace hip
