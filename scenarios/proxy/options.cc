// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/proxy/options.h"

#include "scenarios/common/command-line.h"
#include "scenarios/common/data-folder.h"

#include <stdexcept>

namespace hipscenario
{

namespace
{

constexpr Transport TRANSPORTS[] = {Transport::TCP,
                                    Transport::UDP,
                                    Transport::PING,
                                    Transport::HTTP};

/// Texts of options that are values of enums here.
struct Texts
{
    std::string transport = "tcp";
    std::string legacy = "ipv6";
};

po::options_description
Describe(ProxyOptions& options, Texts& texts)
{
    po::options_description all("Options of ./hip run proxy", 100, 60);
    AddOutOption(all, options.campaign);
    // clang-format off
    all.add_options()
        ("legacy-hosts", NumberOption(options.legacyHosts), "legacy hosts on the LAN, 2 to 200")
        ("hip-hosts", NumberOption(options.hipHosts), "HIP hosts, 1 to 100")
        ("transport", TextOption(texts.transport, "NAME"), "what legacy hosts do: tcp (fetch), udp (echo), ping, or "
                                                           "http (load a page)")
        ("bytes", NumberOption(options.bytes), "octets that each legacy host transfers (tcp, udp), 1 to 10^12")
        ("agent", YesNoOption("agent", options.withAgent), "the HIP hosts are reached through a Forwarding Agent")
        ("legacy", TextOption(texts.legacy, "NAME"), "what the legacy hosts speak: ipv6 or ipv4")
        ("substitutes", YesNoOption("substitutes", options.withSubstitutes),
             "the proxy hands out substitute addresses; no: the real ones (needs --agent=no)");
    // clang-format on
    AddDialectOption(all, options);
    return all;
}

Transport
ParseTransport(const std::string& text)
{
    for (const Transport transport : TRANSPORTS)
    {
        if (text == ToString(transport))
        {
            return transport;
        }
    }
    throw std::invalid_argument("--transport: '" + text + "' is none of tcp, udp, ping, http");
}

} // namespace

std::optional<ProxyOptions>
ReadOptions(int argc, char* argv[], std::ostream& out)
{
    ProxyOptions options;
    options.topology = GetDataFile("topologies/Geant2012.graphml");
    Texts texts;
    po::options_description all = Describe(options, texts);
    if (!ReadNetworkCommandLine(argc, argv, all, options, options.campaign, out))
    {
        return std::nullopt;
    }
    options.transport = ParseTransport(texts.transport);
    options.legacyIpv4 = texts.legacy == "ipv4";
    CheckName("legacy", texts.legacy, texts.legacy == "ipv4" || texts.legacy == "ipv6");
    CheckRange("legacy-hosts", options.legacyHosts, 2u, 200u);
    CheckRange<std::uint64_t>("bytes", options.bytes, 1, 1000000000000);
    CompleteNetworkOptions(options);
    CheckCampaign(options.campaign);
    return options;
}

const char*
ToString(Transport transport)
{
    switch (transport)
    {
    case Transport::TCP:
        return "tcp";
    case Transport::UDP:
        return "udp";
    case Transport::PING:
        return "ping";
    case Transport::HTTP:
        return "http";
    }
    return "unknown";
}

} // namespace hipscenario
