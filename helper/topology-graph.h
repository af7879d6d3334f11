// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_HELPER_TOPOLOGY_GRAPH_H
#define HIP_HELPER_TOPOLOGY_GRAPH_H

#include "core/util/clock.h"
#include "helper/graphml-reader.h"
#include "helper/great-circle.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace hip
{

/// A point of presence of a real network.
struct TopologyNode
{
    std::string id;                      ///< its id in the file
    std::string label;                   ///< its name, in most files a city; the id if it has none
    std::string country;                 ///< may be empty
    std::optional<GeoPosition> position; ///< as the file has it
};

/// A link in both directions.
struct TopologyEdge
{
    std::size_t a = 0; ///< index of a node; its link to @c b is the only one between the two
    std::size_t b = 0;
    Duration delay{};                    ///< one way
    std::optional<double> bitsPerSecond; ///< as the file has it
};

/// A way through the graph.
struct TopologyPath
{
    std::vector<std::size_t> nodes; ///< from the first to the last, at least one
    std::vector<std::size_t> edges; ///< the links between them, one fewer
    Duration delay{};               ///< sum over the links, one way
};

/**
 * A real network read from a GraphML file: cities, links, and how long light takes between them.
 *
 * Made for the Internet Topology Zoo: reads the values `label`, `Country`, `Latitude`, `Longitude`
 * (degrees) of nodes and `LinkSpeedRaw` (bit/s) of edges. What the file lacks is dealt with by
 * these rules, and GetNotes() names each case:
 *
 * - The delay of a link is its great-circle distance at 200 km/ms, rounded to microseconds.
 * - A node without coordinates is taken to lie in the middle of its neighbours that have some (or
 *   got some this way). A link that has no length because of that gets the mean delay of the
 *   links with coordinates at both ends. So no path becomes shorter than the great circle
 *   between its ends.
 * - A link with no coordinates anywhere in its component is left out.
 * - Of parallel links the fastest stays, the first of them if none is faster; a link whose speed
 *   is not given counts as slowest. A link from a node to itself is left out.
 * - Components that do not hang together stay, and are listed.
 */
class TopologyGraph
{
  public:
    /**
     * @param file name of a GraphML file with one undirected graph
     * @throws std::invalid_argument "FILE: cause" or "FILE:LINE: cause", one line
     */
    static TopologyGraph Read(const std::string& file);

    const std::vector<TopologyNode>& GetNodes() const;
    const std::vector<TopologyEdge>& GetEdges() const;

    /// @return what was missing, estimated or left out, one sentence each, for the user to read
    const std::vector<std::string>& GetNotes() const;

    /**
     * Looks up a node by its label, else by its id, else by its country; case does not matter.
     *
     * @return its index
     * @throws std::invalid_argument if no node or more than one has this name; the message, one
     *         line, lists near names or the ids to choose from
     */
    std::size_t Find(const std::string& name) const;

    /**
     * @param from,to names as Find() takes them
     * @return the way with the least delay (Dijkstra)
     * @throws std::invalid_argument if a name is not found or no way leads from one to the other
     */
    TopologyPath ShortestPath(const std::string& from, const std::string& to) const;

    /// The same between two indices of nodes.
    TopologyPath ShortestPath(std::size_t from, std::size_t to) const;

  private:
    explicit TopologyGraph(const std::string& file);

    void TakeNodes(const GraphmlGraph& graph);
    void TakeEdges(const GraphmlGraph& graph);
    void NoteComponents();
    std::vector<std::size_t> FindAll(const std::string& name) const;
    std::string ListNear(const std::string& name) const;

    std::string m_file;
    std::vector<TopologyNode> m_nodes;
    std::vector<TopologyEdge> m_edges;
    std::vector<std::string> m_notes;
};

} // namespace hip

#endif // HIP_HELPER_TOPOLOGY_GRAPH_H
