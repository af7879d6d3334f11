// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_PROXY_ERROR_REPORTER_H
#define HIP_CORE_PROXY_ERROR_REPORTER_H

#include "core/proxy/proxy-context.h"
#include "core/proxy/token-bucket.h"
#include "core/wire/icmp.h"

namespace hip
{

/// Tells senders by ICMP why the proxy drops their packets; never more often than configured.
class ErrorReporter
{
  public:
    /// @param context outlives the reporter
    explicit ErrorReporter(ProxyContext& context);

    /**
     * Sends an error to where a packet of the legacy side came from.
     *
     * @param packet as it came
     * @param problem,parameter see MakeIcmpError
     */
    void TellLegacyHost(ByteSpan packet,
                        IcmpProblem problem,
                        Time now,
                        std::uint32_t parameter = 0);

    /// Sends an error about a packet between HITs to the HIP host, through ESP.
    void TellHipHost(ByteSpan packet, IcmpProblem problem, Time now, std::uint32_t parameter = 0);

  private:
    ProxyContext& m_context;
    TokenBucket m_bucket;
};

} // namespace hip

#endif // HIP_CORE_PROXY_ERROR_REPORTER_H
