// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/dns-record.h"
#include "core/resolver/ldns-record.h"
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

TEST(DnsRecord, ReadsAndWritesPresentationForm)
{
    const DnsRecord record = Record("hip.foo.com. 60 IN AAAA 3ffe:200::1");
    EXPECT_EQ(record.name, Name("hip.foo.com"));
    EXPECT_EQ(record.type, DnsType::AAAA);
    EXPECT_EQ(record.recordClass, DNS_CLASS_IN);
    EXPECT_EQ(record.ttl, 60u);
    EXPECT_EQ(record.rdata, FromHex("3ffe0200 00000000 00000000 00000001"));
    EXPECT_EQ(record.ToString(), "hip.foo.com.\t60\tIN\tAAAA\t3ffe:200::1");
    EXPECT_FALSE(DnsRecord::Parse("hip.foo.com. 60 IN AAAA 3ffe:200::g"));
}

TEST(DnsRecord, ReadsTheExampleOfRfc8005)
{
    // RFC 8005, section 6, the third example; its RDATA is written out by section 5.
    const DnsRecord record = Record(
        "www.example.com. 3600 IN HIP 2 200100107B1A74DF365639CC39F1D578 "
        "AwEAAbdxyhNuSutc5EMzxTs9LBPCIkOFH8cIvM4p9+LrV4e19WzK00+CI6zBCQTdtWsuxKbWIy87UOoJTwkU"
        "s7lBu+Upr1gsNrut79ryra+bSRGQb1slImA8YVJyuIDsj7kwzG7jnERNqnWxZ48AWkskmdHaVDP4BcelrTI3"
        "rMXdXF5D rvs1.example.com. rvs2.example.com.");
    ASSERT_EQ(record.type, DnsType::HIP);
    EXPECT_EQ(record.rdata[0], 16); // length of the HIT
    EXPECT_EQ(record.rdata[1], 2);  // RSA
    const std::size_t keyLength = (record.rdata[2] << 8) | record.rdata[3];
    EXPECT_EQ(keyLength, 132u);
    EXPECT_EQ(Bytes(record.rdata.begin() + 4, record.rdata.begin() + 20),
              FromHex("200100107B1A74DF365639CC39F1D578"));
    EXPECT_EQ(Bytes(record.rdata.begin() + 20 + keyLength, record.rdata.end()),
              FromHex("0472767331 076578616d706c65 03636f6d 00"
                      "0472767332 076578616d706c65 03636f6d 00"));
}

TEST(DnsRecord, GivesAddressesOfTheRightLengthOnly)
{
    EXPECT_EQ(Record("a. 1 IN A 192.0.2.1").GetAddress(), Address("192.0.2.1"));
    EXPECT_EQ(Record("a. 1 IN AAAA 3ffe:200::1").GetAddress(), Address("3ffe:200::1"));
    EXPECT_FALSE(Record("a. 1 IN TXT abc").GetAddress()); // 4 octets
    DnsRecord record = Record("a. 1 IN A 192.0.2.1");
    record.rdata.pop_back();
    EXPECT_FALSE(record.GetAddress());
}

TEST(DnsRecord, GivesTargets)
{
    EXPECT_EQ(Record("a. 1 IN NS b.c.").GetTarget(), Name("b.c"));
    EXPECT_EQ(Record("a. 1 IN CNAME b.c.").GetTarget(), Name("b.c"));
    EXPECT_EQ(Record("a. 1 IN PTR b.c.").GetTarget(), Name("b.c"));
    EXPECT_EQ(Record("a. 1 IN MX 10 b.c.").GetTarget(), Name("b.c"));
    EXPECT_EQ(Record("a. 1 IN SRV 1 2 3 b.c.").GetTarget(), Name("b.c"));
    EXPECT_EQ(Record("a. 1 IN AFSDB 1 b.c.").GetTarget(), Name("b.c"));
    EXPECT_FALSE(Record("a. 1 IN A 192.0.2.1").GetTarget());
    DnsRecord broken = Record("a. 1 IN NS b.c.");
    broken.rdata.pop_back();
    EXPECT_FALSE(broken.GetTarget());
}

TEST(DnsRecord, KnowsTheMinimumOfAnSoaOnly)
{
    EXPECT_EQ(Record("a. 1 IN SOA b. c. 1 2 3 4 55").GetSoaMinimum(), 55u);
    EXPECT_EQ(Record("a. 1 IN NS b.").GetSoaMinimum(), 0u);
}

TEST(DnsRecord, ComparesDataWithoutTtl)
{
    const DnsRecord record = Record("a.b. 1 IN A 192.0.2.1");
    EXPECT_TRUE(record.IsSameData(Record("A.b. 2 IN A 192.0.2.1")));
    EXPECT_FALSE(record.IsSameData(Record("a.b. 1 IN A 192.0.2.2")));
    EXPECT_FALSE(record.IsSameData(Record("b.b. 1 IN A 192.0.2.1")));
}

TEST(DnsRecord, IsAddedOnce)
{
    DnsRecords records = {Record("a.b. 1 IN A 192.0.2.1")};
    AddOnce(records, {Record("a.b. 9 IN A 192.0.2.1"), Record("a.b. 1 IN A 192.0.2.2")});
    EXPECT_EQ(records.size(), 2u);
    EXPECT_TRUE(Contains(records, Record("a.b. 5 IN A 192.0.2.2")));
    EXPECT_FALSE(Contains(records, Record("a.b. 5 IN A 192.0.2.3")));
}

TEST(DnsRecord, RefusesDataThatDoesNotFitItsType)
{
    DnsRecord record = Record("a. 1 IN A 192.0.2.1");
    EXPECT_TRUE(ToLdns(record));
    record.rdata.push_back(0);
    EXPECT_FALSE(ToLdns(record));
    record.rdata.clear();
    EXPECT_FALSE(ToLdns(record));
}

TEST(DnsRecord, PrintsWhatHasNoTextAsOctets)
{
    DnsRecord record = Record("a. 1 IN A 192.0.2.1");
    record.rdata.pop_back();
    EXPECT_EQ(record.ToString(), "a.\t1\tIN\tA\t\\# 3 c00002");
    record.type = DnsType::HIP; // with neither HIT nor key
    record.rdata = Bytes(4, 0);
    EXPECT_EQ(record.ToString(), "a.\t1\tIN\tHIP\t\\# 4 00000000");
}

TEST(DnsRecord, NamesTypes)
{
    EXPECT_EQ(ParseDnsType("AAAA"), DnsType::AAAA);
    EXPECT_EQ(ParseDnsType("hip"), DnsType::HIP);
    EXPECT_EQ(ParseDnsType("TYPE55"), DnsType::HIP);
    EXPECT_EQ(ParseDnsType("type65280"), 65280);
    EXPECT_FALSE(ParseDnsType("TYPE65536"));
    EXPECT_FALSE(ParseDnsType("TYPE12x"));
    EXPECT_FALSE(ParseDnsType("TYPE000000000012"));
    EXPECT_FALSE(ParseDnsType("NOTHING"));
    EXPECT_FALSE(ParseDnsType(""));
    EXPECT_EQ(DnsTypeToString(55), "HIP");
    EXPECT_EQ(DnsTypeToString(65280), "TYPE65280");
}

} // namespace
} // namespace hip
