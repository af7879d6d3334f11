// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/nat.h"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <utility>

namespace hip
{

namespace
{

NatBinding::Class
GetFirstClass(NatProtocol protocol)
{
    switch (protocol)
    {
    case NatProtocol::TCP:
        return NatBinding::Class::TCP_TRANSITORY;
    case NatProtocol::UDP:
        return NatBinding::Class::UDP;
    case NatProtocol::ICMP:
        return NatBinding::Class::ICMP;
    }
    return NatBinding::Class::UDP;
}

template <class Map, class Key>
void
CountDown(Map& counts, const Key& key)
{
    const auto found = counts.find(key);
    if (--found->second == 0)
    {
        counts.erase(found);
    }
}

} // namespace

Nat::Nat(const NatConfig& config, MappingTable& mappings, RandomSource& random)
    : m_config(config),
      m_mappings(mappings),
      m_random(random),
      m_timeouts{config.tcpEstablished, config.tcpTransitory, config.udp, config.icmp}
{
    if (config.firstPort == 0 || config.firstPort > config.lastPort)
    {
        throw std::invalid_argument("NAT: the port range is empty");
    }
    if (*std::min_element(m_timeouts.begin(), m_timeouts.end()) <= Duration::zero())
    {
        throw std::invalid_argument("NAT: timeouts must be positive");
    }
}

NatBinding*
Nat::FindOutbound(const NatFlow& flow) const
{
    const auto found = m_outbound.find(flow);
    return found == m_outbound.end() ? nullptr : found->second.get();
}

NatBinding*
Nat::FindInbound(const NatEndpoint& endpoint) const
{
    const auto found = m_inbound.find(endpoint);
    return found == m_inbound.end() ? nullptr : found->second;
}

Result<NatBinding*>
Nat::Create(const NatFlow& flow, const Mapping& mapping, Time now)
{
    const auto host = m_perHost.find(flow.legacyAddress);
    if (m_outbound.size() >= m_config.maxBindings ||
        (host != m_perHost.end() && host->second >= m_config.maxBindingsPerHost))
    {
        return DropReason::BINDINGS_EXHAUSTED;
    }
    const auto port = ChoosePort(flow);
    if (!port)
    {
        return DropReason::BINDINGS_EXHAUSTED;
    }
    auto owned = std::make_unique<NatBinding>();
    NatBinding& binding = *owned;
    binding.flow = flow;
    binding.proxyPort = *port;
    binding.mapping = &mapping;
    m_outbound.emplace(flow, std::move(owned));
    m_inbound.emplace(NatEndpoint{flow.protocol, flow.hit, *port}, &binding);
    ++m_perHost[flow.legacyAddress];
    ++m_perPeer[NatEndpoint{flow.protocol, flow.hit, 0}];
    m_mappings.AddUse(mapping);
    Enlist(binding, GetFirstClass(flow.protocol), now);
    return &binding;
}

void
Nat::Refresh(NatBinding& binding, Direction direction, Time now)
{
    if (direction == Direction::OUTBOUND || m_config.refreshOnInbound)
    {
        Enlist(binding, binding.timeoutClass, now);
    }
}

void
Nat::RefreshTcp(NatBinding& binding,
                Direction direction,
                Byte flags,
                std::uint16_t remotePort,
                Time now)
{
    binding.tcp.Handle(direction, flags, remotePort);
    Enlist(binding,
           binding.tcp.IsEstablished() ? NatBinding::Class::TCP_ESTABLISHED
                                       : NatBinding::Class::TCP_TRANSITORY,
           now);
}

void
Nat::Expire(Time now)
{
    for (auto& list : m_byClass)
    {
        while (!list.empty() && list.front().expires <= now)
        {
            Remove(list.front(), now);
        }
    }
}

Time
Nat::GetDeadline() const
{
    Time deadline = NEVER;
    for (const auto& list : m_byClass)
    {
        if (!list.empty())
        {
            deadline = std::min(deadline, list.front().expires);
        }
    }
    return deadline;
}

std::size_t
Nat::GetSize() const
{
    return m_outbound.size();
}

std::optional<std::uint16_t>
Nat::ChoosePort(const NatFlow& flow)
{
    NatEndpoint wanted{flow.protocol, flow.hit, flow.legacyPort};
    const bool isUsable = flow.legacyPort != 0 || flow.protocol == NatProtocol::ICMP;
    if (isUsable && m_inbound.count(wanted) == 0)
    {
        return flow.legacyPort;
    }
    const std::uint32_t range = m_config.lastPort - m_config.firstPort + 1U;
    const auto taken = m_perPeer.find(NatEndpoint{flow.protocol, flow.hit, 0});
    // Ports kept from outside of the range count too: then the search below decides.
    const std::size_t inUse = taken == m_perPeer.end() ? 0 : taken->second;
    const std::uint32_t start = m_random.GetBelow(range);
    for (std::uint32_t i = 0; i < range && i <= inUse; ++i)
    {
        wanted.proxyPort = static_cast<std::uint16_t>(m_config.firstPort + (start + i) % range);
        if (m_inbound.count(wanted) == 0)
        {
            return wanted.proxyPort;
        }
    }
    return std::nullopt;
}

/// Timeouts within a class are all the same, so the end of its list is where the newest belongs.
void
Nat::Enlist(NatBinding& binding, NatBinding::Class timeoutClass, Time now)
{
    const auto index = static_cast<std::size_t>(timeoutClass);
    auto& list = m_byClass[index];
    binding.expires = now + m_timeouts[index];
    if (binding.is_linked())
    {
        if (binding.timeoutClass == timeoutClass && &list.back() == &binding)
        {
            return; // the last one stays the last one
        }
        auto& previous = m_byClass[static_cast<std::size_t>(binding.timeoutClass)];
        previous.erase(previous.iterator_to(binding));
    }
    binding.timeoutClass = timeoutClass;
    list.push_back(binding);
}

void
Nat::Remove(NatBinding& binding, Time now)
{
    auto& list = m_byClass[static_cast<std::size_t>(binding.timeoutClass)];
    list.erase(list.iterator_to(binding));
    const NatFlow flow = binding.flow;
    m_mappings.ReleaseUse(*binding.mapping, now);
    m_inbound.erase(NatEndpoint{flow.protocol, flow.hit, binding.proxyPort});
    CountDown(m_perHost, flow.legacyAddress);
    CountDown(m_perPeer, NatEndpoint{flow.protocol, flow.hit, 0});
    m_outbound.erase(flow);
}

} // namespace hip
