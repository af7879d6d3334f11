// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/update-rules.h"
#include "test/core/resolver/update-support.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hip
{
namespace
{

using test::MakeZone;
using test::MoveTo;
using test::Name;
using test::Record;
using test::Records;
using test::ToText;
using testing::ElementsAre;

const DnsName HOST = Name("host.foo.com");
const DnsName NOBODY = Name("nobody.foo.com");
const DnsName OUTSIDE = Name("host.bar.com");

Zone
MakeTestZone()
{
    return MakeZone("foo.com", "host A 192.0.2.1\nhost A 192.0.2.2\nhip AAAA 3ffe:1::1\n");
}

DnsRcode
Require(const DnsRecords& prerequisites)
{
    static const Zone zone = MakeTestZone();
    return CheckPrerequisites(prerequisites, zone);
}

DnsRcode
Scan(const DnsRecord& update)
{
    static const Zone zone = MakeTestZone();
    return ScanUpdates({update}, zone);
}

/// @return a record with one thing changed
template <class Change>
DnsRecord
With(DnsRecord record, Change change)
{
    change(record);
    return record;
}

const auto TTL = [](DnsRecord& record) { record.ttl = 1; };
const auto RDATA = [](DnsRecord& record) { record.rdata = {1, 2, 3, 4}; };
const auto CHAOS = [](DnsRecord& record) { record.recordClass = 3; };
const auto META = [](DnsRecord& record) { record.type = DnsType::AXFR; };

TEST(UpdateRules, WantsOneZoneByItsSoa)
{
    DnsMessage update = MoveTo("3ffe:1::2").ToMessage(1);
    EXPECT_EQ(CheckZoneSection(update), DnsRcode::NO_PROBLEM);
    update.questions.push_back(update.questions.front());
    EXPECT_EQ(CheckZoneSection(update), DnsRcode::FORMAT_ERROR);
    update.questions.resize(1);
    update.questions.front().type = DnsType::A;
    EXPECT_EQ(CheckZoneSection(update), DnsRcode::FORMAT_ERROR);
    update.questions.clear();
    EXPECT_EQ(CheckZoneSection(update), DnsRcode::FORMAT_ERROR);
}

TEST(UpdateRules, SaysWhichPrerequisiteDoesNotHold)
{
    EXPECT_EQ(Require({}), DnsRcode::NO_PROBLEM);
    EXPECT_EQ(Require({RequireName(HOST)}), DnsRcode::NO_PROBLEM);
    EXPECT_EQ(Require({RequireName(NOBODY)}), DnsRcode::NAME_ERROR);
    EXPECT_EQ(Require({RequireNoName(NOBODY)}), DnsRcode::NO_PROBLEM);
    EXPECT_EQ(Require({RequireNoName(HOST)}), DnsRcode::NAME_EXISTS);
    EXPECT_EQ(Require({RequireSet(HOST, DnsType::A)}), DnsRcode::NO_PROBLEM);
    EXPECT_EQ(Require({RequireSet(HOST, DnsType::AAAA)}), DnsRcode::NO_RRSET);
    EXPECT_EQ(Require({RequireNoSet(HOST, DnsType::AAAA)}), DnsRcode::NO_PROBLEM);
    EXPECT_EQ(Require({RequireNoSet(HOST, DnsType::A)}), DnsRcode::RRSET_EXISTS);
    EXPECT_EQ(Require({RequireName(HOST), RequireName(NOBODY)}), DnsRcode::NAME_ERROR);
}

TEST(UpdateRules, ComparesWholeRrsetsWithoutTheirTtl)
{
    const DnsRecords both =
        Records({"host.foo.com. 0 IN A 192.0.2.2", "HOST.foo.com. 0 IN A 192.0.2.1"});
    EXPECT_EQ(Require(both), DnsRcode::NO_PROBLEM);
    EXPECT_EQ(Require({both[0], both[1], both[1]}), DnsRcode::NO_PROBLEM);
    EXPECT_EQ(Require({both[0]}), DnsRcode::NO_RRSET);
    EXPECT_EQ(Require({both[0], Record("host.foo.com. 0 IN A 192.0.2.3")}), DnsRcode::NO_RRSET);
    EXPECT_EQ(Require({Record("nobody.foo.com. 0 IN A 192.0.2.3")}), DnsRcode::NO_RRSET);
}

TEST(UpdateRules, RefusesMalformedPrerequisites)
{
    EXPECT_EQ(Require({RequireName(OUTSIDE)}), DnsRcode::NOT_IN_ZONE);
    for (const DnsRecord& sound : {RequireName(HOST), RequireNoSet(HOST, DnsType::AAAA)})
    {
        EXPECT_EQ(Require({With(sound, TTL)}), DnsRcode::FORMAT_ERROR);
        EXPECT_EQ(Require({With(sound, RDATA)}), DnsRcode::FORMAT_ERROR);
        EXPECT_EQ(Require({With(sound, CHAOS)}), DnsRcode::FORMAT_ERROR);
        EXPECT_EQ(Require({With(sound, META)}), DnsRcode::FORMAT_ERROR);
    }
    EXPECT_EQ(Require({Record("host.foo.com. 9 IN A 192.0.2.2")}), DnsRcode::FORMAT_ERROR);
}

TEST(UpdateRules, ScansEachUpdateBeforeAnyIsMade)
{
    const DnsRecord added = Record("host.foo.com. 9 IN A 192.0.2.3");
    EXPECT_EQ(Scan(added), DnsRcode::NO_PROBLEM);
    EXPECT_EQ(Scan(DeleteSet(HOST, DnsType::A)), DnsRcode::NO_PROBLEM);
    EXPECT_EQ(Scan(DeleteName(HOST)), DnsRcode::NO_PROBLEM);
    EXPECT_EQ(Scan(DeleteRecord(added)), DnsRcode::NO_PROBLEM);
    EXPECT_EQ(Scan(DeleteName(OUTSIDE)), DnsRcode::NOT_IN_ZONE);
    EXPECT_EQ(Scan(With(added, CHAOS)), DnsRcode::FORMAT_ERROR);
    EXPECT_EQ(Scan(With(added, META)), DnsRcode::FORMAT_ERROR);
    EXPECT_EQ(Scan(With(DeleteName(HOST), TTL)), DnsRcode::FORMAT_ERROR);
    EXPECT_EQ(Scan(With(DeleteName(HOST), RDATA)), DnsRcode::FORMAT_ERROR);
    EXPECT_EQ(Scan(With(DeleteName(HOST), META)), DnsRcode::FORMAT_ERROR);
    EXPECT_EQ(Scan(With(DeleteRecord(added), TTL)), DnsRcode::FORMAT_ERROR);
    EXPECT_EQ(Scan(With(DeleteRecord(added), [](DnsRecord& r) { r.type = DnsType::ANY; })),
              DnsRcode::FORMAT_ERROR);
}

TEST(UpdateRules, CountsOneChangeOfTheZoneForAllUpdates)
{
    Zone zone = MakeTestZone();
    ApplyUpdates(MoveTo("3ffe:1::2").updates, zone);
    EXPECT_THAT(ToText(*zone.Find(Name("hip.foo.com"), DnsType::AAAA)),
                ElementsAre("hip.foo.com. 7 IN AAAA 3ffe:1::2"));
    EXPECT_EQ(zone.GetSoa().GetSoaSerial(), 2u);
}

TEST(UpdateRules, KeepsTheSerialIfNothingChanges)
{
    Zone zone = MakeTestZone();
    ApplyUpdates({DeleteName(NOBODY), Record("host.foo.com. 100 IN A 192.0.2.1")}, zone);
    EXPECT_EQ(zone.GetSoa().GetSoaSerial(), 1u);
}

TEST(UpdateRules, LeavesTheSerialToAnUpdateThatSetsIt)
{
    Zone zone = MakeTestZone();
    DnsRecord soa = zone.GetSoa();
    soa.SetSoaSerial(50);
    ApplyUpdates({soa, DeleteName(HOST)}, zone);
    EXPECT_EQ(zone.GetSoa().GetSoaSerial(), 50u);
}

} // namespace
} // namespace hip
