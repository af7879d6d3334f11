// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/server-list.h"

#include <algorithm>
#include <utility>

namespace hip
{

void
ServerList::Enter(const DnsName& zone)
{
    m_zone = zone;
    m_addresses.clear();
    m_names.clear();
}

void
ServerList::AddAddress(const IpAddress& address)
{
    const bool isKnown =
        std::any_of(m_addresses.begin(), m_addresses.end(), [&](const Candidate& candidate) {
            return candidate.address == address;
        });
    if (!isKnown)
    {
        m_addresses.push_back(Candidate{address, 0});
    }
}

void
ServerList::AddName(const DnsName& name)
{
    m_names.push_back(name);
}

void
ServerList::Shuffle(RandomSource& random)
{
    for (std::size_t left = m_addresses.size(); left > 1; --left)
    {
        std::swap(m_addresses[left - 1],
                  m_addresses[random.GetBelow(static_cast<std::uint32_t>(left))]);
    }
}

ServerList::Choice
ServerList::Next()
{
    const auto best =
        std::min_element(m_addresses.begin(),
                         m_addresses.end(),
                         [](const Candidate& a, const Candidate& b) { return a.tries < b.tries; });
    const bool hasAddress = best != m_addresses.end() && best->tries < m_maxTries;
    Choice choice;
    if (hasAddress && (best->tries == 0 || m_names.empty()))
    {
        choice.address = best->address;
        choice.triesBefore = best->tries++;
    }
    else if (!m_names.empty())
    {
        choice.name = std::move(m_names.front());
        m_names.pop_front();
    }
    return choice;
}

void
ServerList::GiveUp(const IpAddress& address)
{
    for (Candidate& candidate : m_addresses)
    {
        if (candidate.address == address)
        {
            candidate.tries = m_maxTries;
        }
    }
}

} // namespace hip
