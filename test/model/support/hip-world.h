// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TEST_MODEL_SUPPORT_HIP_WORLD_H
#define HIP_TEST_MODEL_SUPPORT_HIP_WORLD_H

#include "test/model/support/dns-world.h"

#include "ns3/hip-forwarding-agent.h"
#include "ns3/hip-host.h"
#include "ns3/hip-proxy.h"
#include "ns3/packet-sink.h"

#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace hiptest
{

/// What the applications of a simulation have told by their traces.
class EventLog
{
  public:
    struct Entry
    {
        Time at;
        std::string node;
        HipEventRecord record;
    };

    /// Records all from now on. @param name of the node in entries
    void Watch(Ptr<HipNodeApplication> application, const std::string& name);

    /// @return how many entries of a node have this event and contain this detail
    std::size_t Count(const std::string& node,
                      const std::string& event,
                      const std::string& detail = "") const;

    /// @return when the first of them was; Time::Max() if there is none
    Time Find(const std::string& node,
              const std::string& event,
              const std::string& detail = "") const;

    /// @return all entries as lines of text, with times
    std::string ToText() const;

    std::vector<Entry> entries;
    std::vector<std::string> drops; ///< "NODE REASON" each
};

/// Hosts that speak HIP around one router, each behind a link of 10 ms; they start at 1.5 s.
class HipWorld
{
  public:
    HipWorld();

    /// Adds a HIP host whose events the log has under its name.
    Ptr<HipHost> AddHipHost(const std::string& name);

    /// Adds a Forwarding Agent, likewise.
    Ptr<HipForwardingAgent> AddAgent(const std::string& name);

    /// @return where a host or an agent is
    static Ipv6Address GetLocator(Ptr<HipNodeApplication> application);

    void RunUntil(Time end);

    Network network;
    EventLog log;

  protected:
    /// Sets start, random streams and log of an application.
    void Prepare(Ptr<HipNodeApplication> application, const std::string& name);

    int64_t m_stream = 100;
};

/**
 * A HipProxy as the router between an Ethernet of legacy hosts and the HIP host hip.foo.com, the
 * host plain.foo.com that knows no HIP, and the DNS server of foo.com. Names are to be asked at 2 s
 * or later.
 */
class LegacyWorld : public HipWorld
{
  public:
    /// @param withOwnZone the proxy has the zone, and nobody else
    explicit LegacyWorld(bool withOwnZone = false);

    /// @return a client on a new legacy host. @param ipv6 it asks the server over IPv6
    Ptr<HipDnsClient> AddLegacy(bool ipv6 = true);

    /// Asks at 2.1 s. @return where the result will be
    Results& Ask(Ptr<HipDnsClient> client, const std::string& name, bool ipv6 = true);

    Ptr<HipHost> hip;
    Ptr<Node> plain;
    Ptr<HipDnsServer> dns;
    Ptr<HipProxy> proxy;
    Results results;

  private:
    std::string MakeZone() const;
};

/// Makes a node receive. @param transport "Tcp" or "Udp". @return the application
Ptr<PacketSink> AddSink(Ptr<Node> node, const std::string& transport, uint16_t port);

/// Starts to send so many octets over TCP now, or when the simulation begins to run at @p start.
void AddBulkSend(Ptr<Node> node, const Address& remote, uint64_t octets, Time start = Seconds(0));

/// Sends datagrams of 500 octets, 100 a second, until @p octets were sent.
void AddOnOff(Ptr<Node> node, const Address& remote, uint64_t octets, Time start = Seconds(0));

/// Counts the echoes that come back. @param size octets of data. @return where the count will be
std::shared_ptr<unsigned> AddEcho(Ptr<Node> node,
                                  const Address& remote,
                                  unsigned packets,
                                  Time start = Seconds(0),
                                  unsigned size = 100);

/// Answers UDP echo requests. @param port where
void AddEchoServer(Ptr<Node> node, uint16_t port);

} // namespace hiptest
} // namespace ns3

#endif // HIP_TEST_MODEL_SUPPORT_HIP_WORLD_H
