// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_MOBILITY_NS2_TRACE_H
#define HIP_SCENARIOS_MOBILITY_NS2_TRACE_H

#include "ns3/nstime.h"

#include <string>

namespace hipscenario
{

/**
 * Reads an ns-2 movement trace of one node, node 0, and checks it: ns-3's own reader ends the
 * program without the file, and passes over lines that it does not understand. These are allowed,
 * besides empty lines and comments (#):
 *
 *     $node_(0) set X_ 1.5                             (also Y_ and Z_)
 *     $ns_ at 10.0 "$node_(0) setdest 100.0 5.0 20.0"  (x and y in metres, speed in m/s)
 *     $ns_ at 10.0 "$node_(0) set X_ 1.5"
 *
 * @param file its name
 * @return when the last movement is over
 * @throw std::invalid_argument `FILE:LINE: cause` or `FILE: cause`
 */
ns3::Time CheckNs2Trace(const std::string& file);

} // namespace hipscenario

#endif // HIP_SCENARIOS_MOBILITY_NS2_TRACE_H
