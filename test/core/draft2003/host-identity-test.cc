// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/hash.h"
#include "core/draft2003/host-identity.h"
#include "core/identity/domain-name.h"
#include "test/core/draft2003/sample-keys.h"
#include "test/core/support/hex.h"

#include <gtest/gtest.h>
#include <stdexcept>

namespace hip::draft2003
{
namespace
{

using namespace test;
using hip::test::FromHex;
using hip::test::ToHex;

/// T = 8, then numbers of one octet repeated each.
Bytes
MakeVectorKey()
{
    Bytes key{8};
    key.insert(key.end(), 20, 0x11);
    key.insert(key.end(), 128, 0x22);
    key.insert(key.end(), 128, 0x33);
    key.insert(key.end(), 128, 0x44);
    return key;
}

class Draft2003HostIdentity : public testing::Test
{
  protected:
    SampleContext context;

    HostIdentity Make(const std::string& domainName = {}, bool isAnonymous = false)
    {
        return HostIdentity(ReadPrivateKey(context.crypto, DSA_1024_PEM), domainName, isAnonymous);
    }
};

TEST(Draft2003Hit, IsTheLow126BitsOfTheHash)
{
    EXPECT_EQ(ToHex(Hash(HashKind::SHA1, {MakeVectorKey()})),
              "dd6e584f2a23fa86e0772075dd54428196075ff4");
    EXPECT_EQ(MakeHit(MakeVectorKey()).ToString(), "6a23:fa86:e077:2075:dd54:4281:9607:5ff4");
}

TEST(Draft2003Hit, SaysWhichKindItIs)
{
    for (unsigned first = 0; first < 256; ++first)
    {
        std::array<Byte, 16> octets{static_cast<Byte>(first)};
        const std::optional<HitKind> kind = GetHitKind(Hit(octets));
        EXPECT_EQ(kind == HitKind::TYPE_1, first >= 0x40 && first <= 0x7f);
        EXPECT_EQ(kind == HitKind::TYPE_2, first >= 0x80 && first <= 0xbf);
        EXPECT_EQ(!kind, first < 0x40 || first > 0xbf);
    }
}

TEST(Draft2003Hit, BelongsToTheKeyOfItsHash)
{
    const Bytes key = MakeVectorKey();
    const auto isHit = [&key](const char* text) { return IsHitOf(*Hit::Parse(text), key); };
    EXPECT_TRUE(isHit("6a23:fa86:e077:2075:dd54:4281:9607:5ff4"));
    EXPECT_FALSE(isHit("6a23:fa86:e077:2074:dd54:4281:9607:5ff4"));
    EXPECT_TRUE(isHit("8123:4567:89ab:cdef:dd54:4281:9607:5ff4")); // under an authority
    EXPECT_FALSE(isHit("8123:4567:89ab:cdef:dd54:4281:9607:5ff5"));
    EXPECT_FALSE(isHit("2a23:fa86:e077:2075:dd54:4281:9607:5ff4"));
    EXPECT_FALSE(isHit("::"));
}

TEST(Draft2003Hit, HasADefaultLsi)
{
    EXPECT_EQ(MakeDefaultLsi(MakeHit(MakeVectorKey())).ToString(), "1.7.95.244");
}

TEST_F(Draft2003HostIdentity, ShowsItselfInHostId)
{
    const HostIdentity identity = Make();
    EXPECT_EQ(identity.GetHit(), MakeHit(FromHex(DSA_1024_HOST_IDENTITY)));
    EXPECT_EQ(identity.GetHostId().algorithm, HiAlgorithm::DSA);
    EXPECT_FALSE(identity.IsAnonymous());
    EXPECT_TRUE(Make({}, true).IsAnonymous());
    const Bytes tlv = identity.GetTlv();
    EXPECT_EQ(tlv.size(), 416u); // Length 409
    EXPECT_EQ(ToHex(ByteSpan(tlv).first(4 + 409)),
              "002001990202ff03" + std::string(DSA_1024_HOST_IDENTITY));
    const auto found = FindHostId(tlv);
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->domainName.empty());
    const auto key = VerifyHostId(context.crypto, found->hostId, identity.GetHit());
    ASSERT_TRUE(key);
    EXPECT_EQ(key->GetHostIdentity(), identity.GetPublicKey().GetHostIdentity());
}

TEST_F(Draft2003HostIdentity, ShowsItsNameToo)
{
    const HostIdentity identity = Make("host.example.com");
    PacketWriter writer(PacketType::BOS, 0, identity.GetHit(), {});
    identity.AddTo(writer);
    const auto view = PacketView::Parse(writer.GetBytes());
    ASSERT_TRUE(view);
    EXPECT_FALSE(view->Find(ParameterType::HOST_ID));
    const auto found = FindHostId(*view);
    ASSERT_TRUE(found);
    EXPECT_EQ(DecodeDomainName(found->domainName), "host.example.com.");
    EXPECT_TRUE(VerifyHostId(context.crypto, found->hostId, identity.GetHit()));
    EXPECT_THROW(Make("a..b"), std::invalid_argument);
}

TEST_F(Draft2003HostIdentity, IsRefusedUnderAnotherHit)
{
    HostIdParameter hostId = Make().GetHostId();
    EXPECT_EQ(VerifyHostId(context.crypto, hostId, *Hit::Parse("4000::1")).error(),
              DropReason::HIT_MISMATCH);
    hostId.hostIdentity[0] = 9; // no key, though the hash is right
    EXPECT_EQ(VerifyHostId(context.crypto, hostId, MakeHit(hostId.hostIdentity)).error(),
              DropReason::BAD_PARAMETER);
}

TEST_F(Draft2003HostIdentity, IsMissedWhereThereIsNone)
{
    const PacketWriter writer(PacketType::I1, 0, Make().GetHit(), {});
    EXPECT_EQ(FindHostId(PacketView::Parse(writer.GetBytes()).value()).error(),
              DropReason::MISSING_PARAMETER);
    EXPECT_EQ(FindHostId(ByteSpan()).error(), DropReason::MISSING_PARAMETER);
    EXPECT_EQ(FindHostId(FromHex("0020000000000000")).error(), DropReason::BAD_PARAMETER);
    EXPECT_EQ(FindHostId(FromHex("0022000000000000")).error(), DropReason::BAD_PARAMETER);
}

TEST_F(Draft2003HostIdentity, HasNoKeyOfHipv2)
{
    SampleContext context;
    EXPECT_THROW(HostIdentity(PrivateKey::GenerateEcdsa(context.crypto, KeyKind::ECDSA_P256)),
                 std::invalid_argument);
}

} // namespace
} // namespace hip::draft2003
