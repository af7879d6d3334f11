// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TEST_CORE_PROXY_PROXY_WORLD_H
#define HIP_TEST_CORE_PROXY_PROXY_WORLD_H

#include "core/agent/forwarding-agent.h"
#include "core/crypto/random.h"
#include "core/identity/hip-record.h"
#include "core/proxy/proxy.h"
#include "test/core/proxy/packet-kit.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace hip::test
{

/// A node that speaks HIP: host, agent, or the proxy's own endpoint.
struct HipNode
{
    IpAddress address;
    std::unique_ptr<SeededRandom> random;
    std::unique_ptr<SeededRandom> cryptoRandom;
    std::unique_ptr<CryptoContext> context;
    std::unique_ptr<CryptoEngine> engine;
    std::unique_ptr<Endpoint> endpoint;
    HipRecord record;            ///< without rendezvous servers
    std::vector<Bytes> received; ///< inner packets
    bool isSilent = false;       ///< its applications answer nothing
    Time wakeUp = NEVER;
};

/// The proxy of the patent's figure 5: pool 3ffe:401::/64 from ::5 on, and 198.51.100.0/24.
ProxyConfig MakeFigure5Proxy();

struct WorldOptions
{
    ProxyConfig proxy = MakeFigure5Proxy();
    EndpointConfig endpoint; ///< of the proxy and of the hosts
    std::string host = "3ffe:500::9";
    bool hasAgent = true;     ///< the host is behind 3ffe:200::1
    bool hasOwnZones = false; ///< the proxy itself serves foo.com, and external DNS is empty
    std::string zone;         ///< more lines of the zone foo.com
    bool isDnsSilent = false;
    std::uint64_t seed = 1;
    CryptoFidelity fidelity = CryptoFidelity::REAL;
};

/**
 * The patent's figure 5 in virtual time: legacy hosts 3ffe:400::/64 and 192.0.2.0/24, the proxy
 * 3ffe:300::1, one HIP host "hip.foo.com", its agent 3ffe:200::1, and DNS at 3ffe:100::53. The HIP
 * host answers UDP with the same data, TCP with SYN+ACK or the same data, and echoes.
 */
class ProxyWorld
{
  public:
    explicit ProxyWorld(const WorldOptions& options = WorldOptions());

    /// Hands a packet of the legacy side to the proxy as one to be forwarded.
    Verdict Send(const Bytes& packet);

    /// Hands a packet from the outside to the proxy as one to the proxy itself.
    Verdict SendToProxy(const Bytes& packet);

    /// Lets the HIP host send a packet between HITs.
    void SendFromHost(const Bytes& inner);

    /// Runs all that happens up to @p duration from now.
    void Run(Duration duration);

    /// Sends a DNS query of a legacy host over UDP and runs until the answer has had time to come.
    /// @return the answer; an empty message if there is none
    DnsMessage Ask(const std::string& name,
                   std::uint16_t type,
                   const std::string& client = "3ffe:400::50");

    /// Resolves hip.foo.com and runs the base exchange with a first ping. @return the substitute
    IpAddress Connect(const std::string& client = "3ffe:400::50");

    /// How often a step was taken.
    std::size_t Count(ProxyStep step) const;

    /// The letters of all steps so far: "A B C …".
    std::string GetLetters() const;

    /// Drains the proxy after it was called directly.
    void Drain();

    Time now{};
    HipNode host;
    HipNode agent;
    HipNode own; ///< the proxy's endpoint
    ForwardingAgent service;
    AuthoritativeServer dns;
    AuthoritativeServer ownZones;
    std::unique_ptr<Proxy> proxy;
    bool isDnsSilent;

    std::vector<Bytes> toLegacy;    ///< what the proxy sent to legacy hosts
    std::vector<Bytes> toOutside;   ///< what the proxy sent to the other side
    std::vector<Bytes> passed;      ///< what the proxy let pass
    std::vector<SendQuery> queries; ///< what the proxy asked DNS
    std::vector<DnsReply> replies;
    std::vector<ProxyEvent> steps;
    std::vector<Event> events;

  private:
    void At(Time time, std::function<void()> action);
    void MakeNode(HipNode& node,
                  const std::string& address,
                  const EndpointConfig& config,
                  std::uint64_t stream);
    void MakeZone(const WorldOptions& options);
    void Route(const Bytes& packet);
    void Arrive(HipNode& node, const Bytes& packet);
    void Answer(const Bytes& inner);
    void DrainNode(HipNode& node);
    void Wake(Time& wakeUp, Time deadline, std::function<void()> action);

    std::uint64_t m_seed;
    CryptoFidelity m_fidelity;
    std::multimap<Time, std::function<void()>> m_events;
    Time m_proxyWakeUp = NEVER;
};

/// A DNS query in a UDP packet.
Bytes BuildQuery(const Path& path,
                 std::uint16_t port,
                 const std::string& name,
                 std::uint16_t type,
                 std::uint16_t id = 77,
                 std::uint16_t udpSize = 0);

} // namespace hip::test

#endif // HIP_TEST_CORE_PROXY_PROXY_WORLD_H
