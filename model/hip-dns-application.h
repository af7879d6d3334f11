// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_DNS_APPLICATION_H
#define HIP_DNS_APPLICATION_H

#include "hip-trace.h"

#include "ns3/address.h"
#include "ns3/application.h"
#include "ns3/event-id.h"
#include "ns3/nstime.h"
#include "ns3/traced-callback.h"

#include <memory>
#include <string>
#include <vector>

namespace hip
{
class DropCounters;
class RandomSource;
struct DnsClient;
} // namespace hip

namespace ns3
{

class HipDnsTransport;
struct HipDnsResponse;

/**
 * @ingroup hip
 * A DNS query, as it came or as it was sent.
 */
struct HipDnsQueryRecord
{
    Address peer;     ///< who asked, or the server that is asked; with its port
    std::string name; ///< fully qualified; empty if the message cannot be read
    std::string type; ///< such as "AAAA" or "HIP"
    bool isTcp;       ///< false: UDP
};

/// Signature of the trace sources of queries.
using HipDnsQueryTracedCallback = void (*)(const HipDnsQueryRecord& record);

/**
 * @ingroup hip
 *
 * What DNS servers, resolvers and clients have in common: sockets, a timer, randomness, and the
 * traces "Query" and "Drop". What they do with messages is up to the core.
 */
class HipDnsApplication : public Application
{
  public:
    /// @return the type
    static TypeId GetTypeId();

    HipDnsApplication();
    ~HipDnsApplication() override;

    /**
     * Fixes the random streams, so that runs can be repeated.
     *
     * @param stream first stream number to use
     * @return how many streams are used
     */
    int64_t AssignStreams(int64_t stream);

    /// @return messages and connections refused so far, for whatever reason
    uint64_t GetDropCount() const;

  protected:
    void DoDispose() override;
    void StartApplication() override;
    void StopApplication() override;

    /// Handles a query that came in. @param client who asked @param query the message
    virtual void HandleQuery(const hip::DnsClient& client, const std::vector<uint8_t>& query);

    /// Handles what came back from a server. @param response with its origin
    virtual void HandleResponse(const HipDnsResponse& response);

    /// Does what is due now.
    virtual void HandleDeadline();

    /// @return how long an answer to a query may take; its port is open as long
    virtual Time GetQueryTimeout() const;

    /// @return the sockets; only while the application runs
    HipDnsTransport& GetTransport();

    /// @return whether the application has started and not stopped
    bool IsRunning() const;

    /// Lets clients come in at port 53, over UDP and TCP.
    void Listen();

    /// @return the random sequence of this application
    hip::RandomSource& GetRandom();

    /// Sets when HandleDeadline is to be called. @param nanoseconds of simulation time, or its
    /// maximum
    void SetDeadline(int64_t nanoseconds);

    /**
     * Fires the trace "Query".
     *
     * @param peer who asked or is asked, with its port
     * @param query the message
     * @param isTcp false: UDP
     */
    void ReportQuery(const Address& peer, const std::vector<uint8_t>& query, bool isTcp);

    /// Fires the trace "Drop" for what the core has counted since the last call. @param drops of
    /// the core
    void ReportDrops(const hip::DropCounters& drops);

  private:
    /// What the core's types are needed for.
    struct State;

    void ReportDrop(const std::string& reason);

    std::unique_ptr<State> m_state;
    uint32_t m_maxConnections;
    Time m_idleTimeout;
    int64_t m_stream;
    uint64_t m_drops;
    EventId m_timer;
    TracedCallback<const HipDnsQueryRecord&> m_queryTrace;
    TracedCallback<const std::string&> m_dropTrace;
};

} // namespace ns3

#endif // HIP_DNS_APPLICATION_H
