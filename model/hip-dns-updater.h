// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_DNS_UPDATER_H
#define HIP_DNS_UPDATER_H

#include "hip-dns-application.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace hip
{
class RecordPublisher;
struct UpdateOutcome;
} // namespace hip

namespace ns3
{

class HipNodeApplication;

/**
 * @ingroup hip
 * What became of a DNS update.
 */
struct HipDnsUpdateResult
{
    std::string name;   ///< fully qualified
    std::string status; ///< "done", "refused" or "timed-out"
    uint16_t rcode;     ///< of the server's answer
    Time elapsed;       ///< from the change of addresses to this
};

/// Signature of the trace source "Update".
using HipDnsUpdateTracedCallback = void (*)(const HipDnsUpdateResult& result);

/**
 * @ingroup hip
 *
 * Keeps the A and AAAA records of a HIP host what its addresses are, by DNS UPDATE (RFC 2136)
 * signed with a TSIG key (RFC 8945), as an alternative to a Forwarding Agent. It runs on the node
 * of the host.
 */
class HipDnsUpdater : public HipDnsApplication
{
  public:
    /// @return the type
    static TypeId GetTypeId();

    HipDnsUpdater();
    ~HipDnsUpdater() override;

    /**
     * Publishes the host's addresses now and whenever it may use a new one. One that is only lost
     * stays in DNS until then.
     *
     * @param host on the same node
     */
    void Follow(Ptr<HipNodeApplication> host);

    /// Adds a resolver that is asked for zone and primary server. @param address IPv4 or IPv6
    void AddResolver(const Address& address);

    /// Publishes these addresses and no others now; while the application does not run, once it
    /// does. @param addresses of types Ipv4Address and Ipv6Address
    void Publish(const std::vector<Address>& addresses);

    /// Stops following: what DNS says then stays.
    void Leave();

  protected:
    void DoDispose() override;
    void StartApplication() override;
    void HandleResponse(const HipDnsResponse& response) override;
    void HandleDeadline() override;
    Time GetQueryTimeout() const override;

  private:
    void MakePublisher();
    void HandleLocator(const Address& address);
    void PublishOwn();
    void Drain();
    void Report(const hip::UpdateOutcome& outcome);

    std::string m_name;
    std::string m_zone;
    Address m_primary;
    std::vector<Address> m_resolvers;
    uint32_t m_ttl;
    std::string m_keyName;
    std::string m_secret;
    bool m_withHipRecord;
    Time m_timeout;
    uint32_t m_tries;
    Time m_retryInterval;
    Ptr<HipNodeApplication> m_host;
    EventId m_pending; ///< PublishOwn
    bool m_isWanted;   ///< Publish was called
    std::vector<Address> m_addresses;
    Time m_since; ///< when the addresses changed
    std::unique_ptr<hip::RecordPublisher> m_publisher;
    TracedCallback<const HipDnsUpdateResult&> m_updateTrace;
};

} // namespace ns3

#endif // HIP_DNS_UPDATER_H
