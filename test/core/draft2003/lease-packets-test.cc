// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/dialect-parts.h"
#include "core/draft2003/lease-packets.h"
#include "test/core/draft2003/dialect-pair.h"

namespace hip::draft2003
{
namespace
{

using test::DialectPair;

const HostIdentity&
GetIdentity(hip::test::TestHost& host)
{
    return AsDraft2003(host.GetLocalIdentity());
}

FaInfoParameter
MakeInfo()
{
    FaInfoParameter info;
    info.requestId = 7;
    info.leaseId = 3;
    info.lifetime = 600;
    info.addressType = LeaseAddressType::IPV6;
    info.address = *IpAddress::Parse("2001:db8::5");
    return info;
}

Bytes
MakeAnswer(DialectPair& pair, PacketType type)
{
    return MakeLeaseAnswer(pair.b.context, GetIdentity(pair.b), type, pair.a.GetHit(), MakeInfo())
        .Finish(pair.back);
}

TEST(Draft2003LeasePackets, HaveTheSizesOfTheDrafts)
{
    DialectPair pair;
    LeaseQuery query{MakeInfo(), std::nullopt, false};
    const auto make = [&] {
        return MakeFaq(pair.a.context, GetIdentity(pair.a), pair.b.GetHit(), query)
            .Finish(pair.path)
            .size();
    };
    EXPECT_EQ(make(), 120u);
    query.solution = CookieSolutionParameter{};
    EXPECT_EQ(make(), 152u);
    query.solution.reset();
    query.hasHostId = true;
    EXPECT_EQ(make(), 536u);
    EXPECT_EQ(MakeAnswer(pair, PacketType::FAA).size(), 536u);
    EXPECT_EQ(MakeAnswer(pair, PacketType::FAD).size(), 536u);
}

TEST(Draft2003LeasePackets, AnswersCarryTermsAndSender)
{
    DialectPair pair;
    const Bytes answer = MakeAnswer(pair, PacketType::FAA);
    const auto view = PacketView::Parse(answer).value();
    EXPECT_EQ(view.GetSender(), pair.b.GetHit());
    EXPECT_EQ(view.GetReceiver(), pair.a.GetHit());
    const auto info = ReadLeaseAnswer(pair.a.context, view);
    ASSERT_TRUE(info);
    EXPECT_EQ(info->requestId, 7u);
    EXPECT_EQ(info->leaseId, 3u);
    EXPECT_EQ(info->lifetime, 600u);
    EXPECT_EQ(info->address, MakeInfo().address);
}

TEST(Draft2003LeasePackets, AnswersOfOthersAreRefused)
{
    DialectPair pair;
    Bytes answer = MakeAnswer(pair, PacketType::FAA);
    answer[9] ^= 1; // of the sender's HIT
    EXPECT_EQ(ReadLeaseAnswer(pair.a.context, PacketView::Parse(answer).value()).error(),
              DropReason::HIT_MISMATCH);
    answer[9] ^= 1;
    answer[25] ^= 1; // of the receiver's, which only the signature covers
    EXPECT_EQ(ReadLeaseAnswer(pair.a.context, PacketView::Parse(answer).value()).error(),
              DropReason::BAD_SIGNATURE);
}

TEST(Draft2003LeasePackets, AnswersNeedTermsAndKey)
{
    DialectPair pair;
    PacketWriter writer(PacketType::FAA, 0, pair.b.GetHit(), pair.a.GetHit());
    EXPECT_EQ(ReadLeaseAnswer(pair.a.context, PacketView::Parse(writer.Finish(pair.back)).value())
                  .error(),
              DropReason::MISSING_PARAMETER);
    writer.Add(MakeInfo());
    EXPECT_EQ(ReadLeaseAnswer(pair.a.context, PacketView::Parse(writer.Finish(pair.back)).value())
                  .error(),
              DropReason::MISSING_PARAMETER);
}

} // namespace
} // namespace hip::draft2003
