// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_FLOW_STATISTICS_H
#define HIP_FLOW_STATISTICS_H

#include "ns3/nstime.h"

#include <cstdint>
#include <deque>

namespace ns3
{

/**
 * @ingroup hip
 *
 * What became of the packets of one sequence, be it a transport flow or a security association.
 *
 * Each packet has a number, which rises from one that was sent to the next; numbers may be left
 * out. Whoever sees the packets tells of each that is sent, arrives or is known to be lost, in the
 * order of time. A packet that has been under way for longer than a bound is given up, as ns-3's
 * FlowMonitor does; all else about it is forgotten then.
 */
class HipFlowStatistics
{
  public:
    /// What an arrival was.
    enum class Arrival
    {
        FIRST,     ///< of this packet
        DUPLICATE, ///< it had arrived before; counted and otherwise ignored
        UNKNOWN,   ///< never sent, given up as lost, or known to be lost; counted likewise
    };

    /// Sums over all packets. Times of what has not happened are zero.
    struct Counters
    {
        uint64_t txPackets = 0;
        uint64_t txBytes = 0;
        uint64_t rxPackets = 0; ///< each once
        uint64_t rxBytes = 0;
        uint64_t lost = 0;       ///< known to be, or under way for longer than the bound
        uint64_t late = 0;       ///< of these, those that came nevertheless
        uint64_t duplicates = 0; ///< further copies
        uint64_t reordered = 0;  ///< behind one with a higher number (RFC 4737 §3.3)
        Time firstTx;
        Time lastTx;
        Time firstRx;
        Time lastRx;
        Time delaySum;
        Time minDelay;
        Time maxDelay;
        Time jitterSum; ///< of |differences| of the delays of successive arrivals, as FlowMonitor
        Time gap;       ///< longest time between two successive arrivals
        Time gapStart;  ///< when the first of these two arrived
    };

    /// @param maxDelay after which a packet is given up
    explicit HipFlowStatistics(Time maxDelay);

    /// A packet leaves. @param number higher than all before. @param bytes octets of it
    void Send(uint64_t number, Time now, uint32_t bytes);

    /// A packet arrives. @return what it was
    Arrival Receive(uint64_t number, Time now, uint32_t bytes);

    /// A copy of a packet was refused, such as by a replay window.
    void Refuse(uint64_t number);

    /// A packet is known to be lost. No effect if it has arrived.
    void Lose(uint64_t number);

    /// Gives up what has been under way for too long.
    void Age(Time now);

    /// Gives up what was sent at this time or before. @param sent not after now
    void GiveUp(Time sent);

    /// @return whether the packet is under way, as far as is known
    bool IsUnderWay(uint64_t number) const;

    /// @return when a packet was sent that is under way or has arrived of late; else zero
    Time GetSent(uint64_t number) const;

    /// @return the sums up to the last call
    const Counters& Get() const
    {
        return m_counters;
    }

    /// @return packets that are neither lost nor there yet
    uint64_t GetUnderWay() const;

    /// @return the mean delay; zero if nothing arrived
    Time GetMeanDelay() const;

    /// @return interarrival jitter at the last arrival, smoothed with a gain of 1/16 (RFC 3550
    /// §6.4.1), in integers of nanoseconds as its appendix A.8 does
    Time GetJitter() const;

    /// @return bits that arrived, by the seconds from the first departure to the last arrival; zero
    /// if nothing arrived
    double GetThroughput() const;

  private:
    enum class State : uint8_t
    {
        LEFT_OUT, ///< no packet has this number
        UNDER_WAY,
        ARRIVED,
        LOST,
    };

    struct Entry
    {
        Time sent;
        State state;
    };

    Entry* Find(uint64_t number);
    const Entry* Find(uint64_t number) const;
    void NoteDelay(Time delay);
    void NoteArrival(Time now);

    Time m_maxDelay;
    Counters m_counters;
    std::deque<Entry> m_entries; ///< by number, from m_first on
    uint64_t m_first = 0;
    uint64_t m_expected = 0;    ///< one more than the highest number that arrived
    Time m_lastDelay;           ///< of the last arrival
    int64_t m_scaledJitter = 0; ///< 16 times the jitter, in nanoseconds
};

} // namespace ns3

#endif // HIP_FLOW_STATISTICS_H
