// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/attack/credit-limit.h"

#include <cmath>

namespace hipscenario
{

using namespace ns3;

namespace
{

// As RFC 8046 §5.6.2 recommends them.
constexpr double AGING_INTERVAL = 5; // seconds
constexpr double AGING_FACTOR = 7.0 / 8;

} // namespace

double
CreditLimit::Get(Time told, Time at) const
{
    double limit = 0;
    for (const auto& [came, octets] : m_arrivals)
    {
        if (came > at)
        {
            break;
        }
        // The timer may have run out just before it came: a whole interval counts, a part does not.
        const double age = std::max(0.0, (told - came).GetSeconds());
        limit +=
            static_cast<double>(octets) * std::pow(AGING_FACTOR, std::floor(age / AGING_INTERVAL));
    }
    return limit;
}

} // namespace hipscenario
