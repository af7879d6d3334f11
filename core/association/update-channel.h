// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_UPDATE_CHANNEL_H
#define HIP_CORE_ASSOCIATION_UPDATE_CHANNEL_H

#include "core/association/retransmission.h"
#include "core/wire/hip-packet.h"

#include <map>
#include <set>
#include <vector>

namespace hip
{

/**
 * Update IDs of one association: which of ours wait for an ACK, which of the peer's were processed
 * (RFC 7401 §4.2, §6.11, §6.12). Numbers are compared circularly.
 */
class UpdateChannel
{
  public:
    /// How far from the newest processed Update ID another one may lie.
    static constexpr std::uint32_t WINDOW = 32;

    enum class Novelty
    {
        FRESH,     ///< to be processed and acknowledged
        DUPLICATE, ///< to be acknowledged again, and not processed
        BEYOND,    ///< outside the window: refused
    };

    Novelty Classify(std::uint32_t updateId) const;

    /// Remembers that the peer's update was processed.
    void MarkProcessed(std::uint32_t updateId);

    /// @return the Update ID for the next UPDATE with SEQ, the first is 0
    std::uint32_t TakeNextId()
    {
        return m_nextId++;
    }

    /**
     * Keeps an UPDATE that was sent with SEQ until it is acknowledged.
     *
     * @param destination the only address that it may go to; unspecified = wherever the peer is
     */
    void AddOutstanding(std::uint32_t updateId,
                        PacketWriter packet,
                        const IpAddress& destination,
                        const EndpointConfig& config,
                        Time now);

    /// A newer UPDATE says all that this one did.
    void Withdraw(std::uint32_t updateId)
    {
        m_outstanding.erase(updateId);
    }

    /// An UPDATE that was to go to one address goes wherever the peer is.
    void Redirect(std::uint32_t updateId);

    /// Ends the wait for these IDs; those that nobody waits for are ignored.
    void HandleAck(const std::vector<std::uint32_t>& updateIds);

    /// @return whether so many of ours wait for an ACK that no further one may be sent
    bool IsFull() const
    {
        return m_outstanding.size() >= WINDOW;
    }

    bool IsOutstanding(std::uint32_t updateId) const
    {
        return m_outstanding.count(updateId) > 0;
    }

    Time GetDeadline() const;

    struct Outstanding
    {
        PacketWriter packet;
        IpAddress destination; ///< unspecified = wherever the peer is
        Retransmission retransmission;
    };

    struct Due
    {
        std::map<std::uint32_t, Outstanding*> again; ///< to be sent again
        std::vector<std::uint32_t> failedChecks;     ///< of one address, which has not answered
        bool hasFailed = false;                      ///< another one was sent too often
    };

    /// @param mayCount whether packets can be sent at present; if not, time passes and no try
    /// counts
    Due HandleTimeout(const EndpointConfig& config, bool mayCount, Time now);

  private:
    std::uint32_t m_nextId = 0;
    std::map<std::uint32_t, Outstanding> m_outstanding;
    std::uint32_t m_newest = 0xffffffff; ///< of the peer's, so that 0 is the next one
    std::set<std::uint32_t> m_processed; ///< inside the window
};

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_UPDATE_CHANNEL_H
