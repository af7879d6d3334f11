// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "test/core/proxy/figure5.h"

#include "core/resolver/dns-message.h"
#include "core/resolver/dns-output.h"

namespace hip::test
{

namespace
{

DnsName
Name(const std::string& text)
{
    return DnsName::Parse(text).value();
}

} // namespace

ProxyConfig
MakeFigure5Proxy()
{
    ProxyConfig config;
    config.mappings.pool6 = AddressPoolConfig{Ip("3ffe:401::"), 64, Ip("3ffe:401::5"), 60s};
    config.mappings.pool4 = AddressPoolConfig{Ip("198.51.100.0"), 24, IpAddress(), 60s};
    config.legacyPrefixes = {{Ip("3ffe:400::"), 64}, {Ip("192.0.2.0"), 24}};
    config.lanAddress6 = Ip("3ffe:400::1");
    config.lanAddress4 = Ip("192.0.2.1");
    return config;
}

Zone
MakeFigure5Zone(const WorldOptions& options, HipRecord record)
{
    if (options.hasAgent)
    {
        record.rendezvousServers = {Name("agent.foo.com.").GetWire()};
    }
    const std::string type = Ip(options.host).IsV4() ? "A" : "AAAA";
    std::string text = "$TTL 3600\n"
                       "@ IN SOA ns admin 1 7200 900 86400 600\n"
                       "@ IN NS ns\n"
                       "ns IN AAAA 3ffe:100::53\n"
                       "agent IN AAAA 3ffe:200::1\n"
                       "www IN AAAA 3ffe:600::80\n"
                       "hip IN HIP " +
                       record.ToText() + "\n";
    text += "hip IN " + type + " " + options.host + "\n" + options.zone;
    return Zone::Parse(text, "foo.com.zone", Name("foo.com."));
}

Bytes
BuildQuery(const Path& path,
           std::uint16_t port,
           const std::string& name,
           std::uint16_t type,
           std::uint16_t id,
           std::uint16_t udpSize)
{
    const DnsMessage query = DnsMessage::MakeQuery(id, Name(name), type, udpSize, true);
    return BuildUdp(path, port, DNS_PORT, query.Write());
}

} // namespace hip::test
