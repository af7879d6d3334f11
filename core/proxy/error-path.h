// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_PROXY_ERROR_PATH_H
#define HIP_CORE_PROXY_ERROR_PATH_H

#include "core/proxy/proxy-context.h"
#include "core/wire/ip-info.h"
#include "core/wire/packet-buffer.h"

namespace hip
{

/**
 * ICMP errors that cross the proxy (RFC 5508 §4). The packet they quote finds their binding, and is
 * rewritten as it was on the other side. They prolong no binding.
 */
class ErrorPath
{
  public:
    /// @param context outlives the path
    explicit ErrorPath(ProxyContext& context);

    /// @return true if a packet with this payload is an ICMP error
    static bool IsError(const IpInfo& info, ByteSpan payload);

    /**
     * An error from the legacy side, of a host or of a router, about what came from a HIP host.
     *
     * @return as Endpoint::HandleUpper; else DROPPED
     */
    Verdict HandleOutbound(PacketBuffer& packet,
                           const IpInfo& info,
                           const Mapping& mapping,
                           Time now);

    /**
     * An error from a HIP host about what came from a legacy host.
     *
     * @return TRANSMIT: to the legacy host; else DROPPED
     */
    Verdict HandleInbound(PacketBuffer& packet, const IpInfo& info);

  private:
    ProxyContext& m_context;
};

} // namespace hip

#endif // HIP_CORE_PROXY_ERROR_PATH_H
