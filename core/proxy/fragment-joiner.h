// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_PROXY_FRAGMENT_JOINER_H
#define HIP_CORE_PROXY_FRAGMENT_JOINER_H

#include "core/proxy/proxy-context.h"
#include "core/wire/reassembly.h"

#include <functional>

namespace hip
{

/// Makes whole packets out of fragments, because NAT needs the ports, which only the first one has.
class FragmentJoiner
{
  public:
    /// What to do with a whole packet.
    using Handler = std::function<Verdict(PacketBuffer&, const IpInfo&)>;

    /// @param context outlives the joiner
    explicit FragmentJoiner(ProxyContext& context);

    /**
     * Takes one fragment, and lets the packet be handled that it completes.
     *
     * @return CONSUMED: held, or sent by way of the outbox; or DROPPED
     */
    Verdict Handle(ByteSpan fragment, const IpInfo& info, Time now, const Handler& handler);

    /// Counts and forgets what stayed incomplete for too long.
    void HandleTimeout(Time now);

    /// @return when HandleTimeout has something to do, or NEVER
    Time GetDeadline() const;

  private:
    ProxyContext& m_context;
    Reassembler m_reassembler;
    std::uint64_t m_timeouts = 0; ///< that were told
};

} // namespace hip

#endif // HIP_CORE_PROXY_FRAGMENT_JOINER_H
