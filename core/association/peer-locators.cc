// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/peer-locators.h"

#include "core/crypto/hash.h"

#include <algorithm>

namespace hip
{

namespace
{

constexpr std::uint32_t UNBOUNDED = 0xffffffff; // RFC 8046 §4

Time
GetEnd(const Locator& locator, Time now)
{
    return locator.lifetime == UNBOUNDED ? NEVER : now + std::chrono::seconds(locator.lifetime);
}

bool
IsReachable(const IpAddress& address, const std::vector<IpAddress>& local)
{
    return std::any_of(local.begin(), local.end(), [&](const IpAddress& own) {
        return own.IsV4() == address.IsV4();
    });
}

} // namespace

const char*
ToString(LocatorStatus status)
{
    static constexpr const char* NAMES[] = {"unverified", "active", "deprecated"};
    return NAMES[static_cast<std::size_t>(status)];
}

void
PeerLocators::Begin(const IpAddress& address)
{
    m_changes.clear();
    m_entries = {Entry{address, LocatorStatus::ACTIVE, true, NEVER, {}, 0}};
}

void
PeerLocators::Suspect(const IpAddress& address)
{
    if (Entry* entry = Find(address))
    {
        SetStatus(*entry, LocatorStatus::UNVERIFIED);
    }
}

void
PeerLocators::SetStatus(Entry& entry, LocatorStatus status)
{
    if (entry.status != status)
    {
        if (!entry.nonce.empty())
        {
            m_endedChecks.push_back(entry.updateId);
            entry.nonce.clear();
        }
        entry.status = status;
        m_changes.emplace_back(entry.address, status);
    }
}

PeerLocators::Entry*
PeerLocators::Find(const IpAddress& address)
{
    const auto at = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& entry) {
        return entry.address == address;
    });
    return at == m_entries.end() ? nullptr : &*at;
}

void
PeerLocators::Replace(const LocatorSetParameter& set, Time now, std::size_t max)
{
    std::vector<Entry> before = std::move(m_entries);
    m_entries.clear();
    for (const Locator& locator : set.locators)
    {
        if (locator.lifetime == 0 || m_entries.size() == max || Find(locator.address))
        {
            continue;
        }
        const auto known = std::find_if(before.begin(), before.end(), [&](const Entry& entry) {
            return entry.address == locator.address;
        });
        if (known == before.end())
        {
            m_entries.push_back(
                Entry{locator.address, LocatorStatus::UNVERIFIED, false, NEVER, {}, 0});
            m_changes.emplace_back(locator.address, LocatorStatus::UNVERIFIED);
        }
        else
        {
            m_entries.push_back(std::move(*known));
            before.erase(known);
        }
        Entry& entry = m_entries.back();
        entry.isPreferred = locator.isPreferred;
        entry.until = GetEnd(locator, now);
        if (entry.status == LocatorStatus::DEPRECATED)
        {
            SetStatus(entry, LocatorStatus::UNVERIFIED); // never active at once (RFC 8046 §5.1)
        }
    }
    for (Entry& entry : before)
    {
        if (m_entries.size() < max)
        {
            m_entries.push_back(std::move(entry));
            m_entries.back().isPreferred = false;
            m_entries.back().until = NEVER;
            SetStatus(m_entries.back(), LocatorStatus::DEPRECATED);
        }
    }
}

std::vector<IpAddress>
PeerLocators::GetUnchecked(const std::vector<IpAddress>& local) const
{
    std::vector<IpAddress> found;
    for (const Entry& entry : m_entries)
    {
        if (entry.status == LocatorStatus::UNVERIFIED && entry.nonce.empty() &&
            IsReachable(entry.address, local))
        {
            found.insert(entry.isPreferred ? found.begin() : found.end(), entry.address);
        }
    }
    return found;
}

void
PeerLocators::BeginCheck(const IpAddress& address, Bytes nonce, std::uint32_t updateId)
{
    Entry& entry = *Find(address);
    entry.nonce = std::move(nonce);
    entry.updateId = updateId;
}

bool
PeerLocators::HandleEcho(ByteSpan echo, const IpAddress& from)
{
    // An agent passes the check on to where the peer is, which cannot see how it was addressed.
    const bool isFromPeer = from.IsUnspecified() ||
                            std::any_of(m_entries.begin(), m_entries.end(), [&](const Entry& it) {
                                return it.address == from && it.status != LocatorStatus::DEPRECATED;
                            });
    for (Entry& entry : m_entries)
    {
        if (!entry.nonce.empty() && isFromPeer && IsEqualConstantTime(echo, entry.nonce))
        {
            SetStatus(entry, LocatorStatus::ACTIVE);
            return true;
        }
    }
    return false;
}

void
PeerLocators::FailCheck(std::uint32_t updateId)
{
    for (Entry& entry : m_entries)
    {
        if (!entry.nonce.empty() && entry.updateId == updateId)
        {
            SetStatus(entry, LocatorStatus::DEPRECATED);
        }
    }
}

const PeerLocators::Entry*
PeerLocators::Choose(const std::vector<IpAddress>& local) const
{
    const auto rank = [](const Entry& entry) {
        return (entry.status == LocatorStatus::ACTIVE ? 2 : 0) + (entry.isPreferred ? 1 : 0);
    };
    const Entry* best = nullptr;
    for (const Entry& entry : m_entries)
    {
        if (entry.status != LocatorStatus::DEPRECATED && IsReachable(entry.address, local) &&
            (!best || rank(entry) > rank(*best)))
        {
            best = &entry;
        }
    }
    return best;
}

Time
PeerLocators::GetDeadline() const
{
    Time deadline = NEVER;
    for (const Entry& entry : m_entries)
    {
        deadline = std::min(deadline, entry.until);
    }
    return deadline;
}

bool
PeerLocators::HandleTimeout(Time now)
{
    bool hasChanged = false;
    for (Entry& entry : m_entries)
    {
        if (entry.until <= now)
        {
            entry.until = NEVER;
            SetStatus(entry, LocatorStatus::DEPRECATED);
            hasChanged = true;
        }
    }
    return hasChanged;
}

std::optional<std::pair<IpAddress, LocatorStatus>>
PeerLocators::TakeChange()
{
    if (m_changes.empty())
    {
        return std::nullopt;
    }
    auto first = m_changes.front();
    m_changes.erase(m_changes.begin());
    return first;
}

} // namespace hip
