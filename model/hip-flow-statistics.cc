// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-flow-statistics.h"

#include <algorithm>
#include <utility>

namespace ns3
{

namespace
{

constexpr double BITS_PER_OCTET = 8;

} // namespace

HipFlowStatistics::HipFlowStatistics(Time maxDelay)
    : m_maxDelay(maxDelay)
{
}

void
HipFlowStatistics::Send(uint64_t number, Time now, uint32_t bytes)
{
    Age(now);
    if (m_entries.empty())
    {
        m_first = number;
    }
    while (m_first + m_entries.size() < number)
    {
        m_entries.push_back({now, State::LEFT_OUT});
    }
    m_entries.push_back({now, State::UNDER_WAY});
    m_counters.firstTx = m_counters.txPackets == 0 ? now : m_counters.firstTx;
    m_counters.lastTx = now;
    ++m_counters.txPackets;
    m_counters.txBytes += bytes;
}

HipFlowStatistics::Arrival
HipFlowStatistics::Receive(uint64_t number, Time now, uint32_t bytes)
{
    Age(now);
    Entry* const entry = Find(number);
    if (!entry || entry->state == State::LEFT_OUT || entry->state == State::LOST)
    {
        ++m_counters.late;
        return Arrival::UNKNOWN;
    }
    if (entry->state == State::ARRIVED)
    {
        ++m_counters.duplicates;
        return Arrival::DUPLICATE;
    }
    entry->state = State::ARRIVED;
    NoteDelay(now - entry->sent);
    NoteArrival(now);
    ++m_counters.rxPackets;
    m_counters.rxBytes += bytes;
    m_counters.reordered += number < m_expected ? 1 : 0;
    m_expected = std::max(m_expected, number + 1);
    return Arrival::FIRST;
}

void
HipFlowStatistics::NoteDelay(Time delay)
{
    const bool isFirst = m_counters.rxPackets == 0;
    m_counters.delaySum += delay;
    m_counters.minDelay = isFirst ? delay : std::min(m_counters.minDelay, delay);
    m_counters.maxDelay = std::max(m_counters.maxDelay, delay);
    if (!isFirst)
    {
        const Time difference = Abs(delay - m_lastDelay);
        m_counters.jitterSum += difference;
        m_scaledJitter += difference.GetNanoSeconds() - ((m_scaledJitter + 8) >> 4);
    }
    m_lastDelay = delay;
}

void
HipFlowStatistics::NoteArrival(Time now)
{
    if (m_counters.rxPackets == 0)
    {
        m_counters.firstRx = now;
    }
    else if (now - m_counters.lastRx > m_counters.gap)
    {
        m_counters.gap = now - m_counters.lastRx;
        m_counters.gapStart = m_counters.lastRx;
    }
    m_counters.lastRx = now;
}

void
HipFlowStatistics::Refuse(uint64_t number)
{
    const Entry* const entry = Find(number);
    m_counters.duplicates += entry && entry->state == State::ARRIVED ? 1 : 0;
}

void
HipFlowStatistics::Lose(uint64_t number)
{
    Entry* const entry = Find(number);
    if (entry && entry->state == State::UNDER_WAY)
    {
        entry->state = State::LOST;
        ++m_counters.lost;
    }
}

void
HipFlowStatistics::Age(Time now)
{
    GiveUp(now - m_maxDelay);
}

void
HipFlowStatistics::GiveUp(Time sent)
{
    while (!m_entries.empty() && m_entries.front().sent <= sent)
    {
        m_counters.lost += m_entries.front().state == State::UNDER_WAY ? 1 : 0;
        m_entries.pop_front();
        ++m_first;
    }
}

bool
HipFlowStatistics::IsUnderWay(uint64_t number) const
{
    const Entry* const entry = Find(number);
    return entry && entry->state == State::UNDER_WAY;
}

Time
HipFlowStatistics::GetSent(uint64_t number) const
{
    const Entry* const entry = Find(number);
    return entry ? entry->sent : Time();
}

uint64_t
HipFlowStatistics::GetUnderWay() const
{
    return m_counters.txPackets - m_counters.rxPackets - m_counters.lost;
}

Time
HipFlowStatistics::GetMeanDelay() const
{
    const auto packets = static_cast<int64_t>(m_counters.rxPackets);
    return packets == 0 ? Time() : NanoSeconds(m_counters.delaySum.GetNanoSeconds() / packets);
}

Time
HipFlowStatistics::GetJitter() const
{
    return NanoSeconds(m_scaledJitter >> 4);
}

double
HipFlowStatistics::GetThroughput() const
{
    const Time duration = m_counters.lastRx - m_counters.firstTx;
    return m_counters.rxPackets == 0 || duration.IsZero()
               ? 0
               : BITS_PER_OCTET * static_cast<double>(m_counters.rxBytes) / duration.GetSeconds();
}

HipFlowStatistics::Entry*
HipFlowStatistics::Find(uint64_t number)
{
    return const_cast<Entry*>(std::as_const(*this).Find(number));
}

const HipFlowStatistics::Entry*
HipFlowStatistics::Find(uint64_t number) const
{
    return number < m_first || number - m_first >= m_entries.size() ? nullptr
                                                                    : &m_entries[number - m_first];
}

} // namespace ns3
