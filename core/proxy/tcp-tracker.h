// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_PROXY_TCP_TRACKER_H
#define HIP_CORE_PROXY_TCP_TRACKER_H

#include "core/util/span.h"
#include "core/wire/tcp-segment.h"

namespace hip
{

/// Which way a packet crosses the proxy.
enum class Direction : std::uint8_t
{
    OUTBOUND, ///< from a legacy host to a HIP host
    INBOUND,
};

/**
 * How far the TCP connections of one binding have come, to know how long silence may last.
 *
 * The states are those of RFC 6146 §3.5.2. A binding serves every port of the HIP host, so that it
 * may carry several connections: it counts as closed only if the connection that was closed is the
 * one that was used last.
 */
class TcpTracker
{
  public:
    enum class State : std::uint8_t
    {
        INIT, ///< not answered yet
        ESTABLISHED,
        FIN_OUTBOUND, ///< the legacy host has closed its half
        FIN_INBOUND,
        FIN_BOTH,
        RESET,
    };

    /**
     * @param flags octet 13 of the TCP header
     * @param remotePort of the HIP host
     */
    void Handle(Direction direction, Byte flags, std::uint16_t remotePort);

    /// @return true if the long timeout of established connections holds (RFC 5382 REQ-5)
    bool IsEstablished() const;

    State GetState() const
    {
        return m_state;
    }

  private:
    State Advance(Direction direction, Byte flags) const;
    State Close(Direction direction) const;

    State m_state = State::INIT;
    std::uint16_t m_closingPort = 0; ///< whose FIN or RST came last
};

} // namespace hip

#endif // HIP_CORE_PROXY_TCP_TRACKER_H
