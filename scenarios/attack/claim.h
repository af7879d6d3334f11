// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_ATTACK_CLAIM_H
#define HIP_SCENARIOS_ATTACK_CLAIM_H

#include "scenarios/attack/credit-limit.h"
#include "scenarios/attack/options.h"
#include "scenarios/common/network.h"
#include "scenarios/common/recorder.h"

#include <string>
#include <utility>
#include <vector>

namespace hipscenario
{

/// A false address, and who tells it to whom.
struct ClaimPlan
{
    std::string path;  ///< in results.csv
    unsigned server;   ///< number of the HIP host that is told, from 0
    unsigned attacker; ///< number of the HIP host that tells
    bool isReplaced;   ///< the false address is the only one; else it stands beside the true one
    bool hasVictim;    ///< somebody is there
    std::vector<std::string> addresses; ///< told one after the other, one in a second
};

/**
 * An attack with a genuine association: a HIP host asks another one for a stream, and then tells
 * somebody else's address, so that the stream goes there. It sends its packets with that address as
 * source, which its network does not filter.
 */
class Claim
{
  public:
    /// Installs the stream. @param victim where the octets are counted that reach it
    Claim(const AttackOptions& options,
          ProxyNetwork& network,
          Recorder& recorder,
          ClaimPlan plan,
          ns3::Ptr<ns3::Node> victim);

    Claim(const Claim&) = delete;
    Claim& operator=(const Claim&) = delete;

    /// Tells the first false address now, and the others later.
    void Tell();

    const ClaimPlan& GetPlan() const
    {
        return m_plan;
    }

    const CreditLimit& GetLimit() const
    {
        return m_limit;
    }

    /// When it was told first; zero = not yet.
    ns3::Time GetTold() const
    {
        return m_told;
    }

    /// Octets of data, with IP headers, that reached the victim, or that were sent if there is
    /// none.
    std::uint64_t GetDiverted(ns3::Time until) const;

    /// Octets of HIP packets, the same way: the checks of the address.
    std::uint64_t GetCheckBytes() const
    {
        return m_checkBytes;
    }

    /// How often a false address was taken for a verified one.
    unsigned GetVerified() const
    {
        return m_verified;
    }

  private:
    void TellOne(const std::string& address);
    void NoteFromAttacker(ns3::Ptr<const ns3::Packet> packet);
    void NoteToFalseAddress(ns3::Ptr<const ns3::Packet> packet);
    bool IsWatching() const;
    void NoteServerEvent(const ns3::HipEventRecord& record);
    bool IsFalse(ns3::Ipv6Address address) const;

    /// Port of the stream of the HIP host with number 0.
    static constexpr std::uint16_t STREAM_PORTS = 54330;

    ProxyNetwork& m_network;
    Recorder& m_recorder;
    ClaimPlan m_plan;
    CreditLimit m_limit;
    ns3::Time m_told;
    ns3::Time m_duration; ///< how long it is watched from then on
    std::vector<std::pair<ns3::Time, std::uint64_t>> m_diverted; ///< octets so far
    std::uint64_t m_checkBytes = 0;
    unsigned m_verified = 0;
};

} // namespace hipscenario

#endif // HIP_SCENARIOS_ATTACK_CLAIM_H
