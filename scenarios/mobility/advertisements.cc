// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/mobility/advertisements.h"

#include "ns3/ipv6.h"
#include "ns3/node.h"
#include "ns3/radvd-interface.h"
#include "ns3/radvd-prefix.h"
#include "ns3/radvd.h"
#include "ns3/random-variable-stream.h"

#include <algorithm>
#include <cmath>

namespace hipscenario
{

using namespace ns3;

namespace
{

constexpr uint8_t PREFIX_LENGTH = 64;
constexpr uint32_t FOR_EVER = 0xffffffff;

/// @return the time until the first of a series that has gone on for ever: long intervals are more
/// likely to be the one under way
Time
DrawFirst(Time shortest, Time longest, int64_t stream)
{
    Ptr<UniformRandomVariable> random = CreateObject<UniformRandomVariable>();
    random->SetStream(stream);
    const double low = shortest.GetSeconds() * shortest.GetSeconds();
    const double high = longest.GetSeconds() * longest.GetSeconds();
    const double interval = std::sqrt(random->GetValue(low, high));
    return Seconds(random->GetValue(0, interval));
}

} // namespace

Time
GetShortestInterval(Time longest)
{
    return MilliSeconds(longest.GetMilliSeconds() / 3);
}

void
Advertise(Ptr<NetDevice> router, Ipv6Address prefix, Time longest, int64_t stream)
{
    Ptr<Node> node = router->GetNode();
    const Time shortest = GetShortestInterval(longest);
    Ptr<RadvdInterface> interface = Create<RadvdInterface>(
        static_cast<uint32_t>(node->GetObject<Ipv6>()->GetInterfaceForDevice(router)),
        static_cast<uint32_t>(longest.GetMilliSeconds()),
        static_cast<uint32_t>(shortest.GetMilliSeconds()));
    // In seconds, and not 0, which would make it no default router (RFC 4861 §6.2.1).
    interface->SetDefaultLifeTime(static_cast<uint32_t>(std::ceil(3 * longest.GetSeconds())));
    interface->AddPrefix(Create<RadvdPrefix>(prefix, PREFIX_LENGTH, FOR_EVER, FOR_EVER));
    Ptr<Radvd> application = CreateObject<Radvd>();
    application->AddConfiguration(interface);
    application->AssignStreams(stream);
    application->SetStartTime(DrawFirst(shortest, longest, stream + 1));
    node->AddApplication(application);
}

} // namespace hipscenario
