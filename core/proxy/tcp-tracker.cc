// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/tcp-tracker.h"

namespace hip
{

void
TcpTracker::Handle(Direction direction, Byte flags, std::uint16_t remotePort)
{
    const bool isClosing = (flags & (TCP_FIN | TCP_RST)) != 0;
    const bool isOtherConnection = m_state > State::ESTABLISHED && remotePort != m_closingPort;
    if (isOtherConnection)
    {
        // That one is over, this one lives; a close of this one starts from here.
        m_state = State::ESTABLISHED;
    }
    m_state = Advance(direction, flags);
    if (isClosing)
    {
        m_closingPort = remotePort;
    }
}

bool
TcpTracker::IsEstablished() const
{
    return m_state == State::ESTABLISHED || m_state == State::FIN_OUTBOUND ||
           m_state == State::FIN_INBOUND;
}

TcpTracker::State
TcpTracker::Advance(Direction direction, Byte flags) const
{
    const bool isReset = (flags & TCP_RST) != 0;
    const bool isSyn = (flags & TCP_SYN) != 0;
    switch (m_state)
    {
    case State::INIT:
        // Any answer will do: the binding may have been made in the middle of a connection.
        return direction == Direction::INBOUND && !isReset ? State::ESTABLISHED : State::INIT;
    case State::ESTABLISHED:
    case State::FIN_OUTBOUND:
    case State::FIN_INBOUND:
        if (isReset)
        {
            return State::RESET;
        }
        return (flags & TCP_FIN) != 0 ? Close(direction) : m_state;
    case State::FIN_BOTH:
        // The legacy host uses its port again.
        return direction == Direction::OUTBOUND && isSyn && !isReset ? State::INIT : m_state;
    case State::RESET:
        // The RST may have been out of its window: traffic shows that the connection lives
        // (RFC 6146 §3.5.2.2, RFC 7857 §2.2).
        return isReset ? State::RESET : State::ESTABLISHED;
    }
    return m_state;
}

TcpTracker::State
TcpTracker::Close(Direction direction) const
{
    if (direction == Direction::OUTBOUND)
    {
        return m_state == State::FIN_INBOUND ? State::FIN_BOTH : State::FIN_OUTBOUND;
    }
    return m_state == State::FIN_OUTBOUND ? State::FIN_BOTH : State::FIN_INBOUND;
}

} // namespace hip
