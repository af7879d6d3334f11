// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/common/network-options.h"

#include "core/wire/algorithms.h"
#include "scenarios/common/command-line.h"

#include <stdexcept>

namespace hipscenario
{

namespace
{

/// Beyond, next to nothing gets through a few links in a row.
constexpr double MOST_FAULTS = 0.3;

} // namespace

void
AddNetworkOptions(po::options_description& all, NetworkOptions& options)
{
    // clang-format off
    all.add_options()
        ("suite", TextOption(options.suite, "NAME"), "ESP suite: aes-128-gcm-16, aes-128-gcm-8, aes-128-cbc-sha256, "
                                                     "aes-256-cbc-sha256, null-sha256")
        ("key", TextOption(options.keyKind, "NAME"), "host keys: rsa-2048, rsa-3072, rsa-4096, ecdsa-p256, ecdsa-p384")
        ("group", TextOption(options.group, "NAME"), "Diffie-Hellman group: modp-1536, modp-3072, p256, p384, p521")
        ("puzzle", NumberOption(options.puzzle), "difficulty K of the puzzle in bits, 0 to 20")
        ("crypto", TextOption(options.crypto, "NAME"), "real (OpenSSL) or modelled (faster to run, same packets, no "
                                                       "secrecy)")
        ("costs", TextOption(options.costs, "FILE"), "simulated time that cryptography takes: default (as measured "
                                                     "once), none, or a table from ./hip calibrate")
        ("loss", NumberOption(options.faults.loss),
             "share of the packets that each link loses, 0 to 0.3. It counts for every link on the way, LAN, "
             "access and backbone: of 0.3 the default path of eight links leaves one packet in 17, so choose "
             "cities near each other")
        ("duplicate", NumberOption(options.faults.duplicate),
             "share of the packets of which each link brings a copy, up to 10 ms later, 0 to 0.3")
        ("reorder", NumberOption(options.faults.reorder),
             "share of the packets that each link brings up to 10 ms late, so that others overtake them, 0 to 0.3");
    // clang-format on
}

void
AddPlaceOptions(po::options_description& all, NetworkOptions& options)
{
    // clang-format off
    all.add_options()
        ("topology", TextOption(options.topology, "FILE"), "backbone: a GraphML file with coordinates")
        ("legacy-city", TextOption(options.legacyCity, "CITY"), "where LAN and proxy are; on the default map Finland")
        ("hip-city", TextOption(options.hipCity, "CITY"), "where the HIP hosts are; on the default map Spain")
        ("agent-city", TextOption(options.agentCity, "CITY"), "where the agent is; on the default map Germany")
        ("zones", TextOption(options.zones, "DIR"), "zone files root.zone, com.zone and foo.com.zone to serve; by "
                                                    "default made, and written to zones/ below --out")
        ("keys", TextOption(options.keys, "DIR"), "PEM keys proxy.pem, agent.pem, hip-1.pem, hip-2.pem ...; by default "
                                                  "made from the seed");
    // clang-format on
}

void
AddRecordOptions(po::options_description& all, NetworkOptions& options)
{
    // clang-format off
    all.add_options()
        ("keylog", YesNoOption("keylog", options.withKeylog), "write keylog.txt and esp_sa, which decrypt everything")
        ("pcap", YesNoOption("pcap", options.withPcap), "write pcap files");
    // clang-format on
}

void
CheckNetworkOptions(const NetworkOptions& options)
{
    CheckRange("legacy-hosts", options.legacyHosts, 1u, 200u);
    CheckRange("hip-hosts", options.hipHosts, 1u, 100u);
    CheckRange("puzzle", options.puzzle, 0u, 20u);
    CheckRange("loss", options.faults.loss, 0.0, MOST_FAULTS);
    CheckRange("duplicate", options.faults.duplicate, 0.0, MOST_FAULTS);
    CheckRange("reorder", options.faults.reorder, 0.0, MOST_FAULTS);
    const auto suite = hip::ParseEspSuite(options.suite);
    CheckName("suite", options.suite, suite && hip::IsHipv2(*suite));
    const auto key = hip::ParseKeyKind(options.keyKind);
    CheckName("key", options.keyKind, key && hip::IsHipv2(*key));
    const auto group = hip::ParseDhGroup(options.group);
    CheckName("group", options.group, group && hip::IsHipv2(*group));
    CheckName("crypto", options.crypto, options.crypto == "real" || options.crypto == "modelled");
    if (!options.withSubstitutes && options.withAgent)
    {
        throw std::invalid_argument("--substitutes=no needs --agent=no: behind an agent a host's "
                                    "real address is not known");
    }
}

} // namespace hipscenario
