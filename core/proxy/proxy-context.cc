// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/proxy-context.h"

#include <algorithm>

namespace hip
{

namespace
{

Byte
GetProtocol(const NatFlow& flow)
{
    switch (flow.protocol)
    {
    case NatProtocol::TCP:
        return PROTOCOL_TCP;
    case NatProtocol::UDP:
        return PROTOCOL_UDP;
    case NatProtocol::ICMP:
        break;
    }
    return flow.legacyAddress.IsV4() ? PROTOCOL_ICMP : PROTOCOL_ICMPV6;
}

} // namespace

bool
ProxyContext::IsLegacy(const IpAddress& address) const
{
    const auto& prefixes = config.legacyPrefixes;
    return prefixes.empty() ||
           std::any_of(prefixes.begin(), prefixes.end(), [&address](const AddressPrefix& prefix) {
               return prefix.Contains(address);
           });
}

ProxyEvent
ProxyContext::MakeEvent(ProxyStep step, const Mapping& mapping, bool isV4)
{
    ProxyEvent event{};
    event.step = step;
    event.name = mapping.name;
    event.hit = mapping.hit;
    event.substitute = mapping.GetSubstitute(isV4);
    if (event.substitute.IsUnspecified())
    {
        event.substitute = mapping.GetSubstitute(!isV4);
    }
    if (!mapping.locators.empty())
    {
        event.locator = mapping.locators.front();
    }
    return event;
}

void
ProxyContext::Emit(ProxyStep step, const NatBinding& binding, std::uint16_t remotePort)
{
    const NatFlow& flow = binding.flow;
    ProxyEvent event = MakeEvent(step, *binding.mapping, flow.legacyAddress.IsV4());
    event.legacyAddress = flow.legacyAddress;
    event.protocol = GetProtocol(flow);
    event.legacyPort = flow.legacyPort;
    event.proxyPort = binding.proxyPort;
    event.remotePort = remotePort;
    outbox.Put(std::move(event));
}

void
ProxyContext::Emit(ProxyStep step, const Mapping& mapping, bool isV4)
{
    outbox.Put(MakeEvent(step, mapping, isV4));
}

} // namespace hip
