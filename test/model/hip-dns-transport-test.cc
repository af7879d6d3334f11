// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// Sockets for DNS: TCP framing and its bounds, ports, addresses, and what must be refused.

#include "core/util/endian.h"
#include "model/hip-bytes.h"
#include "model/hip-dns-transport.h"
#include "test/model/support/dns-world.h"

#include "ns3/hip-interceptor.h"
#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-list-routing.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6-list-routing.h"
#include "ns3/ipv6.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/udp-socket-factory.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <stdexcept>

namespace ns3
{
namespace hiptest
{

namespace
{

using Texts = std::vector<std::string>;

/// A message of a given length whose octets depend on a number; the first two are its id.
hip::Bytes
MakeMessage(uint16_t id, std::size_t length)
{
    hip::Bytes message;
    hip::AppendU16(message, id);
    for (std::size_t i = 2; i < length; ++i)
    {
        message.push_back(static_cast<hip::Byte>(i * 7 + id));
    }
    return message;
}

/// The messages, each behind its length.
hip::Bytes
Frame(const std::vector<hip::Bytes>& messages)
{
    hip::Bytes stream;
    for (const hip::Bytes& message : messages)
    {
        hip::AppendU16(stream, static_cast<uint16_t>(message.size()));
        stream.insert(stream.end(), message.begin(), message.end());
    }
    return stream;
}

/// A transport on a node that notes what comes in, and echoes queries after a delay.
struct Peer
{
    explicit Peer(Ptr<Node> node, const HipDnsTransport::Limits& limits = {})
        : transport(node, limits, MakeHandlers())
    {
    }

    ~Peer()
    {
        for (EventId& event : answering)
        {
            event.Cancel();
        }
    }

    HipDnsTransport::Handlers MakeHandlers()
    {
        HipDnsTransport::Handlers handlers;
        handlers.onQuery = [this](const hip::DnsClient& client, const hip::Bytes& query) {
            clients.push_back(client);
            servers.push_back(transport.GetServerAddress(client));
            queries.push_back(query);
            if (doesAnswer)
            {
                // The delay shrinks, so that answers overtake each other.
                const Time delay = MilliSeconds(1000) - MilliSeconds(100) * queries.size();
                answering.push_back(Simulator::Schedule(delay, [this, client, query] {
                    transport.Reply(client, answer.empty() ? query : answer);
                }));
            }
        };
        handlers.onResponse = [this](const HipDnsResponse& response) {
            responses.push_back(response);
        };
        handlers.onDrop = [this](const std::string& reason) { drops.push_back(reason); };
        return handlers;
    }

    std::vector<hip::DnsClient> clients;
    std::vector<hip::IpAddress> servers;
    std::vector<hip::Bytes> queries;
    std::vector<HipDnsResponse> responses;
    Texts drops;
    bool doesAnswer = true;
    hip::Bytes answer;
    std::vector<EventId> answering;
    HipDnsTransport transport;
};

/// An ordinary TCP client.
struct Stream
{
    Stream(Ptr<Node> node, const Address& server, bool doesRead = true)
        : socket(Socket::CreateSocket(node, TcpSocketFactory::GetTypeId()))
    {
        socket->SetConnectCallback(
            Callback<void, Ptr<Socket>>([this](Ptr<Socket>) { isConnected = true; }),
            Callback<void, Ptr<Socket>>([this](Ptr<Socket>) { isClosed = true; }));
        socket->SetCloseCallbacks(
            Callback<void, Ptr<Socket>>([this](Ptr<Socket>) { isClosed = true; }),
            Callback<void, Ptr<Socket>>([this](Ptr<Socket>) { isClosed = true; }));
        if (doesRead)
        {
            socket->SetRecvCallback(Callback<void, Ptr<Socket>>([this](Ptr<Socket>) {
                while (Ptr<Packet> packet = socket->Recv())
                {
                    if (packet->GetSize() == 0)
                    {
                        break;
                    }
                    const hip::Bytes bytes = hipdns::ToBytes(packet);
                    received.insert(received.end(), bytes.begin(), bytes.end());
                }
            }));
        }
        socket->Connect(server);
    }

