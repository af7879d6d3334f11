// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_PROXY_EXPERIMENT_H
#define HIP_SCENARIOS_PROXY_EXPERIMENT_H

#include "scenarios/common/network.h"
#include "scenarios/common/probe.h"
#include "scenarios/common/recorder.h"
#include "scenarios/proxy/options.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace hipscenario
{

/**
 * What is done on the network, one thing after the other:
 *
 * 1. `plain`: the first legacy host talks to a HIP host as to any IPv6 host.
 * 2. `first-contact`: the same by its HIP name; there is no association yet.
 * 3. `live`: the second legacy host does the same, from the same source port, while the
 *    association lives. Further legacy hosts join in at the same time and are checked, not
 * measured.
 */
class ProxyExperiment
{
  public:
    ProxyExperiment(const ProxyOptions& options, ProxyNetwork& network, Recorder& recorder);
    ~ProxyExperiment();

    /// Runs the simulation to its end. @throw std::runtime_error if a contact has failed
    void Run();

    /// One measured contact.
    struct Contact
    {
        std::string path; ///< "plain", "first-contact" or "live"
        unsigned legacyHost;
        unsigned hipHost;
        bool isPlain;
        std::unique_ptr<Probe> probe;
        ns3::Time baseExchange; ///< the held packet's wait; zero = none
    };

    const std::vector<std::unique_ptr<Contact>>& GetContacts() const
    {
        return m_contacts;
    }

  private:
    void Begin(Contact& contact, std::function<void()> next);
    void Connect(Contact& contact, ns3::HipDnsResult result, std::function<void()> next);
    void BeginLive();
    Contact& AddContact(const std::string& path,
                        unsigned legacyHost,
                        unsigned hipHost,
                        bool isPlain);
    std::unique_ptr<Probe> MakeProbe(ns3::Ptr<ns3::Node> node, std::uint16_t localPort) const;
    std::uint16_t GetPort() const;
    void NoteEvent(const ns3::HipEventRecord& record);

    const ProxyOptions& m_options;
    ProxyNetwork& m_network;
    Recorder& m_recorder;
    std::vector<std::unique_ptr<Contact>> m_contacts;
    Contact* m_current = nullptr; ///< the one that a base exchange at the proxy belongs to
    ns3::Time m_exchangeStart;
    unsigned m_open = 0; ///< live contacts under way
    std::string m_failure;
};

} // namespace hipscenario

#endif // HIP_SCENARIOS_PROXY_EXPERIMENT_H
