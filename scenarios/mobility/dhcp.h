// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_MOBILITY_DHCP_H
#define HIP_SCENARIOS_MOBILITY_DHCP_H

#include "ns3/ipv4-address.h"
#include "ns3/net-device.h"
#include "ns3/nstime.h"

#include <functional>

namespace hipscenario
{

/**
 * Serves the addresses of a network of 24 bits from the second one on by DHCP, on a router that has
 * the first one.
 *
 * @param router its device in that network
 */
void ServeDhcp(ns3::Ptr<ns3::NetDevice> router, ns3::Ipv4Address network);

/**
 * Makes a station ask for an address whenever its link comes up. Of other devices than those of
 * Wi-Fi ns-3's client never learns that the link has changed.
 *
 * @param station its device
 * @param collect how long the client waits for further offers before it takes the first one
 * @param stream of random numbers
 * @param leased called when it has got an address that it did not have
 */
void UseDhcp(ns3::Ptr<ns3::NetDevice> station,
             ns3::Time collect,
             int64_t stream,
             std::function<void()> leased);

} // namespace hipscenario

#endif // HIP_SCENARIOS_MOBILITY_DHCP_H
