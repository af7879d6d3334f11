// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/update-channel.h"

#include <utility>

namespace hip
{

std::uint32_t
UpdateChannel::GetNumber(UpdateId updateId) const
{
    return m_numbering.bits == 16 ? updateId & 0xffff : updateId;
}

UpdateId
UpdateChannel::GetCounter(UpdateId updateId) const
{
    return updateId - GetNumber(updateId);
}

std::int32_t
UpdateChannel::GetDistance(std::uint32_t a, std::uint32_t b) const
{
    return m_numbering.bits == 16 ? static_cast<std::int16_t>(a - b)
                                  : static_cast<std::int32_t>(a - b);
}

UpdateId
UpdateChannel::TakeNextId(UpdateId counter)
{
    std::uint32_t& next = m_next.try_emplace(counter, m_numbering.first).first->second;
    return counter | GetNumber(next++);
}

bool
UpdateChannel::HasSent(UpdateId updateId) const
{
    const auto next = m_next.find(GetCounter(updateId));
    return next != m_next.end() && GetDistance(next->second, GetNumber(updateId)) > 0 &&
           GetDistance(GetNumber(updateId), m_numbering.first) >= 0;
}

UpdateChannel::Novelty
UpdateChannel::Classify(UpdateId updateId) const
{
    const std::uint32_t number = GetNumber(updateId);
    const auto window = m_windows.find(GetCounter(updateId));
    const bool isFirst = window == m_windows.end(); // nothing comes before it
    const auto distance =
        GetDistance(number, isFirst ? m_numbering.first - 1 : window->second.newest);
    const auto behind = static_cast<std::int32_t>(m_numbering.window);
    if (distance > static_cast<std::int32_t>(m_numbering.ahead) ||
        distance <= (isFirst ? 0 : -behind))
    {
        return Novelty::BEYOND;
    }
    return !isFirst && window->second.processed.count(number) > 0 ? Novelty::DUPLICATE
                                                                  : Novelty::FRESH;
}

void
UpdateChannel::MarkProcessed(UpdateId updateId)
{
    const std::uint32_t number = GetNumber(updateId);
    auto& [newest, processed] =
        m_windows.try_emplace(GetCounter(updateId), Window{number, {}}).first->second;
    processed.insert(number);
    if (GetDistance(number, newest) > 0)
    {
        newest = number;
    }
    for (auto at = processed.begin(); at != processed.end();)
    {
        const auto age = static_cast<std::uint32_t>(GetDistance(newest, *at));
        at = age >= m_numbering.window ? processed.erase(at) : std::next(at);
    }
}

void
UpdateChannel::AddOutstanding(UpdateId updateId,
                              OutgoingPacket packet,
                              const Path& only,
                              const EndpointConfig& config,
                              Time now)
{
    Outstanding entry{std::move(packet), only, {}};
    entry.retransmission.Start(config, now);
    m_outstanding.emplace(updateId, std::move(entry));
}

void
UpdateChannel::Redirect(UpdateId updateId)
{
    const auto at = m_outstanding.find(updateId);
    if (at != m_outstanding.end())
    {
        at->second.only = Path();
    }
}

void
UpdateChannel::HandleAck(const std::vector<UpdateId>& updateIds)
{
    for (const UpdateId updateId : updateIds)
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
        else if (!entry.only.destination.IsUnspecified())
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
