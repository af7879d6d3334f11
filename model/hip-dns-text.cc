// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-dns-text.h"

#include <optional>
#include <stdexcept>

namespace ns3
{
namespace hipdns
{

HipDnsQueryRecord
Describe(const Address& peer, const hip::Bytes& query, bool isTcp)
{
    HipDnsQueryRecord record{peer, "", "", isTcp};
    const hip::Result<hip::DnsMessage> message = hip::DnsMessage::Parse(query);
    if (message && !message->questions.empty())
    {
        const hip::DnsQuestion& question = message->questions.front();
        record.name = question.name.ToString();
        record.type = hip::DnsTypeToString(question.type);
    }
    return record;
}

std::string
ToString(hip::DnsStatus status)
{
    switch (status)
    {
    case hip::DnsStatus::FOUND:
        return "found";
    case hip::DnsStatus::NO_DATA:
        return "no-data";
    case hip::DnsStatus::NO_NAME:
        return "no-name";
    case hip::DnsStatus::FAILED:
        return "failed";
    case hip::DnsStatus::TIMED_OUT:
        return "timed-out";
    }
    return "";
}

hip::DnsName
ParseName(const std::string& text)
{
    const std::optional<hip::DnsName> name = hip::DnsName::Parse(text);
    if (!name)
    {
        throw std::invalid_argument("'" + text + "' is no domain name");
    }
    return *name;
}

} // namespace hipdns
} // namespace ns3
