// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_DNS_SERVER_H
#define HIP_DNS_SERVER_H

#include "hip-dns-application.h"

#include <memory>
#include <string>

namespace hip
{
class AuthoritativeServer;
}

namespace ns3
{

/**
 * @ingroup hip
 *
 * An authoritative DNS server: it answers from its zones at port 53 of all addresses of its node,
 * over UDP and TCP, and does nothing else.
 */
class HipDnsServer : public HipDnsApplication
{
  public:
    /// @return the type
    static TypeId GetTypeId();

    HipDnsServer();
    ~HipDnsServer() override;

    /**
     * Adds a zone, at any time.
     *
     * @param text a master file (RFC 1035 §5) with SOA and NS records
     * @param fileNameForErrors stands in front of errors
     * @param origin name of the zone, such as "foo.com"; "." for the root
     * @throw std::invalid_argument "file:line: cause"
     */
    void AddZone(const std::string& text,
                 const std::string& fileNameForErrors,
                 const std::string& origin);

    /**
     * Adds the zone in a file.
     *
     * @param path of a master file
     * @param origin name of the zone
     * @throw std::invalid_argument if it cannot be read
     */
    void AddZoneFile(const std::string& path, const std::string& origin);

  protected:
    void DoDispose() override;
    void StartApplication() override;
    void HandleQuery(const hip::DnsClient& client, const std::vector<uint8_t>& query) override;

  private:
    std::unique_ptr<hip::AuthoritativeServer> m_server;
};

} // namespace ns3

#endif // HIP_DNS_SERVER_H
