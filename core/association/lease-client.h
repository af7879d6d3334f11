// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_LEASE_CLIENT_H
#define HIP_CORE_ASSOCIATION_LEASE_CLIENT_H

#include "core/util/clock.h"
#include "core/util/result.h"
#include "core/wire/ip-address.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace hip
{

class IncomingPacket;

/// What a Forwarding Agent has lent to a host (mm-00 §4.4).
struct LeasedAddress
{
    IpAddress address;
    std::uint32_t minSpi = 0; ///< of an address that is shared; 0 = the address is the host's alone
    std::uint32_t maxSpi = 0;

    friend bool operator==(const LeasedAddress& a, const LeasedAddress& b)
    {
        return a.address == b.address && a.minSpi == b.minSpi && a.maxSpi == b.maxSpi;
    }
};

/**
 * A host's side of a service that needs no association: it asks an agent for a lease, renews it
 * before it ends, and tells the agent where the host is after each move. Registrations (RFC 8003)
 * took its place later.
 */
class LeaseClient
{
  public:
    virtual ~LeaseClient() = default;

    /// Where the agent may be reached.
    virtual void SetAgentAddresses(const std::vector<IpAddress>& addresses) = 0;

    /// Asks for a lease and keeps it. @param lifetime wished for; zero gives it up
    virtual void Want(Duration lifetime, Time now) = 0;

    /// The host's own addresses have changed.
    virtual void RefreshLocal(Time now) = 0;

    /// @return whether a question is open, so that an R1 may be the agent's wish for a puzzle
    virtual bool IsWaiting() const = 0;

    /// Takes the agent's R1: solves its puzzle and asks again.
    virtual Result<void> HandleR1(const IncomingPacket& packet, Time now) = 0;

    /// Takes the agent's answer.
    virtual Result<void> HandleAnswer(const IncomingPacket& packet, Time now) = 0;

    /// @return what is lent at present
    virtual const std::optional<LeasedAddress>& GetLease() const = 0;

    /// When HandleTimeout has something to do.
    virtual Time GetDeadline() const = 0;
    virtual void HandleTimeout(Time now) = 0;
};

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_LEASE_CLIENT_H
