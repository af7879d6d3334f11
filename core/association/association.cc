// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/association.h"

#include "core/esp/beet.h"
#include "core/wire/ip-packet.h"

#include <algorithm>

namespace hip
{

Association::Association(HostContext& host,
                         const LocalIdentity& identity,
                         const Hit& peer,
                         std::uint64_t order)
    : m_host(host),
      m_order(order),
      m_identity(identity),
      m_rules(host.dialect->GetRules()),
      m_peer(peer),
      m_updates(m_rules.numbering)
{
}

Association::~Association() = default;

void
Association::SetPeerAddresses(const std::vector<IpAddress>& addresses)
{
    m_addresses = addresses;
    if (m_exchange)
    {
        m_exchange->nextAddress = 0;
    }
}

Path
Association::MakePath(const IpAddress& peer) const
{
    return Path{m_host.ChooseLocal(peer), peer};
}

Action
Association::Decide(Input input) const
{
    return m_host.dialect->Decide(m_state, input);
}

bool
Association::IsUp() const
{
    return m_state == State::ESTABLISHED || m_state == State::R2_SENT;
}

void
Association::SetState(State state)
{
    if (state != m_state)
    {
        m_host.outbox.Emit(StateEvent{m_identity.GetHit(), m_peer, m_state, state});
        m_state = state;
    }
    if (state == State::ESTABLISHED)
    {
        m_stateUntil = NEVER; // this state ends by disuse only
    }
}

/// The peer has shown that it is established.
void
Association::Confirm(Time now)
{
    if (m_state == State::R2_SENT)
    {
        m_stateUntil = NEVER;
        SetState(State::ESTABLISHED);
        CheckLocators(now);
    }
}

void
Association::SetPeerLocator(const IpAddress& address)
{
    const IpAddress previous =
        m_exchange && !IsBeginningAgain() ? m_exchange->i1Address : m_path.destination;
    m_path = MakePath(address);
    m_where.peer.Begin(address);
    m_where.isVerified = true;
    m_where.unproved.reset();
    if (m_host.service)
    {
        m_host.service->MoveClient(m_peer, m_path);
    }
    if (previous != address)
    {
        m_host.outbox.Emit(LocatorEvent{m_identity.GetHit(), m_peer, previous, address});
    }
}

void
Association::Send(OutgoingPacket& packet, const Path& path, bool isRetransmission)
{
    if (path.source.IsUnspecified())
    {
        m_host.outbox.Drop(DropReason::NO_LOCATOR, path);
        return;
    }
    m_host.outbox.Emit(PacketEvent{packet.GetKind(),
                                   true,
                                   path,
                                   packet.GetSender(),
                                   packet.GetReceiver(),
                                   isRetransmission,
                                   false});
    m_host.outbox.Send(
        MakeIpPacket(path, packet.GetProtocol(), HIP_HOP_LIMIT, packet.Finish(path)));
}

Verdict
Association::HandleUpper(PacketBuffer& packet, Time now)
{
    const Action action = Decide(Input::DATA_OUT);
    if (action == Action::SEND_DATA)
    {
        return SendData(packet, now);
    }
    if (action != Action::SEND_I1 && action != Action::HOLD)
    {
        return Verdict::Dropped(m_host.outbox.Drop(DropReason::UNEXPECTED_IN_STATE));
    }
    if (!m_exchange && !Start(now))
    {
        return Verdict::Dropped(m_host.outbox.Drop(DropReason::NO_LOCATOR));
    }
    return Hold(packet);
}

Verdict
Association::Hold(const PacketBuffer& packet)
{
    if (!m_host.config.queueData)
    {
        return Verdict::Dropped(m_host.outbox.Drop(DropReason::WAITING_REFUSED));
    }
    if (!m_queue.Push(packet.GetPacket(), m_host.config.maxQueuedPackets))
    {
        return Verdict::Dropped(m_host.outbox.Drop(DropReason::QUEUE_FULL));
    }
    return Verdict{Verdict::Kind::CONSUMED};
}

Verdict
Association::SendData(PacketBuffer& packet, Time now)
{
    if (m_path.source.IsUnspecified())
    {
        return Verdict::Dropped(m_host.outbox.Drop(DropReason::NO_LOCATOR, m_path));
    }
    const std::size_t octets = packet.GetLength();
    if (!m_where.isVerified && !MaySend(octets, now))
    {
        return Hold(packet);
    }
    const Path path = m_host.config.pathPolicy ? ChooseFor(packet.GetPacket()) : m_path;
    const SaPair* own = m_parallel.Find(path);
    EspOutboundSa& sa = own ? *own->outbound : *m_session->sas.outbound;
    if (const auto sealed = BeetSeal(packet, sa, path); !sealed)
    {
        return Verdict::Dropped(m_host.outbox.Drop(sealed.error(), path));
    }
    const auto suite = static_cast<Byte>(sa.GetSuite());
    m_host.GetWork().Add(Operation::SEAL_PACKET, suite, 1);
    m_host.GetWork().Add(Operation::SEAL_BYTE, suite, octets);
    m_lastUse = now;
    if (sa.GetSequence() >= m_host.config.rekeyAfter && m_state == State::ESTABLISHED)
    {
        own ? AddSas(now) : static_cast<void>(Rekey(m_host.config.rekeyWithDh, now));
    }
    return Verdict{Verdict::Kind::TRANSMIT};
}

/// Data to an address that is not verified costs credit (RFC 8046 §5.6).
bool
Association::MaySend(std::size_t octets, Time now)
{
    const std::size_t payload = octets - IPV6_HEADER_LENGTH;
    const std::size_t outer = m_path.destination.IsV4() ? IPV4_HEADER_LENGTH : IPV6_HEADER_LENGTH;
    return m_host.config.useCredit &&
           m_where.credit.Spend(outer + payload + GetEspOverhead(m_session->suite, payload), now);
}

void
Association::FlushQueue(Time now)
{
    for (const Bytes& waiting : m_queue.TakeAll())
    {
        Bytes storage(PacketBuffer::HEADROOM + waiting.size() + PacketBuffer::TAILROOM);
        std::copy(waiting.begin(), waiting.end(), storage.begin() + PacketBuffer::HEADROOM);
        PacketBuffer packet(storage, PacketBuffer::HEADROOM, waiting.size());
        if (SendData(packet, now).kind == Verdict::Kind::TRANSMIT)
        {
            const auto sealed = packet.GetPacket();
            m_host.outbox.Send(Bytes(sealed.begin(), sealed.end()));
        }
    }
}

bool
Association::AcceptsData() const
{
    const Action action = Decide(Input::DATA_IN);
    return m_session && (action == Action::PROCESS || action == Action::CONFIRM);
}

bool
Association::NoteDataIn(std::uint32_t spi, const IpAddress& source, std::size_t octets, Time now)
{
    m_lastUse = now;
    m_where.credit.Earn(octets, now);
    Confirm(now);
    const bool isProof = m_where.unproved == source; // it knows what R2 told
    if (isProof)
    {
        m_where.unproved.reset();
        ChoosePath(now);
    }
    m_rekey.NoteDataIn(spi);
    m_parallel.NoteDataIn(spi);
    const bool isNew = ReportSas();
    if (spi == m_session->sas.inbound->GetSpi())
    {
        m_emptyAt = NEVER; // the peer sends on what the last rekey made
    }
    return SwitchIfComplete(now) || isNew || isProof;
}

bool
Association::HasRelayed(const IncomingPacket& i1, Time now) const
{
    if (!m_session || !m_registration.IsGranted(REGISTRATION_RENDEZVOUS, now))
    {
        return false;
    }
    m_host.GetWork().Add(Operation::HMAC, static_cast<Byte>(m_session->hash), 1);
    return m_host.dialect->IsRelayedBy(*m_session, i1);
}

void
Association::AnnounceSas(const SaPair& sas, const Path& path)
{
    const bool exports = m_host.config.exportKeys;
    const auto keys =
        exports ? m_session->keymat->DrawEspKeys(sas.keysAt, m_session->suite) : std::nullopt;
    SaEvent in{true,
               m_identity.GetHit(),
               m_peer,
               Path{path.destination, path.source},
               sas.inbound->GetSpi(),
               m_session->suite,
               keys ? keys->encryptionIn : Bytes(),
               keys ? keys->authenticationIn : Bytes()};
    SaEvent out{false,
                m_identity.GetHit(),
                m_peer,
                path,
                sas.outbound->GetSpi(),
                m_session->suite,
                keys ? keys->encryptionOut : Bytes(),
                keys ? keys->authenticationOut : Bytes()};
    m_host.outbox.Emit(std::move(in));
    m_host.outbox.Emit(std::move(out));
}

void
Association::AnnounceKeys()
{
    if (m_host.config.exportKeys)
    {
        const Hit& local = m_identity.GetHit();
        m_host.outbox.Emit(KeyEvent{m_session->isInitiator ? local : m_peer,
                                    m_session->isInitiator ? m_peer : local,
                                    m_session->group,
                                    m_session->puzzle.i,
                                    m_session->puzzle.j,
                                    m_session->keymat->GetSecret()});
    }
}

} // namespace hip
