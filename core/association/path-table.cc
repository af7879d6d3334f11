// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/path-table.h"

#include "core/crypto/hash.h"

#include <algorithm>
#include <utility>

namespace hip
{

namespace
{

bool
IsSame(const Path& a, const Path& b)
{
    return a.source == b.source && a.destination == b.destination;
}

/// Smoothed as TCP does (RFC 6298 §2).
Duration
Smooth(Duration before, Duration sample)
{
    return before == Duration::zero() ? sample : (before * 7 + sample) / 8;
}

} // namespace

void
PathTable::SetAddresses(const std::vector<IpAddress>& local, const std::vector<IpAddress>& peer)
{
    const auto paths = std::exchange(m_paths, {});
    const auto probes = std::exchange(m_probes, {});
    for (std::size_t i = 0; i < local.size(); ++i)
    {
        for (const IpAddress& to : peer)
        {
            const Path path{local[i], to};
            if (local[i].IsV4() != to.IsV4())
            {
                continue;
            }
            const auto known = std::find_if(paths.begin(), paths.end(), [&](const auto& it) {
                return IsSame(it.path, path);
            });
            const bool isKnown = known != paths.end();
            m_paths.push_back(isKnown ? *known : PathState{path, i, true, Duration::zero()});
            m_paths.back().interface = i;
            m_probes.push_back(isKnown ? probes[static_cast<std::size_t>(known - paths.begin())]
                                       : Probe{});
        }
    }
    if (m_paths.size() < 2)
    {
        m_next = NEVER;
    }
    else if (m_next == NEVER)
    {
        m_next = Time{}; // at once
    }
}

std::optional<std::size_t>
PathTable::Find(const Path& path) const
{
    const auto found = std::find_if(m_paths.begin(), m_paths.end(), [&](const auto& it) {
        return IsSame(it.path, path);
    });
    return found == m_paths.end()
               ? std::nullopt
               : std::optional(static_cast<std::size_t>(found - m_paths.begin()));
}

std::vector<PathTable::Due>
PathTable::TakeDue(const EndpointConfig& config, Time now)
{
    std::vector<Due> due;
    if (m_next > now || config.probeInterval <= Duration::zero())
    {
        m_next = config.probeInterval <= Duration::zero() ? NEVER : m_next;
        return due;
    }
    m_next = now + config.probeInterval;
    for (std::size_t i = 0; i < m_paths.size(); ++i)
    {
        Probe& probe = m_probes[i];
        if (!probe.nonce.empty() && ++probe.missed == config.maxProbesMissed)
        {
            m_paths[i].isWorking = false;
            m_failed.push_back({m_paths[i], true});
        }
        probe.isRepeated = probe.packet.has_value();
        due.push_back({m_paths[i].path, probe.packet ? &*probe.packet : nullptr});
    }
    return due;
}

void
PathTable::NoteProbe(const Path& path, Bytes nonce, OutgoingPacket packet, Time now)
{
    if (const auto at = Find(path))
    {
        // Another one in the place of one that was not answered.
        const unsigned missed = m_probes[*at].missed;
        m_probes[*at] = Probe{std::move(nonce), std::move(packet), now, missed, false};
    }
}

std::optional<PathTable::Change>
PathTable::HandleEcho(ByteSpan echo, Time now)
{
    for (std::size_t i = 0; i < m_paths.size(); ++i)
    {
        Probe& probe = m_probes[i];
        if (!probe.nonce.empty() && IsEqualConstantTime(echo, probe.nonce))
        {
            PathState& state = m_paths[i];
            if (!probe.isRepeated) // else nobody knows which copy it answers (Karn)
            {
                state.delay = Smooth(state.delay, now - probe.sent);
            }
            probe = Probe{};
            RenewProbes();
            const bool hasFailed = !std::exchange(state.isWorking, true);
            return Change{state, hasFailed};
        }
    }
    return std::nullopt;
}

/// The peer counts on, and would refuse a number that is too old.
void
PathTable::RenewProbes()
{
    for (Probe& probe : m_probes)
    {
        probe.packet.reset();
    }
}

std::vector<PathTable::Change>
PathTable::TakeFailed()
{
    return std::exchange(m_failed, {});
}

Time
PathTable::GetDeadline() const
{
    return m_next;
}

} // namespace hip
