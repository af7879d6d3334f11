// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_PROXY_INBOUND_PATH_H
#define HIP_CORE_PROXY_INBOUND_PATH_H

#include "core/proxy/error-reporter.h"
#include "core/proxy/fragment-joiner.h"
#include "core/proxy/proxy-context.h"
#include "core/wire/transport.h"

namespace hip
{

/// The way back, from HIP hosts to legacy hosts: what came out of ESP finds its binding, and the
/// substitute becomes its source.
class InboundPath
{
  public:
    /// All arguments outlive the path.
    InboundPath(ProxyContext& context, ErrorReporter& errors);

    /**
     * Handles a packet between HITs.
     *
     * @return TRANSMIT: the buffer holds a packet for a legacy host; CONSUMED: a fragment, held; or
     *         DROPPED
     */
    Verdict Handle(PacketBuffer& packet, Time now);

    void HandleTimeout(Time now);

    Time GetDeadline() const;

  private:
    Verdict HandleWhole(PacketBuffer& packet, const IpInfo& info, bool mayBeLong, Time now);
    bool IsTooBig(const PacketBuffer& packet, const NatBinding& binding) const;
    Verdict RefuseTooBig(ByteSpan packet, const IpInfo& info, const NatBinding& binding, Time now);
    void NoteAnswer(NatBinding& binding, std::uint16_t remotePort);

    ProxyContext& m_context;
    ErrorReporter& m_errors;
    FragmentJoiner m_joiner;
};

} // namespace hip

#endif // HIP_CORE_PROXY_INBOUND_PATH_H
