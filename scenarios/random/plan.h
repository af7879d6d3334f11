// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_RANDOM_PLAN_H
#define HIP_SCENARIOS_RANDOM_PLAN_H

#include "scenarios/common/link-faults.h"
#include "scenarios/random/options.h"

#include "ns3/nstime.h"

#include <vector>

namespace hipscenario
{

/// Something that happens to the network in a run.
struct RandomEvent
{
    enum class Kind
    {
        HOST_MOVES,
        PROXY_MOVES,
        BOTH_MOVE, ///< so that neither UPDATE finds the other host
        AGENT_CRASHES,
        HOST_REKEYS,
        PROXY_REKEYS,
        BOTH_REKEY, ///< so that the UPDATEs cross
    };

    ns3::Time at; ///< since the download began
    Kind kind;
    ns3::Time gap;    ///< a move: without a link, or with both if it is negative; a crash: outage
    ns3::Time offset; ///< of the second half of what both do
    bool withDiffieHellman;
};

/// @return the name of a kind of event, as events.csv has it
const char* ToString(RandomEvent::Kind kind);

/// All that is left to chance in a run; the same for the same seed and number of the run.
struct RandomPlan
{
    LinkFaults faults;
    bool visitsIpv4;
    std::vector<RandomEvent> events; ///< in the order of time
    ns3::Time end;                   ///< when everybody is at home again, for good
};

/// @param run from 1 on
RandomPlan MakePlan(const RandomOptions& options, unsigned run);

} // namespace hipscenario

#endif // HIP_SCENARIOS_RANDOM_PLAN_H
