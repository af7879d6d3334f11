// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_PROXY_H
#define HIP_PROXY_H

#include "hip-interceptor.h"
#include "hip-node-application.h"

#include <memory>
#include <optional>

namespace hip
{
class AuthoritativeServer;
class Proxy;
struct ProxyEvent;
} // namespace hip

namespace ns3
{

class HipDnsTransport;
struct HipDnsResponse;

/**
 * @ingroup hip
 *
 * A router that lets legacy hosts talk to HIP hosts. It sees every packet that it would forward:
 * DNS queries are answered with substitute addresses if the name has a HIP record, and what is sent
 * to a substitute goes through NAT and ESP to the HIP host. All other traffic is forwarded as by
 * any router.
 *
 * The node needs an IP stack with lists of routing protocols and IP forwarding, as
 * HipInstallProxyStack makes it.
 * The trace "Event" also tells the patent's steps A to K.
 */
class HipProxy : public HipNodeApplication
{
  public:
    /// @return the type
    static TypeId GetTypeId();

    HipProxy();
    ~HipProxy() override;

    /**
     * Tells where legacy hosts are; without any call they may be everywhere.
     *
     * @param network IPv6 or IPv4 address of the prefix
     * @param length of the prefix in bits
     */
    void AddLegacyPrefix(const Address& network, uint8_t length);

    /**
     * Sets the pool of substitute addresses of one family.
     *
     * @param network IPv6 or IPv4 address of the prefix, which must be routed to this node
     * @param length of the prefix in bits
     * @param first address to hand out
     */
    void SetPool(const Address& network, uint8_t length, const Address& first);

    /// Sets the DNS server that the proxy asks. Without any, it asks the one that the legacy host
    /// asked. @param server its address
    void AddUpstream(const Address& server);

    /**
     * Makes the proxy answer from a zone of its own before it asks others.
     *
     * @param text master file
     * @param file name for error messages
     * @param origin name of the zone
     * @throw std::invalid_argument "FILE:LINE: cause"
     */
    void AddZone(const std::string& text, const std::string& file, const std::string& origin);

    /// @return mappings between HITs and substitutes at present
    std::size_t GetMappingCount() const;

    /// @return flows of legacy hosts that the NAT knows
    std::size_t GetBindingCount() const;

    uint64_t GetDropCount() override;

  protected:
    void DoDispose() override;
    void StartApplication() override;
    void StopApplication() override;
    void MakeEndpoint() override;
    hip::Verdict HandleWire(hip::PacketBuffer& packet) override;
    void DeliverUpper(Ptr<Packet> packet) override;
    bool IsLocator(const Address& address) const override;
    bool PollOnce() override;
    void HandleDeadline() override;

  private:
    struct Config;
    struct Outbound;

    std::optional<Outbound> FindOutbound(const hip::PacketBuffer& packet) const;
    HipInterception Intercept(const Header& header, Ptr<const Packet> payload);
    void InterceptForwarded();
    void FindLanAddresses();
    void OpenDns();
    void HandleResponse(const HipDnsResponse& response);
    void ReportStep(const hip::ProxyEvent& event);

    bool m_handOutRealAddresses;
    Time m_mappingLifetime;
    Time m_quarantine;
    Time m_maxTtl;
    uint32_t m_wanMtu;

    std::unique_ptr<Config> m_config;
    std::unique_ptr<hip::AuthoritativeServer> m_zones;
    std::unique_ptr<hip::Proxy> m_proxy;
    std::unique_ptr<HipDnsTransport> m_dns;
};

} // namespace ns3

#endif // HIP_PROXY_H
