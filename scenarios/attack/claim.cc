// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/attack/claim.h"

#include "core/association/endpoint.h"
#include "scenarios/common/network-constants.h"
#include "scenarios/common/packet-kinds.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/ipv6.h"
#include "ns3/on-off-helper.h"
#include "ns3/packet-sink-helper.h"
#include "ns3/simulator.h"

#include <algorithm>

namespace hipscenario
{

using namespace ns3;

namespace
{

constexpr std::uint32_t STREAM_PACKET = 1000; ///< octets of data in each packet
const Time ATTACKER_STARTS = Seconds(3);
const Time SERVER_STARTS = Seconds(3.5); ///< after the base exchange
const Time BETWEEN_ADDRESSES = Seconds(1);

/// @param port its own for each stream
void
InstallStream(Ptr<Node> from,
              Ptr<Node> to,
              Ipv6Address receiver,
              std::uint16_t port,
              double megabits,
              Time start)
{
    const Inet6SocketAddress any(Ipv6Address::GetAny(), port);
    PacketSinkHelper("ns3::UdpSocketFactory", any).Install(to);
    OnOffHelper stream("ns3::UdpSocketFactory", Inet6SocketAddress(receiver, port));
    stream.SetConstantRate(DataRate(static_cast<uint64_t>(megabits * 1e6)), STREAM_PACKET);
    stream.Install(from).Get(0)->SetStartTime(start);
}

} // namespace

Claim::Claim(const AttackOptions& options,
             ProxyNetwork& network,
             Recorder& recorder,
             ClaimPlan plan,
             Ptr<Node> victim)
    : m_network(network),
      m_recorder(recorder),
      m_plan(std::move(plan)),
      m_duration(Seconds(options.duration))
{
    Ptr<HipHost> server = network.hipHosts[m_plan.server];
    Ptr<HipHost> attacker = network.hipHosts[m_plan.attacker];
    attacker->AddPeer(server->GetHit(), {network.hipAddresses[m_plan.server]});
    const auto port = static_cast<std::uint16_t>(STREAM_PORTS + m_plan.attacker);
    InstallStream(attacker->GetNode(),
                  server->GetNode(),
                  server->GetHit(),
                  port,
                  options.earn,
                  ATTACKER_STARTS);
    InstallStream(server->GetNode(),
                  attacker->GetNode(),
                  attacker->GetHit(),
                  port,
                  options.rate,
                  SERVER_STARTS);

    using Trace = Callback<void, Ptr<const Packet>, Ptr<Ipv6>, uint32_t>;
    const auto watch = [](Ptr<Node> node, const char* trace, auto note) {
        node->GetObject<Ipv6>()->TraceConnectWithoutContext(
            trace,
            Trace([note](Ptr<const Packet> packet, Ptr<Ipv6>, uint32_t) { note(packet); }));
    };
    watch(server->GetNode(), "Rx", [this](Ptr<const Packet> packet) { NoteFromAttacker(packet); });
    watch(m_plan.hasVictim ? victim : server->GetNode(),
          m_plan.hasVictim ? "Rx" : "Tx",
          [this](Ptr<const Packet> packet) { NoteToFalseAddress(packet); });
    server->TraceConnectWithoutContext(
        "Event",
        Callback<void, const HipEventRecord&>(
            [this](const HipEventRecord& record) { NoteServerEvent(record); }));
}

void
Claim::Tell()
{
    m_told = Simulator::Now();
    for (std::size_t i = 0; i < m_plan.addresses.size(); ++i)
    {
        Simulator::Schedule(static_cast<int64_t>(i) * BETWEEN_ADDRESSES,
                            &Claim::TellOne,
                            this,
                            m_plan.addresses[i]);
    }
}

void
Claim::TellOne(const std::string& address)
{
    Ptr<HipHost> attacker = m_network.hipHosts[m_plan.attacker];
    const auto parse = [](const std::string& text) { return hip::IpAddress::Parse(text).value(); };
    std::vector<hip::IpAddress> locators{parse(address)};
    if (!m_plan.isReplaced)
    {
        locators.insert(locators.begin(), parse(ToText(m_network.hipAddresses[m_plan.attacker])));
    }
    const std::string server = "hip-" + std::to_string(m_plan.server + 1);
    m_recorder.Write("hip-" + std::to_string(m_plan.attacker + 1),
                     server,
                     "false-address",
                     "kind=" + m_plan.path + " address=" + address);
    attacker->GetEndpoint().SetLocators(
        locators,
        hip::Time(std::chrono::nanoseconds(Simulator::Now().GetNanoSeconds())));
    attacker->Connect(m_network.hipHosts[m_plan.server]->GetHit()); // sends what there is to send
}

bool
Claim::IsFalse(Ipv6Address address) const
{
    const std::string text = ToText(address);
    return std::find(m_plan.addresses.begin(), m_plan.addresses.end(), text) !=
           m_plan.addresses.end();
}

bool
Claim::IsWatching() const
{
    return !m_told.IsZero() && Simulator::Now() <= m_told + m_duration;
}

void
Claim::NoteFromAttacker(Ptr<const Packet> packet)
{
    const Ipv6Header header = PeekIpv6(packet);
    const Ipv6Address source = header.GetSource();
    const bool isTheirs =
        source == m_network.hipAddresses[m_plan.attacker] || (!m_told.IsZero() && IsFalse(source));
    const bool isOfHip = IsHip(header) || header.GetNextHeader() == PROTOCOL_ESP;
    if (isTheirs && isOfHip && (m_told.IsZero() || IsWatching()))
    {
        m_limit.NoteArrival(Simulator::Now(), packet->GetSize());
    }
}

void
Claim::NoteToFalseAddress(Ptr<const Packet> packet)
{
    const Ipv6Header header = PeekIpv6(packet);
    if (!IsWatching() || !IsFalse(header.GetDestination()))
    {
        return;
    }
    if (header.GetNextHeader() == PROTOCOL_ESP)
    {
        const std::uint64_t before = m_diverted.empty() ? 0 : m_diverted.back().second;
        m_diverted.emplace_back(Simulator::Now(), before + packet->GetSize());
    }
    else if (IsHip(header))
    {
        m_checkBytes += packet->GetSize();
    }
}

void
Claim::NoteServerEvent(const HipEventRecord& record)
{
    const std::string prefix = "address=";
    if (record.event == "locator-active" && record.detail.compare(0, prefix.size(), prefix) == 0 &&
        IsFalse(Ipv6Address(record.detail.substr(prefix.size()).c_str())))
    {
        ++m_verified;
    }
}

std::uint64_t
Claim::GetDiverted(Time until) const
{
    const auto later =
        std::upper_bound(m_diverted.begin(),
                         m_diverted.end(),
                         until,
                         [](Time at, const auto& point) { return at < point.first; });
    return later == m_diverted.begin() ? 0 : std::prev(later)->second;
}

} // namespace hipscenario
