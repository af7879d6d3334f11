// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "helper/topology-delays.h"

#include <algorithm>
#include <cstdio>
#include <stdexcept>

namespace hip
{

namespace
{

using Positions = std::vector<std::optional<GeoPosition>>;

std::string
ToMilliseconds(Duration delay)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.3f ms", static_cast<double>(delay.count()) / 1e6);
    return text;
}

/// @return mean delay of the links with coordinates from the file at both ends
Duration
MeanDelay(const std::string& file,
          const std::vector<TopologyNode>& nodes,
          const std::vector<TopologyEdge>& edges)
{
    double km = 0;
    std::size_t count = 0;
    for (const TopologyEdge& edge : edges)
    {
        const auto& from = nodes[edge.a].position;
        const auto& to = nodes[edge.b].position;
        if (from && to)
        {
            km += GreatCircleKm(*from, *to);
            ++count;
        }
    }
    if (count == 0)
    {
        throw std::invalid_argument(file + ": no link has Latitude and Longitude at both ends, "
                                           "so that no delay can be computed");
    }
    return FibreDelay(km / static_cast<double>(count));
}

/// One round: places the nodes that have neighbours with a place. @return false if there are none
bool
PlaceMore(const std::vector<TopologyNode>& nodes,
          const std::vector<TopologyEdge>& edges,
          Positions& positions,
          std::vector<std::string>& notes)
{
    std::vector<std::vector<GeoPosition>> around(nodes.size());
    std::vector<std::string> names(nodes.size());
    const auto look = [&](std::size_t node, std::size_t neighbour) {
        if (!positions[node] && positions[neighbour])
        {
            around[node].push_back(*positions[neighbour]);
            names[node] += (names[node].empty() ? "" : ", ") + nodes[neighbour].label;
        }
    };
    for (const TopologyEdge& edge : edges)
    {
        look(edge.a, edge.b);
        look(edge.b, edge.a);
    }
    bool isAny = false;
    for (std::size_t i = 0; i < nodes.size(); ++i)
    {
        if (!around[i].empty())
        {
            positions[i] = Middle(around[i]);
            notes.push_back("node " + nodes[i].label + " has no coordinates: taken to lie " +
                            (around[i].size() == 1 ? "at " : "in the middle of ") + names[i]);
            isAny = true;
        }
    }
    return isAny;
}

Positions
PlaceNodes(const std::vector<TopologyNode>& nodes,
           const std::vector<TopologyEdge>& edges,
           std::vector<std::string>& notes)
{
    Positions positions;
    for (const TopologyNode& node : nodes)
    {
        positions.push_back(node.position);
    }
    while (PlaceMore(nodes, edges, positions, notes))
    {
    }
    for (std::size_t i = 0; i < nodes.size(); ++i)
    {
        if (!positions[i])
        {
            notes.push_back("node " + nodes[i].label +
                            " has no coordinates and no neighbour with any: its links are left "
                            "out");
        }
    }
    return positions;
}

} // namespace

void
SetFibreDelays(const std::string& file,
               const std::vector<TopologyNode>& nodes,
               std::vector<TopologyEdge>& edges,
               std::vector<std::string>& notes)
{
    if (edges.empty())
    {
        return;
    }
    const Duration mean = MeanDelay(file, nodes, edges);
    const Positions positions = PlaceNodes(nodes, edges, notes);
    edges.erase(std::remove_if(edges.begin(),
                               edges.end(),
                               [&](const TopologyEdge& edge) { return !positions[edge.a]; }),
                edges.end());
    for (TopologyEdge& edge : edges)
    {
        edge.delay = FibreDelay(GreatCircleKm(*positions[edge.a], *positions[edge.b]));
        const bool isEstimate = !nodes[edge.a].position || !nodes[edge.b].position;
        if (isEstimate && edge.delay == Duration::zero())
        {
            edge.delay = mean;
            notes.push_back("link " + nodes[edge.a].label + " - " + nodes[edge.b].label +
                            " has no known length: given the mean delay, " + ToMilliseconds(mean));
        }
    }
}

} // namespace hip
