// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_AGENT_FAMILY_BRIDGE_H
#define HIP_CORE_AGENT_FAMILY_BRIDGE_H

#include "core/util/clock.h"
#include "core/wire/ip-address.h"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <utility>

namespace hip
{

/**
 * How a client that knows only one family of addresses answers peers of the other: it sends to the
 * agent, which passes on to the peer (mm-00 §4.4). HIP packets are told apart by their HITs, ESP by
 * the SPI that the peer has announced, both of which the agent has seen on their way to the client.
 *
 * The agent cannot verify what it sees. So an SPI that a packet announces counts once the client
 * sends to it, and what changes the way of an SPI in use has to name that SPI, which nobody knows
 * who has not seen packets of the two.
 */
class FamilyBridge
{
  public:
    /// Peers of one client that are remembered; beyond it goes the oldest of those that it sends no
    /// ESP to, if there is one.
    static constexpr std::size_t MAX_PEERS = 1024;

    /// A packet of the peer's came for the client. @param path its addresses, the peer's first
    void Learn(const Hit& client, const Hit& peer, const Path& path);

    /**
     * The packet said on which SPI the peer receives. No effect on pairs that were not learnt.
     *
     * @param former the SPI before this one; the same if only the peer's address has changed;
     *        nothing for the first one of an association
     */
    void LearnSpi(const Hit& client,
                  const Hit& peer,
                  std::uint32_t spi,
                  std::optional<std::uint32_t> former);

    /// @return the way to the peer, from the address that it knows the client by
    std::optional<Path> FindByHit(const Hit& client, const Hit& peer) const;

    /// As FindByHit, for ESP that the client sends.
    std::optional<Path> FindBySpi(const Hit& client, std::uint32_t spi);

    /// Forgets all peers of a client.
    void Forget(const Hit& client);

  private:
    struct Esp
    {
        std::uint32_t spi = 0; ///< 0 = none
        Path way;
    };

    struct Peer
    {
        Path way; ///< of HIP packets, to where the last one came from
        Esp used;
        Esp announced; ///< becomes the used one once the client sends to it
    };

    struct Client
    {
        std::map<Hit, Peer> peers;
        std::map<std::uint32_t, Hit> bySpi; ///< both SPIs of each peer
        std::deque<Hit> order;              ///< of peers, oldest first
    };

    static void Forget(Client& client, const Hit& peer);
    static void ForgetOne(Client& client);
    static void ForgetSpi(Client& client, const Hit& peer, std::uint32_t spi);

    std::map<Hit, Client> m_clients;
};

} // namespace hip

#endif // HIP_CORE_AGENT_FAMILY_BRIDGE_H
