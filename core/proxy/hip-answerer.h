// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_PROXY_HIP_ANSWERER_H
#define HIP_CORE_PROXY_HIP_ANSWERER_H

#include "core/proxy/hip-lookup.h"
#include "core/proxy/intercepted-query.h"
#include "core/proxy/peer-monitor.h"
#include "core/proxy/proxy-context.h"

namespace hip
{

/// Patent steps D and E: makes the mapping of a HIP host that was found in DNS, and the answer that
/// a legacy host gets instead of what DNS said.
class HipAnswerer
{
  public:
    /// All arguments outlive the answerer.
    HipAnswerer(ProxyContext& context, PeerMonitor& monitor);

    /**
     * @param query of the legacy host, for A or AAAA
     * @param asked the same, parsed
     * @param finding one that is not NO_HIP
     * @return the answer: a substitute; nothing, if there is no pool of this family or no address;
     * or SERVFAIL, if the lookup failed or the pool is exhausted, which is counted
     */
    DnsMessage Answer(const InterceptedQuery& query,
                      const DnsMessage& asked,
                      const HipFinding& finding,
                      Time now);

    /// Lets packets go to where a host is by now, if it has a mapping.
    void Renew(const HipFinding& finding);

    /// Emits a step that belongs to a query.
    void Emit(ProxyStep step,
              const InterceptedQuery& query,
              const DnsMessage& asked,
              const HipFinding& finding);

  private:
    std::optional<IpAddress> GetRealAddress(const HipFinding& finding, bool isV4) const;

    ProxyContext& m_context;
    PeerMonitor& m_monitor;
};

} // namespace hip

#endif // HIP_CORE_PROXY_HIP_ANSWERER_H
