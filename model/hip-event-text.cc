// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-event-text.h"

#include "hip-bytes.h"

#include <sstream>

namespace ns3
{
namespace hiptext
{

namespace
{

std::string
ToHexId(uint32_t value)
{
    std::ostringstream text;
    text << "0x" << std::hex << value;
    return text.str();
}

std::string
ToSeconds(hip::Duration duration)
{
    std::ostringstream text;
    text << std::chrono::duration<double>(duration).count() << "s";
    return text.str();
}

/// One overload for each event of the core.
struct Describer
{
    HipEventRecord operator()(const hip::PacketEvent& event) const
    {
        std::string detail = "source=" + event.path.source.ToString() +
                             " destination=" + event.path.destination.ToString();
        detail += event.isRelayed ? " relayed" : "";
        detail += event.isRetransmission ? " retransmission" : "";
        return {(event.isSent ? event.receiver : event.sender).ToString(),
                std::string(hip::ToString(event.type)) + (event.isSent ? "-sent" : "-received"),
                detail};
    }

    HipEventRecord operator()(const hip::StateEvent& event) const
    {
        return {event.peer.ToString(),
                "state",
                std::string(hip::ToString(event.from)) + " -> " + hip::ToString(event.to)};
    }

    HipEventRecord operator()(const hip::LocatorEvent& event) const
    {
        return {event.peer.ToString(),
                "locator",
                event.previous.ToString() + " -> " + event.current.ToString()};
    }

    HipEventRecord operator()(const hip::LocatorStatusEvent& event) const
    {
        return {event.peer.ToString(),
                std::string("locator-") + hip::ToString(event.status),
                "address=" + event.address.ToString()};
    }

    HipEventRecord operator()(const hip::PathEvent& event) const
    {
        return {event.peer.ToString(),
                event.isWorking ? "path-works" : "path-failed",
                "source=" + event.path.source.ToString() +
                    " destination=" + event.path.destination.ToString()};
    }

    HipEventRecord operator()(const hip::KeyEvent& event) const
    {
        return {event.responder.ToString(), "keys", std::string("group=") + ToString(event.group)};
    }

    HipEventRecord operator()(const hip::SaEvent& event) const
    {
        return {event.peer.ToString(),
                event.isInbound ? "sa-in" : "sa-out",
                "spi=" + ToHexId(event.spi) + " suite=" + ToString(event.suite)};
    }

    HipEventRecord operator()(const hip::DropEvent& event) const
    {
        return {event.path.source.ToString(),
                "drop",
                std::string("reason=") + hip::ToString(event.reason)};
    }

    HipEventRecord operator()(const hip::RegistrationEvent& event) const
    {
        static const char* const CHANGES[] = {"granted", "refused", "expired", "cancelled"};
        return {event.peer.ToString(),
                std::string("registration-") + CHANGES[static_cast<std::size_t>(event.change)],
                "service=" + std::to_string(event.service) + " lifetime=" +
                    ToSeconds(event.lifetime) + " address=" + event.address.ToString()};
    }

    HipEventRecord operator()(const hip::NotifyEvent& event) const
    {
        return {event.peer.ToString(), "notify", "type=" + std::to_string(event.messageType)};
    }
};

} // namespace

HipEventRecord
Describe(const hip::Event& event)
{
    return std::visit(Describer{}, event);
}

HipSaRecord
MakeSaRecord(const hip::SaEvent& event)
{
    return {event.isInbound,
            event.outer.source.ToString(),
            event.outer.destination.ToString(),
            event.spi,
            hip::ToString(event.suite),
            hipbytes::ToHex(event.encryptionKey),
            hipbytes::ToHex(event.authenticationKey)};
}

HipKeyRecord
MakeKeyRecord(const hip::KeyEvent& event)
{
    return {hipbytes::ToHex(event.initiator.GetBytes()),
            hipbytes::ToHex(event.responder.GetBytes()),
            static_cast<unsigned>(event.group),
            hipbytes::ToHex(event.i),
            hipbytes::ToHex(event.j),
            hipbytes::ToHex(event.secret)};
}

} // namespace hiptext
} // namespace ns3