    void Send(const hip::Bytes& bytes)
    {
        socket->Send(Create<Packet>(bytes.data(), bytes.size()));
    }

    Ptr<Socket> socket;
    hip::Bytes received;
    bool isConnected = false;
    bool isClosed = false;
};

/// A server that listens and a host, ready at 2 s.
class HipDnsTransportTest : public testing::Test
{
  protected:
    void Listen(const HipDnsTransport::Limits& limits = {})
    {
        peer = std::make_unique<Peer>(server, limits);
        peer->transport.Listen(hip::DnsTransport::UDP);
        peer->transport.Listen(hip::DnsTransport::TCP);
    }

    static void At(double seconds, std::function<void()> function)
    {
        Simulator::Schedule(Seconds(seconds), [function = std::move(function)] { function(); });
    }

    static void RunFor(double seconds)
    {
        Simulator::Stop(Seconds(seconds));
        Simulator::Run();
    }

    hip::SendQuery MakeQuery(const Address& to,
                             hip::DnsTransport transport,
                             const hip::Bytes& message = MakeMessage(1, 40)) const
    {
        return {hipbytes::ToCore(to), 4000, transport, message};
    }

    Network network;
    Ptr<Node> server = network.AddServer({});
    Ptr<Node> host = network.AddHost();
    Address to4 = InetSocketAddress(Network::GetIpv4(server), 53);
    Address to6 = Inet6SocketAddress(Network::GetIpv6(server), 53);
    std::unique_ptr<Peer> peer;
};

} // namespace

TEST_F(HipDnsTransportTest, AnswersAllQueriesOfAConnectionInAnyPieces)
{
    Listen();
    const std::vector<hip::Bytes> queries{MakeMessage(1, 40),
                                          MakeMessage(2, 12),
                                          MakeMessage(3, 3000)};
    const hip::Bytes stream = Frame(queries);
    std::unique_ptr<Stream> client;
    At(2, [&] { client = std::make_unique<Stream>(host, to6); });
    const std::vector<std::size_t> cuts{0, 1, 2, 30, 43, 44, 57, 700, stream.size()};
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i)
    {
        At(2.1 + 0.001 * static_cast<double>(i), [&, i] {
            client->Send(hip::Bytes(stream.begin() + static_cast<std::ptrdiff_t>(cuts[i]),
                                    stream.begin() + static_cast<std::ptrdiff_t>(cuts[i + 1])));
        });
    }
    RunFor(5);

