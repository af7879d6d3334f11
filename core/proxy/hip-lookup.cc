// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/hip-lookup.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace hip
{

namespace
{

constexpr std::size_t MAX_AGENTS = 4;    // of one record that are tried
constexpr std::size_t MAX_ADDRESSES = 8; // of one name and family that are of use

} // namespace

HipLookup::HipLookup(DnsName name, const Dialect& dialect, CryptoContext& context)
    : m_name(std::move(name)),
      m_dialect(dialect),
      m_context(context)
{
    m_result.ttl = std::numeric_limits<std::uint32_t>::max();
    m_questions.push_back({m_name, DnsType::HIP, DNS_CLASS_IN});
}

std::vector<DnsQuestion>
HipLookup::TakeQuestions()
{
    return std::exchange(m_questions, {});
}

std::vector<DropReason>
HipLookup::TakeRefusals()
{
    return std::exchange(m_refusals, {});
}

void
HipLookup::Handle(const DnsQuestion& question, DnsStatus status, const DnsMessage& message)
{
    if (m_finding)
    {
        return;
    }
    if (question.type == DnsType::HIP)
    {
        HandleRecords(status, message);
    }
    else
    {
        HandleAddresses(question.name, status, message);
    }
}

void
HipLookup::HandleRecords(DnsStatus status, const DnsMessage& message)
{
    if (status != DnsStatus::FOUND)
    {
        // A server that refuses this type may well answer the legacy host's own query. One that
        // fails says nothing about the name, whose address may be that of an agent.
        const bool isUnknown =
            status == DnsStatus::TIMED_OUT ||
            (status == DnsStatus::FAILED && message.rcode == DnsRcode::SERVER_FAILURE);
        End(isUnknown ? HipFinding::Kind::FAILED : HipFinding::Kind::NO_HIP);
        return;
    }
    if (!Choose(message.GetHipRdata()))
    {
        End(HipFinding::Kind::FAILED);
        return;
    }
    m_result.ttl = message.GetMinTtl().value_or(0);
    AskForAddresses();
}

/// Takes the first record whose HIT derives from its key.
bool
HipLookup::Choose(const std::vector<Bytes>& records)
{
    for (const Bytes& rdata : records)
    {
        const auto record = HipRecord::Parse(rdata);
        const auto key =
            record ? m_dialect.VerifyRecord(m_context, *record) : Result<PublicKey>(record.error());
        if (!key)
        {
            m_refusals.push_back(key.error());
            continue;
        }
        m_result.hit = record->hit;
        for (const Bytes& server : record->rendezvousServers)
        {
            auto name = DnsName::FromWire(server);
            if (name && m_targets.size() < MAX_AGENTS && FindTarget(*name) == m_targets.end())
            {
                m_targets.push_back({std::move(*name)});
            }
        }
        m_result.hasAgent = !m_targets.empty();
        if (m_targets.empty())
        {
            m_targets.push_back({m_name});
        }
        return true;
    }
    return false;
}

std::vector<HipLookup::Target>::iterator
HipLookup::FindTarget(const DnsName& name)
{
    return std::find_if(m_targets.begin(), m_targets.end(), [&](const Target& target) {
        return target.name == name;
    });
}

void
HipLookup::AskForAddresses()
{
    for (const Target& target : m_targets)
    {
        m_questions.push_back({target.name, DnsType::AAAA, DNS_CLASS_IN});
        m_questions.push_back({target.name, DnsType::A, DNS_CLASS_IN});
    }
    m_open = m_questions.size();
}

bool
HipLookup::IsUsable(const IpAddress& address) const
{
    return address.IsUnicast() && !address.IsOrchid() && !m_dialect.IsHit(address);
}

void
HipLookup::HandleAddresses(const DnsName& name, DnsStatus status, const DnsMessage& message)
{
    const auto target = FindTarget(name);
    if (status == DnsStatus::FOUND && target != m_targets.end())
    {
        for (const IpAddress& address : message.GetAddresses())
        {
            auto& list = address.IsV4() ? target->addresses4 : target->addresses6;
            if (IsUsable(address) && list.size() < MAX_ADDRESSES)
            {
                list.push_back(address);
            }
        }
        m_result.ttl = std::min(m_result.ttl, message.GetMinTtl().value_or(0));
    }
    m_hasFailed |= status == DnsStatus::FAILED || status == DnsStatus::TIMED_OUT;
    if (--m_open > 0)
    {
        return;
    }
    CollectLocators();
    if (!m_result.locators.empty())
    {
        End(HipFinding::Kind::FOUND);
    }
    else
    {
        End(m_hasFailed ? HipFinding::Kind::FAILED : HipFinding::Kind::NO_ADDRESS);
    }
}

void
HipLookup::CollectLocators()
{
    auto& locators = m_result.locators;
    for (const auto list : {&Target::addresses6, &Target::addresses4})
    {
        for (const Target& target : m_targets)
        {
            locators.insert(locators.end(), (target.*list).begin(), (target.*list).end());
        }
    }
}

void
HipLookup::End(HipFinding::Kind kind)
{
    m_result.kind = kind;
    m_finding = m_result;
}

} // namespace hip
