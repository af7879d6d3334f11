// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// How an endpoint finds out what a packet is and who handles it (RFC 7401 §6.1-6.16).

#include "core/association/endpoint-impl.h"
#include "core/association/rendezvous-service.h"
#include "core/esp/beet.h"

namespace hip
{

Verdict
Endpoint::HandlePacket(PacketBuffer& packet, Time now)
{
    const auto info = ParseIp(packet.GetPacket());
    if (!info)
    {
        return m_impl->Drop(info.error());
    }
    if (info->protocol != PROTOCOL_ESP && info->protocol != m_impl->host.dialect->GetProtocol())
    {
        return Verdict{Verdict::Kind::PASS};
    }
    if (info->isFragment)
    {
        return m_impl->Drop(DropReason::UNSUPPORTED_PROTOCOL, info->path);
    }
    packet.TrimBack(packet.GetLength() - info->totalLength);
    return info->protocol == PROTOCOL_ESP ? m_impl->HandleEsp(packet, *info, now)
                                          : m_impl->HandleHip(packet, *info, now);
}

Verdict
Endpoint::HandleUpper(PacketBuffer& packet, Time now)
{
    const auto info = ParseIp(packet.GetPacket());
    if (!info)
    {
        return m_impl->Drop(info.error());
    }
    const auto& [source, destination] = info->path;
    if (!m_impl->host.dialect->IsHit(destination) || !IsLocalHit(source))
    {
        return m_impl->Drop(DropReason::NOT_A_HIT, info->path);
    }
    packet.TrimBack(packet.GetLength() - info->totalLength);
    Association* association = m_impl->Find(source, destination);
    if (!association)
    {
        if (m_impl->peers.count(destination) == 0)
        {
            return m_impl->Drop(DropReason::NO_LOCATOR, info->path);
        }
        association = m_impl->FindOrMake(source, destination);
        if (!association)
        {
            return m_impl->Drop(DropReason::TOO_MANY_ASSOCIATIONS, info->path);
        }
    }
    const Verdict verdict = association->HandleUpper(packet, now);
    // Sealing only moves the idle deadline later, which its timer finds out when it fires; whatever
    // starts a timer also leaves an output.
    if (!m_impl->host.outbox.IsEmpty())
    {
        m_impl->Touch(*association);
    }
    return verdict;
}

Verdict
Endpoint::Impl::HandleEsp(PacketBuffer& packet, const IpInfo& info, Time now)
{
    if (packet.GetLength() < info.headerLength + ESP_HEADER_LENGTH)
    {
        return Drop(DropReason::TRUNCATED, info.path);
    }
    const std::uint32_t spi = ReadU32(packet.GetPacket(), info.headerLength);
    const SpiTable::Entry* entry = host.spis.Find(spi);
    if (!entry)
    {
        return host.leasing ? host.leasing->ForwardEsp(packet, info, spi, now, host)
                            : RefuseEsp(info.path, now);
    }
    Association& association = *entry->association;
    if (!association.AcceptsData())
    {
        return Drop(DropReason::UNEXPECTED_IN_STATE, info.path);
    }
    const std::size_t octets = packet.GetLength() - info.headerLength;
    const auto suite = static_cast<Byte>(entry->sa->GetSuite());
    host.GetWork().Add(Operation::OPEN_PACKET, suite, 1);
    host.GetWork().Add(Operation::OPEN_BYTE, suite, octets);
    const Path inner{association.GetPeer(), association.GetIdentity().GetHit()};
    if (const auto opened = BeetOpen(packet, info.headerLength, *entry->sa, inner); !opened)
    {
        return Drop(opened.error(), info.path);
    }
    const State before = association.GetState();
    if (association.NoteDataIn(spi, info.path.source, info.headerLength + octets, now) ||
        association.GetState() != before)
    {
        Touch(association);
    }
    const bool isEmpty = ParseIp(packet.GetPacket())->protocol == PROTOCOL_NONE;
    return Verdict{isEmpty ? Verdict::Kind::CONSUMED : Verdict::Kind::DELIVER};
}

/// Data of an SA that this host does not have, perhaps since it has lost its state.
Verdict
Endpoint::Impl::RefuseEsp(const Path& path, Time now)
{
    const bool isAnswered = path.source.IsUnicast() && path.destination.IsUnicast();
    if (host.dialect->GetRules().answersUnknownSpi && isAnswered)
    {
        // The sender's HIT is not known, so that the receiver of this R1 is NULL (hip-08 §5.1).
        SendR1(*host.identities.front(), Hit(), {}, Path{path.destination, path.source}, {}, now);
    }
    return Drop(DropReason::UNKNOWN_SPI, path);
}

Verdict
Endpoint::Impl::HandleHip(PacketBuffer& packet, const IpInfo& info, Time now)
{
    const ByteSpan bytes = packet.GetPacket();
    const auto view = host.dialect->Parse(bytes.subspan(info.headerLength), info.path);
    if (!view)
    {
        return Drop(view.error(), info.path);
    }
    if (!info.path.source.IsUnicast() || !info.path.destination.IsUnicast())
    {
        return Drop(DropReason::MALFORMED, info.path); // an answer would go to many, or to nobody
    }
    const Hit receiver = view->GetReceiver();
    const PacketKind kind = view->GetKind();
    const bool mayNameNobody =
        kind == PacketKind::I1 ||
        (kind == PacketKind::R1 && host.dialect->GetRules().answersUnknownSpi);
    if (!(receiver.IsUnspecified() && mayNameNobody) && !FindIdentity(receiver))
    {
        ForwardingService* forwarding = GetForwarding();
        return forwarding && forwarding->Relays(kind)
                   ? forwarding->Relay(packet, info.path, info.headerLength, now, host)
                   : Drop(DropReason::NOT_MY_HIT, info.path);
    }
    const auto relay = host.dialect->ReadRelay(*view);
    host.outbox.Emit(PacketEvent{kind,
                                 false,
                                 info.path,
                                 view->GetSender(),
                                 receiver,
                                 false,
                                 relay && relay->hasFrom});
    if (FindIdentity(view->GetSender()))
    {
        return Drop(DropReason::HIT_MISMATCH, info.path);
    }
    const auto done = Dispatch(*view, info.path, now);
    if (Association* association = FindAssociation(*view))
    {
        Touch(*association);
    }
    return done ? Verdict{Verdict::Kind::CONSUMED} : Drop(done.error(), info.path);
}

Result<void>
Endpoint::Impl::Dispatch(const IncomingPacket& packet, const Path& path, Time now)
{
    Association* association = FindAssociation(packet);
    switch (packet.GetKind())
    {
    case PacketKind::I1:
        return HandleI1(packet, path, now);
    case PacketKind::R1:
        return HandleR1(packet, path, now);
    case PacketKind::I2:
        return HandleI2(packet, path, now);
    case PacketKind::R2:
        return HandleR2(packet, now);
    case PacketKind::UPDATE:
    case PacketKind::NES:
    case PacketKind::REA:
    case PacketKind::AC:
    case PacketKind::ACR:
        return HandleUpdate(packet, path, now);
    case PacketKind::FAQ:
        return HandleQuery(packet, path, now);
    case PacketKind::FAA:
    case PacketKind::FAD:
        return HandleLeaseAnswer(packet, now);
    case PacketKind::NOTIFY:
        return association ? association->HandleNotify(packet) : DropReason::NO_ASSOCIATION;
    case PacketKind::CLOSE:
        return association ? association->HandleClose(packet, now) : DropReason::NO_ASSOCIATION;
    case PacketKind::CLOSE_ACK:
        return association ? association->HandleCloseAck(packet, now) : DropReason::NO_ASSOCIATION;
    default:
        break; // what nobody yet knows how to take
    }
    return DropReason::UNKNOWN_PACKET_TYPE;
}

} // namespace hip
