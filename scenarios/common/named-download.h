// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_COMMON_NAMED_DOWNLOAD_H
#define HIP_SCENARIOS_COMMON_NAMED_DOWNLOAD_H

#include "scenarios/common/network.h"
#include "scenarios/common/probe.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace hipscenario
{

/// What the first legacy host asks of the first HIP host, by its name: a download over TCP, or
/// another probe.
class NamedDownload
{
  public:
    /// @param isLossy whether a name that cannot be resolved is asked for again
    NamedDownload(ProxyNetwork& network, std::uint64_t octets, bool isLossy);

    /// As above, with a probe of the first legacy host. @param port where it is answered
    NamedDownload(ProxyNetwork& network,
                  std::unique_ptr<Probe> probe,
                  std::uint16_t port,
                  bool isLossy);

    /**
     * Asks for the name now.
     *
     * @param whenConnecting called once, when the name is known and the download begins
     * @param whenDone called once, after the last octet
     */
    void Begin(std::function<void()> whenConnecting, std::function<void()> whenDone);

    /// Calls a function once the proxy has an association with the HIP host, not before @p at.
    void WhenAssociated(ns3::Time at, std::function<void()> next);

    bool IsDone() const
    {
        return m_isDone;
    }

    /// Where the probe has connected to; not before it is connecting.
    ns3::Ipv6Address GetServer() const
    {
        return m_server;
    }

    const Measurement& GetMeasurement() const
    {
        return m_probe->measurement;
    }

    /// @throw std::runtime_error unless every octet has come as it was sent
    void CheckIntact() const;

    /// @throw std::runtime_error unless there was an answer and no octet of it was wrong
    void CheckAnswered() const;

    /// When scenarios ask for the name: all hosts are set up and registered.
    static inline const ns3::Time FIRST_CONTACT = ns3::Seconds(3);

    /// Over lossy links a download may last, but not for ever.
    static inline const ns3::Time LONGEST_RUN = ns3::Hours(100);

  private:
    [[noreturn]] void Fail() const;
    void Ask();
    void Connect(const ns3::HipDnsResult& result);

    ProxyNetwork& m_network;
    bool m_isLossy;
    std::unique_ptr<Probe> m_probe;
    std::uint16_t m_port;
    ns3::Ipv6Address m_server;
    std::function<void()> m_whenConnecting;
    std::function<void()> m_whenDone;
    bool m_isDone = false;
    std::string m_failure;
};

} // namespace hipscenario

#endif // HIP_SCENARIOS_COMMON_NAMED_DOWNLOAD_H
