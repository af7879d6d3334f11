// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_MOBILITY_WIFI_CELLS_H
#define HIP_SCENARIOS_MOBILITY_WIFI_CELLS_H

#include "scenarios/mobility/options.h"

#include "ns3/mac48-address.h"
#include "ns3/net-device-container.h"
#include "ns3/node.h"
#include "ns3/yans-wifi-helper.h"

#include <functional>
#include <string>

namespace hipscenario
{

/**
 * Two access points of one Wi-Fi network, each on a router of its own, and a station that goes from
 * the first to the second and back, or where a trace leads it. It looks for another access point
 * once it has missed the beacons of its own for about a second, as ns-3's stations do.
 */
class WifiCells
{
  public:
    /**
     * @param station the node that moves
     * @param routers the nodes of the first and of the second access point
     * @param stream the first of the random numbers
     */
    WifiCells(ns3::Ptr<ns3::Node> station,
              ns3::NodeContainer routers,
              const MobilityOptions& options,
              int64_t stream);

    ns3::Ptr<ns3::NetDevice> GetStation() const
    {
        return m_station;
    }

    /// @param index 0 or 1
    ns3::Ptr<ns3::NetDevice> GetAccessPoint(uint32_t index) const
    {
        return m_accessPoints.Get(index);
    }

    /**
     * @param lost the station gives its access point up, whose last beacon came then
     * @param entered it has associated with one, of this index
     */
    void SetCallbacks(std::function<void(ns3::Time)> lost, std::function<void(uint32_t)> entered);

    /// Captures what the station hears, with the headers of IEEE 802.11. @param file its name
    void EnablePcap(const std::string& file);

  private:
    void InstallDevices(ns3::Ptr<ns3::Node> station, ns3::NodeContainer routers, int64_t stream);
    void NoteAssociation(ns3::Mac48Address accessPoint);

    ns3::YansWifiPhyHelper m_phy;
    ns3::Ptr<ns3::NetDevice> m_station;
    ns3::NetDeviceContainer m_accessPoints;
    ns3::Time m_lastBeacon;
    std::function<void(ns3::Time)> m_lost;
    std::function<void(uint32_t)> m_entered;
};

} // namespace hipscenario

#endif // HIP_SCENARIOS_MOBILITY_WIFI_CELLS_H
