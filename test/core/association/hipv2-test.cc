// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/hipv2.h"
#include "core/wire/parameters.h"
#include "test/core/support/test-host.h"

#include <gtest/gtest.h>
#include <stdexcept>

namespace hip
{
namespace
{

using namespace hip::test;

const Path PATH{*IpAddress::Parse("2001:db8::1"), *IpAddress::Parse("2001:db8::2")};

TEST(Hipv2, HasTheOrchidsForHits)
{
    EXPECT_TRUE(GetHipv2().IsHit(*Hit::Parse("2001:21::1")));
    EXPECT_FALSE(GetHipv2().IsHit(*Hit::Parse("2001:30::1"))) << "another /28";
    EXPECT_FALSE(GetHipv2().IsHit(*Hit::Parse("4000::1"))) << "a HIT of 2003";
    EXPECT_EQ(GetHipv2().GetProtocol(), 139);
}

TEST(Hipv2, TellsHitsOfOneSuiteFromOthers)
{
    const auto isOfOneKind = [](const char* a, const char* b) {
        return GetHipv2().IsOfOneKind(*Hit::Parse(a), *Hit::Parse(b));
    };
    EXPECT_TRUE(isOfOneKind("2001:21::1", "2001:21::2"));
    EXPECT_FALSE(isOfOneKind("2001:21::1", "2001:22::2"));
}

TEST(Hipv2, NeedsAnAlgorithmOfEachKind)
{
    EXPECT_NO_THROW(GetHipv2().CheckConfig({}));
    for (const auto& clear : {+[](EndpointConfig& config) { config.dhGroups.clear(); },
                              +[](EndpointConfig& config) { config.hipCiphers.clear(); },
                              +[](EndpointConfig& config) { config.espSuites.clear(); }})
    {
        EndpointConfig config;
        clear(config);
        EXPECT_THROW(GetHipv2().CheckConfig(config), std::invalid_argument);
    }
}

TEST(Hipv2, ChecksFormAndChecksum)
{
    PacketWriter writer(PacketType::I1, 0, *Hit::Parse("2001:21::1"), *Hit::Parse("2001:21::2"));
    Bytes i1 = writer.Finish(PATH);
    const auto parsed = GetHipv2().Parse(i1, PATH);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->GetKind(), PacketKind::I1);
    i1[39] ^= 1;
    EXPECT_EQ(GetHipv2().Parse(i1, PATH).error(), DropReason::BAD_CHECKSUM);
    i1.resize(39);
    EXPECT_EQ(GetHipv2().Parse(i1, PATH).error(), DropReason::TRUNCATED);
}

TEST(Hipv2, ReadsTheWayThroughRendezvousServers)
{
    PacketWriter writer(PacketType::I1, 0, Hit(), Hit());
    const auto plain = GetHipv2().ReadRelay(*PacketView::Parse(writer.GetBytes()));
    EXPECT_FALSE(plain->hasFrom || plain->hasMac);
    writer.Add(FromParameter{PATH.source}).Add(FromParameter{PATH.destination});
    const auto relayed = GetHipv2().ReadRelay(*PacketView::Parse(writer.GetBytes()));
    EXPECT_TRUE(relayed->hasFrom);
    EXPECT_FALSE(relayed->hasMac);
    EXPECT_EQ(relayed->from, (std::vector{PATH.source, PATH.destination}));
    writer.Add(RvsHmacParameter{Bytes(32)});
    EXPECT_TRUE(GetHipv2().ReadRelay(*PacketView::Parse(writer.GetBytes()))->hasMac);
}

TEST(Hipv2, TellsDnsOfAHostWhatProvesItsHit)
{
    TestHost host(1, "2001:db8::1");
    HipRecord record = GetHipv2().MakeRecord(host.GetLocalIdentity(), {"rvs.foo.com"});
    EXPECT_EQ(record.hit, host.GetHit());
    EXPECT_EQ(record.rendezvousServers.size(), 1u);
    EXPECT_TRUE(GetHipv2().VerifyRecord(host.context.crypto, record));
    record.publicKey.back() ^= 1;
    EXPECT_EQ(GetHipv2().VerifyRecord(host.context.crypto, record).error(),
              DropReason::HIT_MISMATCH);
}

} // namespace
} // namespace hip
