// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/dialect-parts.h"
#include "test/core/draft2003/dialect-pair.h"

#include <gtest/gtest.h>

namespace hip::draft2003
{
namespace
{

using namespace draft2003::test;

TEST(Draft2003Parts, SetBitAOfAnonymousIdentitiesOnly)
{
    const hip::test::TestHost host(1, "2001:db8::1", MakeConfig(), KeyKind::DSA_1024);
    const HostIdentity anonymous(host.GetLocalIdentity().GetKey(), "", true);
    EXPECT_EQ(GetControls(host.GetLocalIdentity()), 0);
    EXPECT_EQ(GetControls(anonymous), CONTROL_ANONYMOUS);
}

TEST(Draft2003Parts, WriteNumbersInNetworkOrder)
{
    EXPECT_EQ(ToBytes(0x0102030405060708), (Bytes{1, 2, 3, 4, 5, 6, 7, 8}));
}

TEST(Draft2003Parts, CheckTheMacBeforeTheSignature)
{
    DialectPair pair;
    const Session session = pair.Establish();
    PacketWriter writer(PacketType::NES, 0, pair.a.GetHit(), pair.b.GetHit());
    const Bytes unsignedPacket = writer.GetBytes();
    const auto check = [&](const Bytes& bytes) {
        pair.b.context.GetWork() = Work();
        return CheckAuth(pair.b.context, session, *PacketView::Parse(bytes));
    };
    EXPECT_EQ(check(unsignedPacket).error(), DropReason::MISSING_PARAMETER);
    AddHmac(writer, Bytes(20));
    EXPECT_EQ(check(writer.GetBytes()).error(), DropReason::BAD_MAC);
    const Work& work = pair.b.context.GetWork();
    ASSERT_EQ(work.end() - work.begin(), 1) << "no signature was verified";
    EXPECT_EQ(work.begin()->operation, Operation::HMAC);
    EXPECT_TRUE(check(pair.Sign(Edit(unsignedPacket), pair.a, true)));
    EXPECT_EQ(work.end() - work.begin(), 2);
    EXPECT_EQ(check(pair.Sign(Edit(unsignedPacket), pair.b, true)).error(),
              DropReason::BAD_SIGNATURE);
}

} // namespace
} // namespace hip::draft2003
