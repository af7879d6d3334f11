// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/attack/options.h"

#include "scenarios/common/command-line.h"
#include "scenarios/common/data-folder.h"

namespace hipscenario
{

namespace
{

/// Two servers and an attacker for each false address; see experiment.h.
constexpr unsigned HIP_HOSTS = 6;
constexpr unsigned STRICT_SERVER = 1;

} // namespace

std::optional<AttackOptions>
ReadOptions(int argc, char* argv[], std::ostream& out)
{
    AttackOptions options;
    options.legacyHosts = 1;
    options.hipHosts = HIP_HOSTS;
    options.hipHostsWithoutCredit = {STRICT_SERVER};
    options.withAgent = false;
    options.topology = GetDataFile("topologies/Geant2012.graphml");
    po::options_description all("Options of ./hip run attack", 100, 60);
    AddOutOption(all, options.campaign);
    AddDialectOption(all, options);
    // clang-format off
    all.add_options()
        ("bytes", NumberOption(options.bytes), "octets that the legacy host downloads over TCP meanwhile, 1 to 10^12; "
                                               "few end before the attacks do")
        ("rate", NumberOption(options.rate), "Mbit/s of the UDP stream that a server sends to each attacker, 0.01 to 10")
        ("earn", NumberOption(options.earn), "Mbit/s of UDP that each attacker sends to its server, 0.01 to 10: what "
                                             "earns it credit (RFC 8046)")
        ("duration", NumberOption(options.duration), "seconds that are watched after a false address was told, 1 to 300")
        ("copies", NumberOption(options.copies), "how often each UPDATE is replayed, and each forged one sent, 1 to 20")
        ("visited-city", TextOption(options.visitedCity, "CITY"), "where the server moves to and comes back from, so "
                                                                  "that there are UPDATEs; on the default map Ireland")
        ("victim-city", TextOption(options.victimCity, "CITY"), "where the victim is; on the default map Greece")
        ("observer-city", TextOption(options.observerCity, "CITY"), "where replayed and forged packets are sent from; "
                                                                    "on the default map Italy");
    // clang-format on
    if (!ReadNetworkCommandLine(argc, argv, all, options, options.campaign, out))
    {
        return std::nullopt;
    }
    CheckRange<std::uint64_t>("bytes", options.bytes, 1, 1000000000000);
    CheckRange("rate", options.rate, 0.01, 10.0);
    CheckRange("earn", options.earn, 0.01, 10.0);
    CheckRange("duration", options.duration, 1.0, 300.0);
    CheckRange("copies", options.copies, 1u, 20u);
    CompleteNetworkOptions(options);
    CheckCampaign(options.campaign);
    return options;
}

} // namespace hipscenario
