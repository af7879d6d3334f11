// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_R1_POOL_H
#define HIP_CORE_ASSOCIATION_R1_POOL_H

#include "core/association/dialect.h"
#include "core/util/clock.h"

#include <deque>
#include <map>
#include <memory>
#include <set>

namespace hip
{

/**
 * The Responder's side before it keeps any state: signed R1s made ahead of time, and puzzles whose
 * I is recomputed rather than remembered (RFC 7401 §4.1.1, §4.1.4, appendix A).
 *
 * R1s belong to a generation: one secret S, one R1 counter, one DH key pair and R1 for each group.
 * Generations are replaced when they are old and when an I2 has used their DH value (§4.1.7), and
 * solutions to a replaced one are accepted for one more puzzle lifetime.
 */
class R1Pool
{
  public:
    /// One signed R1 of a generation, without what differs for each Initiator.
    struct Prepared
    {
        std::shared_ptr<DhKeyPair> dh;
        Bytes r1;
        std::uint64_t birthday = 0; ///< that the R1 tells; 2003 only
    };

    /// @param identity of the Responder; outlives the pool
    R1Pool(HostContext& host, const LocalIdentity& identity);

    /**
     * @param initiator HIT of the Initiator
     * @param path addresses of the R1 to be sent
     * @param offered the I1's groups; with none in common the first of our own is used
     * @param via addresses for VIA_RVS; empty if the I1 came directly
     * @return the finished packet, HIP header first
     */
    Bytes MakeR1(const Hit& initiator,
                 const Path& path,
                 const std::vector<DhGroup>& offered,
                 const std::vector<IpAddress>& via,
                 Time now);

    /// The R1 that an I2, or another solution, answers.
    struct Answered
    {
        std::shared_ptr<DhKeyPair> dh; ///< nullptr unless an I2 has been checked
        Solution solution;
        std::uint16_t generation;
        Bytes puzzle; ///< names the puzzle that this Initiator has solved
    };

    /**
     * Checks the solution of a puzzle.
     *
     * @param path addresses of the packet
     * @return the R1 that it answers; else MISSING_PARAMETER, BAD_PARAMETER, STALE_R1_COUNTER,
     *         PUZZLE_EXPIRED or BAD_PUZZLE_SOLUTION
     */
    Result<Answered> CheckSolution(const IncomingPacket& packet, const Path& path, Time now);

    /**
     * Checks what an I2 proves without any public-key work: R1 counter, puzzle and group.
     *
     * @param path addresses of the I2
     * @return the R1 that it answers; else MISSING_PARAMETER, BAD_PARAMETER, STALE_R1_COUNTER,
     *         PUZZLE_EXPIRED, BAD_PUZZLE_SOLUTION or BAD_DH_VALUE
     */
    Result<Answered> CheckI2(const IncomingPacket& i2, const Path& path, Time now);

    /// Something was made from this answer, most often an association: its puzzle is spent and, in
    /// HIPv2, no further R1 will offer the DH value that it used (RFC 7401 §4.1.7).
    void Retire(const Answered& answered);

    /// No further R1 is like those handed out so far. @return R1 counter of the next one
    std::uint64_t EndGeneration();

    /// @return whether an association was made from this puzzle before, so that the I2 may be a
    /// replay
    bool IsSpent(const Answered& answered) const;

    /// Makes the next R1 ahead of time if the current one is old, used or not there.
    void Prepare(Time now);

    /// When Prepare has something to do.
    Time GetDeadline() const;

  private:
    struct Generation
    {
        std::uint16_t id;
        std::uint64_t counter;
        Time created; ///< when it was first handed out, once it was
        Bytes secret; ///< S of appendix A
        std::map<DhGroup, Prepared> prepared;
        bool isHandedOut = false; ///< somebody has seen it, so that it must grow old
        bool isOver = false;      ///< no further R1 is made of it
        std::set<Bytes> spent;    ///< each puzzle with which an association was made
    };

    Generation& GetCurrent(Time now);
    Prepared& GetPrepared(Generation& generation, DhGroup group);
    bool TellsTheBirthday(const Prepared& prepared) const;
    bool IsOf(const Generation& generation,
              const Solution& solution,
              const Hit& initiator,
              const Path& toInitiator) const;
    std::size_t GetPosition(std::uint16_t id) const;
    bool IsStale(const Generation& generation, Time now) const;
    DhGroup ChooseGroup(const std::vector<DhGroup>& offered) const;

    HostContext& m_host;
    const LocalIdentity& m_identity;
    std::deque<Generation> m_generations; ///< newest last
    std::uint64_t m_counter = 0;
};

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_R1_POOL_H
