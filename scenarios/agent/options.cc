// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/agent/options.h"

#include "core/wire/registration-lifetime.h"
#include "scenarios/agent/cells.h"
#include "scenarios/common/command-line.h"
#include "scenarios/common/network-options.h"

#include <cmath>
#include <stdexcept>

namespace hipscenario
{

using namespace ns3;

Time
AgentOptions::GetLease() const
{
    if (Is2003())
    {
        return Seconds(std::floor(lifetime));
    }
    const std::chrono::nanoseconds wished(Seconds(lifetime).GetNanoSeconds());
    return NanoSeconds(
        hip::DecodeRegistrationLifetime(hip::EncodeRegistrationLifetime(wished)).count());
}

Time
AgentOptions::GetRenewal() const
{
    return NanoSeconds(GetLease().GetNanoSeconds() / 4 * 3);
}

std::optional<AgentOptions>
ReadOptions(int argc, char* argv[], std::ostream& out)
{
    AgentOptions options;
    NetworkOptions names; // of which the two dialects have different ones
    std::string hosts = "100,300,1000,3000,10000";
    std::string data = "10000,30000,100000,1000000";
    std::string moves = "0.1,1,3,10";
    std::string agents = "1";
    po::options_description all("Options of ./hip run agent", 100, 60);
    AddOutOption(all, options.campaign);
    AddDialectOption(all, names);
    // clang-format off
    all.add_options()
        ("hosts", TextOption(hosts, "LIST"), "hosts of the agent, 10 to 100000: growing numbers with commas, or a range "
                                             "such as 100..100000")
        ("data", TextOption(data, "LIST"), "octets that a call brings a host, 100 to 10^8: growing numbers with commas, "
                                           "of which the first one goes with each number of hosts, and the others with "
                                           "the middle one")
        ("agents", TextOption(agents, "LIST"), "agents with which each host registers, 1 to 4: growing numbers with "
                                               "commas, used as those of --data are; peers try them in one order, as "
                                               "the DNS names them. The load is that of the first one")
        ("lifetime", NumberOption(options.lifetime), "seconds of a lease that hosts ask for, 10 to 3600")
        ("moves", TextOption(moves, "LIST"), "moves of each host in a minute, 0 to 60: growing numbers with commas, used "
                                             "as those of --data are")
        ("calls", NumberOption(options.calls), "new associations to each host in a minute, 0.01 to 60")
        ("duration", NumberOption(options.duration), "seconds that are measured once all are registered, 1 to 3600")
        ("restart", NumberOption(options.restart), "seconds of these after which the first agent crashes, starts again "
                                                   "and knows nobody; then until all are registered again, or for an "
                                                   "hour. 0: never")
        ("outage", NumberOption(options.outage), "seconds from its crash until it starts again, 0 to 3600")
        ("delay", NumberOption(options.delay), "milliseconds one way between each node and the router in the middle, 0.1 "
                                               "to 500")
        ("key", TextOption(names.keyKind, "NAME"), "host keys: rsa-2048, rsa-3072, rsa-4096, ecdsa-p256 (default), "
                                                   "ecdsa-p384; with --dialect=2003: dsa-1024 (default), rsa-1024 up "
                                                   "to rsa-4096")
        ("group", TextOption(names.group, "NAME"), "Diffie-Hellman group: modp-1536, modp-3072, p256 (default), p384, "
                                                   "p521; with --dialect=2003: modp-1536 (default), oakley-1, "
                                                   "oakley-2, modp-2048 up to modp-8192")
        ("puzzle", NumberOption(options.puzzle), "difficulty K of the puzzle in bits, 0 to 20")
        ("crypto", TextOption(options.crypto, "NAME"), "real (OpenSSL) or modelled (faster to run, same packets, no "
                                                       "secrecy)")
        ("costs", TextOption(options.costs, "FILE"), "simulated time that cryptography takes: default (as measured "
                                                     "once), none, or a table from ./hip calibrate");
    // clang-format on
    AddCampaignOptions(all, options.campaign);
    if (!ReadCommandLine(argc, argv, all, out))
    {
        return std::nullopt;
    }
    CheckRange("lifetime", options.lifetime, 10.0, 3600.0);
    CheckRange("calls", options.calls, 0.01, 60.0);
    CheckRange("duration", options.duration, 1.0, 3600.0);
    CheckRange("restart", options.restart, 0.0, options.duration);
    CheckRange("outage", options.outage, 0.0, 3600.0);
    if (options.outage > 0 && options.restart == 0)
    {
        throw std::invalid_argument("--outage needs --restart: nothing crashes");
    }
    CheckRange("delay", options.delay, 0.1, 500.0);
    CheckRange("puzzle", options.puzzle, 0u, 20u);
    CompleteNetworkOptions(names);
    options.dialect = names.dialect;
    options.keyKind = names.keyKind;
    options.group = names.group;
    CheckName("crypto", options.crypto, options.crypto == "real" || options.crypto == "modelled");
    CheckCampaign(options.campaign);
    options.cells = MakeCells(hosts, data, moves, agents);
    options.campaign.runs *= static_cast<unsigned>(options.cells.size());
    return options;
}

} // namespace hipscenario
