// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/dns-message.h"

#include <algorithm>

namespace hip
{

DnsMessage
DnsMessage::MakeQuery(std::uint16_t id,
                      const DnsName& name,
                      std::uint16_t type,
                      std::uint16_t udpSize,
                      bool recursionDesired)
{
    DnsMessage query;
    query.id = id;
    query.recursionDesired = recursionDesired;
    query.questions.push_back(DnsQuestion{name, type, DNS_CLASS_IN});
    if (udpSize != 0)
    {
        query.edns.emplace();
        query.edns->udpSize = udpSize;
    }
    return query;
}

DnsMessage
DnsMessage::MakeResponse() const
{
    DnsMessage response;
    response.id = id;
    response.isResponse = true;
    response.opcode = opcode;
    response.recursionDesired = recursionDesired;
    response.checkingDisabled = checkingDisabled;
    response.questions = questions;
    if (edns)
    {
        response.edns.emplace();
        response.edns->dnssecOk = edns->dnssecOk; // RFC 3225 §3
    }
    return response;
}

bool
DnsMessage::RefusesEdns() const
{
    return rcode == DnsRcode::FORMAT_ERROR || rcode == DnsRcode::NOT_IMPLEMENTED ||
           rcode == DnsRcode::BAD_VERSION;
}

bool
DnsMessage::Answers(const DnsQuestion& question) const
{
    if (!isResponse || opcode != DNS_OPCODE_QUERY)
    {
        return false;
    }
    return questions.empty() ? RefusesEdns()
                             : questions.size() == 1 && questions.front() == question;
}

DnsName
DnsMessage::FollowCnames(const DnsName& name) const
{
    DnsName end = name;
    // A chain that visits every record once has ended; a longer one is a loop.
    for (std::size_t steps = 0; steps < answer.size(); ++steps)
    {
        const auto link = std::find_if(answer.begin(), answer.end(), [&](const DnsRecord& record) {
            return record.type == DnsType::CNAME && record.name == end;
        });
        const std::optional<DnsName> target =
            link == answer.end() ? std::nullopt : link->GetTarget();
        if (!target)
        {
            break;
        }
        end = *target;
    }
    return end;
}

DnsRecords
DnsMessage::GetAnswers(std::uint16_t type) const
{
    DnsRecords found;
    if (questions.empty())
    {
        return found;
    }
    const DnsName& name = questions.front().name;
    const DnsName end = type == DnsType::CNAME ? name : FollowCnames(name);
    for (const DnsRecord& record : answer)
    {
        if (record.type == type && record.name == end)
        {
            found.push_back(record);
        }
    }
    return found;
}

std::vector<IpAddress>
DnsMessage::GetAddresses() const
{
    std::vector<IpAddress> addresses;
    for (const std::uint16_t type : {DnsType::AAAA, DnsType::A})
    {
        for (const DnsRecord& record : GetAnswers(type))
        {
            if (const std::optional<IpAddress> address = record.GetAddress())
            {
                addresses.push_back(*address);
            }
        }
    }
    return addresses;
}

std::vector<Bytes>
DnsMessage::GetHipRdata() const
{
    std::vector<Bytes> rdata;
    for (DnsRecord& record : GetAnswers(DnsType::HIP))
    {
        rdata.push_back(std::move(record.rdata));
    }
    return rdata;
}

std::optional<std::uint32_t>
DnsMessage::GetMinTtl() const
{
    std::optional<std::uint32_t> lowest;
    for (const DnsRecord& record : answer)
    {
        lowest = std::min(lowest.value_or(record.ttl), record.ttl);
    }
    if (const DnsRecord* soa = FindSoa(authority))
    {
        const std::uint32_t ttl = GetNegativeTtl(*soa);
        lowest = std::min(lowest.value_or(ttl), ttl);
    }
    return lowest;
}

const DnsRecord*
FindSoa(const DnsRecords& authority)
{
    const auto soa = std::find_if(authority.begin(), authority.end(), [](const DnsRecord& record) {
        return record.type == DnsType::SOA;
    });
    return soa == authority.end() ? nullptr : &*soa;
}

std::uint32_t
GetNegativeTtl(const DnsRecord& soa)
{
    return std::min(soa.ttl, soa.GetSoaMinimum());
}

} // namespace hip
