// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TEST_CORE_RESOLVER_DNS_WORLD_H
#define HIP_TEST_CORE_RESOLVER_DNS_WORLD_H

#include "core/crypto/random.h"
#include "core/resolver/authoritative-server.h"
#include "core/resolver/recursive-resolver.h"
#include "test/core/resolver/dns-support.h"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace hip::test
{

/**
 * A recursive resolver, one client and the servers of the zones in test/data/dns, in virtual time:
 * 5 ms each way, with loss.
 */
class DnsWorld
{
  public:
    /// What a server does with a query: an answer, or nothing.
    using Server = std::function<Bytes(ByteSpan query, DnsTransport transport)>;

    explicit DnsWorld(std::uint64_t seed = 1, const ResolverOptions& options = MakeOptions())
        : m_random(seed, 0, "resolver"),
          m_network(seed, 0, "network"),
          resolver(options, m_random)
    {
        AddZone({"3ffe:100::1", "3ffe:100::2", "192.0.2.1"}, LoadZone("root.zone", "."));
        AddZone({"3ffe:100::10", "3ffe:100::11", "192.0.2.11"}, LoadZone("com.zone", "com"));
        AddZone({"3ffe:200::53", "3ffe:200::54", "192.0.2.53"},
                LoadZone("foo.com.zone", "foo.com"));
        AddZone({"3ffe:300::53", "192.0.2.153"},
                MakeZone("sub.foo.com", "host AAAA 3ffe:300::99\nzero 0 AAAA 3ffe:300::98\n"));
        AddZone({"3ffe:200::53", "192.0.2.53"}, MakeZone("bar.com", "www AAAA 3ffe:700::1\n"));
    }

    static ResolverOptions MakeOptions()
    {
        ResolverOptions options;
        options.rootServers = {Address("3ffe:100::1"), Address("3ffe:100::2")};
        return options;
    }

    /// Lets servers at these addresses serve a zone, besides those they serve already.
    void AddZone(const std::vector<std::string>& addresses, const Zone& zone)
    {
        for (const std::string& text : addresses)
        {
            std::shared_ptr<AuthoritativeServer>& server = m_authorities[Address(text)];
            if (!server)
            {
                server = std::make_shared<AuthoritativeServer>();
            }
            server->AddZone(zone);
            servers[Address(text)] = [server](ByteSpan query, DnsTransport transport) {
                return server->Answer(query, transport);
            };
        }
    }

    /// Sends a client's query. @return its number
    std::size_t Ask(const std::string& name,
                    std::uint16_t type,
                    DnsTransport transport = DnsTransport::UDP)
    {
        const auto id = static_cast<std::uint16_t>(++m_lastId);
        const DnsMessage query = DnsMessage::MakeQuery(id, Name(name), type, 1232, true);
        resolver.HandleClientQuery(query.Write(),
                                   DnsClient{Address("3ffe:400::50"), 4000, transport},
                                   now);
        Drain();
        return id;
    }

    /// Lets time pass until nothing is left to happen.
    void Run()
    {
        while (!m_events.empty())
        {
            const auto first = m_events.begin();
            now = first->first;
            const std::function<void()> action = std::move(first->second);
            m_events.erase(first);
            action();
        }
    }

    /// Asks and waits for the answer.
    DnsMessage Resolve(const std::string& name, std::uint16_t type)
    {
        const std::size_t id = Ask(name, type);
        Run();
        return answers.at(id);
    }

    std::vector<SendQuery> queries;            ///< all that the resolver sent
    std::map<std::size_t, DnsMessage> answers; ///< by the number of the query
    std::size_t answerCount = 0;
    Time answeredAt; ///< when the last answer came
    std::map<IpAddress, Server> servers;
    double loss = 0;
    Time now{std::chrono::hours(1)};

  private:
    bool IsLost()
    {
        return m_network.GetBelow(1000000) < loss * 1000000;
    }

    void Drain()
    {
        while (true)
        {
            DnsOutput output = resolver.Poll();
            if (const auto* idle = std::get_if<DnsIdle>(&output))
            {
                Wake(idle->deadline);
                return;
            }
            if (const auto* query = std::get_if<SendQuery>(&output))
            {
                queries.push_back(*query);
                Carry(*query);
            }
            if (const auto* answer = std::get_if<AnswerClient>(&output))
            {
                const Result<DnsMessage> message = DnsMessage::Parse(answer->message);
                ++answerCount;
                answeredAt = now;
                answers[message->id] = *message;
            }
        }
    }

    void Wake(Time deadline)
    {
        if (deadline != NEVER)
        {
            At(deadline, [this] { resolver.HandleTimeout(now); });
        }
    }

    void Carry(const SendQuery& query)
    {
        At(now + DELAY, [this, query] {
            const auto server = servers.find(query.server);
            if (server == servers.end() || (query.transport == DnsTransport::UDP && IsLost()))
            {
                return;
            }
            const Bytes answer = server->second(query.message, query.transport);
            if (answer.empty() || (query.transport == DnsTransport::UDP && IsLost()))
            {
                return;
            }
            At(now + DELAY, [this, query, answer] {
                resolver.HandleServerResponse(answer,
                                              query.server,
                                              query.localPort,
                                              query.transport,
                                              now);
            });
        });
    }

    void At(Time time, std::function<void()> action)
    {
        m_events.emplace(time, [this, action = std::move(action)] {
            action();
            Drain();
        });
    }

    static constexpr Duration DELAY = std::chrono::milliseconds(5);

    SeededRandom m_random;
    SeededRandom m_network;
    std::map<IpAddress, std::shared_ptr<AuthoritativeServer>> m_authorities;
    std::multimap<Time, std::function<void()>> m_events;
    std::size_t m_lastId = 0;

  public:
    RecursiveResolver resolver;
};

} // namespace hip::test

#endif // HIP_TEST_CORE_RESOLVER_DNS_WORLD_H
