// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/agent/family-bridge.h"

#include <algorithm>

namespace hip
{

void
FamilyBridge::Learn(const Hit& client, const Hit& peer, const Path& path)
{
    const Pair pair{client, peer};
    const auto [entry, isNew] = m_pairs.try_emplace(pair);
    entry->second.toPeer = Path{path.destination, path.source};
    if (isNew)
    {
        m_order.push_back(pair);
    }
    if (m_order.size() > MAX_PAIRS)
    {
        Remove(m_order.front());
        m_order.pop_front();
    }
}

void
FamilyBridge::LearnSpi(const Hit& client, const Hit& peer, std::uint32_t spi)
{
    const auto entry = m_pairs.find({client, peer});
    if (entry == m_pairs.end())
    {
        return;
    }
    m_peers.erase({client, entry->second.spi});
    entry->second.spi = spi;
    m_peers[{client, spi}] = peer;
}

std::optional<Path>
FamilyBridge::FindByHit(const Hit& client, const Hit& peer) const
{
    const auto entry = m_pairs.find({client, peer});
    return entry == m_pairs.end() ? std::nullopt : std::optional(entry->second.toPeer);
}

std::optional<Path>
FamilyBridge::FindBySpi(const Hit& client, std::uint32_t spi) const
{
    const auto peer = m_peers.find({client, spi});
    return peer == m_peers.end() ? std::nullopt : FindByHit(client, peer->second);
}

void
FamilyBridge::Forget(const Hit& client)
{
    const auto isIts = [&](const Pair& pair) { return pair.first == client; };
    for (const Pair& pair : m_order)
    {
        if (isIts(pair))
        {
            Remove(pair);
        }
    }
    m_order.erase(std::remove_if(m_order.begin(), m_order.end(), isIts), m_order.end());
}

void
FamilyBridge::Remove(const Pair& pair)
{
    const auto entry = m_pairs.find(pair);
    m_peers.erase({pair.first, entry->second.spi});
    m_pairs.erase(entry);
}

} // namespace hip
