// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/agent/calls.h"

#include "core/association/output.h"
#include "model/hip-bytes.h"

#include "ns3/simulator.h"

#include <algorithm>

namespace hipscenario
{

using namespace ns3;

namespace
{

const Time PACKET_PAUSE = MilliSeconds(1);
const Time CALLER_PATIENCE = Seconds(10); ///< to be put through
const Time BEFORE_CLOSE = Seconds(1);
constexpr std::uint64_t LARGEST_PACKET = 1300; ///< octets of data, so that nothing is fragmented

} // namespace

Calls::Calls(const AgentOptions& options,
             const AgentCell& cell,
             AgentNetwork& network,
             std::vector<Phase>& phases)
    : m_options(options),
      m_cell(cell),
      m_network(network),
      m_phases(phases),
      m_called(cell.hosts)
{
    network.peers->SetObserver(this);
}

Calls::~Calls()
{
    m_network.peers->SetObserver(nullptr);
}

void
Calls::Begin(uint32_t host)
{
    // Each host is called by one peer after the other, so that it is free again by then.
    const uint32_t peer = (host + m_called[host]++) % m_network.peers->GetSize();
    if (m_calls.count({peer, host}) != 0)
    {
        return;
    }
    const Time now = Simulator::Now();
    m_calls[{peer, host}] = Call{now, m_cell.data, m_phases.size() - 1, now};
    ++m_phases.back().calls;
    m_network.peers->Connect(peer, m_network.hosts->GetHit(host), m_network.GetAgentAddresses());
}

void
Calls::NoteUp(const Call& call, Time at)
{
    const Time wait = at - call.began;
    Phase& phase = m_phases[call.phase];
    phase.waits.push_back(wait);
    ++(wait <= CALLER_PATIENCE ? phase.reached : phase.missed);
}

/// Ends a call; one that was never up has missed its host.
void
Calls::Forget(Pair pair)
{
    const auto call = m_calls.find(pair);
    if (!call->second.isUp)
    {
        ++m_phases[call->second.phase].missed;
    }
    m_calls.erase(call);
}

void
Calls::SendNext(Pair pair)
{
    const auto call = m_calls.find(pair);
    if (call == m_calls.end())
    {
        return; // the association is over
    }
    const auto [peer, host] = pair;
    const std::uint64_t octets = std::min(call->second.remaining, LARGEST_PACKET);
    call->second.remaining -= octets;
    const bool isLast = call->second.remaining == 0;
    m_network.peers->SendData(peer, m_network.hosts->GetHit(host), static_cast<uint32_t>(octets));
    if (isLast)
    {
        Simulator::Schedule(BEFORE_CLOSE, [this, pair] {
            m_network.peers->Close(pair.first, m_network.hosts->GetHit(pair.second));
            if (m_options.Is2003()) // in which nobody tells the host
            {
                m_network.hosts->Close(pair.second, m_network.peers->GetHit(pair.first));
            }
            m_calls.erase(pair);
        });
    }
    else
    {
        Simulator::Schedule(PACKET_PAUSE, &Calls::SendNext, this, pair);
    }
}

std::optional<Time>
Calls::GetAsked(Ipv6Address peer, uint32_t host) const
{
    const auto number = m_network.peers->Find(peer);
    const auto call = m_calls.find({number.value_or(0), host});
    return number && call != m_calls.end() ? std::optional(call->second.asked) : std::nullopt;
}

void
Calls::CountMissed()
{
    for (const auto& [pair, call] : m_calls)
    {
        if (!call.isUp && Simulator::Now() - call.began > CALLER_PATIENCE)
        {
            ++m_phases[call.phase].missed;
        }
    }
}

/// Takes down when a peer asks for a host.
void
Calls::NotePacket(uint32_t peer, const hip::PacketEvent& event, Time at)
{
    if (event.isSent && event.type == hip::PacketKind::I1)
    {
        const auto host = m_network.hosts->Find(hipbytes::ToIpv6(event.receiver));
        const auto call = m_calls.find({peer, host.value_or(0)});
        if (host && call != m_calls.end())
        {
            call->second.asked = at;
        }
    }
}

/// Sends once the association is up.
void
Calls::NoteState(uint32_t peer, const hip::StateEvent& event, Time at)
{
    const auto host = m_network.hosts->Find(hipbytes::ToIpv6(event.peer));
    const Pair pair{peer, host.value_or(0)};
    const auto call = m_calls.find(pair);
    if (!host || call == m_calls.end())
    {
        return;
    }
    if (event.to == hip::State::ESTABLISHED && !call->second.isUp)
    {
        call->second.isUp = true;
        NoteUp(call->second, at);
        Simulator::Schedule(at - Simulator::Now(), &Calls::SendNext, this, pair);
    }
    else if (event.to == hip::State::UNASSOCIATED || event.to == hip::State::E_FAILED)
    {
        Forget(pair); // nobody has answered
    }
}

void
Calls::NoteRegistration(uint32_t, const hip::RegistrationEvent&, Time)
{
}

void
Calls::NoteData(uint32_t, uint32_t)
{
}

} // namespace hipscenario
