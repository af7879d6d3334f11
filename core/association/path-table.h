// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_PATH_TABLE_H
#define HIP_CORE_ASSOCIATION_PATH_TABLE_H

#include "core/association/config.h"
#include "core/association/outgoing-packet.h"
#include "core/association/path-policy.h"

#include <optional>
#include <vector>

namespace hip
{

/**
 * All ways between two hosts of which one has several addresses: which work and how long they take.
 * Each is probed in turn; one that leaves several probes unanswered has failed until it answers
 * again. RFC 8047 §3 leaves the detection of failures to the implementation.
 */
class PathTable
{
  public:
    /// Takes the addresses of both, the most preferred first; what is known of paths that stay is
    /// kept.
    void SetAddresses(const std::vector<IpAddress>& local, const std::vector<IpAddress>& peer);

    const std::vector<PathState>& GetPaths() const
    {
        return m_paths;
    }

    /// @return position of this path; nothing if it is not in the table
    std::optional<std::size_t> Find(const Path& path) const;

    struct Due
    {
        Path path;
        OutgoingPacket* again; ///< the probe that was not answered; nullptr = make another
    };

    /// @return the paths whose probe is due. While no path answers, the same probes are sent again,
    /// so that however long a failure lasts no Update IDs are used up; once one does, the others
    /// are probed anew, so that their IDs stay within the peer's window.
    std::vector<Due> TakeDue(const EndpointConfig& config, Time now);

    /// This new probe went over a path.
    void NoteProbe(const Path& path, Bytes nonce, OutgoingPacket packet, Time now);

    /// What a probe or its lack has shown.
    struct Change
    {
        PathState state;
        bool hasTurned; ///< it works again, or does no longer
    };

    /// @return the path that the echo belongs to, now measured; nothing if it belongs to none
    std::optional<Change> HandleEcho(ByteSpan echo, Time now);

    /// Takes the paths that have failed since the last call.
    std::vector<Change> TakeFailed();

    /// When TakeDue has something to do; NEVER with fewer than two paths.
    Time GetDeadline() const;

  private:
    struct Probe
    {
        Bytes nonce; ///< until it is answered
        std::optional<OutgoingPacket> packet;
        Time sent{};
        unsigned missed = 0;     ///< in a row
        bool isRepeated = false; ///< so that an answer may be to any copy
    };

    void RenewProbes();

    std::vector<PathState> m_paths;
    std::vector<Probe> m_probes; ///< of each path, in the same order
    std::vector<Change> m_failed;
    Time m_next = NEVER;
};

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_PATH_TABLE_H
