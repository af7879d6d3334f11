// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/ldns-record.h"
#include "core/resolver/update-message.h"
#include "test/core/resolver/update-support.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

using test::MoveTo;
using test::Name;
using test::Record;

/// The UPDATE that ldns makes of the same records.
Bytes
WriteWithLdns(const ZoneUpdate& update, std::uint16_t id)
{
    const auto toList = [](const DnsRecords& records) {
        ldns_rr_list* list = ldns_rr_list_new();
        for (const DnsRecord& record : records)
        {
            ldns_rr_list_push_rr(list, ToLdns(record).release());
        }
        return list;
    };
    ldns_rr_list* prerequisites = toList(update.prerequisites);
    ldns_rr_list* updates = toList(update.updates);
    const ldns_rdf borrowed = BorrowName(update.zone.GetWire());
    const LdnsHandle<ldns_pkt> packet = Own(ldns_update_pkt_new(ldns_rdf_clone(&borrowed),
                                                                LDNS_RR_CLASS_IN,
                                                                prerequisites,
                                                                updates,
                                                                nullptr));
    ldns_pkt_set_id(packet.get(), id);
    ldns_pkt_set_rd(packet.get(), false); // the header of an UPDATE has no such bit (RFC 2136 §2.2)
    std::uint8_t* wire = nullptr;
    std::size_t size = 0;
    ldns_pkt2wire(&wire, packet.get(), &size);
    const LdnsHandle<std::uint8_t> owned = Own(wire);
    ldns_rr_list_deep_free(prerequisites);
    ldns_rr_list_deep_free(updates);
    return Bytes(wire, wire + size);
}

TEST(UpdateMessage, IsThatOfLdns)
{
    ZoneUpdate update = MoveTo("3ffe:100:2::1");
    update.prerequisites = {RequireNoSet(Name("hip.foo.com"), DnsType::CNAME),
                            RequireSet(Name("hip.foo.com"), DnsType::HIP),
                            RequireName(Name("foo.com")),
                            RequireNoName(Name("other.foo.com"))};
    update.updates.push_back(DeleteName(Name("old.foo.com")));
    update.updates.push_back(DeleteRecord(Record("hip.foo.com. 60 IN A 192.0.2.1")));
    EXPECT_EQ(update.ToMessage(77).Write(), WriteWithLdns(update, 77));
}

TEST(UpdateMessage, ComesBackAsItWasSent)
{
    ZoneUpdate update = MoveTo("3ffe:100:2::1");
    update.prerequisites = {Record("hip.foo.com. 60 IN AAAA 3ffe:100:1::1")};
    const DnsMessage read = DnsMessage::Parse(update.ToMessage(78).Write()).value();
    EXPECT_EQ(read.opcode, DNS_OPCODE_UPDATE);
    EXPECT_EQ(read.questions.front(), (DnsQuestion{Name("foo.com"), DnsType::SOA}));
    ASSERT_EQ(read.answer.size(), 1u);
    EXPECT_EQ(read.answer[0].ttl, 0u); // RFC 2136 §2.4.2
    EXPECT_TRUE(read.answer[0].IsSameData(update.prerequisites[0]));
    ASSERT_EQ(read.authority.size(), 2u);
    EXPECT_TRUE(read.authority[0].IsSameData(update.updates[0]));
    EXPECT_TRUE(read.authority[1].IsSameData(update.updates[1]));
    EXPECT_EQ(read.authority[1].ttl, 7u);
}

TEST(UpdateMessage, DeletesARecordWithoutTtlInClassNone)
{
    const DnsRecord deleted = DeleteRecord(Record("hip.foo.com. 60 IN A 192.0.2.1"));
    EXPECT_EQ(deleted.recordClass, DNS_CLASS_NONE);
    EXPECT_EQ(deleted.ttl, 0u);
    EXPECT_EQ(deleted.rdata.size(), 4u);
}

} // namespace
} // namespace hip
