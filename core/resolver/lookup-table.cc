// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/lookup-table.h"

#include <algorithm>

namespace hip
{

namespace
{

constexpr unsigned MAX_QUERIES = 40; // for one name and type
constexpr unsigned MAX_DEPTH = 6;    // addresses of servers of addresses of servers …

} // namespace

LookupTable::LookupTable(const ResolverOptions& options,
                         DnsCache& cache,
                         RandomSource& random,
                         DropCounters& drops)
    : m_options(options),
      m_cache(cache),
      m_random(random),
      m_drops(drops)
{
}

bool
LookupTable::Start(const DnsQuestion& question, Time now)
{
    if (Find(question) != nullptr)
    {
        return true;
    }
    if (m_lookups.size() >= m_options.maxLookups)
    {
        m_drops.Add(DropReason::DNS_QUEUE_FULL);
        return false;
    }
    Create(question, 0, now);
    Run(now);
    return true;
}

LookupTable::Lookup*
LookupTable::Find(const DnsQuestion& question)
{
    const auto found = m_lookups.find(question);
    return found == m_lookups.end() ? nullptr : &found->second;
}

LookupTable::Lookup&
LookupTable::Create(const DnsQuestion& question, unsigned depth, Time now)
{
    Lookup& lookup = m_lookups[question];
    lookup.question = question;
    lookup.depth = depth;
    lookup.deadline = now + m_options.lookupLimit;
    EnterNearestZone(lookup, now);
    m_ready.push_back(question);
    return lookup;
}

void
LookupTable::Run(Time now)
{
    while (!m_ready.empty())
    {
        const DnsQuestion question = m_ready.front();
        m_ready.pop_front();
        Lookup* lookup = Find(question);
        if (lookup != nullptr && !lookup->inFlight && lookup->waitsFor.empty())
        {
            Step(*lookup, now);
        }
    }
}

void
LookupTable::Step(Lookup& lookup, Time now)
{
    const ServerList::Choice choice = lookup.servers.Next();
    if (choice.name)
    {
        FindServer(lookup, *choice.name, now);
    }
    else if (choice.address && lookup.queries < MAX_QUERIES)
    {
        Send(lookup, *choice.address, DnsTransport::UDP, true, choice.triesBefore, now);
    }
    else
    {
        Settle(lookup, Finding{}, now);
    }
}

void
LookupTable::EnterNearestZone(Lookup& lookup, Time now)
{
    // DS stands in the zone above the name's own (RFC 4035 §3.1.4.1).
    DnsName zone = lookup.question.name;
    if (lookup.question.type == DnsType::DS)
    {
        zone = zone.GetParent();
    }
    for (; !zone.IsRoot(); zone = zone.GetParent())
    {
        const DnsRecords servers = m_cache.FindAny(zone, DnsType::NS, now);
        if (!servers.empty() && EnterZone(lookup, zone, servers, {}, now))
        {
            return;
        }
    }
    lookup.servers.Enter(zone);
    for (const IpAddress& address : m_options.rootServers)
    {
        lookup.servers.AddAddress(address);
    }
    lookup.servers.Shuffle(m_random);
}

bool
LookupTable::EnterZone(Lookup& lookup,
                       const DnsName& zone,
                       const DnsRecords& servers,
                       const DnsRecords& glue,
                       Time now)
{
    lookup.servers.Enter(zone);
    for (const DnsRecord& server : servers)
    {
        const std::optional<DnsName> name = server.GetTarget();
        if (!name)
        {
            continue;
        }
        DnsRecords addresses = m_cache.FindAny(*name, DnsType::A, now);
        AddOnce(addresses, m_cache.FindAny(*name, DnsType::AAAA, now));
        for (const DnsRecord& record : glue) // which is not in the cache if its TTL is 0
        {
            if (record.name == *name)
            {
                addresses.push_back(record);
            }
        }
        AddAddresses(lookup, addresses);
        // Nobody but the zone itself could tell the address of a server within it.
        if (addresses.empty() && !name->IsWithin(zone))
        {
            lookup.servers.AddName(*name);
        }
    }
    lookup.servers.Shuffle(m_random);
    return !lookup.servers.IsEmpty();
}

void
LookupTable::AddAddresses(Lookup& lookup, const DnsRecords& records) const
{
    for (const DnsRecord& record : records)
    {
        const std::optional<IpAddress> address = record.GetAddress();
        if (address && (address->IsV4() ? m_options.useIpv4 : m_options.useIpv6))
        {
            lookup.servers.AddAddress(*address);
        }
    }
}

void
LookupTable::FindServer(Lookup& lookup, const DnsName& name, Time now)
{
    const std::pair<std::uint16_t, bool> families[] = {{DnsType::AAAA, m_options.useIpv6},
                                                       {DnsType::A, m_options.useIpv4}};
    for (const auto& [type, isUsed] : families)
    {
        if (!isUsed)
        {
            continue;
        }
        if (const std::optional<Finding> known = m_cache.Find(name, type, now))
        {
            AddAddresses(lookup, known->records);
        }
        else
        {
            WaitFor(lookup, DnsQuestion{name, type, DNS_CLASS_IN}, now);
        }
    }
    m_ready.push_back(lookup.question);
}

void
LookupTable::WaitFor(Lookup& lookup, const DnsQuestion& question, Time now)
{
    Lookup* other = Find(question);
    const bool isCircle =
        other == &lookup || (other != nullptr && IsWaitingFor(*other, lookup.question));
    if (isCircle || lookup.depth >= MAX_DEPTH)
    {
        m_drops.Add(DropReason::DNS_LOOP);
        return;
    }
    if (other == nullptr && m_lookups.size() >= m_options.maxLookups)
    {
        m_drops.Add(DropReason::DNS_QUEUE_FULL);
        return;
    }
    if (other == nullptr)
    {
        other = &Create(question, lookup.depth + 1, now);
    }
    other->waiters.push_back(lookup.question);
    lookup.waitsFor.insert(question);
}

bool
LookupTable::IsWaitingFor(const Lookup& lookup, const DnsQuestion& question) const
{
    if (lookup.waitsFor.count(question) != 0)
    {
        return true;
    }
    return std::any_of(lookup.waitsFor.begin(),
                       lookup.waitsFor.end(),
                       [&](const DnsQuestion& next) {
                           const auto found = m_lookups.find(next);
                           return found != m_lookups.end() && IsWaitingFor(found->second, question);
                       });
}

void
LookupTable::Send(Lookup& lookup,
                  const IpAddress& server,
                  DnsTransport transport,
                  bool withEdns,
                  unsigned triesBefore,
                  Time now)
{
    DnsTransaction transaction = DnsTransaction::Draw(m_random, transport);
    while (m_inFlight.count({transaction.localPort, transaction.id}) != 0)
    {
        ++transaction.id;
    }
    transaction.deadline = now + GetDoubledWait(m_options.timeout, triesBefore);
    m_inFlight[{transaction.localPort, transaction.id}] = lookup.question;
    lookup.inFlight = InFlight{transaction, server, withEdns};
    ++lookup.queries;
    const DnsMessage query = DnsMessage::MakeQuery(transaction.id,
                                                   lookup.question.name,
                                                   lookup.question.type,
                                                   withEdns ? DNS_EDNS_UDP_SIZE : 0,
                                                   false);
    m_queries.push_back(SendQuery{server, transaction.localPort, transport, query.Write()});
}

} // namespace hip
