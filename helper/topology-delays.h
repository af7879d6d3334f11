// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_HELPER_TOPOLOGY_DELAYS_H
#define HIP_HELPER_TOPOLOGY_DELAYS_H

#include "helper/topology-graph.h"

namespace hip
{

/**
 * Sets the delays of links from the coordinates of their ends; TopologyGraph has the rules.
 *
 * @param file for messages
 * @param nodes at least one
 * @param edges gets delays; loses those of which no delay can be told
 * @param notes gets a sentence for each estimate
 * @throws std::invalid_argument if there are links but none has coordinates at both ends
 */
void SetFibreDelays(const std::string& file,
                    const std::vector<TopologyNode>& nodes,
                    std::vector<TopologyEdge>& edges,
                    std::vector<std::string>& notes);

} // namespace hip

#endif // HIP_HELPER_TOPOLOGY_DELAYS_H
