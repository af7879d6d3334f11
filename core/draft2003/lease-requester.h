// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_DRAFT2003_LEASE_REQUESTER_H
#define HIP_CORE_DRAFT2003_LEASE_REQUESTER_H

#include "core/association/host-context.h"
#include "core/association/lease-client.h"
#include "core/association/outgoing-packet.h"
#include "core/association/retransmission.h"
#include "core/draft2003/host-identity.h"
#include "core/draft2003/parameters.h"

namespace hip::draft2003
{

/// SPIs that a host asks for with a shared address: one for each SA that peers may see it on.
inline constexpr std::uint32_t SPIS_WANTED = 256;

/**
 * Asks one agent for a lease by FAQ (mm-00 §4.4.1, §5.1, §5.2): solves a puzzle if the agent wants
 * that, renews at three quarters of the lifetime, and names the lease from each new address of the
 * host, which is where the agent then forwards to. An agent that does not answer is asked again
 * for as long as the lease is wanted.
 */
class LeaseRequester final : public LeaseClient
{
  public:
    /// @param host,identity outlive the requester
    LeaseRequester(HostContext& host, const HostIdentity& identity, const Hit& agent);

    void SetAgentAddresses(const std::vector<IpAddress>& addresses) override;
    void Want(Duration lifetime, Time now) override;
    void RefreshLocal(Time now) override;

    bool IsWaiting() const override
    {
        return m_query.has_value();
    }

    Result<void> HandleR1(const IncomingPacket& packet, Time now) override;
    Result<void> HandleAnswer(const IncomingPacket& packet, Time now) override;

    const std::optional<LeasedAddress>& GetLease() const override
    {
        return m_lent;
    }

    Time GetDeadline() const override;
    void HandleTimeout(Time now) override;

  private:
    Path FindPath() const;
    void Ask(Time now);
    void SendQuery(std::optional<CookieSolutionParameter> solution, Time now);
    void Send(bool isRetransmission);
    void Take(const FaInfoParameter& granted, Time now);
    void End(RegistrationEvent::Change change);
    void Report(RegistrationEvent::Change change, Duration lifetime);

    HostContext& m_host;
    const HostIdentity& m_identity;
    const Hit m_agent;
    std::vector<IpAddress> m_addresses; ///< of the agent
    Duration m_lifetime{};              ///< wanted
    std::uint16_t m_requestId = 0;
    std::optional<FaInfoParameter> m_terms; ///< of the lease
    std::optional<LeasedAddress> m_lent;
    std::optional<OutgoingPacket> m_query; ///< the one that waits for an answer
    std::optional<std::uint64_t> m_solved; ///< I of the puzzle that was solved for it
    Path m_path;                           ///< of the last question
    Retransmission m_retransmission;
    Time m_askAt = NEVER; ///< renewal, or the next try
    Time m_expires = NEVER;
};

} // namespace hip::draft2003

#endif // HIP_CORE_DRAFT2003_LEASE_REQUESTER_H
