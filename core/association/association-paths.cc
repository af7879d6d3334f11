// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// Several paths at once: which works, and which of them a packet takes (RFC 8047 §3, §4).

#include "core/association/association.h"

namespace hip
{

/// Takes the addresses of both into the table, and gives control packets the path of the policy.
void
Association::RefreshPaths(const Path& previous)
{
    if (!m_host.config.pathPolicy)
    {
        return;
    }
    std::vector<IpAddress> active;
    for (const PeerLocators::Entry& entry : m_where.peer.GetEntries())
    {
        if (entry.status == LocatorStatus::ACTIVE)
        {
            active.insert(entry.isPreferred ? active.begin() : active.end(), entry.address);
        }
    }
    m_paths.SetAddresses(m_host.locators, active);
    const auto& paths = m_paths.GetPaths();
    if (m_where.isVerified && paths.size() > 1)
    {
        const std::size_t current = m_paths.Find(previous).value_or(0);
        m_path = paths[m_host.config.pathPolicy->Choose(paths, current, FlowInfo())].path;
    }
}

/// @return where this packet goes
Path
Association::ChooseFor(ByteSpan packet) const
{
    const auto& paths = m_paths.GetPaths();
    if (paths.size() < 2 || !m_where.isVerified)
    {
        return m_path;
    }
    const std::size_t current = m_paths.Find(m_path).value_or(0);
    return paths[m_host.config.pathPolicy->Choose(paths, current, ReadFlow(packet))].path;
}

void
Association::ProbePaths(Time now)
{
    if (m_state != State::ESTABLISHED || !m_rules.probesPaths)
    {
        return;
    }
    for (const auto& [path, again] : m_paths.TakeDue(m_host.config, now))
    {
        if (again)
        {
            Send(*again, path, true);
            continue;
        }
        UpdateContent content;
        content.isProbe = true;
        SendUpdate(std::move(content), path, now);
    }
    for (const PathTable::Change& change : m_paths.TakeFailed())
    {
        NotePath(change, now);
    }
}

void
Association::NotePath(const PathTable::Change& change, Time now)
{
    if (change.hasTurned)
    {
        m_host.outbox.Emit(
            PathEvent{m_identity.GetHit(), m_peer, change.state.path, change.state.isWorking});
    }
    ChoosePath(now); // a delay may count, too
}

} // namespace hip
