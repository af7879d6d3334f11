// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_REACHABILITY_CALLER_H
#define HIP_SCENARIOS_REACHABILITY_CALLER_H

#include "ns3/hip-dns-client.h"
#include "ns3/nstime.h"
#include "ns3/socket.h"

#include <functional>
#include <string>

namespace hipscenario
{

/**
 * Somebody who wants an answer from a host: asks DNS for its name once, and then sends datagrams to
 * the address until an echo comes back. What goes wrong on the way is for others to repair.
 */
class Caller
{
  public:
    /// @param client on the caller's node. @param retry from one datagram to the next
    Caller(ns3::Ptr<ns3::HipDnsClient> client, const std::string& name, ns3::Time retry);
    ~Caller();

    Caller(const Caller&) = delete;
    Caller& operator=(const Caller&) = delete;

    /// Begins now. @param whenAnswered called once
    void Start(std::function<void()> whenAnswered);

    /// @return when it began; zero = not yet
    ns3::Time GetStarted() const
    {
        return m_started;
    }

    /// @return when the first echo came; zero = not yet
    ns3::Time GetAnswered() const
    {
        return m_answered;
    }

  private:
    void Ask();
    void Connect(const ns3::HipDnsResult& result);
    void Send();
    void Read(ns3::Ptr<ns3::Socket> socket);

    ns3::Ptr<ns3::HipDnsClient> m_client;
    std::string m_name;
    ns3::Time m_retry;
    std::function<void()> m_whenAnswered;
    ns3::Ptr<ns3::Socket> m_socket;
    ns3::EventId m_next;
    ns3::Time m_started;
    ns3::Time m_answered;
};

} // namespace hipscenario

#endif // HIP_SCENARIOS_REACHABILITY_CALLER_H
