// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_COMMON_FETCH_H
#define HIP_SCENARIOS_COMMON_FETCH_H

#include "scenarios/common/measurement.h"
#include "scenarios/common/stream-hash.h"

#include "ns3/application.h"
#include "ns3/nstime.h"
#include "ns3/socket.h"

#include <functional>
#include <map>
#include <vector>

namespace hipscenario
{

/// Serves known octets over TCP: the client sends how many it wants (64 bits), and gets them.
class FetchServer : public ns3::Application
{
  public:
    static ns3::TypeId GetTypeId();

    /// @param local address and port to listen on
    void SetLocal(const ns3::Address& local);

  protected:
    void StartApplication() override;
    void StopApplication() override;
    void DoDispose() override;

  private:
    struct Transfer
    {
        std::vector<std::uint8_t> request;
        std::uint64_t wanted = 0;
        std::uint64_t sent = 0;
    };

    void Accept(ns3::Ptr<ns3::Socket> socket, const ns3::Address& from);
    void Read(ns3::Ptr<ns3::Socket> socket);
    void Write(ns3::Ptr<ns3::Socket> socket);

    ns3::Address m_local;
    ns3::Ptr<ns3::Socket> m_listener;
    std::map<ns3::Ptr<ns3::Socket>, Transfer> m_transfers;
};

/**
 * Fetches octets from a FetchServer and checks each of them. Connects again, as a user would, when
 * a connection ends before the first octet: over links that lose most packets TCP gives up.
 */
class FetchClient : public ns3::Application
{
  public:
    static ns3::TypeId GetTypeId();

    /**
     * Connects now.
     *
     * @param server address and port
     * @param localPort port to connect from; 0 = any
     * @param wanted octets
     * @param whenDone called once, after the last octet or when it has failed for good
     */
    void Fetch(const ns3::Address& server,
               std::uint16_t localPort,
               std::uint64_t wanted,
               std::function<void()> whenDone);

    Measurement& GetMeasurement()
    {
        return m_measurement;
    }

  protected:
    void StartApplication() override;
    void StopApplication() override;
    void DoDispose() override;

  private:
    void Connect();
    void HandleConnected(ns3::Ptr<ns3::Socket> socket);
    void HandleClosed(ns3::Ptr<ns3::Socket> socket);
    void Read(ns3::Ptr<ns3::Socket> socket);
    void Finish();

    ns3::Address m_server;
    std::uint16_t m_localPort = 0;
    unsigned m_tries = 0;
    ns3::Ptr<ns3::Socket> m_socket;
    Measurement m_measurement;
    StreamHash m_hash;
    std::function<void()> m_whenDone;
};

} // namespace hipscenario

#endif // HIP_SCENARIOS_COMMON_FETCH_H
