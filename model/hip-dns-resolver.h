// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_DNS_RESOLVER_H
#define HIP_DNS_RESOLVER_H

#include "hip-dns-application.h"

#include "ns3/nstime.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace hip
{
class RecursiveResolver;
}

namespace ns3
{

/**
 * @ingroup hip
 *
 * A recursive caching DNS resolver: clients ask it at port 53 of any address of its node, it asks
 * the servers of the simulated world from the root downwards.
 */
class HipDnsResolver : public HipDnsApplication
{
  public:
    /// @return the type
    static TypeId GetTypeId();

    HipDnsResolver();
    ~HipDnsResolver() override;

    /// Adds a root server, before the application starts. @param address an IPv4 or IPv6 address
    void AddRootServer(const Address& address);

    /// @return RRsets and negative answers in the cache
    std::size_t GetCacheSize() const;

  protected:
    void DoDispose() override;
    void StartApplication() override;
    void HandleQuery(const hip::DnsClient& client, const std::vector<uint8_t>& query) override;
    void HandleResponse(const HipDnsResponse& response) override;
    void HandleDeadline() override;
    Time GetQueryTimeout() const override;

  private:
    void MakeResolver();
    void Drain();

    Address m_rootServer;
    std::vector<Address> m_rootServers;
    Time m_timeout;
    Time m_lookupLimit;
    uint32_t m_cacheEntries;
    uint32_t m_maxLookups;
    uint32_t m_maxRequests;
    std::unique_ptr<hip::RecursiveResolver> m_resolver;
    TracedCallback<const HipDnsQueryRecord&> m_upstreamTrace;
};

} // namespace ns3

#endif // HIP_DNS_RESOLVER_H
