// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TEST_CORE_PROXY_FIGURE5_H
#define HIP_TEST_CORE_PROXY_FIGURE5_H

#include "core/association/config.h"
#include "core/crypto/crypto-engine.h"
#include "core/identity/hip-record.h"
#include "core/proxy/proxy-config.h"
#include "core/resolver/zone.h"
#include "test/core/proxy/packet-kit.h"

#include <string>

namespace hip::test
{

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

/// The zone foo.com, with this record for the HIP host.
Zone MakeFigure5Zone(const WorldOptions& options, HipRecord record);

/// A DNS query in a UDP packet.
Bytes BuildQuery(const Path& path,
                 std::uint16_t port,
                 const std::string& name,
                 std::uint16_t type,
                 std::uint16_t id = 77,
                 std::uint16_t udpSize = 0);

} // namespace hip::test

#endif // HIP_TEST_CORE_PROXY_FIGURE5_H
