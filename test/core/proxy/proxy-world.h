// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TEST_CORE_PROXY_PROXY_WORLD_H
#define HIP_TEST_CORE_PROXY_PROXY_WORLD_H

#include "core/agent/forwarding-agent.h"
#include "core/proxy/proxy.h"
#include "test/core/proxy/figure5.h"
#include "test/core/proxy/hip-node.h"
#include "test/core/proxy/packet-kit.h"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace hip::test
{

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
    std::size_t Count(ProxyStep step) const
    {
        const auto isIt = [step](const ProxyEvent& event) { return event.step == step; };
        return static_cast<std::size_t>(std::count_if(steps.begin(), steps.end(), isIt));
    }

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
    void Route(const Bytes& packet);
    void Arrive(HipNode& node, const Bytes& packet);
    void Answer(const Bytes& inner);
    void DrainNode(HipNode& node);
    void Wake(Time& wakeUp, Time deadline, std::function<void()> action);

    std::multimap<Time, std::function<void()>> m_events;
    Time m_proxyWakeUp = NEVER;
};

} // namespace hip::test

#endif // HIP_TEST_CORE_PROXY_PROXY_WORLD_H
