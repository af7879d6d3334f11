// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_WIRE_REASSEMBLY_H
#define HIP_CORE_WIRE_REASSEMBLY_H

#include "core/util/clock.h"
#include "core/util/drop-reason.h"
#include "core/util/result.h"
#include "core/util/span.h"
#include "core/wire/fragmentation.h"
#include "core/wire/ip-info.h"

#include <chrono>
#include <list>
#include <map>
#include <optional>
#include <tuple>

namespace hip
{

/// What the fragments that anyone sends may cost.
struct ReassemblyLimits
{
    std::size_t maximumOctets = std::size_t{1} << 20; ///< of packets held, bookkeeping included
    std::size_t maximumDatagrams = 256;               ///< that are incomplete at the same time
    Duration timeout = std::chrono::seconds(60);      ///< from the first fragment (RFC 8200 §4.5)
};

/**
 * Puts IPv4 and IPv6 packets together again from their fragments, which may come in any order.
 *
 * A packet whose fragments overlap is refused as a whole, and what else comes of it until its
 * timeout (RFC 5722), since it is an attack on whoever looks at one fragment only. An exact copy
 * of a fragment is ignored. Beyond the limits, what came first is kept.
 */
class Reassembler
{
  public:
    /// Throws std::invalid_argument if a limit is zero or negative.
    explicit Reassembler(const ReassemblyLimits& limits);

    /**
     * Takes one packet.
     *
     * @param packet with a header that ParseIp accepts; what is no fragment is given back at once,
     *        without the Fragment header that an atomic fragment has (RFC 6946)
     * @return the whole packet, with the header of its first fragment, or nothing while fragments
     *         are missing; else the reasons of ParseIp, MALFORMED (length of a fragment, or an end
     *         that contradicts another), DUPLICATE, FRAGMENT_OVERLAP, FRAGMENT_BOUND or TOO_LONG
     */
    Result<std::optional<Bytes>> HandleFragment(ByteSpan packet, Time now);

    /// @return when HandleTimeout has something to do, or NEVER
    Time GetDeadline() const;

    /// Forgets what has waited for too long, and counts a FRAGMENT_TIMEOUT for each datagram.
    void HandleTimeout(Time now);

    /// @return what was refused, by fragment, and what timed out, by datagram
    const DropCounters& GetDrops() const
    {
        return m_drops;
    }

    /// @return how many datagrams are incomplete, or refused and not yet timed out
    std::size_t GetDatagramCount() const
    {
        return m_datagrams.size();
    }

    /// @return octets held, counted as for ReassemblyLimits
    std::size_t GetOctets() const
    {
        return m_octets;
    }

  private:
    /// Source, destination, identification, and for IPv4 the protocol.
    using Key = std::tuple<IpAddress, IpAddress, std::uint32_t, Byte>;

    /// All fragments of one packet that have come.
    struct Datagram
    {
        Key key;
        Time deadline;
        std::map<std::size_t, Bytes> pieces; ///< by offset, without overlap
        std::size_t received = 0;            ///< octets in the pieces
        std::optional<std::size_t> end;      ///< known once the last piece has come
        Bytes header;                        ///< of the first fragment, without Fragment header
        std::size_t octets = 0;              ///< what it counts for
        bool isRefused = false;
        bool isCongestionExperienced = false; ///< a fragment was marked (RFC 3168 §5.3)
    };

    using Datagrams = std::list<Datagram>; ///< by deadline

    Datagrams::iterator Find(const Key& key, Time now);
    void Erase(Datagrams::iterator datagram);
    void Refuse(Datagram& datagram);
    Result<std::optional<Bytes>> Take(const IpInfo& info, ByteSpan packet, Time now);
    static Result<void> CheckFit(const Datagram& datagram, const IpInfo& info, ByteSpan data);
    static Result<Bytes> Assemble(const Datagram& datagram);
    static void Insert(Datagram& datagram, const IpInfo& info, ByteSpan packet, ByteSpan data);

    ReassemblyLimits m_limits;
    Datagrams m_datagrams;
    std::map<Key, Datagrams::iterator> m_byKey;
    std::size_t m_octets = 0;
    DropCounters m_drops;
};

} // namespace hip

#endif // HIP_CORE_WIRE_REASSEMBLY_H
