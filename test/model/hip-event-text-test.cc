// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "model/hip-event-text.h"

#include <gtest/gtest.h>

namespace ns3
{
namespace
{

using std::chrono::milliseconds;

const hip::Hit ALICE = *hip::IpAddress::Parse("2001:21::a");
const hip::Hit BOB = *hip::IpAddress::Parse("2001:21::b");
const hip::Path PATH{*hip::IpAddress::Parse("3ffe:1::1"), *hip::IpAddress::Parse("192.0.2.2")};

/// @return a record as one line
std::string
ToLine(const hip::Event& event)
{
    const HipEventRecord record = hiptext::Describe(event);
    return record.peer + "|" + record.event + "|" + record.detail;
}

} // namespace

TEST(HipEventText, NamesThePacketAndTheOtherEnd)
{
    EXPECT_EQ(ToLine(hip::PacketEvent{hip::PacketKind::I1, true, PATH, ALICE, BOB, false, false}),
              "2001:21::b|I1-sent|source=3ffe:1::1 destination=192.0.2.2");
    EXPECT_EQ(ToLine(hip::PacketEvent{hip::PacketKind::R1, false, PATH, BOB, ALICE, false, false}),
              "2001:21::b|R1-received|source=3ffe:1::1 destination=192.0.2.2");
}

TEST(HipEventText, SaysWhatIsSpecialAboutAPacket)
{
    EXPECT_EQ(ToLine(hip::PacketEvent{hip::PacketKind::I1, true, PATH, ALICE, BOB, true, true}),
              "2001:21::b|I1-sent|source=3ffe:1::1 destination=192.0.2.2 relayed retransmission");
}

TEST(HipEventText, TellsChangesOfState)
{
    EXPECT_EQ(ToLine(hip::StateEvent{ALICE, BOB, hip::State::I2_SENT, hip::State::ESTABLISHED}),
              "2001:21::b|state|I2-SENT -> ESTABLISHED");
}

TEST(HipEventText, TellsWhereAPeerHasGone)
{
    EXPECT_EQ(ToLine(hip::LocatorEvent{ALICE, BOB, PATH.source, PATH.destination}),
              "2001:21::b|locator|3ffe:1::1 -> 192.0.2.2");
}

TEST(HipEventText, KeepsSecretsOutOfEvents)
{
    const hip::KeyEvent keys{ALICE, BOB, hip::DhGroup::P256, {1}, {2}, {0xab, 0xcd}};
    EXPECT_EQ(ToLine(keys), "2001:21::b|keys|group=p256");
    const hip::SaEvent
        sa{true, ALICE, BOB, PATH, 0x1234abcd, hip::EspSuite::AES_128_GCM_16, {0x0f}, {}};
    EXPECT_EQ(ToLine(sa), "2001:21::b|sa-in|spi=0x1234abcd suite=aes-128-gcm-16");
}

TEST(HipEventText, TellsWhyAPacketWasDropped)
{
    EXPECT_EQ(ToLine(hip::DropEvent{hip::DropReason::BAD_MAC, PATH}),
              "3ffe:1::1|drop|reason=bad-mac");
}

TEST(HipEventText, TellsWhatBecameOfARegistration)
{
    using Change = hip::RegistrationEvent::Change;
    const std::pair<Change, const char*> cases[] = {{Change::GRANTED, "registration-granted"},
                                                    {Change::REFUSED, "registration-refused"},
                                                    {Change::EXPIRED, "registration-expired"},
                                                    {Change::CANCELLED, "registration-cancelled"}};
    for (const auto& [change, name] : cases)
    {
        const hip::RegistrationEvent
            event{ALICE, BOB, false, 1, change, milliseconds(1500), PATH.source};
        EXPECT_EQ(ToLine(event),
                  std::string("2001:21::b|") + name + "|service=1 lifetime=1.5s address=3ffe:1::1");
    }
}

TEST(HipEventText, TellsNotifications)
{
    EXPECT_EQ(ToLine(hip::NotifyEvent{ALICE, BOB, 44}), "2001:21::b|notify|type=44");
}

TEST(HipEventText, PutsKeysIntoTheirRecordsAsHex)
{
    const HipSaRecord sa = hiptext::MakeSaRecord(
        {false, ALICE, BOB, PATH, 7, hip::EspSuite::AES_128_CBC_SHA256, {0x00, 0x0f}, {0xff}});
    EXPECT_FALSE(sa.isInbound);
    EXPECT_EQ(sa.source, "3ffe:1::1");
    EXPECT_EQ(sa.destination, "192.0.2.2");
    EXPECT_EQ(sa.spi, 7U);
    EXPECT_EQ(sa.suite, "aes-128-cbc-sha256");
    EXPECT_EQ(sa.encryptionKey, "000f");
    EXPECT_EQ(sa.authenticationKey, "ff");

    const HipKeyRecord keys =
        hiptext::MakeKeyRecord({ALICE, BOB, hip::DhGroup::P256, {1}, {2}, {0xab, 0xcd}});
    EXPECT_EQ(keys.initiator, "2001002100000000000000000000000a");
    EXPECT_EQ(keys.responder, "2001002100000000000000000000000b");
    EXPECT_EQ(keys.group, 7U) << "NIST P-256 (RFC 7401 §5.2.7)";
    EXPECT_EQ(keys.i, "01");
    EXPECT_EQ(keys.j, "02");
    EXPECT_EQ(keys.secret, "abcd");
}

} // namespace ns3
