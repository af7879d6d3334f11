// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/query-reader.h"

#include <algorithm>

namespace hip
{

namespace
{

constexpr std::uint16_t FIRST_META_TYPE = 249; // RFC 6895 §3.1
constexpr std::uint16_t CLASS_CHAOS = 3;
constexpr std::uint16_t CLASS_HESIOD = 4;

/// @return why a question is not looked up, with BIND's choice of codes; NO_PROBLEM if it is
DnsRcode
CheckQuestion(const DnsQuestion& question, DnsTransport transport)
{
    const std::uint16_t asked = question.questionClass;
    if (asked != DNS_CLASS_IN)
    {
        return asked == DNS_CLASS_NONE || asked == DNS_CLASS_ANY ? DnsRcode::FORMAT_ERROR
               : asked == CLASS_CHAOS || asked == CLASS_HESIOD   ? DnsRcode::QUERY_REFUSED
                                                                 : DnsRcode::NOT_IMPLEMENTED;
    }
    switch (question.type)
    {
    case DnsType::ANY:
        return DnsRcode::NO_PROBLEM;
    case DnsType::AXFR:
        return transport == DnsTransport::TCP ? DnsRcode::QUERY_REFUSED : DnsRcode::FORMAT_ERROR;
    case DnsType::IXFR:
        return DnsRcode::QUERY_REFUSED;
    case DnsType::MAILA:
    case DnsType::MAILB:
        return DnsRcode::NOT_IMPLEMENTED;
    default:
        break;
    }
    const bool isMeta = question.type == 0 || question.type == DnsType::OPT ||
                        (question.type >= FIRST_META_TYPE && question.type < DnsType::ANY);
    return isMeta ? DnsRcode::FORMAT_ERROR : DnsRcode::NO_PROBLEM;
}

DnsRcode
CheckQuery(const DnsMessage& query, DnsTransport transport)
{
    if (query.edns && query.edns->version != 0)
    {
        return DnsRcode::BAD_VERSION;
    }
    if (query.opcode != DNS_OPCODE_QUERY)
    {
        return DnsRcode::NOT_IMPLEMENTED;
    }
    return query.questions.size() == 1 ? CheckQuestion(query.questions.front(), transport)
                                       : DnsRcode::FORMAT_ERROR;
}

DropReason
ToDropReason(DnsRcode rcode)
{
    return rcode == DnsRcode::FORMAT_ERROR    ? DropReason::BAD_DNS_MESSAGE
           : rcode == DnsRcode::QUERY_REFUSED ? DropReason::BLOCKED_BY_POLICY
                                              : DropReason::UNSUPPORTED_PROTOCOL;
}

} // namespace

Result<DnsMessage>
ReadQuery(ByteSpan wire, DnsTransport transport, Bytes& refusal)
{
    const std::optional<DnsMessage> front = DnsMessage::ParseFront(wire);
    if (!front || front->isResponse) // two servers that answer each other never stop
    {
        return DropReason::BAD_DNS_MESSAGE;
    }
    Result<DnsMessage> query = DnsMessage::Parse(wire);
    const DnsRcode rcode = query ? CheckQuery(*query, transport) : DnsRcode::FORMAT_ERROR;
    if (rcode == DnsRcode::NO_PROBLEM)
    {
        return query;
    }
    DnsMessage response = query ? query->MakeResponse() : front->MakeResponse();
    response.rcode = rcode;
    if (query && query->opcode != DNS_OPCODE_QUERY && rcode == DnsRcode::NOT_IMPLEMENTED)
    {
        response.questions.clear(); // what they mean depends on the opcode
    }
    refusal = response.Write();
    if (refusal.size() > DNS_PLAIN_UDP_SIZE) // hundreds of questions
    {
        response.questions.clear();
        refusal = response.Write();
    }
    return ToDropReason(rcode);
}

std::size_t
GetSizeLimit(const DnsMessage& query, DnsTransport transport)
{
    if (transport == DnsTransport::TCP)
    {
        return DNS_MAX_SIZE;
    }
    const std::uint16_t asked = query.edns ? query.edns->udpSize : DNS_PLAIN_UDP_SIZE;
    return std::clamp(asked, DNS_PLAIN_UDP_SIZE, DNS_EDNS_UDP_SIZE);
}

} // namespace hip
