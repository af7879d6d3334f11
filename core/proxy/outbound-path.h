// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_PROXY_OUTBOUND_PATH_H
#define HIP_CORE_PROXY_OUTBOUND_PATH_H

#include "core/proxy/error-reporter.h"
#include "core/proxy/fragment-joiner.h"
#include "core/proxy/peer-monitor.h"
#include "core/proxy/proxy-context.h"
#include "core/wire/transport.h"

namespace hip
{

/// The way from legacy hosts to HIP hosts: mapping, NAT, translation, and on into ESP.
class OutboundPath
{
  public:
    /// All arguments outlive the path.
    OutboundPath(ProxyContext& context, PeerMonitor& monitor, ErrorReporter& errors);

    /// What was looked up for a packet before its turn; a hint may lack what the lookup would find.
    struct Hint
    {
        const Mapping* mapping = nullptr;
        NatBinding* binding = nullptr;
    };

    /// Looks up what leads a packet on, and begins to load it into the cache.
    Hint Look(ByteSpan packet, const IpInfo& info) const;

    /**
     * Handles a packet to an address that may stand for a HIP host.
     *
     * @param info what ParseIp says about the packet
     * @return PASS if the destination is none of ours; else see Proxy::HandleForwarded
     */
    Verdict Handle(PacketBuffer& packet, const IpInfo& info, const Hint& hint, Time now);

    /// Handles a packet that ParseIp refuses. @return DROPPED if it goes where one of ours would
    /// go; else PASS
    Verdict HandleUnreadable(ByteSpan packet, DropReason reason);

    void HandleTimeout(Time now);

    Time GetDeadline() const;

  private:
    Verdict Forward(PacketBuffer& packet,
                    const IpInfo& info,
                    const Mapping& mapping,
                    NatBinding* binding,
                    Time now);
    Verdict ForwardWhole(PacketBuffer& packet,
                         const IpInfo& info,
                         const Mapping& mapping,
                         NatBinding* binding,
                         Time now);
    Verdict Send(PacketBuffer& packet, NatBinding& binding, std::uint16_t remotePort, Time now);
    Verdict RefuseMiss(ByteSpan packet, const IpInfo& info, Time now);
    Verdict RefuseFlow(ByteSpan packet, const IpInfo& info, DropReason reason, Time now);
    bool IsTooBig(const IpInfo& info, const Mapping& mapping) const;
    Result<NatBinding*> MakeBinding(const NatFlow& flow,
                                    const FlowId& id,
                                    const Mapping& mapping,
                                    Byte tcpFlags,
                                    Time now);

    ProxyContext& m_context;
    PeerMonitor& m_monitor;
    ErrorReporter& m_errors;
    FragmentJoiner m_joiner;
};

} // namespace hip

#endif // HIP_CORE_PROXY_OUTBOUND_PATH_H
