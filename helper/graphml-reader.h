// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_HELPER_GRAPHML_READER_H
#define HIP_HELPER_GRAPHML_READER_H

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace hip
{

/// Values of a node or edge by the name of their key (`attr.name`), as written in the file.
using GraphmlValues = std::map<std::string, std::string>;

struct GraphmlNode
{
    std::string id;
    std::size_t line = 0;
    GraphmlValues values;
};

struct GraphmlEdge
{
    std::size_t source = 0; // index into GraphmlGraph::nodes
    std::size_t target = 0;
    std::size_t line = 0;
    GraphmlValues values;
};

/// The content of a GraphML file, nothing interpreted yet.
struct GraphmlGraph
{
    std::vector<GraphmlNode> nodes;
    std::vector<GraphmlEdge> edges;
};

/**
 * Reads a GraphML file of one undirected graph with Boost.Graph.
 *
 * Boost's own property maps want one type and one owner for each key name; the Internet Topology
 * Zoo uses `label` and `id` for graph, nodes and edges at once and with different types. Here every
 * value is kept as text with its node or edge, and values of the graph are left out.
 *
 * @throws std::invalid_argument "FILE: cause" or "FILE:LINE: cause" if the file cannot be read, is
 *         larger than 64 MiB, is no XML, or holds no graph of the supported kind (see ScanGraphml)
 */
GraphmlGraph ReadGraphml(const std::string& file);

} // namespace hip

#endif // HIP_HELPER_GRAPHML_READER_H