    EXPECT_EQ(peer->queries, queries);
    EXPECT_EQ(client->received, Frame({queries[2], queries[1], queries[0]}));
    EXPECT_EQ(peer->transport.GetConnectionCount(), 1);
    EXPECT_FALSE(client->isClosed);
}

TEST_F(HipDnsTransportTest, ClosesAConnectionWithAnImpossibleLength)
{
    Listen();
    std::unique_ptr<Stream> client;
    At(2, [&] { client = std::make_unique<Stream>(host, to4); });
    At(2.1, [&] {
        hip::Bytes stream = Frame({MakeMessage(1, 40)});
        hip::AppendU16(stream, 11);
        client->Send(stream);
    });
    RunFor(5);

    EXPECT_EQ(peer->queries.size(), 1);
    EXPECT_EQ(peer->drops, (Texts{"tcp-bad-length"}));
    EXPECT_TRUE(client->isClosed);
    EXPECT_EQ(peer->transport.GetConnectionCount(), 0);
}

TEST_F(HipDnsTransportTest, ClosesIdleConnections)
{
    HipDnsTransport::Limits limits;
    limits.listener.idleTimeout = Seconds(5);
    Listen(limits);
    std::unique_ptr<Stream> silent;
    std::unique_ptr<Stream> stuck;
    std::unique_ptr<Stream> busy;
    At(2, [&] {
        silent = std::make_unique<Stream>(host, to4);
        stuck = std::make_unique<Stream>(host, to4);
        busy = std::make_unique<Stream>(host, to4);
    });
    for (const double second : {3, 6, 9})
    {
        At(second, [&] {
            stuck->Send({0}); // never a whole message
            busy->Send(Frame({MakeMessage(1, 40)}));
        });
    }
    bool isSilentClosed = false;
    bool isBusyClosed = false;
    At(10, [&] {
        isSilentClosed = silent->isClosed && stuck->isClosed;
        isBusyClosed = busy->isClosed;
    });
    RunFor(20);

    EXPECT_TRUE(isSilentClosed);
    EXPECT_FALSE(isBusyClosed);
    EXPECT_TRUE(busy->isClosed);
    EXPECT_EQ(busy->received.size(), 3 * 42);
}

TEST_F(HipDnsTransportTest, BoundsTheNumberOfConnections)
{
    HipDnsTransport::Limits limits;
    limits.listener.maxConnections = 3;
    Listen(limits);
    std::vector<std::unique_ptr<Stream>> clients;
    for (int i = 0; i < 10; ++i)
    {
        // The first two arrive together, the third after them.
        At(2 + 0.01 * (i / 2),
           [&, i] { clients.push_back(std::make_unique<Stream>(host, i % 2 ? to4 : to6)); });
    }
    std::size_t countBefore = 0;
    At(2.4, [&] { countBefore = peer->transport.GetConnectionCount(); });
    At(2.5, [&] { clients.front()->socket->Close(); });
    At(3, [&] { clients.push_back(std::make_unique<Stream>(host, to4)); });
    At(3.2, [&] { clients.back()->Send(Frame({MakeMessage(1, 40)})); });
    std::size_t countAfter = 0;
    At(4.5, [&] { countAfter = peer->transport.GetConnectionCount(); });
    RunFor(4.6);

    EXPECT_EQ(countBefore, 3);
    EXPECT_EQ(countAfter, 3);
    EXPECT_EQ(peer->drops, Texts(7, "tcp-connection-bound"));
    EXPECT_EQ(clients.back()->received.size(), 42);
}

TEST_F(HipDnsTransportTest, BoundsWhatAClientDoesNotRead)
{
    Listen();
    peer->answer = MakeMessage(1, 65535);
    std::unique_ptr<Stream> client;
    At(2, [&] { client = std::make_unique<Stream>(host, to6, false); });
    for (int i = 0; i < 9; ++i)
    {
        At(2.5, [&] { client->Send(Frame({MakeMessage(1, 12)})); });
    }
    RunFor(10);

    EXPECT_EQ(peer->drops, (Texts{"tcp-buffer-full"}));
    EXPECT_EQ(peer->transport.GetConnectionCount(), 0);
}

TEST_F(HipDnsTransportTest, AnswersWhatWasAskedBeforeTheClientClosedItsSide)
{
    Listen();
    std::unique_ptr<Stream> client;
    At(2, [&] { client = std::make_unique<Stream>(host, to4); });
    At(2.5, [&] {
        client->Send(Frame({MakeMessage(1, 40)}));
        client->socket->ShutdownSend();
    });
    RunFor(10);

    EXPECT_EQ(client->received.size(), 42);
    EXPECT_TRUE(client->isClosed);
    EXPECT_EQ(peer->transport.GetConnectionCount(), 0);
    EXPECT_EQ(peer->drops, Texts());
}

TEST_F(HipDnsTransportTest, CountsConnectionsThatEndWithinAMessage)
{
    Listen();
    std::unique_ptr<Stream> client;
    At(2, [&] { client = std::make_unique<Stream>(host, to4); });
    At(2.5, [&] {
        client->Send({0, 40, 1});
        client->socket->Close();
    });
    RunFor(10);

    EXPECT_EQ(peer->drops, (Texts{"tcp-cut-short"}));
    EXPECT_EQ(peer->transport.GetConnectionCount(), 0);
}

TEST_F(HipDnsTransportTest, CarriesTheLongestMessageBothWays)
{
    Listen();
    Peer asker(host);
    const hip::Bytes message = MakeMessage(5, 65535);
    At(2, [&] {
        asker.transport.Send(MakeQuery(to4, hip::DnsTransport::TCP, message));
        asker.transport.Send(MakeQuery(to6, hip::DnsTransport::TCP, message));
    });
    RunFor(10);

    ASSERT_EQ(asker.responses.size(), 2);
    for (const HipDnsResponse& response : asker.responses)
    {
        EXPECT_EQ(response.message, message);
        EXPECT_EQ(response.localPort, 4000);
        EXPECT_EQ(response.transport, hip::DnsTransport::TCP);
    }
    EXPECT_NE(asker.responses[0].server, asker.responses[1].server);
    EXPECT_EQ(asker.transport.GetOpenCount(), 0);
    EXPECT_EQ(peer->transport.GetConnectionCount(), 0);
}

TEST_F(HipDnsTransportTest, UsesThePortOfTheQueryAndClosesItAfterTheAnswers)
{
    Listen();
    Peer asker(host);
    At(2, [&] {
        asker.transport.Send(MakeQuery(to4, hip::DnsTransport::UDP));
        asker.transport.Send(MakeQuery(to6, hip::DnsTransport::UDP));
        asker.transport.Send(MakeQuery(to6, hip::DnsTransport::UDP, MakeMessage(2, 40)));
        EXPECT_EQ(asker.transport.GetOpenCount(), 2); // one for each family
    });
    RunFor(3);

    ASSERT_EQ(asker.responses.size(), 3);
    ASSERT_EQ(peer->clients.size(), 3);
    for (const hip::DnsClient& client : peer->clients)
    {
        EXPECT_EQ(client.port, 4000);
        EXPECT_EQ(client.address.IsV4(),
                  client.address == hipbytes::ToCore(Network::GetIpv4(host)));
    }
    EXPECT_EQ(asker.transport.GetOpenCount(), 0);
    EXPECT_EQ(asker.drops, Texts());
}

TEST_F(HipDnsTransportTest, ClosesAPortWithoutAnswerAfterTheTimeout)
{
    Listen();
    peer->doesAnswer = false;
    HipDnsTransport::Limits limits;
    limits.queryTimeout = Seconds(4);
    Peer asker(host, limits);
    At(2, [&] {
        asker.transport.Send(MakeQuery(to4, hip::DnsTransport::UDP));
        asker.transport.Send(MakeQuery(to4, hip::DnsTransport::TCP));
    });
    At(5, [&] { EXPECT_EQ(asker.transport.GetOpenCount(), 2); });
    RunFor(10);

    EXPECT_EQ(peer->queries.size(), 2);
    EXPECT_EQ(asker.transport.GetOpenCount(), 0);
    EXPECT_EQ(asker.drops, (Texts{"tcp-no-answer"}));
}

TEST_F(HipDnsTransportTest, KeepsAPortOpenForTheRealAnswerAfterAForgedOne)
{
    Listen();
    Peer asker(host);
    Ptr<Socket> forger = Socket::CreateSocket(server, UdpSocketFactory::GetTypeId());
    forger->Bind(InetSocketAddress(Ipv4Address::GetAny(), 5353));
    const Address host4 = InetSocketAddress(Network::GetIpv4(host), 4000);
    At(2, [&] {
        asker.transport.Send(MakeQuery(to4, hip::DnsTransport::UDP));
        const hip::Bytes forged = MakeMessage(1, 40);
        forger->SendTo(Create<Packet>(forged.data(), forged.size()), 0, host4);
        // From the right place with a wrong id: for the core to judge.
        const hip::Bytes wrong = MakeMessage(9, 40);
        hipdns::SendDatagram(server,
                             Create<Packet>(wrong.data(), wrong.size()),
                             {{}, hipbytes::ToCore(Network::GetIpv4(host)), 53, 4000, nullptr});
    });
    RunFor(5);

    EXPECT_EQ(asker.drops, (Texts{"not-from-server-port"}));
    ASSERT_EQ(asker.responses.size(), 2);
    EXPECT_EQ(asker.responses[0].message, MakeMessage(9, 40));
    EXPECT_EQ(asker.responses[1].message, MakeMessage(1, 40));
    EXPECT_EQ(asker.transport.GetOpenCount(), 0);
}

TEST_F(HipDnsTransportTest, TellsWhyAQueryCannotBeSent)
{
    Peer asker(host);
    Peer other(network.AddServer({false, true}));
    Ptr<Socket> holder = Socket::CreateSocket(host, UdpSocketFactory::GetTypeId());
    holder->Bind(InetSocketAddress(Ipv4Address::GetAny(), 4000));
    At(2, [&] {
        for (const char* text : {"ff02::1", "224.0.0.1", "255.255.255.255", "::", "0.0.0.0"})
        {
            for (const auto transport : {hip::DnsTransport::UDP, hip::DnsTransport::TCP})
            {
                asker.transport.Send(
                    {*hip::IpAddress::Parse(text), 4001, transport, MakeMessage(1, 40)});
            }
        }
        EXPECT_EQ(asker.drops, Texts(10, "unusable-server"));
        asker.drops.clear();
        asker.transport.Send(MakeQuery(to4, hip::DnsTransport::UDP));
        EXPECT_EQ(asker.drops, (Texts{"port-taken"}));
        asker.drops.clear();
        asker.transport.Send(MakeQuery(to6, hip::DnsTransport::TCP)); // nobody listens
        other.transport.Send(MakeQuery(to4, hip::DnsTransport::UDP)); // it has no IPv4
        EXPECT_EQ(other.drops, (Texts{"unusable-server"}));
    });
    RunFor(30);

    EXPECT_EQ(asker.drops, (Texts{"tcp-no-answer"}));
    EXPECT_EQ(asker.transport.GetOpenCount() + other.transport.GetOpenCount(), 0);
}

TEST_F(HipDnsTransportTest, TellsThatThereIsNoRoute)
{
    Ptr<Node> lonely = CreateObject<Node>();
    InternetStackHelper().Install(lonely);
    Peer asker(lonely);
    for (const Address& to : {to4, to6})
    {
        for (const auto transport : {hip::DnsTransport::UDP, hip::DnsTransport::TCP})
        {
            asker.transport.Send(MakeQuery(to, transport));
        }
    }
    RunFor(5);

    EXPECT_EQ(asker.drops, (Texts{"no-route", "tcp-no-route", "no-route", "tcp-no-route"}));
    EXPECT_EQ(asker.transport.GetOpenCount(), 0);
}

TEST_F(HipDnsTransportTest, RefusesAPortThatIsTakenAndANodeWithoutStack)
{
    Listen();
    Peer second(server);
    EXPECT_THROW(second.transport.Listen(hip::DnsTransport::TCP), std::invalid_argument);
    Peer bare(CreateObject<Node>());
    EXPECT_THROW(bare.transport.Listen(hip::DnsTransport::UDP), std::invalid_argument);
    peer->transport.Close();
    EXPECT_NO_THROW(second.transport.Listen(hip::DnsTransport::TCP));
}

TEST_F(HipDnsTransportTest, AcceptsConnectionsToAddressesThatRoutingDeliversHere)
{
    // The router in between takes the host's connections to the server for itself, as a proxy does.
    Ptr<Node> router = network.GetRouter();
    Ptr<HipInterceptor6> interceptor6 = CreateObject<HipInterceptor6>();
    Ptr<HipInterceptor4> interceptor4 = CreateObject<HipInterceptor4>();
    const HipInterceptCallback intercept(
        [](const Header&, Ptr<const Packet>) { return HipInterception::LOCAL; });
    interceptor6->SetCallback(intercept);
    interceptor4->SetCallback(intercept);
    DynamicCast<Ipv6ListRouting>(router->GetObject<Ipv6>()->GetRoutingProtocol())
        ->AddRoutingProtocol(interceptor6, 100);
    DynamicCast<Ipv4ListRouting>(router->GetObject<Ipv4>()->GetRoutingProtocol())
        ->AddRoutingProtocol(interceptor4, 100);
    Peer proxy(router);
    proxy.transport.Listen(hip::DnsTransport::TCP);
    Peer asker(host);
    At(2, [&] {
        asker.transport.Send(MakeQuery(to4, hip::DnsTransport::TCP));
        asker.transport.Send(MakeQuery(to6, hip::DnsTransport::TCP));
    });
    RunFor(10);

    EXPECT_EQ(asker.responses.size(), 2);
    std::sort(proxy.servers.begin(), proxy.servers.end());
    std::vector<hip::IpAddress> asked{hipbytes::ToCore(to4), hipbytes::ToCore(to6)};
    std::sort(asked.begin(), asked.end());
    EXPECT_EQ(proxy.servers, asked);
    EXPECT_EQ(proxy.drops, Texts());
}

TEST_F(HipDnsTransportTest, AnswersLinkLocalClientsOnTheirLink)
{
    // The router has a route to fe80::/10 by either link, and must not take just any.
    Peer router(network.GetRouter());
    router.transport.Listen(hip::DnsTransport::UDP);
    for (Ptr<Node> node : {host, server})
    {
        Peer asker(node);
        const hip::IpAddress linkLocal = hipbytes::ToCore(
            Ipv6Address::MakeAutoconfiguredLinkLocalAddress(network.GetPeer(node)->GetAddress()));
        At(2, [&] {
            asker.transport.Send({linkLocal, 4000, hip::DnsTransport::UDP, MakeMessage(1, 40)});
        });
        RunFor(5);

        ASSERT_EQ(asker.responses.size(), 1);
        EXPECT_EQ(asker.responses[0].server, linkLocal);
        EXPECT_TRUE(router.clients.back().address.IsLinkLocal());
    }
}

TEST_F(HipDnsTransportTest, RefusesSourcesThatCannotBeAnswered)
{
    Listen();
    const hip::Bytes query = MakeMessage(1, 40);
    At(2, [&] {
        for (const char* source : {"ff02::1", "224.0.0.1", "255.255.255.255"})
        {
            const hip::IpAddress from = *hip::IpAddress::Parse(source);
            hipdns::SendDatagram(host,
                                 Create<Packet>(query.data(), query.size()),
                                 {from, hipbytes::ToCore(from.IsV4() ? to4 : to6), 4000, 53, {}});
        }
    });
    RunFor(5);

    EXPECT_EQ(peer->queries.size(), 0);
    EXPECT_EQ(peer->drops, Texts(peer->drops.size(), "unusable-source"));
    EXPECT_GE(peer->drops.size(), 1);
}

TEST_F(HipDnsTransportTest, MayGoAwayAtAnyTime)
{
    for (int step = 0; step < 30; ++step)
    {
        Listen();
        auto asker = std::make_unique<Peer>(host);
        auto client = std::make_unique<Stream>(host, to4);
        asker->transport.Send(MakeQuery(to6, hip::DnsTransport::TCP, MakeMessage(1, 5000)));
        asker->transport.Send(MakeQuery(to6, hip::DnsTransport::UDP));
        client->Send(Frame({MakeMessage(1, 40)}));
        RunFor(2 + 0.005 * step);
        if (step % 2)
        {
            peer->transport.Close();
            asker->transport.Close();
            peer.reset();
            asker.reset();
        }
        else
        {
            asker.reset();
            peer->transport.Close();
            peer.reset();
        }
        client->socket->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
        client->socket->SetConnectCallback(MakeNullCallback<void, Ptr<Socket>>(),
                                           MakeNullCallback<void, Ptr<Socket>>());
        client->socket->SetCloseCallbacks(MakeNullCallback<void, Ptr<Socket>>(),
                                          MakeNullCallback<void, Ptr<Socket>>());
        client->socket->Close();
        RunFor(1);
    }
}

} // namespace hiptest
} // namespace ns3
