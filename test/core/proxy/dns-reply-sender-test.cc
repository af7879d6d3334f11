// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/dns-reply-sender.h"
#include "test/core/proxy/packet-kit.h"

#include <gtest/gtest.h>

namespace hip::test
{

namespace
{

const Path PATH = Between("3ffe:400::50", "3ffe:100::53");
const Path PATH_V4 = Between("192.0.2.50", "203.0.113.53");

InterceptedQuery
MakeQuery(const Path& path, DnsTransport transport, Byte hopLimit = 64)
{
    InterceptedQuery query;
    query.client = {path.source, 4000, transport};
    query.server = path.destination;
    query.message = Bytes(20, 1);
    query.packet = BuildUdp(path, 4000, 53, query.message, hopLimit);
    return query;
}

} // namespace

TEST(DnsReplySender, SpeaksForTheServer)
{
    for (const Path& path : {PATH, PATH_V4})
    {
        ProxyOutbox outbox;
        SendDnsReply(outbox, MakeQuery(path, DnsTransport::UDP), Bytes(33, 9));
        const Parts parts(std::get<Transmit>(*outbox.Take()).packet);
        EXPECT_TRUE(parts.isGood);
        EXPECT_EQ(parts.info.path, Back(path));
        EXPECT_EQ(parts.flow, (FlowId{PROTOCOL_UDP, 53, 4000}));
        EXPECT_EQ(parts.payload, Bytes(33, 9));
    }
}

TEST(DnsReplySender, LeavesTcpToTheOwner)
{
    ProxyOutbox outbox;
    SendDnsReply(outbox, MakeQuery(PATH, DnsTransport::TCP), Bytes(65535, 9));
    const DnsReply reply = std::get<DnsReply>(*outbox.Take());
    EXPECT_EQ(reply.server, PATH.destination);
    EXPECT_EQ(reply.client.port, 4000);
    EXPECT_EQ(reply.message.size(), 65535U);
}

TEST(DnsReplySender, SendsNothingThatNoDatagramHolds)
{
    ProxyOutbox outbox;
    SendDnsReply(outbox, MakeQuery(PATH_V4, DnsTransport::UDP), Bytes(65508));
    EXPECT_FALSE(outbox.Take());
    SendDnsReply(outbox, MakeQuery(PATH_V4, DnsTransport::UDP), Bytes(65507));
    EXPECT_TRUE(outbox.Take());
}

TEST(DnsReplySender, ForwardsAQueryAsARouterDoes)
{
    for (const Path& path : {PATH, PATH_V4})
    {
        ProxyOutbox outbox;
        const InterceptedQuery query = MakeQuery(path, DnsTransport::UDP);
        ForwardDnsQuery(outbox, query);
        const Parts parts(std::get<Transmit>(*outbox.Take()).packet);
        EXPECT_TRUE(parts.isGood);
        EXPECT_EQ(parts.info.path, path);
        EXPECT_EQ(parts.info.hopLimit, 63);
        EXPECT_EQ(parts.payload, query.message);

        ForwardDnsQuery(outbox, MakeQuery(path, DnsTransport::UDP, 1));
        EXPECT_EQ(outbox.GetDrops().Get(DropReason::HOP_LIMIT_EXCEEDED), 1U);
    }
}

} // namespace hip::test
