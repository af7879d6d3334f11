// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_OUTPUT_H
#define HIP_CORE_ASSOCIATION_OUTPUT_H

#include "core/association/packet-kind.h"
#include "core/association/state.h"
#include "core/util/clock.h"
#include "core/util/drop-reason.h"
#include "core/util/span.h"
#include "core/wire/algorithms.h"
#include "core/wire/ip-address.h"

#include <variant>

namespace hip
{

// Events are for traces; nothing in the protocol depends on anybody listening.

/// A HIP packet was sent, or came in well formed; if it is refused, a DropEvent follows.
struct PacketEvent
{
    PacketKind type;
    bool isSent;
    Path path;  ///< addresses of the IP header
    Hit sender; ///< as in the HIP header; zero receiver = opportunistic
    Hit receiver;
    bool isRetransmission;
    bool isRelayed; ///< it came through, or goes through, a rendezvous server
};

struct StateEvent
{
    Hit local;
    Hit peer;
    State from;
    State to;
};

/// The peer is reachable at another address than before (RFC 7401 §6.8, RFC 8046 §5.5).
struct LocatorEvent
{
    Hit local;
    Hit peer;
    IpAddress previous;
    IpAddress current;
};

/// What a host knows of an address of its peer (RFC 8046 §5.1).
enum class LocatorStatus : std::uint8_t
{
    UNVERIFIED, ///< told, but nothing has shown yet that the peer is there
    ACTIVE,     ///< may be used
    DEPRECATED, ///< no longer told, its lifetime is over, or it has not answered
};

/// @return "unverified", "active" or "deprecated"
const char* ToString(LocatorStatus status);

/// An address of the peer has come up, was verified or has gone.
struct LocatorStatusEvent
{
    Hit local;
    Hit peer;
    IpAddress address;
    LocatorStatus status;
};

/// A path of a host with several addresses has failed, or works again (RFC 8047 §3).
struct PathEvent
{
    Hit local;
    Hit peer;
    Path path;
    bool isWorking;
};

/// Key material of an association, only with EndpointConfig::exportKeys.
struct KeyEvent
{
    Hit initiator;
    Hit responder;
    DhGroup group;
    Bytes i;
    Bytes j;
    Bytes secret; ///< Kij
};

/// One direction of ESP is ready for use; keys only with EndpointConfig::exportKeys.
struct SaEvent
{
    bool isInbound;
    Hit local;
    Hit peer;
    Path outer; ///< addresses of the packets of this direction, at this time
    std::uint32_t spi;
    EspSuite suite;
    Bytes encryptionKey;
    Bytes authenticationKey;
};

struct DropEvent
{
    DropReason reason;
    Path path; ///< of the packet, if it had any
};

/// A registration was granted, refused, renewed or has ended (RFC 8003).
struct RegistrationEvent
{
    enum class Change : std::uint8_t
    {
        GRANTED,
        REFUSED,
        EXPIRED,
        CANCELLED,
    };

    Hit local;
    Hit peer;
    bool isRegistrar; ///< of the two, this host is the one that gives the service
    Byte service;     ///< registration type
    Change change;
    Duration lifetime;
    IpAddress address;  ///< of the client
    IpAddress leased{}; ///< that stands for the client; unspecified in HIPv2, which lends none
};

/// A NOTIFICATION came in (RFC 7401 §5.2.19); informational.
struct NotifyEvent
{
    Hit local;
    Hit peer;
    std::uint16_t messageType;
};

using Event = std::variant<PacketEvent,
                           StateEvent,
                           LocatorEvent,
                           LocatorStatusEvent,
                           PathEvent,
                           KeyEvent,
                           SaEvent,
                           DropEvent,
                           RegistrationEvent,
                           NotifyEvent>;

/// A whole IP packet to be sent.
struct Transmit
{
    Bytes packet;
};

/// A whole IPv6 packet between HITs for the layers above.
struct Deliver
{
    Bytes packet;
};

/// Nothing more for now; call HandleTimeout at the deadline (NEVER = no need).
struct Idle
{
    Time deadline;
};

using Output = std::variant<Transmit, Deliver, Event, Idle>;

/// What became of a packet that was handed in.
struct Verdict
{
    enum class Kind : std::uint8_t
    {
        CONSUMED, ///< handled or held; outputs, if any, come from Poll
        TRANSMIT, ///< the buffer now holds a whole IP packet to be sent
        DELIVER,  ///< the buffer now holds a whole packet for the layers above
        PASS,     ///< not ours; the buffer is unchanged
        DROPPED,  ///< counted under `reason`; the buffer's content is unspecified
    };

    Kind kind;
    DropReason reason{}; ///< DROPPED only

    static Verdict Dropped(DropReason reason)
    {
        return Verdict{Kind::DROPPED, reason};
    }
};

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_OUTPUT_H
