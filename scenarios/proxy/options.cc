// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/proxy/options.h"

#include "core/wire/algorithms.h"
#include "scenarios/common/data-folder.h"

#include <boost/program_options.hpp>
#include <cmath>
#include <ostream>
#include <sstream>
#include <stdexcept>

namespace hipscenario
{

namespace po = boost::program_options;

namespace
{

/// Both moduli of ns-3's generator of random numbers are larger.
constexpr unsigned LARGEST_SEED = 4294944442;

/// Beyond, next to nothing gets through a few links in a row.
constexpr double MOST_FAULTS = 0.3;

constexpr Transport TRANSPORTS[] = {Transport::TCP,
                                    Transport::UDP,
                                    Transport::PING,
                                    Transport::HTTP};

/// Texts of options that are values of enums here.
struct Texts
{
    std::string transport = "tcp";
    std::string agent = "yes";
    std::string legacy = "ipv6";
    std::string substitutes = "yes";
    std::string keylog = "yes";
    std::string pcap = "yes";
};

po::options_description
Describe(ProxyOptions& options, Texts& texts)
{
    po::options_description all("Options of ./hip run proxy", 100, 60);
    const auto text = [](std::string& value, const char* name) {
        return po::value(&value)->default_value(value)->value_name(name);
    };
    const auto number = [](auto& value) {
        return po::value(&value)->default_value(value)->value_name("N");
    };
    // clang-format off
    all.add_options()
        ("help", "print this text")
        ("out", text(options.out, "DIR"), "folder for the results; replaces those of an earlier run")
        ("legacy-hosts", number(options.legacyHosts), "legacy hosts on the LAN, 2 to 200")
        ("hip-hosts", number(options.hipHosts), "HIP hosts, 1 to 100")
        ("transport", text(texts.transport, "NAME"), "what legacy hosts do: tcp (fetch), udp (echo), ping, or "
                                                     "http (load a page)")
        ("bytes", number(options.bytes), "octets that each legacy host transfers (tcp, udp), 1 to 10^12")
        ("suite", text(options.suite, "NAME"), "ESP suite: aes-128-gcm-16, aes-128-gcm-8, aes-128-cbc-sha256, "
                                               "aes-256-cbc-sha256, null-sha256")
        ("key", text(options.keyKind, "NAME"), "host keys: rsa-2048, rsa-3072, rsa-4096, ecdsa-p256, ecdsa-p384")
        ("group", text(options.group, "NAME"), "Diffie-Hellman group: modp-1536, modp-3072, p256, p384, p521")
        ("puzzle", number(options.puzzle), "difficulty K of the puzzle in bits, 0 to 20")
        ("agent", text(texts.agent, "YES|NO"), "the HIP hosts are reached through a Forwarding Agent")
        ("legacy", text(texts.legacy, "NAME"), "what the legacy hosts speak: ipv6 or ipv4")
        ("substitutes", text(texts.substitutes, "YES|NO"),
             "the proxy hands out substitute addresses; no: the real ones (needs --agent=no)")
        ("crypto", text(options.crypto, "NAME"), "real (OpenSSL) or modelled (faster to run, same packets, no secrecy)")
        ("costs", text(options.costs, "FILE"), "simulated time that cryptography takes: default (as measured "
                                               "once), none, or a table from ./hip calibrate")
        ("loss", number(options.faults.loss),
             "share of the packets that each link loses, 0 to 0.3. It counts for every link on the way, LAN, "
             "access and backbone: of 0.3 the default path of eight links leaves one packet in 17, so choose "
             "cities near each other")
        ("duplicate", number(options.faults.duplicate),
             "share of the packets of which each link brings a copy, up to 10 ms later, 0 to 0.3")
        ("reorder", number(options.faults.reorder),
             "share of the packets that each link brings up to 10 ms late, so that others overtake them, 0 to 0.3")
        ("seed", number(options.seed), "seed of all randomness, 1 to 4294944442")
        ("runs", number(options.runs), "runs with different random numbers, 1 to 1000")
        ("jobs", number(options.jobs), "runs at the same time, 1 to 1024; the results do not depend on it")
        ("topology", text(options.topology, "FILE"), "backbone: a GraphML file with coordinates")
        ("legacy-city", text(options.legacyCity, "CITY"), "where LAN and proxy are; on the default map Finland")
        ("hip-city", text(options.hipCity, "CITY"), "where the HIP hosts are; on the default map Spain")
        ("agent-city", text(options.agentCity, "CITY"), "where the agent is; on the default map Germany")
        ("zones", text(options.zones, "DIR"), "zone files root.zone, com.zone and foo.com.zone to serve; by "
                                              "default made, and written to zones/ below --out")
        ("keys", text(options.keys, "DIR"), "PEM keys proxy.pem, agent.pem, hip-1.pem, hip-2.pem ...; by default "
                                            "made from the seed")
        ("keylog", text(texts.keylog, "YES|NO"), "write keylog.txt and esp_sa, which decrypt everything")
        ("pcap", text(texts.pcap, "YES|NO"), "write pcap files");
    // clang-format on
    return all;
}

bool
ParseYesNo(const std::string& option, const std::string& text)
{
    if (text != "yes" && text != "no")
    {
        throw std::invalid_argument("--" + option + ": '" + text + "' is neither yes nor no");
    }
    return text == "yes";
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

template <class T>
std::string
ToText(T number)
{
    std::ostringstream text;
    text << number;
    return text.str();
}

template <class T>
void
CheckRange(const char* option, T value, T low, T high)
{
    if (!(value >= low && value <= high))
    {
        throw std::invalid_argument("--" + std::string(option) + ": must be from " + ToText(low) +
                                    " to " + ToText(high));
    }
}

/// Boost would read "-1" as the largest number of an unsigned type.
void
CheckSigns(const po::parsed_options& parsed)
{
    for (const po::option& option : parsed.options)
    {
        for (const std::string& text : option.value)
        {
            if (text.size() > 1 && text[0] == '-' && text[1] >= '0' && text[1] <= '9')
            {
                throw std::invalid_argument("--" + option.string_key + ": '" + text +
                                            "' is negative");
            }
        }
    }
}

void
CheckName(const char* option, const std::string& name, bool isKnown)
{
    if (!isKnown)
    {
        throw std::invalid_argument("--" + std::string(option) + ": unknown name '" + name + "'");
    }
}

void
Check(const ProxyOptions& options)
{
    CheckRange("legacy-hosts", options.legacyHosts, 2u, 200u);
    CheckRange("hip-hosts", options.hipHosts, 1u, 100u);
    CheckRange<std::uint64_t>("bytes", options.bytes, 1, 1000000000000);
    CheckRange("puzzle", options.puzzle, 0u, 20u);
    CheckRange("loss", options.faults.loss, 0.0, MOST_FAULTS);
    CheckRange("duplicate", options.faults.duplicate, 0.0, MOST_FAULTS);
    CheckRange("reorder", options.faults.reorder, 0.0, MOST_FAULTS);
    CheckRange("seed", options.seed, 1u, LARGEST_SEED);
    CheckRange("runs", options.runs, 1u, 1000u);
    CheckRange("jobs", options.jobs, 1u, 1024u);
    CheckName("suite", options.suite, hip::ParseEspSuite(options.suite).has_value());
    CheckName("key", options.keyKind, hip::ParseKeyKind(options.keyKind).has_value());
    CheckName("group", options.group, hip::ParseDhGroup(options.group).has_value());
    CheckName("crypto", options.crypto, options.crypto == "real" || options.crypto == "modelled");
    if (!options.withSubstitutes && options.withAgent)
    {
        throw std::invalid_argument("--substitutes=no needs --agent=no: behind an agent a host's "
                                    "real address is not known");
    }
}

} // namespace

std::optional<ProxyOptions>
ReadOptions(int argc, char* argv[], std::ostream& out)
{
    ProxyOptions options;
    options.topology = GetDataFile("topologies/Geant2012.graphml");
    Texts texts;
    const po::options_description all = Describe(options, texts);
    po::variables_map values;
    try
    {
        const int style =
            po::command_line_style::default_style & ~po::command_line_style::allow_guessing;
        const po::parsed_options parsed =
            po::command_line_parser(argc, argv).options(all).positional({}).style(style).run();
        CheckSigns(parsed);
        po::store(parsed, values);
        po::notify(values);
    }
    catch (const po::too_many_positional_options_error&)
    {
        throw std::invalid_argument("an argument does not begin with '--'; see --help");
    }
    catch (const po::error& cause)
    {
        throw std::invalid_argument(std::string(cause.what()) + "; see --help");
    }
    if (values.count("help") > 0)
    {
        out << all;
        return std::nullopt;
    }
    options.transport = ParseTransport(texts.transport);
    options.withAgent = ParseYesNo("agent", texts.agent);
    options.withSubstitutes = ParseYesNo("substitutes", texts.substitutes);
    options.withKeylog = ParseYesNo("keylog", texts.keylog);
    options.withPcap = ParseYesNo("pcap", texts.pcap);
    options.legacyIpv4 = texts.legacy == "ipv4";
    CheckName("legacy", texts.legacy, texts.legacy == "ipv4" || texts.legacy == "ipv6");
    Check(options);
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
