// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_PARALLEL_SAS_H
#define HIP_CORE_ASSOCIATION_PARALLEL_SAS_H

#include "core/association/path-policy.h"
#include "core/association/session.h"
#include "core/association/update.h"

#include <optional>
#include <vector>

namespace hip
{

/**
 * The SA pairs of single paths, beside that of the association (RFC 8047 §4.3: one pair for each
 * interface, so that packets that overtake each other on links of unlike delay do not fall out of
 * one replay window). Either host announces an inbound SPI with an Old SPI of zero, on the path
 * that the pair is for; the other one makes the pair and answers with its own.
 *
 * Both count on in KEYMAT with every pair, so that only one is made at a time, and none during a
 * rekey of the association.
 */
class ParallelSas
{
  public:
    /// Pairs that are kept for one association; more are refused.
    static constexpr std::size_t MAX_PAIRS = 16;

    /// How long the inbound SA of a pair that was replaced, or whose path is gone, still opens what
    /// is on its way.
    static constexpr Duration GRACE = std::chrono::seconds(30);

    /// @return whether this asks for a further pair
    static bool IsAddition(const KeyChange& change)
    {
        return change.espInfo.oldSpi == 0;
    }

    /// @return whether this host has announced its half of a pair, and waits for the peer's
    bool IsUnderWay() const
    {
        return m_own.has_value();
    }

    /// @return the path of that pair
    const Path& GetPath() const
    {
        return m_own->path;
    }

    /**
     * @param paths all of the association, of which the first keeps the pair of the association
     * @param rekeyAfter packets after which a pair has to be renewed
     * @return a path that works and has no pair, or one that has to be renewed
     */
    std::optional<Path> FindMissing(const std::vector<PathState>& paths,
                                    std::uint64_t rekeyAfter) const;

    /// Announces this host's half of a pair. @return nothing if KEYMAT is used up
    std::optional<KeyChange> Announce(HostContext& host,
                                      Association& association,
                                      const Session& session,
                                      const Path& path);

    /// Tells which update carries our half of a pair. @param spi of that half
    void SetUpdateId(UpdateId updateId, std::uint32_t spi);

    /// @return of the update that carries our half; nothing if none is on its way
    std::optional<UpdateId> GetUpdateId() const;

    /**
     * Takes the half that the peer announces, and makes the pair.
     *
     * @param path of the pair, from this host's side
     * @return this host's half; else BAD_PARAMETER, BAD_KEYMAT_INDEX or NO_ROOM, and nothing has
     *         changed
     */
    Result<std::optional<KeyChange>> Answer(HostContext& host,
                                            Association& association,
                                            Session& session,
                                            const KeyChange& peer,
                                            const Path& path,
                                            Time now);

    /**
     * Takes the peer's half in answer to ours, and makes the pair, which is used from now on.
     *
     * @return nothing, since ours is known; else as Answer
     */
    Result<std::optional<KeyChange>> Complete(HostContext& host,
                                              Session& session,
                                              const KeyChange& peer,
                                              Time now);

    /// @return of the update that carried our half of a path's pair, in answer to the peer's
    std::optional<UpdateId> GetAnswerId(const Path& path) const;

    /// The peer has our half of the pair that this update carried: the pair may be used.
    void HandleAck(UpdateId updateId);

    /// A packet came in on this SPI: whoever sent it has the pair.
    void NoteDataIn(std::uint32_t spi);

    /// Gives up our half; the octets of KEYMAT that it named are not used again.
    void Abandon(Session& session);

    /// The update that carried our half was never acknowledged, so that the peer may not have it.
    void Fail(UpdateId updateId, Session& session);

    /// @return the pair for packets on this path; nullptr if that of the association serves
    const SaPair* Find(const Path& path) const;

    /// @return a pair of a path from this address of the host; nullptr if there is none
    const SaPair* FindFrom(const IpAddress& local) const;

    struct Made
    {
        const SaPair* sas;
        Path path;
    };

    /// @return a pair that has come into use and was not returned before; nothing if there is none
    std::optional<Made> TakeNew();

    /// Lets pairs go whose path has an address that is gone.
    void Prune(const std::vector<IpAddress>& local, const std::vector<IpAddress>& peer, Time now);

    Time GetDeadline() const;
    void HandleTimeout(Time now);

    std::size_t GetCount() const
    {
        return m_pairs.size();
    }

  private:
    struct Own
    {
        std::unique_ptr<SpiLease> lease;
        std::size_t index;
        Path path;
        std::optional<UpdateId> updateId;
    };

    struct Pair
    {
        SaPair sas;
        Path path;
        bool isUsed;                      ///< the peer is known to have it
        std::optional<UpdateId> updateId; ///< of the answer that carries our half
        bool isReported = false;
    };

    struct Old
    {
        SaPair sas;
        Time until;
    };

    const Pair* FindPair(const Path& path) const;
    Result<void> Check(const Session& session, const KeyChange& peer, const Path& path) const;
    void Add(SaPair sas, const Path& path, bool isUsed, Time now);
    void Retire(std::vector<Pair>::iterator pair, Time now);

    std::optional<Own> m_own;
    std::vector<Pair> m_pairs;
    std::vector<Old> m_old;
};

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_PARALLEL_SAS_H
