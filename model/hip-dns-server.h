// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_DNS_SERVER_H
#define HIP_DNS_SERVER_H

#include "hip-dns-application.h"

#include <cstdint>
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
 * over UDP and TCP, and lets holders of keys change these (RFC 2136), such as HIP hosts with a
 * HipDnsUpdater.
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

    /**
     * Lets the holder of a key change all records of a name, by DNS UPDATE signed with hmac-sha256
     * (RFC 8945). Times are those of the simulation, which began in 1970.
     *
     * @param keyName name of the key, such as "hip.key"
     * @param secret in base 64
     * @param name such as "hip.foo.com"
     * @throw std::invalid_argument if key or name cannot be used, or the key has another secret
     */
    void AllowUpdates(const std::string& keyName,
                      const std::string& secret,
                      const std::string& name);

    /// @return DNS updates that were carried out; those that were refused are among the drops
    uint64_t GetUpdateCount() const;

  protected:
    void DoDispose() override;
    void StartApplication() override;
    void HandleQuery(const hip::DnsClient& client, const std::vector<uint8_t>& query) override;

  private:
    std::unique_ptr<hip::AuthoritativeServer> m_server;
};

} // namespace ns3

#endif // HIP_DNS_SERVER_H
