// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/update-channel.h"

#include <utility>

namespace hip
{

UpdateChannel::Novelty
UpdateChannel::Classify(std::uint32_t updateId) const
{
    const auto distance = static_cast<std::int32_t>(updateId - m_newest);
    const auto window = static_cast<std::int32_t>(WINDOW);
    const bool isFirst = m_processed.empty(); // nothing comes before it
    if (distance > window || distance <= (isFirst ? 0 : -window))
    {
        return Novelty::BEYOND;
    }
    return m_processed.count(updateId) > 0 ? Novelty::DUPLICATE : Novelty::FRESH;
}

void
UpdateChannel::MarkProcessed(std::uint32_t updateId)
{
    m_processed.insert(updateId);
    if (static_cast<std::int32_t>(updateId - m_newest) > 0)
    {
        m_newest = updateId;
    }
    for (auto at = m_processed.begin(); at != m_processed.end();)
    {
        at = m_newest - *at >= WINDOW ? m_processed.erase(at) : std::next(at);
    }
}

void
UpdateChannel::AddOutstanding(std::uint32_t updateId,
                              PacketWriter packet,
                              const IpAddress& destination,
                              const EndpointConfig& config,
                              Time now)
{
    Outstanding entry{std::move(packet), destination, {}};
    entry.retransmission.Start(config, now);
    m_outstanding.emplace(updateId, std::move(entry));
}

void
UpdateChannel::Redirect(std::uint32_t updateId)
{
    const auto at = m_outstanding.find(updateId);
    if (at != m_outstanding.end())
    {
        at->second.destination = IpAddress();
    }
}

void
UpdateChannel::HandleAck(const std::vector<std::uint32_t>& updateIds)
{
    for (const std::uint32_t updateId : updateIds)
    {
        m_outstanding.erase(updateId);
    }
}

Time
UpdateChannel::GetDeadline() const
{
    Time deadline = NEVER;
    for (const auto& [updateId, entry] : m_outstanding)
    {
        deadline = std::min(deadline, entry.retransmission.GetDeadline());
    }
    return deadline;
}

UpdateChannel::Due
UpdateChannel::HandleTimeout(const EndpointConfig& config, bool mayCount, Time now)
{
    Due due;
    for (auto& [updateId, entry] : m_outstanding)
    {
        if (entry.retransmission.GetDeadline() > now)
        {
            continue;
        }
        if (!mayCount)
        {
            entry.retransmission.Again(config, now);
        }
        else if (entry.retransmission.Retry(config, now))
        {
            due.again.emplace(updateId, &entry);
        }
        else if (!entry.destination.IsUnspecified())
        {
            due.failedChecks.push_back(updateId);
        }
        else
        {
            due.hasFailed = true;
        }
    }
    HandleAck(due.failedChecks);
    return due;
}

} // namespace hip
