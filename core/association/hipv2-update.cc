// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// UPDATE, CLOSE and NOTIFY of HIPv2 (RFC 7401 §5.3.5-5.3.8; RFC 7402 §5.1; RFC 8046 §3.2).

#include "core/association/hipv2-parts.h"
#include "core/association/hipv2.h"
#include "core/association/packet-auth.h"
#include "core/wire/tlv.h"

namespace hip
{

namespace
{

constexpr std::size_t CHECK_NONCE = 16;

/// @return whether MAC and signature still have room behind this echo
bool
MayEcho(const PacketWriter& writer,
        const Bytes& echo,
        const LocalIdentity& identity,
        const Session& session)
{
    const std::size_t behind =
        GetTlvLength(GetHashLength(session.hash)) +
        GetTlvLength(sizeof(HiAlgorithm) + identity.GetPublicKey().GetSignatureLength());
    return writer.MayAdd(ParameterType::ECHO_RESPONSE_SIGNED, echo.size() + behind);
}

Result<void>
CheckAuth(HostContext& host, const Session& session, const PacketView& packet)
{
    host.GetWork().Add(Operation::HMAC, static_cast<Byte>(session.hash), 1);
    if (const auto good = CheckMac(packet, session.hash, session.keys.macIn); !good)
    {
        return good;
    }
    return CheckSignature(packet, session.peerKey, host.engine, host.GetWork());
}

/// A parameter that may be absent, but not malformed.
template <class T>
Result<std::optional<T>>
ReadOptional(const PacketView& packet)
{
    if (!packet.Find(T::TYPE))
    {
        return std::optional<T>();
    }
    auto value = packet.Get<T>();
    return value ? Result<std::optional<T>>(std::move(*value)) : value.error();
}

/// @return nothing without ESP_INFO. The half of a rekey that asks for a new secret has both.
Result<std::optional<KeyChange>>
ReadKeyChange(const PacketView& packet)
{
    const auto info = ReadOptional<EspInfoParameter>(packet);
    const auto dh = ReadOptional<DiffieHellmanParameter>(packet);
    if (!info || !dh)
    {
        return info ? dh.error() : info.error();
    }
    return *info ? std::optional(KeyChange{**info, *dh}) : std::nullopt;
}

} // namespace

bool
Hipv2::IsReliable(const UpdateContent& content) const
{
    return content.keys || content.locators || !content.check.IsUnspecified() ||
           content.registrationRequest || !content.registrationAnswers.empty();
}

UpdateId
Hipv2::GetCounter(const UpdateContent&) const
{
    return 0;
}

Bytes
Hipv2::MakeEchoRequest(HostContext& host, UpdateId, std::optional<UpdateId>) const
{
    Bytes nonce(CHECK_NONCE);
    host.random.Fill(nonce);
    return nonce;
}

Result<OutgoingPacket>
Hipv2::MakeUpdate(HostContext& host,
                  const LocalIdentity& identity,
                  const Hit& peer,
                  const Session& session,
                  const UpdateContent& content) const
{
    PacketWriter writer(PacketType::UPDATE, 0, identity.GetHit(), peer);
    if (content.keys)
    {
        writer.Add(content.keys->espInfo);
    }
    else if (content.locators || !content.echoRequest.empty())
    {
        const std::uint32_t spi = session.sas.lease->Get();
        writer.Add(EspInfoParameter{0, spi, spi}); // the SA in use (RFC 8046 §3.2.1)
    }
    if (content.locators)
    {
        writer.Add(*content.locators);
    }
    if (content.id)
    {
        writer.Add(SeqParameter{*content.id});
    }
    if (content.ack)
    {
        writer.Add(AckParameter{{*content.ack}});
    }
    if (content.keys && content.keys->dh)
    {
        writer.Add(*content.keys->dh);
    }
    if (!content.echoRequest.empty())
    {
        writer.Add(EchoRequestSignedParameter{content.echoRequest});
    }
    if (content.registrationRequest)
    {
        writer.Add(*content.registrationRequest);
    }
    AddRegistrationAnswers(writer, content.registrationAnswers);
    if (content.echoResponse && MayEcho(writer, *content.echoResponse, identity, session))
    {
        writer.Add(EchoResponseSignedParameter{*content.echoResponse});
    }
    return Seal(std::move(writer), host, identity, session, content.request);
}

Result<PeerUpdate>
Hipv2::ReadUpdate(HostContext& host, const Session& session, const IncomingPacket& packet) const
{
    const PacketView view = View(packet);
    if (const auto good = CheckAuth(host, session, view); !good)
    {
        return good.error();
    }
    const auto seq = ReadOptional<SeqParameter>(view);
    const auto ack = ReadOptional<AckParameter>(view);
    if (!seq || !ack)
    {
        return DropReason::BAD_PARAMETER;
    }
    if (!*seq && !*ack)
    {
        return DropReason::MISSING_PARAMETER;
    }
    auto locators = ReadLocatorSet(view);
    auto keys = ReadKeyChange(view);
    PeerUpdate update;
    update.acks = *ack ? (*ack)->updateIds : std::vector<UpdateId>();
    if (!locators || !keys)
    {
        update.refusal = locators ? keys.error() : locators.error();
    }
    else
    {
        update.keys = std::move(*keys);
    }
    if (auto echo = view.Get<EchoResponseSignedParameter>())
    {
        update.echoResponse = std::move(echo->data);
    }
    if (!*seq)
    {
        return update; // what asks for an answer counts only with SEQ
    }
    update.id = (*seq)->updateId;
    if (locators && *locators)
    {
        update.locators = LocatorGroups{{0, std::move(**locators)}};
    }
    if (auto echo = view.Get<EchoRequestSignedParameter>())
    {
        update.echoRequest = std::move(echo->data);
    }
    if (auto offer = view.Get<RegInfoParameter>())
    {
        update.registrationOffer = std::move(*offer);
    }
    if (auto request = view.Get<RegRequestParameter>())
    {
        update.registrationRequest = std::move(*request);
    }
    update.registrationAnswers = ReadRegistrationAnswers(view);
    return update;
}

Result<OutgoingPacket>
Hipv2::MakeClose(HostContext& host,
                 const LocalIdentity& identity,
                 const Hit& peer,
                 const Session& session,
                 PacketKind kind,
                 const Bytes& echo,
                 const IncomingPacket* request) const
{
    PacketWriter writer(static_cast<PacketType>(kind), 0, identity.GetHit(), peer);
    if (kind == PacketKind::CLOSE)
    {
        writer.Add(EchoRequestSignedParameter{echo});
    }
    else
    {
        writer.Add(EchoResponseSignedParameter{echo});
    }
    return Seal(std::move(writer), host, identity, session, request);
}

Result<Bytes>
Hipv2::ReadClose(HostContext& host, const Session& session, const IncomingPacket& packet) const
{
    const PacketView view = View(packet);
    if (const auto good = CheckAuth(host, session, view); !good)
    {
        return good.error();
    }
    if (packet.GetKind() == PacketKind::CLOSE)
    {
        const auto echo = view.Get<EchoRequestSignedParameter>();
        return echo ? Result<Bytes>(echo->data) : echo.error();
    }
    const auto echo = view.Get<EchoResponseSignedParameter>();
    return echo ? Result<Bytes>(echo->data) : echo.error();
}

Result<std::uint16_t>
Hipv2::ReadNotify(HostContext& host, const Session& session, const IncomingPacket& packet) const
{
    const PacketView view = View(packet);
    const auto notification = view.Get<NotificationParameter>();
    if (!notification)
    {
        return notification.error();
    }
    if (const auto good = CheckSignature(view, session.peerKey, host.engine, host.GetWork()); !good)
    {
        return good.error();
    }
    return notification->messageType;
}

} // namespace hip
