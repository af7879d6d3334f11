// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/agent/family-bridge.h"

#include <algorithm>
#include <utility>

namespace hip
{

void
FamilyBridge::Learn(const Hit& client, const Hit& peer, const Path& path)
{
    Client& of = m_clients[client];
    const auto [entry, isNew] = of.peers.try_emplace(peer);
    entry->second.way = Path{path.destination, path.source};
    if (isNew)
    {
        of.order.push_back(peer);
    }
    if (of.order.size() > MAX_PEERS)
    {
        ForgetOne(of);
    }
}

void
FamilyBridge::LearnSpi(const Hit& client,
                       const Hit& peer,
                       std::uint32_t spi,
                       std::optional<std::uint32_t> former)
{
    const auto of = m_clients.find(client);
    if (of == m_clients.end() || of->second.peers.count(peer) == 0 || spi == 0)
    {
        return;
    }
    auto& [way, used, announced] = of->second.peers.at(peer);
    if (former && *former != used.spi && *former != announced.spi)
    {
        return; // whoever sends this does not know them
    }
    if (former == spi)
    {
        (spi == used.spi ? used : announced).way = way;
        return;
    }
    const auto known = of->second.bySpi.find(spi);
    if (known != of->second.bySpi.end() && (known->second != peer || spi == used.spi))
    {
        return; // it is in use
    }
    ForgetSpi(of->second, peer, announced.spi);
    announced = Esp{spi, way};
    of->second.bySpi[spi] = peer;
}

std::optional<Path>
FamilyBridge::FindByHit(const Hit& client, const Hit& peer) const
{
    const auto of = m_clients.find(client);
    if (of == m_clients.end())
    {
        return std::nullopt;
    }
    const auto entry = of->second.peers.find(peer);
    return entry == of->second.peers.end() ? std::nullopt : std::optional(entry->second.way);
}

std::optional<Path>
FamilyBridge::FindBySpi(const Hit& client, std::uint32_t spi)
{
    const auto of = m_clients.find(client);
    if (of == m_clients.end())
    {
        return std::nullopt;
    }
    const auto found = of->second.bySpi.find(spi);
    if (found == of->second.bySpi.end())
    {
        return std::nullopt;
    }
    Peer& peer = of->second.peers.at(found->second);
    if (peer.announced.spi == spi)
    {
        ForgetSpi(of->second, found->second, peer.used.spi);
        peer.used = std::exchange(peer.announced, Esp{});
    }
    return peer.used.way;
}

void
FamilyBridge::Forget(const Hit& client)
{
    m_clients.erase(client);
}

void
FamilyBridge::ForgetSpi(Client& client, const Hit& peer, std::uint32_t spi)
{
    const auto known = client.bySpi.find(spi);
    if (known != client.bySpi.end() && known->second == peer)
    {
        client.bySpi.erase(known);
    }
}

void
FamilyBridge::Forget(Client& client, const Hit& peer)
{
    const auto entry = client.peers.find(peer);
    ForgetSpi(client, peer, entry->second.used.spi);
    ForgetSpi(client, peer, entry->second.announced.spi);
    client.peers.erase(entry);
}

void
FamilyBridge::ForgetOne(Client& client)
{
    const auto idle = std::find_if(client.order.begin(), client.order.end(), [&](const Hit& peer) {
        return client.peers.at(peer).used.spi == 0;
    });
    const auto gone = idle == client.order.end() ? client.order.begin() : idle;
    Forget(client, *gone);
    client.order.erase(gone);
}

} // namespace hip
