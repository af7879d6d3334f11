// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// The part of AuthoritativeServer that changes zones (RFC 2136 §3).

#include "core/resolver/authoritative-server.h"
#include "core/resolver/update-rules.h"

#include <utility>

namespace hip
{

namespace
{

DropReason
ToDropReason(DnsRcode rcode, TsigError error)
{
    switch (error)
    {
    case TsigError::NONE:
        break;
    case TsigError::BAD_KEY:
        return DropReason::NOT_REGISTERED;
    case TsigError::BAD_TIME:
        return DropReason::REPLAYED;
    case TsigError::BAD_SIGNATURE:
    case TsigError::BAD_TRUNCATION:
        return DropReason::BAD_MAC;
    }
    switch (rcode)
    {
    case DnsRcode::QUERY_REFUSED:
    case DnsRcode::NOT_AUTHORITATIVE:
        return DropReason::BLOCKED_BY_POLICY;
    case DnsRcode::NAME_ERROR:
    case DnsRcode::NAME_EXISTS:
    case DnsRcode::RRSET_EXISTS:
    case DnsRcode::NO_RRSET:
        return DropReason::UNEXPECTED_IN_STATE;
    case DnsRcode::BAD_VERSION:
        return DropReason::UNSUPPORTED_PROTOCOL;
    default:
        return DropReason::BAD_DNS_MESSAGE;
    }
}

} // namespace

void
AuthoritativeServer::AllowUpdates(TsigKey key, const DnsName& name, bool withBelow)
{
    m_policy.Grant(std::move(key), name, withBelow);
}

const Zone*
AuthoritativeServer::GetZone(const DnsName& origin) const
{
    const auto found = m_zones.find(origin);
    return found == m_zones.end() ? nullptr : &found->second;
}

Bytes
AuthoritativeServer::Answer(ByteSpan message, DnsTransport transport, Time now)
{
    const std::optional<DnsMessage> front = DnsMessage::ParseFront(message);
    const bool isUpdate = front && !front->isResponse && front->opcode == DNS_OPCODE_UPDATE;
    return isUpdate && !m_policy.IsEmpty() ? AnswerUpdate(message, now)
                                           : Answer(message, transport);
}

Bytes
AuthoritativeServer::AnswerUpdate(ByteSpan wire, Time now)
{
    const Result<DnsMessage> update = DnsMessage::Parse(wire);
    UpdatePolicy::Sender sender;
    if (update)
    {
        sender = m_policy.Authenticate(wire, *update, now);
    }
    DnsMessage response =
        update ? update->MakeResponse() : DnsMessage::ParseFront(wire)->MakeResponse();
    response.rcode = !update                                ? DnsRcode::FORMAT_ERROR
                     : sender.rcode != DnsRcode::NO_PROBLEM ? sender.rcode
                                                            : Update(*update, sender);
    if (response.rcode == DnsRcode::NO_PROBLEM)
    {
        ++m_updates;
    }
    else
    {
        m_drops.Add(ToDropReason(response.rcode, sender.error));
    }
    Bytes answer = response.Write();
    if (answer.size() > DNS_PLAIN_UDP_SIZE) // hundreds of zones
    {
        response.questions.clear();
        answer = response.Write();
    }
    if (sender.error != TsigError::NONE)
    {
        AddTsigError(answer, sender.error, *sender.tsig, sender.key, now);
    }
    else if (sender.key != nullptr)
    {
        Sign(answer, *sender.key, sender.tsig->mac, now);
    }
    return answer;
}

/// @return NO_PROBLEM if all was done, or why nothing was
DnsRcode
AuthoritativeServer::Update(const DnsMessage& update, const UpdatePolicy::Sender& sender)
{
    if (update.edns && update.edns->version != 0)
    {
        return DnsRcode::BAD_VERSION;
    }
    if (const DnsRcode rcode = CheckZoneSection(update); rcode != DnsRcode::NO_PROBLEM)
    {
        return rcode;
    }
    const DnsQuestion& asked = update.questions.front();
    const auto zone = m_zones.find(asked.name);
    if (zone == m_zones.end() || asked.questionClass != DNS_CLASS_IN)
    {
        return DnsRcode::NOT_AUTHORITATIVE;
    }
    if (!m_policy.MayUpdate(sender.key, zone->first))
    {
        return DnsRcode::QUERY_REFUSED;
    }
    DnsRcode rcode = CheckPrerequisites(update.answer, zone->second);
    if (rcode == DnsRcode::NO_PROBLEM)
    {
        rcode = ScanUpdates(update.authority, zone->second);
    }
    if (rcode == DnsRcode::NO_PROBLEM && !m_policy.MayApply(sender.key, update.authority))
    {
        rcode = DnsRcode::QUERY_REFUSED;
    }
    if (rcode == DnsRcode::NO_PROBLEM)
    {
        ApplyUpdates(update.authority, zone->second);
    }
    return rcode;
}

} // namespace hip
