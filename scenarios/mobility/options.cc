// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/mobility/options.h"

#include "scenarios/common/command-line.h"
#include "scenarios/common/data-folder.h"

namespace hipscenario
{

std::optional<MobilityOptions>
ReadOptions(int argc, char* argv[], std::ostream& out)
{
    MobilityOptions options;
    options.legacyHosts = 1;
    options.topology = GetDataFile("topologies/Geant2012.graphml");
    po::options_description all("Options of ./hip run mobility", 100, 60);
    AddOutOption(all, options.campaign);
    // clang-format off
    all.add_options()
        ("bytes", NumberOption(options.bytes), "octets that the legacy host downloads over TCP, 1 to 10^12; few end "
                                               "before the host has moved three times")
        ("visited-city", TextOption(options.visitedCity, "CITY"), "where the HIP host moves to; on the default map "
                                                                  "Ireland")
        ("interval", NumberOption(options.interval), "seconds from one move to the next, 0.1 to 1000")
        ("gap", NumberOption(options.gap), "seconds without any link in the hard move, 0 to 100")
        ("overlap", NumberOption(options.overlap), "seconds with both links in the soft move, 0 to 100")
        ("credit", YesNoOption("credit", options.useCredit), "send to an address that is not verified yet as much as has come from "
                                                 "its host (RFC 8046); no: hold data until it is verified")
        ("rekey", YesNoOption("rekey", options.rekeyOnMove), "renew the ESP keys with each change of address")
        ("agent", YesNoOption("agent", options.withAgent), "the HIP host is reached through a Forwarding Agent, and tells it where "
                                               "it is");
    // clang-format on
    AddNetworkOptions(all, options);
    AddCampaignOptions(all, options.campaign);
    AddPlaceOptions(all, options);
    AddRecordOptions(all, options);
    if (!ReadCommandLine(argc, argv, all, out))
    {
        return std::nullopt;
    }
    CheckRange<std::uint64_t>("bytes", options.bytes, 1, 1000000000000);
    CheckRange("interval", options.interval, 0.1, 1000.0);
    CheckRange("gap", options.gap, 0.0, 100.0);
    CheckRange("overlap", options.overlap, 0.0, 100.0);
    CheckNetworkOptions(options);
    CheckCampaign(options.campaign);
    return options;
}

} // namespace hipscenario
