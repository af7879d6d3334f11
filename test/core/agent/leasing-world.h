// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TEST_CORE_AGENT_LEASING_WORLD_H
#define HIP_TEST_CORE_AGENT_LEASING_WORLD_H

#include "core/agent/leasing-agent.h"
#include "core/association/association.h"
#include "core/draft2003/dialect.h"
#include "core/draft2003/hip-packet.h"
#include "core/wire/ip-packet.h"
#include "test/core/support/host-pair.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace hip::test
{

/// An agent of 2003 with addresses to lend, a client of it and somebody who knows only the agent's
/// address.
class Leasing : public testing::Test
{
  public:
    using Change = RegistrationEvent::Change;

    explicit Leasing(std::uint64_t seed = 11)
        : world(seed, CryptoFidelity::MODELLED)
    {
    }

    static LeasingAgentConfig MakeAgentConfig()
    {
        LeasingAgentConfig config;
        config.pool.firstV6 = *IpAddress::Parse("2001:db8:a::1000");
        config.pool.sharedV4 = *IpAddress::Parse("192.0.2.1");
        config.pool.slots = 2;
        return config;
    }

    static EndpointConfig MakeHostConfig()
    {
        EndpointConfig config = draft2003::MakeConfig();
        config.tellsLeases = false;
        return config;
    }

    /// Sets up all three. @param clientAt,callerAt their addresses
    void Begin(const LeasingAgentConfig& agentConfig = MakeAgentConfig(),
               const EndpointConfig& clientConfig = MakeHostConfig(),
               const std::string& clientAt = "2001:db8:c::1",
               const std::string& callerAt = "2001:db8:d::1")
    {
        agent = std::make_unique<LeasingAgent>(agentConfig);
        server = &Add("agent", "2001:db8:a::1 192.0.2.1", MakeHostConfig());
        server->addresses.push_back(*IpAddress::Parse("2001:db8:a::1000"));
        server->addresses.push_back(*IpAddress::Parse("2001:db8:a::1001"));
        server->endpoint->OfferService(*agent);
        client = &Add("client", clientAt, clientConfig);
        caller = &Add("caller", callerAt, MakeHostConfig());
        const std::vector<IpAddress> agentAt{server->addresses[0], server->addresses[1]};
        client->endpoint->AddPeer(server->GetHit(), agentAt);
        caller->endpoint->AddPeer(client->GetHit(), agentAt);
    }

    Host& Add(const std::string& name, const std::string& address, const EndpointConfig& config)
    {
        return world.AddHost(name, address, config, KeyKind::DSA_1024);
    }

    void Register(Host& host, Duration lifetime = std::chrono::seconds(600))
    {
        host.endpoint->Register(server->GetHit(),
                                {REGISTRATION_RENDEZVOUS},
                                lifetime,
                                world.GetNow());
        world.Drain(host);
        world.Run(std::chrono::seconds(1));
    }

    /// From now on the agent asks no puzzle of this host.
    void Trust(const Host& host)
    {
        LeasingAgentConfig config = MakeAgentConfig();
        config.trusted = {host.GetHit()};
        agent = std::make_unique<LeasingAgent>(config);
        server->endpoint->OfferService(*agent);
    }

    /// @return whether caller and client have an association that carries data both ways
    bool Call()
    {
        caller->endpoint->Connect(client->GetHit(), world.GetNow());
        world.Drain(*caller);
        world.Run(std::chrono::seconds(1));
        return Exchange();
    }

    bool Exchange()
    {
        const auto before = std::make_pair(caller->delivered.size(), client->delivered.size());
        world.SendData(*caller, client->GetHit(), Bytes{'a'});
        world.Run(std::chrono::milliseconds(500));
        world.SendData(*client, caller->GetHit(), Bytes{'b'});
        world.Run(std::chrono::milliseconds(500));
        return caller->delivered.size() == before.first + 1 &&
               client->delivered.size() == before.second + 1;
    }

    static std::vector<Change> GetChanges(const Host& host)
    {
        std::vector<Change> changes;
        for (const RegistrationEvent& event : host.Get<RegistrationEvent>())
        {
            changes.push_back(event.change);
        }
        return changes;
    }

    static RegistrationEvent GetLast(const Host& host)
    {
        const auto events = host.Get<RegistrationEvent>();
        return events.empty() ? RegistrationEvent{} : events.back();
    }

    static std::uint64_t CountWork(const Host& host, Operation operation)
    {
        std::uint64_t amount = 0;
        for (const WorkItem& item : host.work)
        {
            amount += item.operation == operation ? item.amount : 0;
        }
        return amount;
    }

    /// The packets of this type that were on the wire.
    std::vector<Bytes> GetWire(PacketKind type) const
    {
        std::vector<Bytes> packets;
        std::copy_if(world.wire.begin(),
                     world.wire.end(),
                     std::back_inserter(packets),
                     [&](const Bytes& it) { return GetHipType(it) == type; });
        return packets;
    }

    /// The same HIP packet, from and to other addresses.
    static Bytes Readdress(const Bytes& packet, const Path& path)
    {
        const std::size_t at = ParseIp(packet)->headerLength;
        const auto view = draft2003::PacketView::Parse(ByteSpan(packet).subspan(at)).value();
        draft2003::PacketWriter writer(view);
        return MakeIpPacket(path, draft2003::PROTOCOL_HIP, 64, writer.Finish(path));
    }

    World world;
    std::unique_ptr<LeasingAgent> agent;
    Host* server = nullptr;
    Host* client = nullptr;
    Host* caller = nullptr;
};

} // namespace hip::test

#endif // HIP_TEST_CORE_AGENT_LEASING_WORLD_H
