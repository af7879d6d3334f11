// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/crypto-context.h"
#include "core/crypto/random.h"
#include "core/identity/hip-record.h"
#include "core/util/endian.h"
#include "test/core/support/hex.h"
#include "test/core/support/sample-keys.h"

#include <gtest/gtest.h>
#include <ldns/ldns.h>
#include <memory>
#include <stdexcept>

namespace hip
{
namespace
{

using test::FromHex;
using test::ToHex;

/// What ldns makes of "IN HIP" and a text.
Bytes
EncodeWithLdns(const std::string& text)
{
    ldns_rr* parsed = nullptr;
    const std::string line = "host.example. 3600 IN HIP " + text;
    const ldns_status status = ldns_rr_new_frm_str(&parsed, line.c_str(), 0, nullptr, nullptr);
    const std::unique_ptr<ldns_rr, decltype(&ldns_rr_free)> rr(parsed, ldns_rr_free);
    EXPECT_EQ(status, LDNS_STATUS_OK) << ldns_get_errorstr_by_id(status);
    Bytes rdata;
    for (std::size_t n = 0; rr != nullptr && n < ldns_rr_rd_count(rr.get()); ++n)
    {
        const ldns_rdf* field = ldns_rr_rdf(rr.get(), n);
        Append(rdata, ByteSpan(ldns_rdf_data(field), ldns_rdf_size(field)));
    }
    return rdata;
}

/// RFC 8005 §6 prints this record; its HIT is no ORCHID.
const std::string RFC_8005_KEY =
    "AwEAAbdxyhNuSutc5EMzxTs9LBPCIkOFH8cIvM4p9+LrV4e19WzK00+CI6zBCQTdtWsuxKbWIy87UOoJTwkUs7lBu+Up"
    "r1gsNrut79ryra+bSRGQb1slImA8YVJyuIDsj7kwzG7jnERNqnWxZ48AWkskmdHaVDP4BcelrTI3rMXdXF5D";
const std::string RFC_8005_TEXT = "2 200100107B1A74DF365639CC39F1D578 " + RFC_8005_KEY;

class HipRecordTest : public testing::Test
{
  protected:
    SeededRandom m_random{1, 0, "hip-record-test"};
    CryptoContext m_context{m_random};
};

TEST_F(HipRecordTest, ReadsAndWritesTheExampleOfRfc8005)
{
    const std::string text = RFC_8005_TEXT + " rvs.example.com.";
    const Bytes rdata = EncodeWithLdns(text);
    ASSERT_EQ(rdata.size(), 169U);
    EXPECT_EQ(ToHex(ByteSpan(rdata).first(24)), "10020084200100107b1a74df365639cc39f1d57803010001");
    const auto record = HipRecord::Parse(rdata);
    ASSERT_TRUE(record);
    EXPECT_EQ(record->hit.ToString(), "2001:10:7b1a:74df:3656:39cc:39f1:d578");
    EXPECT_EQ(record->algorithm, HipRecord::RSA);
    EXPECT_EQ(record->publicKey.size(), 132U);
    ASSERT_EQ(record->rendezvousServers.size(), 1U);
    EXPECT_EQ(record->ToText(), text);
    Bytes written;
    record->Write(written);
    EXPECT_EQ(written, rdata);
}

TEST_F(HipRecordTest, DerivesTheHitOfTheExampleOfRfc8005)
{
    const auto record = HipRecord::Parse(EncodeWithLdns(RFC_8005_TEXT));
    ASSERT_TRUE(record);
    EXPECT_EQ(MakeHit(HitSuite::RSA_SHA256, record->publicKey).ToString(),
              "2001:21:731f:db71:2bf5:bf3b:f642:72a4");
    EXPECT_EQ(VerifyHipRecord(m_context, *record).error(), DropReason::HIT_MISMATCH);
    HipRecord corrected = *record;
    corrected.hit = MakeHit(HitSuite::RSA_SHA256, record->publicKey);
    EXPECT_EQ(VerifyHipRecord(m_context, corrected).error(), DropReason::BAD_PARAMETER)
        << "the key has 1024 bits only";
}

TEST_F(HipRecordTest, CarriesAnIdentityOfEachKind)
{
    for (const PrivateKey& key :
         {PrivateKey::FromPem(m_context, test::ToPrivatePem(test::GetRsaKey())),
          PrivateKey::GenerateEcdsa(m_context, KeyKind::ECDSA_P256),
          PrivateKey::GenerateEcdsa(m_context, KeyKind::ECDSA_P384)})
    {
        const HostIdentity identity(key);
        const HipRecord record = MakeHipRecord(identity, {"a.example", "b.example."});
        Bytes rdata;
        record.Write(rdata);
        EXPECT_EQ(EncodeWithLdns(record.ToText()), rdata);
        const auto parsed = HipRecord::Parse(rdata);
        ASSERT_TRUE(parsed);
        EXPECT_EQ(parsed->hit, identity.GetHit());
        EXPECT_EQ(parsed->ToText(), record.ToText());
        EXPECT_EQ(ToHex(parsed->rendezvousServers.at(1)), "0162076578616d706c6500");
        const auto verified = VerifyHipRecord(m_context, *parsed);
        ASSERT_TRUE(verified);
        EXPECT_EQ(verified->GetHostIdentity(), key.GetPublic().GetHostIdentity());
    }
}

TEST_F(HipRecordTest, WritesAnEcdsaKeyAsRfc6605)
{
    const HostIdentity identity(PrivateKey::FromPem(m_context, test::TRADITIONAL_P256_PEM));
    const HipRecord record = MakeHipRecord(identity);
    EXPECT_EQ(record.algorithm, HipRecord::ECDSA);
    EXPECT_EQ("0001" + ToHex(record.publicKey), test::P256_HOST_IDENTITY);
    EXPECT_TRUE(record.rendezvousServers.empty());
}

TEST_F(HipRecordTest, AcceptsTheHitOfAPointThatIsHashedWithItsPrefix)
{
    Bytes field = FromHex(test::P256_HOST_IDENTITY);
    field.insert(field.begin() + 2, 4);
    HipRecord record;
    record.hit = MakeHit(HitSuite::ECDSA_SHA384, field);
    record.algorithm = HipRecord::ECDSA;
    for (const std::ptrdiff_t start : {2, 3}) // with the prefix and without
    {
        record.publicKey.assign(field.begin() + start, field.end());
        const auto key = VerifyHipRecord(m_context, record);
        ASSERT_TRUE(key);
        EXPECT_EQ(key->GetHostIdentity(), field) << "the form that HOST_ID will have";
    }
}

TEST_F(HipRecordTest, FindsAnyChangeOfHitOrKey)
{
    const HostIdentity identity(PrivateKey::FromPem(m_context, test::TRADITIONAL_P256_PEM));
    Bytes rdata;
    MakeHipRecord(identity).Write(rdata);
    for (std::size_t n = 4; n < rdata.size(); ++n)
    {
        Bytes changed = rdata;
        changed[n] ^= 1;
        const auto record = HipRecord::Parse(changed);
        ASSERT_TRUE(record);
        EXPECT_FALSE(VerifyHipRecord(m_context, *record)) << n;
    }
}

TEST_F(HipRecordTest, KeepsAlgorithmsItDoesNotKnow)
{
    const Bytes rdata = FromHex("10 04 0002 20010021000000000000000000000001 abcd");
    const auto record = HipRecord::Parse(rdata);
    ASSERT_TRUE(record);
    Bytes written;
    record->Write(written);
    EXPECT_EQ(written, rdata);
    EXPECT_EQ(VerifyHipRecord(m_context, *record).error(), DropReason::BAD_PARAMETER);
}

TEST_F(HipRecordTest, RefusesRdataThatIsCutOffOrOdd)
{
    const Bytes good = EncodeWithLdns(RFC_8005_TEXT + " rvs.example.com.");
    for (std::size_t length = 0; length < good.size(); ++length)
    {
        const auto record = HipRecord::Parse(ByteSpan(good).first(length));
        const bool hasNoServer = length == good.size() - 17;
        ASSERT_EQ(record.has_value(), hasNoServer) << length;
        if (!record)
        {
            EXPECT_EQ(record.error(), DropReason::BAD_DNS_MESSAGE);
        }
    }
    Bytes longHit = good;
    longHit[0] = 17;
    EXPECT_FALSE(HipRecord::Parse(longHit));
    Bytes compressed = good;
    compressed.insert(compressed.end(), {0xc0, 0x00});
    EXPECT_FALSE(HipRecord::Parse(compressed));
}

TEST_F(HipRecordTest, RefusesBadNamesOfServers)
{
    const HostIdentity identity(PrivateKey::FromPem(m_context, test::TRADITIONAL_P256_PEM));
    EXPECT_THROW(MakeHipRecord(identity, {"a..b"}), std::invalid_argument);
}

} // namespace
} // namespace hip
