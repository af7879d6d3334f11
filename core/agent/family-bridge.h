// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_AGENT_FAMILY_BRIDGE_H
#define HIP_CORE_AGENT_FAMILY_BRIDGE_H

#include "core/util/clock.h"
#include "core/wire/ip-address.h"

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <deque>
#include <optional>
#include <utility>

namespace hip
{

/**
 * How a client that knows only one family of addresses answers peers of the other: it sends to the
 * agent, which passes on to the peer (mm-00 §4.4). HIP packets are told apart by their HITs, ESP by
 * the SPI that the peer has announced, both of which the agent has seen on their way to the client.
 */
class FamilyBridge
{
  public:
    /// Pairs of hosts that are remembered; beyond it the oldest is forgotten.
    static constexpr std::size_t MAX_PAIRS = 65536;

    /// A packet of the peer's came for the client. @param path its addresses, the peer's first
    void Learn(const Hit& client, const Hit& peer, const Path& path);

    /// The peer wants ESP with this SPI. No effect on pairs that were not learnt.
    void LearnSpi(const Hit& client, const Hit& peer, std::uint32_t spi);

    /// @return the way to the peer, from the address that it knows the client by
    std::optional<Path> FindByHit(const Hit& client, const Hit& peer) const;
    std::optional<Path> FindBySpi(const Hit& client, std::uint32_t spi) const;

    /// Forgets all peers of a client.
    void Forget(const Hit& client);

  private:
    using Pair = std::pair<Hit, Hit>; ///< client, peer

    struct Entry
    {
        Path toPeer;
        std::uint32_t spi = 0;
    };

    void Remove(const Pair& pair);

    boost::unordered_flat_map<Pair, Entry, boost::hash<Pair>> m_pairs;
    boost::unordered_flat_map<std::pair<Hit, std::uint32_t>,
                              Hit,
                              boost::hash<std::pair<Hit, std::uint32_t>>>
        m_peers;              ///< by client and SPI
    std::deque<Pair> m_order; ///< oldest first
};

} // namespace hip

#endif // HIP_CORE_AGENT_FAMILY_BRIDGE_H
