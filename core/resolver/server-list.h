// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_RESOLVER_SERVER_LIST_H
#define HIP_CORE_RESOLVER_SERVER_LIST_H

#include "core/resolver/dns-name.h"
#include "core/util/random-source.h"
#include "core/wire/ip-address.h"

#include <deque>
#include <optional>
#include <vector>

namespace hip
{

/**
 * Servers that know the same, such as those of one zone, and how often each was asked.
 *
 * Every known address gets its first try; then servers known only by name are looked up; then all
 * get further tries, so that a lost packet does not cost more than a silent server.
 */
class ServerList
{
  public:
    /// What to do next: ask an address, or find out those of a name. Neither: all is exhausted.
    struct Choice
    {
        std::optional<IpAddress> address;
        unsigned triesBefore = 0; ///< of that address
        std::optional<DnsName> name;
    };

    /// @param maxTries for each address
    explicit ServerList(unsigned maxTries)
        : m_maxTries(maxTries)
    {
    }

    /// Forgets all servers and turns to another zone.
    void Enter(const DnsName& zone);

    const DnsName& GetZone() const
    {
        return m_zone;
    }

    /// Adds a server's address, once.
    void AddAddress(const IpAddress& address);

    /// Adds a server of which no address is known.
    void AddName(const DnsName& name);

    /// Brings the addresses in a random order, which spreads the load (RFC 1034 §5.3.3).
    void Shuffle(RandomSource& random);

    bool IsEmpty() const
    {
        return m_addresses.empty() && m_names.empty();
    }

    /// Counts a try for an address (the first of those tried least), or takes a name off the list.
    Choice Next();

    /// This server is of no use: it gets no further try.
    void GiveUp(const IpAddress& address);

  private:
    struct Candidate
    {
        IpAddress address;
        unsigned tries;
    };

    unsigned m_maxTries;
    DnsName m_zone;
    std::vector<Candidate> m_addresses;
    std::deque<DnsName> m_names;
};

} // namespace hip

#endif // HIP_CORE_RESOLVER_SERVER_LIST_H
