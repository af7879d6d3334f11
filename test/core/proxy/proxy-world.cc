// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "test/core/proxy/proxy-world.h"

#include "core/proxy/packet-storage.h"

#include <algorithm>

namespace hip::test
{

namespace
{

constexpr Duration HOP = 10ms;
const IpAddress PROXY = Ip("3ffe:300::1");
const IpAddress AGENT = Ip("3ffe:200::1");
const IpAddress DNS = Ip("3ffe:100::53");

} // namespace

ProxyWorld::ProxyWorld(const WorldOptions& options)
    : service({}),
      isDnsSilent(options.isDnsSilent)
{
    own.Make("3ffe:300::1", options.endpoint, options.fidelity, options.seed, 1);
    host.Make(options.host, options.endpoint, options.fidelity, options.seed, 2);
    agent.Make("3ffe:200::1", options.endpoint, options.fidelity, options.seed, 3);
    agent.endpoint->OfferService(service);
    (options.hasOwnZones ? ownZones : dns).AddZone(MakeFigure5Zone(options, host.record));
    proxy = std::make_unique<Proxy>(options.proxy,
                                    *own.endpoint,
                                    *own.context,
                                    *own.random,
                                    options.hasOwnZones ? &ownZones : nullptr);
    DrainNode(host);
    DrainNode(agent);
    Drain();
    if (options.hasAgent)
    {
        host.endpoint->AddPeer(agent.endpoint->GetHit(), {AGENT});
        host.endpoint->Register(agent.endpoint->GetHit(), {REGISTRATION_RENDEZVOUS}, 1h, now);
        DrainNode(host);
        Run(1s);
    }
}

Verdict
ProxyWorld::Send(const Bytes& packet)
{
    PacketStorage storage(packet);
    const Verdict verdict = proxy->HandleForwarded(storage.buffer, now);
    Drain();
    if (verdict.kind == Verdict::Kind::TRANSMIT)
    {
        Route(storage.GetBytes());
    }
    else if (verdict.kind == Verdict::Kind::PASS)
    {
        passed.push_back(storage.GetBytes());
    }
    return verdict;
}

Verdict
ProxyWorld::SendToProxy(const Bytes& packet)
{
    PacketStorage storage(packet);
    const Verdict verdict = proxy->HandleWire(storage.buffer, now);
    Drain();
    if (verdict.kind == Verdict::Kind::TRANSMIT)
    {
        Route(storage.GetBytes());
    }
    return verdict;
}

void
ProxyWorld::SendFromHost(const Bytes& inner)
{
    PacketStorage storage(inner);
    if (host.endpoint->HandleUpper(storage.buffer, now).kind == Verdict::Kind::TRANSMIT)
    {
        Route(storage.GetBytes());
    }
    DrainNode(host);
}

void
ProxyWorld::Run(Duration duration)
{
    const Time end = now + duration;
    while (!m_events.empty() && m_events.begin()->first <= end)
    {
        auto event = m_events.extract(m_events.begin());
        now = std::max(now, event.key());
        event.mapped()();
    }
    now = end;
}

DnsMessage
ProxyWorld::Ask(const std::string& name, std::uint16_t type, const std::string& client)
{
    const std::size_t before = toLegacy.size();
    const Path path{Ip(client), Ip(client).IsV4() ? Ip("203.0.113.53") : DNS};
    Send(BuildQuery(path, 4000, name, type));
    Run(500ms);
    if (toLegacy.size() == before)
    {
        return {};
    }
    const Parts parts(toLegacy.back());
    return parts.isGood && parts.info.path == Back(path) && parts.flow.destinationPort == 4000
               ? DnsMessage::Parse(parts.payload).value()
               : DnsMessage{};
}

IpAddress
ProxyWorld::Connect(const std::string& client)
{
    const bool isV4 = Ip(client).IsV4();
    const auto answer = Ask("hip.foo.com.", isV4 ? DnsType::A : DnsType::AAAA, client);
    const IpAddress substitute = answer.GetAddresses().at(0);
    Send(BuildEcho({Ip(client), substitute}, true, 1, Bytes(8)));
    Run(2s);
    return substitute;
}

std::string
ProxyWorld::GetLetters() const
{
    std::string letters;
    for (const ProxyEvent& event : steps)
    {
        letters += letters.empty() ? "" : " ";
        letters += GetLetter(event.step);
    }
    return letters;
}

void
ProxyWorld::Drain()
{
    while (true)
    {
        ProxyOutput output = proxy->Poll();
        if (const auto* idle = std::get_if<Idle>(&output))
        {
            Wake(m_proxyWakeUp, idle->deadline, [this] {
                proxy->HandleTimeout(now);
                Drain();
            });
            return;
        }
        if (const auto* transmit = std::get_if<Transmit>(&output))
        {
            Route(transmit->packet);
        }
        else if (const auto* query = std::get_if<SendQuery>(&output))
        {
            queries.push_back(*query);
            At(now + 2 * HOP, [this, query = *query] {
                if (!isDnsSilent)
                {
                    proxy->HandleDnsResponse(dns.Answer(query.message, query.transport),
                                             query.server,
                                             query.localPort,
                                             query.transport,
                                             now);
                    Drain();
                }
            });
        }
        else if (const auto* reply = std::get_if<DnsReply>(&output))
        {
            replies.push_back(*reply);
        }
        else if (const auto* step = std::get_if<ProxyEvent>(&output))
        {
            steps.push_back(*step);
        }
        else
        {
            events.push_back(std::get<Event>(output));
        }
    }
}

void
ProxyWorld::Wake(Time& wakeUp, Time deadline, std::function<void()> action)
{
    if (deadline == NEVER || deadline == wakeUp)
    {
        return;
    }
    wakeUp = deadline;
    At(std::max(deadline, now), [&wakeUp, deadline, action = std::move(action)] {
        if (wakeUp == deadline)
        {
            wakeUp = NEVER;
            action();
        }
    });
}

void
ProxyWorld::At(Time time, std::function<void()> action)
{
    m_events.emplace(time, std::move(action));
}

void
ProxyWorld::Route(const Bytes& packet)
{
    const Path path = Parts(packet).info.path;
    const IpAddress& destination = path.destination;
    if (destination == PROXY)
    {
        At(now + HOP, [this, packet] { SendToProxy(packet); });
    }
    else if (destination == host.address || destination == agent.address)
    {
        HipNode& node = destination == host.address ? host : agent;
        At(now + HOP, [this, &node, packet] { Arrive(node, packet); });
    }
    const ProxyConfig figure5 = MakeFigure5Proxy();
    const auto& prefixes = figure5.legacyPrefixes;
    const bool isLegacy =
        std::any_of(prefixes.begin(), prefixes.end(), [&](const AddressPrefix& prefix) {
            return prefix.Contains(destination);
        });
    const bool isFromPeer = path.source == host.address || path.source == agent.address;
    if (isLegacy)
    {
        toLegacy.push_back(packet);
    }
    else if (!isFromPeer && destination != PROXY)
    {
        toOutside.push_back(packet);
    }
}

void
ProxyWorld::Arrive(HipNode& node, const Bytes& packet)
{
    PacketStorage storage(packet);
    const Verdict verdict = node.endpoint->HandlePacket(storage.buffer, now);
    DrainNode(node);
    if (verdict.kind == Verdict::Kind::TRANSMIT)
    {
        Route(storage.GetBytes());
    }
    else if (verdict.kind == Verdict::Kind::DELIVER)
    {
        Answer(storage.GetBytes());
    }
}

void
ProxyWorld::Answer(const Bytes& inner)
{
    host.received.push_back(inner);
    const Bytes reply = host.isSilent ? Bytes() : MakeApplicationReply(inner);
    if (!reply.empty())
    {
        SendFromHost(reply);
    }
}

void
ProxyWorld::DrainNode(HipNode& node)
{
    while (true)
    {
        Output output = node.endpoint->Poll();
        if (const auto* idle = std::get_if<Idle>(&output))
        {
            Wake(node.wakeUp, idle->deadline, [this, &node] {
                node.endpoint->HandleTimeout(now);
                DrainNode(node);
            });
            return;
        }
        if (const auto* transmit = std::get_if<Transmit>(&output))
        {
            Route(transmit->packet);
        }
        else if (const auto* deliver = std::get_if<Deliver>(&output))
        {
            Answer(deliver->packet);
        }
    }
}

} // namespace hip::test
