// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/mobility/wifi-cells.h"

#include "ns3/constant-position-mobility-model.h"
#include "ns3/node-container.h"
#include "ns3/ns2-mobility-helper.h"
#include "ns3/simulator.h"
#include "ns3/ssid.h"
#include "ns3/waypoint-mobility-model.h"
#include "ns3/wifi-helper.h"
#include "ns3/wifi-mac-helper.h"
#include "ns3/wifi-mac.h"
#include "ns3/wifi-net-device.h"

namespace hipscenario
{

using namespace ns3;

namespace
{

constexpr uint16_t MTU = 1500;     ///< as on the other links, not Wi-Fi's own 2296
constexpr double BESIDE = 5;       ///< metres between a station's way and the access points
const Ssid NETWORK("hip-network"); ///< of both access points

void
Place(Ptr<Node> node, double x)
{
    Ptr<ConstantPositionMobilityModel> model = CreateObject<ConstantPositionMobilityModel>();
    model->SetPosition(Vector(x, 0, 0));
    node->AggregateObject(model);
}

/// There, a while at the second access point, and back.
void
Walk(Ptr<Node> station, const MobilityOptions& options)
{
    Ptr<WaypointMobilityModel> model = CreateObject<WaypointMobilityModel>();
    station->AggregateObject(model);
    const Time pause = Seconds(options.interval);
    const Time walk = Seconds(options.distance / options.speed);
    Time at = options.GetContactTime() + pause;
    const Vector near(0, BESIDE, 0);
    const Vector far(options.distance, BESIDE, 0);
    model->AddWaypoint(Waypoint(Time(), near));
    model->AddWaypoint(Waypoint(at, near));
    model->AddWaypoint(Waypoint(at += walk, far));
    model->AddWaypoint(Waypoint(at += pause, far));
    model->AddWaypoint(Waypoint(at += walk, near));
}

} // namespace

WifiCells::WifiCells(Ptr<Node> station,
                     NodeContainer routers,
                     const MobilityOptions& options,
                     int64_t stream)
{
    Place(routers.Get(0), 0);
    Place(routers.Get(1), options.distance);
    if (options.trace.empty())
    {
        Walk(station, options);
    }
    else
    {
        const NodeContainer moving(station);
        Ns2MobilityHelper(options.trace).Install(moving.Begin(), moving.End());
    }
    InstallDevices(station, routers, stream);
}

void
WifiCells::InstallDevices(Ptr<Node> station, NodeContainer routers, int64_t stream)
{
    m_phy.SetChannel(YansWifiChannelHelper::Default().Create());
    m_phy.SetPcapDataLinkType(WifiPhyHelper::DLT_IEEE802_11);
    WifiHelper wifi;
    wifi.SetStandard(WIFI_STANDARD_80211a);
    wifi.SetRemoteStationManager("ns3::IdealWifiManager");
    WifiMacHelper mac;
    mac.SetType("ns3::ApWifiMac", "Ssid", SsidValue(NETWORK));
    m_accessPoints = wifi.Install(m_phy, mac, routers);
    mac.SetType("ns3::StaWifiMac", "Ssid", SsidValue(NETWORK));
    m_station = wifi.Install(m_phy, mac, station).Get(0);
    NetDeviceContainer all(m_accessPoints, NetDeviceContainer(m_station));
    wifi.AssignStreams(all, stream);
    for (auto device = all.Begin(); device != all.End(); ++device)
    {
        (*device)->SetMtu(MTU);
    }
    Ptr<WifiMac> stationMac = DynamicCast<WifiNetDevice>(m_station)->GetMac();
    stationMac->TraceConnectWithoutContext(
        "Assoc",
        Callback<void, Mac48Address>([this](Mac48Address address) { NoteAssociation(address); }));
    stationMac->TraceConnectWithoutContext("BeaconArrival", Callback<void, Time>([this](Time) {
                                               m_lastBeacon = Simulator::Now();
                                           }));
    stationMac->TraceConnectWithoutContext("DeAssoc",
                                           Callback<void, Mac48Address>([this](Mac48Address) {
                                               if (m_lost)
                                               {
                                                   m_lost(m_lastBeacon);
                                               }
                                           }));
}

void
WifiCells::SetCallbacks(std::function<void(Time)> lost, std::function<void(uint32_t)> entered)
{
    m_lost = std::move(lost);
    m_entered = std::move(entered);
}

void
WifiCells::NoteAssociation(Mac48Address accessPoint)
{
    for (uint32_t i = 0; m_entered && i < m_accessPoints.GetN(); ++i)
    {
        if (m_accessPoints.Get(i)->GetAddress() == accessPoint)
        {
            m_entered(i);
        }
    }
}

void
WifiCells::EnablePcap(const std::string& file)
{
    m_phy.EnablePcap(file, m_station, false, true);
}

} // namespace hipscenario
