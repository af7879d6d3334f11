// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_PROXY_RECORD_REFRESHER_H
#define HIP_CORE_PROXY_RECORD_REFRESHER_H

#include "core/association/retransmission.h"
#include "core/proxy/dns-interceptor.h"
#include "core/proxy/proxy-context.h"

#include <map>

namespace hip
{

/**
 * Asks DNS again for a HIP host that does not answer: what is known of it may be older than its
 * last move, and the legacy host, which has a substitute, has no reason to ask.
 *
 * It does so once for each I1 without an answer, shortly before the next one, which goes to where
 * DNS says by then. Caches on the way decide how new that is.
 */
class RecordRefresher
{
  public:
    /// Both outlive the refresher.
    RecordRefresher(ProxyContext& context, DnsInterceptor& dns);

    /// Takes note of I1s that the endpoint sends, and of exchanges that go on or end.
    void HandleEvent(const Event& event, Time now);

    void HandleTimeout(Time now);

    /// @return when HandleTimeout has something to do, or NEVER
    Time GetDeadline() const;

    /// A lookup precedes the next I1 by so much, or half of the first wait if that is less.
    static constexpr Duration LEAD = std::chrono::milliseconds(500);

  private:
    struct Unanswered
    {
        Retransmission retransmission; ///< as the association has it
        bool isAsked = false;          ///< since the last I1
    };

    Time GetDeadline(const Unanswered& peer) const;

    ProxyContext& m_context;
    DnsInterceptor& m_dns;
    std::map<Hit, Unanswered> m_peers; ///< in an order that no run changes
};

} // namespace hip

#endif // HIP_CORE_PROXY_RECORD_REFRESHER_H
