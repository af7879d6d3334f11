// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_HELPER_GRAPHML_SCAN_H
#define HIP_HELPER_GRAPHML_SCAN_H

#include <cstddef>
#include <string>
#include <vector>

namespace hip
{

/// Where a node of a GraphML text stands and what it is called there.
struct GraphmlNodeTag
{
    std::string id;
    std::size_t line = 0;
};

/// Where an edge stands; its ends are indices into GraphmlTags::nodes.
struct GraphmlEdgeTag
{
    std::size_t source = 0;
    std::size_t target = 0;
    std::size_t line = 0;
};

/// The nodes and edges of a GraphML text in the order of the text.
struct GraphmlTags
{
    std::vector<GraphmlNodeTag> nodes;
    std::vector<GraphmlEdgeTag> edges;
};

/**
 * Looks through the tags of a GraphML text before Boost.Graph reads it.
 *
 * Boost's reader knows no line numbers once the XML is parsed, makes up nodes that an edge names
 * by mistake, merges nodes with the same id, takes any end tag for the one that is due, and follows
 * nesting until the stack ends. This pass refuses all of that and remembers the lines, so that
 * later complaints can name them. What else is wrong with the XML is left to the parser.
 *
 * @param file name of the file, for messages
 * @param text the whole file
 * @throws std::invalid_argument "FILE:LINE: cause"
 */
GraphmlTags ScanGraphml(const std::string& file, const std::string& text);

} // namespace hip

#endif // HIP_HELPER_GRAPHML_SCAN_H
