// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_DNS_CLIENT_H
#define HIP_DNS_CLIENT_H

#include "hip-dns-application.h"

#include "ns3/callback.h"
#include "ns3/nstime.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace hip
{
class StubResolver;
struct QueryOutcome;
} // namespace hip

namespace ns3
{

/**
 * @ingroup hip
 * What became of HipDnsClient::Resolve.
 */
struct HipDnsResult
{
    std::string name;               ///< fully qualified
    std::string status;             ///< "found", "no-data", "no-name", "failed" or "timed-out"
    std::vector<Address> addresses; ///< Ipv4Address or Ipv6Address, only if found
    Time elapsed;                   ///< from the first query to the outcome
};

/// Signature of the trace source "Answer".
using HipDnsResultTracedCallback = void (*)(const HipDnsResult& result);

/**
 * @ingroup hip
 *
 * The resolver of a host that knows nothing but the address of a DNS server: it asks, asks again,
 * and turns to TCP if an answer is too long. For legacy hosts, and any other node.
 */
class HipDnsClient : public HipDnsApplication
{
  public:
    /// @return the type
    static TypeId GetTypeId();

    HipDnsClient();
    ~HipDnsClient() override;

    /// Adds a DNS server that is asked after those before. @param address an IPv4 or IPv6 address
    void AddServer(const Address& address);

    /**
     * Asks for the addresses of a name; before the application has started, once it has.
     *
     * @param name such as "hip.foo.com", with or without a dot at its end
     * @param ipv6 true for AAAA records, false for A records
     * @param callback called once, but not if the application stops before and stays so
     * @throw std::invalid_argument if it is no name
     */
    void Resolve(const std::string& name, bool ipv6, Callback<void, HipDnsResult> callback);

    /**
     * Asks for a name and then does something with its first address, such as to set the remote
     * address of an application and to add that to its node, which starts it. If there is no
     * address, nothing is done.
     *
     * @param name such as "hip.foo.com"
     * @param ipv6 true for AAAA records, false for A records
     * @param port to put into the address
     * @param run called with an InetSocketAddress or Inet6SocketAddress
     * @throw std::invalid_argument if it is no name
     */
    void RunWhenResolved(const std::string& name,
                         bool ipv6,
                         uint16_t port,
                         Callback<void, Address> run);

  protected:
    void DoDispose() override;
    void StartApplication() override;
    void HandleResponse(const HipDnsResponse& response) override;
    void HandleDeadline() override;
    Time GetQueryTimeout() const override;

  private:
    /// A call of Resolve.
    struct Request
    {
        std::string name; ///< fully qualified
        bool ipv6;
        Callback<void, HipDnsResult> callback;
        Time start;
    };

    void MakeResolver();
    void Ask(Request request);
    void Drain();
    void Finish(const hip::QueryOutcome& outcome);
    static void RunWith(uint16_t port, Callback<void, Address> run, HipDnsResult result);

    Address m_server;
    std::vector<Address> m_servers;
    Time m_timeout;
    uint32_t m_tries;
    uint16_t m_ednsSize;
    bool m_forceTcp;
    std::unique_ptr<hip::StubResolver> m_resolver;
    std::vector<Request> m_waiting;         ///< for the application to start
    std::map<uint64_t, Request> m_requests; ///< by the core's handle
    TracedCallback<const HipDnsResult&> m_answerTrace;
};

} // namespace ns3

#endif // HIP_DNS_CLIENT_H
