// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/common/network-options.h"

#include "core/draft2003/algorithms.h"
#include "core/wire/algorithms.h"
#include "scenarios/common/command-line.h"

#include <stdexcept>

namespace hipscenario
{

namespace
{

/// Beyond, next to nothing gets through a few links in a row.
constexpr double MOST_FAULTS = 0.3;

constexpr const char* DEFAULT_NAME = "default";

/// The names of what a dialect has, and those that are its defaults.
struct DialectNames
{
    const char* suite;
    const char* keyKind;
    const char* group;
};

constexpr DialectNames HIPV2_NAMES{"aes-128-gcm-16", "ecdsa-p256", "p256"};
constexpr DialectNames NAMES_OF_2003{"aes-128-cbc-sha1", "dsa-1024", "modp-1536"};

bool
IsKeyOf2003(hip::KeyKind kind)
{
    return kind != hip::KeyKind::ECDSA_P256 && kind != hip::KeyKind::ECDSA_P384;
}

/// @throw std::invalid_argument
void
CompleteNames(NetworkOptions& options, const DialectNames& usual)
{
    for (const auto& [name, standard] : {std::pair(&options.suite, usual.suite),
                                         std::pair(&options.keyKind, usual.keyKind),
                                         std::pair(&options.group, usual.group)})
    {
        *name = *name == DEFAULT_NAME ? standard : *name;
    }
    const bool is2003 = options.dialect == "2003";
    const auto suite = hip::ParseEspSuite(options.suite);
    CheckName("suite",
              options.suite,
              suite && (is2003 ? hip::draft2003::FromEspSuite(*suite).has_value()
                               : hip::IsHipv2(*suite)));
    const auto key = hip::ParseKeyKind(options.keyKind);
    CheckName("key", options.keyKind, key && (is2003 ? IsKeyOf2003(*key) : hip::IsHipv2(*key)));
    const auto group = hip::ParseDhGroup(options.group);
    CheckName(
        "group",
        options.group,
        group && (is2003 ? hip::draft2003::FromDhGroup(*group).has_value() : hip::IsHipv2(*group)));
}

} // namespace

void
AddNetworkOptions(po::options_description& all, NetworkOptions& options)
{
    // clang-format off
    all.add_options()
        ("suite", TextOption(options.suite, "NAME"), "ESP suite: aes-128-gcm-16 (default), aes-128-gcm-8, "
                                                     "aes-128-cbc-sha256, aes-256-cbc-sha256, null-sha256; with "
                                                     "--dialect=2003: aes-128-cbc-sha1 (default), 3des-cbc-sha1, "
                                                     "null-sha1")
        ("key", TextOption(options.keyKind, "NAME"), "host keys: rsa-2048, rsa-3072, rsa-4096, ecdsa-p256 (default), "
                                                     "ecdsa-p384; with --dialect=2003: dsa-1024 (default), rsa-1024 "
                                                     "up to rsa-4096")
        ("group", TextOption(options.group, "NAME"), "Diffie-Hellman group: modp-1536, modp-3072, p256 (default), p384, "
                                                     "p521; with --dialect=2003: modp-1536 (default), oakley-1, "
                                                     "oakley-2, modp-2048 up to modp-8192")
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
AddDialectOption(po::options_description& all, NetworkOptions& options)
{
    // clang-format off
    all.add_options()
        ("dialect", TextOption(options.dialect, "NAME"), "what all HIP nodes speak: hipv2, or 2003, as the drafts hip-08 "
                                                         "and mm-00 had it");
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
CompleteNetworkOptions(NetworkOptions& options)
{
    const bool is2003 = options.dialect == "2003";
    CheckName("dialect", options.dialect, is2003 || options.dialect == "hipv2");
    CompleteNames(options, is2003 ? NAMES_OF_2003 : HIPV2_NAMES);
    CheckRange("legacy-hosts", options.legacyHosts, 1u, 200u);
    CheckRange("hip-hosts", options.hipHosts, 1u, 100u);
    CheckRange("puzzle", options.puzzle, 0u, 20u);
    CheckRange("loss", options.faults.loss, 0.0, MOST_FAULTS);
    CheckRange("duplicate", options.faults.duplicate, 0.0, MOST_FAULTS);
    CheckRange("reorder", options.faults.reorder, 0.0, MOST_FAULTS);
    CheckName("crypto", options.crypto, options.crypto == "real" || options.crypto == "modelled");
    if (!options.withSubstitutes && options.withAgent)
    {
        throw std::invalid_argument("--substitutes=no needs --agent=no: behind an agent a host's "
                                    "real address is not known");
    }
}

} // namespace hipscenario
