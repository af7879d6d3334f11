// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_MOBILITY_ADVERTISEMENTS_H
#define HIP_SCENARIOS_MOBILITY_ADVERTISEMENTS_H

#include "ns3/ipv6-address.h"
#include "ns3/net-device.h"
#include "ns3/nstime.h"

namespace hipscenario
{

/// @return MinRtrAdvInterval, a third of MaxRtrAdvInterval as RFC 4861 §6.2.1 has it for long ones
ns3::Time GetShortestInterval(ns3::Time longest);

/**
 * Lets the router at one end of a link send unsolicited router advertisements with one prefix of 64
 * bits, valid for ever, for stateless autoconfiguration. The time from one to the next is uniform
 * between MinRtrAdvInterval and MaxRtrAdvInterval (RFC 4861 §6.2.4), in whole milliseconds.
 *
 * They begin as if they had gone on for ever: whoever comes to the link at any time waits for the
 * residual life of an interval, from the beginning.
 *
 * @param router its end of the link, with an IPv6 interface
 * @param prefix its address
 * @param longest MaxRtrAdvInterval
 * @param stream the first of two of random numbers
 */
void Advertise(ns3::Ptr<ns3::NetDevice> router,
               ns3::Ipv6Address prefix,
               ns3::Time longest,
               int64_t stream);

} // namespace hipscenario

#endif // HIP_SCENARIOS_MOBILITY_ADVERTISEMENTS_H
