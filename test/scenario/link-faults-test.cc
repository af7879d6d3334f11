// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/common/link-faults.h"

#include "ns3/csma-helper.h"
#include "ns3/node-container.h"
#include "ns3/packet.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simple-net-device.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <set>
#include <stdexcept>
#include <vector>

namespace hipscenario
{

namespace
{

using namespace ns3;

constexpr unsigned PACKETS = 4000;
constexpr uint16_t IPV6 = 0x86dd;
/// Packets come so often that some overtake one which is held back.
const Time INTERVAL = MilliSeconds(1);
const Time LINK_DELAY = MicroSeconds(10);

/// One packet that arrived: its number in the order of sending, and how long it was under way.
struct Arrival
{
    unsigned number;
    Time delay;
};

enum class Link
{
    POINT_TO_POINT,
    LAN,
};

/// Sends numbered packets over a link of two nodes. @return what arrives
std::vector<Arrival>
Send(const LinkFaults& faults, Link kind, unsigned run = 1)
{
    RngSeedManager::SetRun(run);
    NodeContainer nodes(2);
    NetDeviceContainer devices;
    if (kind == Link::POINT_TO_POINT)
    {
        PointToPointHelper link;
        link.SetChannelAttribute("Delay", TimeValue(LINK_DELAY));
        link.SetDeviceAttribute("DataRate", StringValue("1Gbps"));
        devices = link.Install(nodes);
    }
    else
    {
        CsmaHelper link;
        link.SetChannelAttribute("Delay", TimeValue(LINK_DELAY));
        link.SetChannelAttribute("DataRate", StringValue("1Gbps"));
        devices = link.Install(nodes);
    }
    EXPECT_EQ(LinkFaultModel::InstallEverywhere(faults, 50), 2) << "both ends";

    std::vector<Arrival> arrivals;
    devices.Get(1)->SetReceiveCallback(
        Callback<bool, Ptr<NetDevice>, Ptr<const Packet>, uint16_t, const Address&>(
            [&](Ptr<NetDevice>, Ptr<const Packet> packet, uint16_t, const Address&) {
                std::uint32_t number = 0;
                packet->CopyData(reinterpret_cast<std::uint8_t*>(&number), sizeof number);
                arrivals.push_back({number, Simulator::Now() - number * INTERVAL});
                return true;
            }));
    for (unsigned i = 0; i < PACKETS; ++i)
    {
        Simulator::Schedule(i * INTERVAL, [&, i] {
            const std::uint32_t number = i;
            devices.Get(0)->Send(
                Create<Packet>(reinterpret_cast<const std::uint8_t*>(&number), sizeof number),
                devices.Get(1)->GetAddress(),
                IPV6);
        });
    }
    Simulator::Run();
    Simulator::Destroy();
    return arrivals;
}

std::set<unsigned>
GetNumbers(const std::vector<Arrival>& arrivals)
{
    std::set<unsigned> numbers;
    for (const Arrival& arrival : arrivals)
    {
        numbers.insert(arrival.number);
    }
    return numbers;
}

/// @return how many packets arrive after one that was sent later
unsigned
CountOvertaken(const std::vector<Arrival>& arrivals)
{
    unsigned count = 0;
    unsigned highest = 0;
    for (const Arrival& arrival : arrivals)
    {
        count += arrival.number < highest ? 1 : 0;
        highest = std::max(highest, arrival.number);
    }
    return count;
}

/// Four standard deviations of a share of PACKETS draws.
double
GetTolerance(double share)
{
    return 4 * std::sqrt(share * (1 - share) * PACKETS);
}

class LinkFaultModelTest : public testing::TestWithParam<Link>
{
};

} // namespace

TEST_P(LinkFaultModelTest, DoesNothingWithoutFaults)
{
    const auto arrivals = Send({}, GetParam());
    EXPECT_EQ(arrivals.size(), PACKETS);
    EXPECT_EQ(CountOvertaken(arrivals), 0U);
    EXPECT_LT(arrivals.back().delay, MilliSeconds(1));
}

TEST_P(LinkFaultModelTest, LosesItsShare)
{
    const auto arrivals = Send({0.3, 0, 0}, GetParam());
    EXPECT_NEAR(arrivals.size(), 0.7 * PACKETS, GetTolerance(0.3));
    EXPECT_EQ(GetNumbers(arrivals).size(), arrivals.size()) << "none comes twice";
    EXPECT_EQ(CountOvertaken(arrivals), 0U);
}

TEST_P(LinkFaultModelTest, RepeatsItsShareOnce)
{
    const auto arrivals = Send({0, 0.2, 0}, GetParam());
    EXPECT_NEAR(arrivals.size(), 1.2 * PACKETS, GetTolerance(0.2));
    EXPECT_EQ(GetNumbers(arrivals).size(), PACKETS) << "none is lost";
}

TEST_P(LinkFaultModelTest, HoldsItsShareBackForAWhile)
{
    const auto arrivals = Send({0, 0, 0.2}, GetParam());
    EXPECT_EQ(arrivals.size(), PACKETS);
    EXPECT_EQ(GetNumbers(arrivals).size(), PACKETS);
    const auto isLate = [](const Arrival& arrival) { return arrival.delay > MicroSeconds(100); };
    const auto late = std::count_if(arrivals.begin(), arrivals.end(), isLate);
    // A hundredth of those held back come after less than a tenth of a millisecond.
    EXPECT_NEAR(late, 0.2 * 0.99 * PACKETS, GetTolerance(0.2));
    // Of those later than the interval, which are nine in ten, most are overtaken.
    EXPECT_GT(CountOvertaken(arrivals), 0.1 * PACKETS);
    for (const Arrival& arrival : arrivals)
    {
        EXPECT_LT(arrival.delay, LinkFaultModel::LONGEST_DELAY + MicroSeconds(100));
    }
}

TEST_P(LinkFaultModelTest, DoesTheSameInTheSameRunOnly)
{
    const auto getOrder = [](unsigned run) {
        std::vector<unsigned> order;
        for (const Arrival& arrival : Send({0.1, 0.1, 0.1}, GetParam(), run))
        {
            order.push_back(arrival.number);
        }
        return order;
    };
    const auto first = getOrder(1);
    EXPECT_EQ(getOrder(1), first);
    EXPECT_NE(getOrder(2), first);
}

INSTANTIATE_TEST_SUITE_P(Links,
                         LinkFaultModelTest,
                         testing::Values(Link::POINT_TO_POINT, Link::LAN));

TEST(LinkFaultModel, RefusesOtherDevices)
{
    EXPECT_THROW(LinkFaultModel::Install(CreateObject<SimpleNetDevice>(), {}, 1),
                 std::invalid_argument);
}

} // namespace hipscenario
