// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/random/plan.h"

#include "core/crypto/random.h"

#include <algorithm>

namespace hipscenario
{

using namespace ns3;

namespace
{

constexpr const char* NAMES[] = {"host-moves",
                                 "proxy-moves",
                                 "both-move",
                                 "agent-crashes",
                                 "host-rekeys",
                                 "proxy-rekeys",
                                 "both-rekey"};
constexpr unsigned KINDS = 7;
constexpr int64_t LAST_EVENT = 12000; // ms, when the download at 2 Mbit/s still runs

/// Draws from one stream of random numbers.
class Dice
{
  public:
    Dice(std::uint32_t seed, unsigned run)
        : m_random(seed, run, "random scenario")
    {
    }

    /// @return from 0 to @p count - 1
    unsigned Below(unsigned count)
    {
        return static_cast<unsigned>(m_random.GetU32() % count);
    }

    /// @return whole milliseconds
    Time Between(int64_t low, int64_t high)
    {
        return MilliSeconds(low + Below(static_cast<unsigned>(high - low + 1)));
    }

    double Share(std::initializer_list<double> values)
    {
        return *(values.begin() + Below(static_cast<unsigned>(values.size())));
    }

  private:
    hip::SeededRandom m_random;
};

RandomEvent
DrawEvent(Dice& dice, bool mayCrashAgent)
{
    RandomEvent event;
    event.at = dice.Between(0, LAST_EVENT);
    event.kind = static_cast<RandomEvent::Kind>(dice.Below(KINDS));
    if (event.kind == RandomEvent::Kind::AGENT_CRASHES)
    {
        event.gap = dice.Between(1, 5000);
        event.kind = mayCrashAgent ? event.kind : RandomEvent::Kind::HOST_MOVES;
    }
    else
    {
        event.gap = dice.Between(-300, 1000);
    }
    event.offset = dice.Between(0, 20);
    event.withDiffieHellman = dice.Below(2) == 0;
    return event;
}

} // namespace

const char*
ToString(RandomEvent::Kind kind)
{
    return NAMES[static_cast<std::size_t>(kind)];
}

RandomPlan
MakePlan(const RandomOptions& options, unsigned run)
{
    Dice dice(options.campaign.seed, run);
    RandomPlan plan;
    plan.faults = LinkFaults{dice.Share({0, 0, 0.002, 0.01}),
                             dice.Share({0, 0, 0.01}),
                             dice.Share({0, 0, 0.02})};
    plan.faults = options.mayHaveFaults ? plan.faults : options.faults;
    plan.visitsIpv4 = dice.Below(3) == 0 && options.mayVisitIpv4;
    const unsigned count = 1 + dice.Below(MOST_EVENTS);
    for (unsigned i = 0; i < count; ++i)
    {
        plan.events.push_back(DrawEvent(dice, options.mayCrashAgent && options.withAgent));
    }
    std::stable_sort(plan.events.begin(), plan.events.end(), [](const auto& a, const auto& b) {
        return a.at < b.at;
    });
    // A run with fewer events is the same one up to its last event.
    plan.events.resize(std::min<std::size_t>(plan.events.size(), options.events));
    plan.end = MilliSeconds(LAST_EVENT + 2000);
    return plan;
}

} // namespace hipscenario
