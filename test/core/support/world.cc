// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "test/core/support/world.h"

#include "core/draft2003/dialect.h"
#include "core/draft2003/host-identity.h"
#include "core/wire/ip-info.h"
#include "core/wire/ip-packet.h"

#include <algorithm>
#include <sstream>
#include <tuple>

namespace hip::test
{

namespace
{

constexpr Byte PROTOCOL_TEST = 253; // RFC 3692: for experiments

std::vector<IpAddress>
ParseAddresses(const std::string& text)
{
    std::vector<IpAddress> addresses;
    std::istringstream words(text);
    for (std::string word; words >> word;)
    {
        addresses.push_back(IpAddress::Parse(word).value());
    }
    return addresses;
}

} // namespace

const std::string&
GetTestKey(std::uint64_t seed, std::uint64_t stream, KeyKind kind)
{
    static std::map<std::tuple<std::uint64_t, std::uint64_t, KeyKind>, std::string> keys;
    const bool isRsa = kind < KeyKind::ECDSA_P256;
    const bool isSlow = isRsa || !IsHipv2(kind);
    std::string& pem = keys[{isSlow ? 0 : seed, stream, kind}];
    if (pem.empty())
    {
        SeededRandom random(isSlow ? 0 : seed, stream, "key");
        CryptoContext context(random);
        const unsigned bits = kind == KeyKind::RSA_2048   ? 2048
                              : kind == KeyKind::RSA_3072 ? 3072
                                                          : 4096;
        pem = !IsHipv2(kind) ? draft2003::GenerateDsaKey(context).ToPem()
              : isRsa        ? PrivateKey::GenerateRsa(context, bits).ToPem()
                             : PrivateKey::GenerateEcdsa(context, kind).ToPem();
    }
    return pem;
}

std::size_t
Host::CountSent(PacketKind type) const
{
    std::size_t count = 0;
    for (const PacketEvent& event : Get<PacketEvent>())
    {
        count += event.isSent && event.type == type && !event.isRetransmission ? 1 : 0;
    }
    return count;
}

World::World(std::uint64_t seed, CryptoFidelity fidelity)
    : m_seed(seed),
      m_fidelity(fidelity),
      m_random(seed, 0, "network")
{
}

Host&
World::AddHost(const std::string& name,
               const std::string& address,
               const EndpointConfig& config,
               KeyKind kind)
{
    auto host = std::make_unique<Host>();
    const std::uint64_t stream = m_hosts.size() + 1;
    host->name = name;
    host->addresses = ParseAddresses(address);
    host->protocolRandom = std::make_unique<SeededRandom>(m_seed, stream, "protocol");
    host->cryptoRandom = std::make_unique<SeededRandom>(m_seed, stream, "crypto");
    host->context = std::make_unique<CryptoContext>(*host->cryptoRandom);
    host->engine = MakeCryptoEngine(m_fidelity, *host->context);
    host->key = GetTestKey(m_seed, stream, kind);
    PrivateKey key = IsHipv2(kind) ? PrivateKey::FromPem(*host->context, host->key)
                                   : draft2003::ReadPrivateKey(*host->context, host->key);
    host->identity =
        IsHipv2(kind)
            ? std::shared_ptr<const LocalIdentity>(std::make_shared<HostIdentity>(std::move(key)))
            : std::make_shared<draft2003::HostIdentity>(std::move(key));
    m_hosts.push_back(std::move(host));
    Start(*m_hosts.back(), config);
    return *m_hosts.back();
}

void
World::Start(Host& host, const EndpointConfig& config)
{
    const bool isHipv2 = IsHipv2(host.identity->GetPublicKey().GetKind());
    host.endpoint = std::make_unique<Endpoint>(config,
                                               isHipv2 ? GetHipv2() : draft2003::GetDraft2003(),
                                               std::vector{host.identity},
                                               *host.context,
                                               *host.engine,
                                               *host.protocolRandom);
    host.endpoint->SetLocators(host.addresses, m_now);
    Drain(host);
}

void
World::Restart(Host& host)
{
    const EndpointConfig config = host.endpoint->GetConfig();
    Start(host, config);
}

void
World::At(Time time, std::function<void()> action)
{
    m_events.emplace(time, std::move(action));
}

void
World::Run(Duration duration)
{
    const Time end = m_now + duration;
    while (!m_events.empty() && m_events.begin()->first <= end)
    {
        auto event = m_events.extract(m_events.begin());
        m_now = std::max(m_now, event.key());
        event.mapped()();
    }
    m_now = end;
}

Verdict
World::SendData(Host& from, const Hit& to, const Bytes& payload)
{
    const Bytes inner = MakeIpPacket({from.GetHit(), to}, PROTOCOL_TEST, 64, payload);
    Bytes storage(PacketBuffer::HEADROOM + inner.size() + PacketBuffer::TAILROOM);
    std::copy(inner.begin(), inner.end(), storage.begin() + PacketBuffer::HEADROOM);
    PacketBuffer packet(storage, PacketBuffer::HEADROOM, inner.size());
    const Verdict verdict = from.endpoint->HandleUpper(packet, m_now);
    if (verdict.kind == Verdict::Kind::TRANSMIT)
    {
        Transmit(Bytes(packet.GetPacket().begin(), packet.GetPacket().end()));
    }
    Drain(from);
    return verdict;
}

Verdict
World::Inject(Host& to, const Bytes& bytes)
{
    Bytes storage(PacketBuffer::HEADROOM + bytes.size() + PacketBuffer::TAILROOM);
    std::copy(bytes.begin(), bytes.end(), storage.begin() + PacketBuffer::HEADROOM);
    PacketBuffer packet(storage, PacketBuffer::HEADROOM, bytes.size());
    const Verdict verdict = to.endpoint->HandlePacket(packet, m_now);
    const Bytes after(packet.GetPacket().begin(), packet.GetPacket().end());
    if (verdict.kind == Verdict::Kind::DELIVER)
    {
        to.delivered.push_back(after);
    }
    Drain(to);
    if (verdict.kind == Verdict::Kind::TRANSMIT)
    {
        Transmit(after);
    }
    return verdict;
}

void
World::Drain(Host& host)
{
    host.work.Add(host.endpoint->TakeWork());
    while (true)
    {
        Output output = host.endpoint->Poll();
        if (const auto* idle = std::get_if<Idle>(&output))
        {
            Schedule(host, idle->deadline);
            return;
        }
        if (auto* transmit = std::get_if<hip::Transmit>(&output))
        {
            Transmit(std::move(transmit->packet));
        }
        else if (auto* deliver = std::get_if<Deliver>(&output))
        {
            host.delivered.push_back(std::move(deliver->packet));
        }
        else
        {
            host.events.emplace_back(m_now, std::get<Event>(std::move(output)));
        }
    }
}

void
World::Schedule(Host& host, Time deadline)
{
    if (deadline == NEVER || deadline == host.wakeUp)
    {
        return;
    }
    host.wakeUp = deadline;
    At(std::max(deadline, m_now), [this, &host, deadline] {
        if (host.wakeUp == deadline)
        {
            host.wakeUp = NEVER;
            host.endpoint->HandleTimeout(m_now);
            Drain(host);
        }
    });
}

void
World::Move(Host& host, const std::string& address)
{
    host.addresses = ParseAddresses(address);
    host.endpoint->SetLocators(host.addresses, m_now);
    Drain(host);
}

void
World::Transmit(Bytes packet)
{
    wire.push_back(packet);
    if ((filter && !filter(packet)) || Chance(network.loss))
    {
        return;
    }
    const int copies = Chance(network.duplication) ? 2 : 1;
    for (int copy = 0; copy < copies; ++copy)
    {
        Duration delay = network.delay;
        if (network.jitter > Duration::zero())
        {
            delay +=
                Duration(m_random.GetBelow(static_cast<std::uint32_t>(network.jitter.count())));
        }
        At(m_now + delay, [this, packet] {
            const auto info = ParseIp(packet);
            for (const auto& host : m_hosts)
            {
                const auto& own = host->addresses;
                if (info && std::count(own.begin(), own.end(), info->path.destination) > 0)
                {
                    Inject(*host, packet);
                    return;
                }
            }
        });
    }
}

bool
World::Chance(double probability)
{
    return probability > 0 && m_random.GetU32() < probability * 4294967296.0;
}

Bytes
GetPayload(const Bytes& inner)
{
    return Bytes(inner.begin() + 40, inner.end());
}

} // namespace hip::test
