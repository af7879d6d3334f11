// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// ldns signs and verifies too, by the wall clock: it is the judge here, and BIND in
// test/tools/compare-updates-with-bind.sh.

#include "core/resolver/ldns-handle.h"
#include "core/resolver/tsig.h"
#include "test/core/resolver/update-support.h"

#include <gtest/gtest.h>
#include <stdexcept>

namespace hip
{
namespace
{

using test::At;
using test::Key;
using test::MoveTo;
using test::Name;
using test::OTHER_SECRET;
using test::SECRET;

const Time NOW = At(1000000);

Bytes
MakeMessage()
{
    return MoveTo("3ffe:1::2").ToMessage(4711).Write();
}

SignedMessage
Split(const Bytes& wire)
{
    return SignedMessage::Split(wire, DnsMessage::Parse(wire).value()).value().value();
}

TsigError
Verify(const Bytes& wire, const TsigKey& key, Time now = NOW, ByteSpan requestMac = {})
{
    return Split(wire).Verify(key, requestMac, now);
}

bool
VerifyWithLdns(const Bytes& wire, const char* keyName, const char* secret)
{
    ldns_pkt* made = nullptr;
    EXPECT_EQ(ldns_wire2pkt(&made, wire.data(), wire.size()), LDNS_STATUS_OK);
    const LdnsHandle<ldns_pkt> packet = Own(made);
    return ldns_pkt_tsig_verify(packet.get(), wire.data(), wire.size(), keyName, secret, nullptr);
}

TEST(Tsig, IsVerifiedByLdns)
{
    Bytes message = MakeMessage();
    Sign(message, Key(), {}, NOW);
    EXPECT_TRUE(VerifyWithLdns(message, "mobile.key.", SECRET));
    EXPECT_FALSE(VerifyWithLdns(message, "mobile.key.", OTHER_SECRET));
}

TEST(Tsig, VerifiesWhatLdnsSigns)
{
    ldns_pkt* made = nullptr;
    const Bytes message = MakeMessage();
    ASSERT_EQ(ldns_wire2pkt(&made, message.data(), message.size()), LDNS_STATUS_OK);
    const LdnsHandle<ldns_pkt> packet = Own(made);
    ASSERT_EQ(ldns_pkt_tsig_sign(packet.get(), "Mobile.KEY.", SECRET, 300, "hmac-sha256.", nullptr),
              LDNS_STATUS_OK);
    std::uint8_t* wire = nullptr;
    std::size_t size = 0;
    ASSERT_EQ(ldns_pkt2wire(&wire, packet.get(), &size), LDNS_STATUS_OK);
    const LdnsHandle<std::uint8_t> owned = Own(wire);
    const Bytes whole(wire, wire + size);
    const SignedMessage taken = Split(whole);
    EXPECT_EQ(taken.message, message);
    const Time then = At(static_cast<std::int64_t>(taken.tsig.timeSigned));
    EXPECT_EQ(taken.Verify(Key(), {}, then), TsigError::NONE);
    EXPECT_EQ(taken.Verify(Key("mobile.key", OTHER_SECRET), {}, then), TsigError::BAD_SIGNATURE);
}

TEST(Tsig, IsTakenOffAgain)
{
    const Bytes message = MakeMessage();
    Bytes wire = message;
    const Bytes mac = Sign(wire, Key(), {}, NOW);
    const SignedMessage taken = Split(wire);
    EXPECT_EQ(taken.message, message);
    EXPECT_EQ(taken.tsig.mac, mac);
    EXPECT_EQ(taken.tsig.timeSigned, 1000000u);
    EXPECT_EQ(taken.tsig.fudge, 300);
    EXPECT_EQ(taken.tsig.originalId, 4711);
    EXPECT_TRUE(taken.tsig.IsHmacSha256());
    EXPECT_FALSE(SignedMessage::Split(message, DnsMessage::Parse(message).value()).value());
}

TEST(Tsig, CoversEveryOctet)
{
    Bytes wire = MakeMessage();
    Sign(wire, Key(), {}, NOW);
    for (std::size_t i = 0; i < wire.size(); ++i)
    {
        Bytes changed = wire;
        changed[i] ^= 1;
        const auto parsed = DnsMessage::Parse(changed);
        const auto taken = parsed ? SignedMessage::Split(changed, *parsed)
                                  : Result<std::optional<SignedMessage>>(parsed.error());
        const bool isGood = taken && *taken && (*taken)->Verify(Key(), {}, NOW) == TsigError::NONE;
        EXPECT_EQ(isGood, i < 2) << i; // the id may change on the way: the original one counts
    }
}

TEST(Tsig, HoldsForTheFudgeOnly)
{
    Bytes wire = MakeMessage();
    Sign(wire, Key(), {}, NOW);
    EXPECT_EQ(Verify(wire, Key(), At(1000300)), TsigError::NONE);
    EXPECT_EQ(Verify(wire, Key(), At(999700)), TsigError::NONE);
    EXPECT_EQ(Verify(wire, Key(), At(1000301)), TsigError::BAD_TIME);
    EXPECT_EQ(Verify(wire, Key(), At(999699)), TsigError::BAD_TIME);
}

TEST(Tsig, TiesAResponseToItsRequest)
{
    Bytes request = MakeMessage();
    const Bytes mac = Sign(request, Key(), {}, NOW);
    Bytes response = DnsMessage::Parse(request)->MakeResponse().Write();
    Sign(response, Key(), mac, NOW);
    EXPECT_EQ(Verify(response, Key(), NOW, mac), TsigError::NONE);
    EXPECT_EQ(Verify(response, Key(), NOW), TsigError::BAD_SIGNATURE);
    EXPECT_EQ(Verify(response, Key(), NOW, Bytes(32, 1)), TsigError::BAD_SIGNATURE);
}

TEST(Tsig, IsOfTheKeyThatItNames)
{
    Bytes wire = MakeMessage();
    Sign(wire, Key(), {}, NOW);
    EXPECT_EQ(Verify(wire, Key("other.key")), TsigError::BAD_KEY);
    EXPECT_EQ(Verify(wire, Key("mobile.key", OTHER_SECRET)), TsigError::BAD_SIGNATURE);
}

TEST(Tsig, StandsLastAndOnce)
{
    Bytes once = MakeMessage();
    Sign(once, Key(), {}, NOW);
    Bytes twice = once;
    Sign(twice, Key(), {}, NOW);
    EXPECT_FALSE(SignedMessage::Split(twice, DnsMessage::Parse(twice).value()));
    DnsMessage early = DnsMessage::Parse(once).value();
    early.additional.push_back(test::Record("x.foo.com. 1 IN A 192.0.2.1"));
    const Bytes wire = early.Write();
    EXPECT_FALSE(SignedMessage::Split(wire, DnsMessage::Parse(wire).value()));
    DnsMessage misplaced = MoveTo("3ffe:1::2").ToMessage(1);
    misplaced.authority.push_back(Split(once).tsig.ToRecord());
    const Bytes inUpdates = misplaced.Write();
    EXPECT_FALSE(SignedMessage::Split(inUpdates, DnsMessage::Parse(inUpdates).value()));
}

TEST(Tsig, TellsErrorsWithoutAMacButForTheTime)
{
    Bytes request = MakeMessage();
    Sign(request, Key(), {}, NOW);
    const TsigRecord tsig = Split(request).tsig;
    Bytes unknown = DnsMessage::Parse(request)->MakeResponse().Write();
    Bytes late = unknown;
    AddTsigError(unknown, TsigError::BAD_KEY, tsig, nullptr, At(5000000));
    EXPECT_EQ(Split(unknown).tsig.error, TsigError::BAD_KEY);
    EXPECT_TRUE(Split(unknown).tsig.mac.empty());
    const TsigKey key = Key();
    AddTsigError(late, TsigError::BAD_TIME, tsig, &key, At(5000000));
    EXPECT_EQ(Verify(late, Key(), NOW, tsig.mac), TsigError::NONE); // the time is the client's
    EXPECT_EQ(Split(late).tsig.error, TsigError::BAD_TIME);
    EXPECT_EQ(Split(late).tsig.otherData, (Bytes{0, 0, 0, 0x4c, 0x4b, 0x40}));
}

TEST(Tsig, TakesOnlyWholeMacs)
{
    Bytes wire = MakeMessage();
    Sign(wire, Key(), {}, NOW);
    SignedMessage taken = Split(wire);
    taken.tsig.mac.resize(20);
    EXPECT_EQ(taken.Verify(Key(), {}, NOW), TsigError::BAD_TRUNCATION);
    taken.tsig.mac.resize(15);
    EXPECT_EQ(taken.Verify(Key(), {}, NOW), TsigError::BAD_SIGNATURE);
    taken.tsig.mac.clear();
    EXPECT_EQ(taken.Verify(Key(), {}, NOW), TsigError::BAD_SIGNATURE);
    taken.tsig.mac.assign(33, 0);
    EXPECT_EQ(taken.Verify(Key(), {}, NOW), TsigError::BAD_SIGNATURE);
}

TEST(Tsig, NamesWhatIsWrongWithAKey)
{
    EXPECT_THROW(TsigKey::Parse("", SECRET), std::invalid_argument);
    EXPECT_THROW(TsigKey::Parse("a..b", SECRET), std::invalid_argument);
    EXPECT_THROW(TsigKey::Parse("key", ""), std::invalid_argument);
    EXPECT_THROW(TsigKey::Parse("key", "not base 64!"), std::invalid_argument);
    EXPECT_THROW(TsigKey::Parse("key", std::string(100, 'A')), std::invalid_argument);
    EXPECT_EQ(TsigKey::Parse("key", "AQID").secret.Get().size(), 3u);
}

} // namespace
} // namespace hip
