// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_PROXY_RECORD_SOURCE_H
#define HIP_CORE_PROXY_RECORD_SOURCE_H

#include "core/resolver/authoritative-server.h"
#include "core/resolver/stub-resolver.h"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <vector>

namespace hip
{

/**
 * Where the proxy gets DNS records from: zones of its own (patent claim 16), and external servers
 * for what these do not know (claim 15). It is used like a StubResolver.
 */
class RecordSource
{
  public:
    /**
     * @param ownZones outlives the source; nullptr if there are none
     * @param random outlives the source
     */
    RecordSource(const StubOptions& options, AuthoritativeServer* ownZones, RandomSource& random);

    struct Started
    {
        std::uint64_t handle; ///< which the outcome will carry
        bool isExternal;      ///< own zones did not know
    };

    /**
     * Starts a query, whose outcome comes from Poll.
     *
     * @param servers external ones, the preferred first
     */
    Started Query(const DnsQuestion& question, const std::vector<IpAddress>& servers, Time now);

    /// Forgets a query: no outcome will come.
    void Cancel(std::uint64_t handle);

    /// Takes what came back for a SendQuery. @return why it was refused, or nothing if it was not
    std::optional<DropReason> HandleResponse(ByteSpan response,
                                             const IpAddress& server,
                                             std::uint16_t localPort,
                                             DnsTransport transport,
                                             Time now);

    void HandleTimeout(Time now);

    /// @return the next SendQuery or QueryOutcome; DnsIdle if there is none
    DnsOutput Poll();

    bool HasOwnZones() const
    {
        return m_ownZones != nullptr;
    }

    /// Asks own zones only. @return their answer to a whole query; nothing if they do not know the
    /// name
    std::optional<DnsMessage> AskOwnZones(ByteSpan query) const;

  private:
    /// What own zones say.
    struct LocalFinding
    {
        std::optional<QueryOutcome> outcome;
        DnsName next; ///< without an outcome, the name to ask external servers for
    };

    LocalFinding FindLocally(const DnsQuestion& question) const;

    AuthoritativeServer* m_ownZones;
    StubResolver m_stub;
    std::deque<QueryOutcome> m_local;                 ///< outcomes that needed no query
    std::map<std::uint64_t, std::uint64_t> m_handles; ///< ours, by those of the stub
    std::uint64_t m_lastHandle = 0;
};

} // namespace hip

#endif // HIP_CORE_PROXY_RECORD_SOURCE_H
