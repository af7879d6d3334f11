// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_UPDATE_CHANNEL_H
#define HIP_CORE_ASSOCIATION_UPDATE_CHANNEL_H

#include "core/association/outgoing-packet.h"
#include "core/association/retransmission.h"
#include "core/association/update-id.h"

#include <map>
#include <set>
#include <vector>

namespace hip
{

/**
 * Update IDs of one association: which of ours wait for an acknowledgement, which of the peer's
 * were processed (RFC 7401 §4.2, §6.11, §6.12; hip-08 §8.9).
 */
class UpdateChannel
{
  public:
    /// How many of ours may wait at once.
    static constexpr std::size_t MAX_OUTSTANDING = 32;

    explicit UpdateChannel(const UpdateNumbering& numbering = HIPV2_NUMBERING)
        : m_numbering(numbering)
    {
    }

    enum class Novelty
    {
        FRESH,     ///< to be processed and acknowledged
        DUPLICATE, ///< to be acknowledged again, and not processed
        BEYOND,    ///< outside the window: refused
    };

    Novelty Classify(UpdateId updateId) const;

    /// Remembers that the peer's update was processed.
    void MarkProcessed(UpdateId updateId);

    /// @param counter what stands above the number (UpdateNumbering::bits)
    /// @return the ID for the next update that is to be acknowledged
    UpdateId TakeNextId(UpdateId counter = 0);

    /// @return whether this host has sent an update of this ID
    bool HasSent(UpdateId updateId) const;

    /**
     * Keeps an UPDATE that was sent with SEQ until it is acknowledged.
     *
     * @param only the path that it is bound to: unspecified addresses are not; so without a
     *        destination it goes wherever the peer is
     */
    void AddOutstanding(UpdateId updateId,
                        OutgoingPacket packet,
                        const Path& only,
                        const EndpointConfig& config,
                        Time now);

    /// A newer UPDATE says all that this one did.
    void Withdraw(UpdateId updateId)
    {
        m_outstanding.erase(updateId);
    }

    /// An UPDATE that was to go to one address goes wherever the peer is.
    void Redirect(UpdateId updateId);

    /// Ends the wait for these IDs; those that nobody waits for are ignored.
    void HandleAck(const std::vector<UpdateId>& updateIds);

    /// @return whether so many of ours wait for an ACK that no further one may be sent
    bool IsFull() const
    {
        return m_outstanding.size() >= MAX_OUTSTANDING;
    }

    bool IsOutstanding(UpdateId updateId) const
    {
        return m_outstanding.count(updateId) > 0;
    }

    Time GetDeadline() const;

    struct Outstanding
    {
        OutgoingPacket packet;
        Path only; ///< see AddOutstanding
        Retransmission retransmission;
    };

    struct Due
    {
        std::map<UpdateId, Outstanding*> again; ///< to be sent again
        std::vector<UpdateId> failedChecks;     ///< bound to a path, which has not answered
        bool hasFailed = false;                 ///< another one was sent too often
    };

    /// @param mayCount whether packets can be sent at present; if not, time passes and no try
    /// counts
    Due HandleTimeout(const EndpointConfig& config, bool mayCount, Time now);

  private:
    /// What one counter of the peer's has come to.
    struct Window
    {
        std::uint32_t newest;
        std::set<std::uint32_t> processed; ///< as far as they are remembered
    };

    std::uint32_t GetNumber(UpdateId updateId) const;
    UpdateId GetCounter(UpdateId updateId) const;

    /// @return how much newer @p a is than @p b
    std::int32_t GetDistance(std::uint32_t a, std::uint32_t b) const;

    UpdateNumbering m_numbering;
    std::map<UpdateId, std::uint32_t> m_next; ///< number of each counter of ours
    std::map<UpdateId, Outstanding> m_outstanding;
    std::map<UpdateId, Window> m_windows; ///< of each counter of the peer's
};

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_UPDATE_CHANNEL_H
