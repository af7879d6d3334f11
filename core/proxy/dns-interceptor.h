// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_PROXY_DNS_INTERCEPTOR_H
#define HIP_CORE_PROXY_DNS_INTERCEPTOR_H

#include "core/proxy/dns-forwarder.h"
#include "core/proxy/hip-answerer.h"
#include "core/proxy/hip-lookup.h"
#include "core/proxy/intercepted-query.h"
#include "core/proxy/proxy-context.h"
#include "core/proxy/record-source.h"

#include <map>
#include <set>
#include <vector>

namespace hip
{

/**
 * Patent steps A to E: finds out whether a name that a legacy host asks for is that of a HIP host,
 * and answers with a substitute if so. Queries for other names, and of other types, go their way
 * untouched. Several queries for one name are served by one lookup.
 */
class DnsInterceptor
{
  public:
    /**
     * @param context,monitor,crypto outlive the interceptor
     * @param ownZones outlives the interceptor; nullptr if there are none
     */
    DnsInterceptor(ProxyContext& context,
                   PeerMonitor& monitor,
                   CryptoContext& crypto,
                   AuthoritativeServer* ownZones);

    /**
     * Takes a query of a legacy host.
     *
     * @return CONSUMED: an answer, or the packet itself, comes by way of the outbox; PASS: it is to
     *         be forwarded as it is (never for TCP); DROPPED: DNS_QUEUE_FULL
     */
    Verdict HandleQuery(InterceptedQuery query, Time now);

    /**
     * Asks again for the name of a HIP host, for the proxy's own sake: its mapping gets the
     * addresses that DNS has by now. No effect while there is a lookup for it.
     */
    void Refresh(const Mapping& mapping, Time now);

    /// Takes what came back for a SendQuery. @return false if it was refused, which is counted
    bool HandleResponse(ByteSpan response,
                        const IpAddress& server,
                        std::uint16_t localPort,
                        DnsTransport transport,
                        Time now);

    void HandleTimeout(Time now);

    /// @return when HandleTimeout has something to do, or NEVER
    Time GetDeadline() const;

  private:
    /// What is asked where: a server that lies about a name shall not lie to the clients of others.
    using Key = std::pair<DnsName, IpAddress>;

    struct Client
    {
        InterceptedQuery query;
        DnsMessage message;
    };

    struct Pending
    {
        HipLookup lookup;
        std::vector<Client> clients; ///< none: the proxy itself
        std::vector<IpAddress> servers;
        std::set<std::uint64_t> handles; ///< of queries without an outcome
        Time deadline;
    };

    struct Asked
    {
        Key key;
        DnsQuestion question;
    };

    using PendingMap = std::map<Key, Pending>;

    bool AnswerFromOwnZones(const InterceptedQuery& query);
    Verdict Intercept(Client client, Time now);
    std::vector<IpAddress> GetServers(const InterceptedQuery& query) const;
    Pending& Begin(const Key& key, std::vector<IpAddress> servers, Time now);
    void Ask(Pending& pending, const Key& key, Time now);
    void Drain(Time now);
    void Handle(const QueryOutcome& outcome, Time now);
    void Finish(PendingMap::iterator pending, HipFinding finding, Time now);

    ProxyContext& m_context;
    CryptoContext& m_crypto;
    HipAnswerer m_answerer;
    RecordSource m_source;
    DnsForwarder m_forwarder;
    PendingMap m_pending;
    std::set<std::pair<Time, Key>> m_deadlines; ///< of all pending
    std::size_t m_clients = 0;                  ///< over all of them
    std::map<std::uint64_t, Asked> m_asked;     ///< by handle
    Time m_sourceDeadline = NEVER;
};

} // namespace hip

#endif // HIP_CORE_PROXY_DNS_INTERCEPTOR_H
