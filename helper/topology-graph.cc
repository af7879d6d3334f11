// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "helper/topology-graph.h"

#include "helper/near-names.h"
#include "helper/topology-delays.h"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/connected_components.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <cmath>
#include <locale>
#include <map>
#include <sstream>
#include <stdexcept>

namespace hip
{

namespace
{

struct Link
{
    Duration::rep delay = 0;
    std::size_t index = 0;
};

using Graph =
    boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, boost::no_property, Link>;

Graph
ToBoost(const std::vector<TopologyNode>& nodes, const std::vector<TopologyEdge>& edges)
{
    Graph graph(nodes.size());
    for (std::size_t i = 0; i < edges.size(); ++i)
    {
        boost::add_edge(edges[i].a, edges[i].b, Link{edges[i].delay.count(), i}, graph);
    }
    return graph;
}

/// @return the value of a key; empty if it is not there or says "None", as the Zoo does
std::string
GetText(const GraphmlValues& values, const std::string& key)
{
    const auto found = values.find(key);
    return found == values.end() || found->second == "None" ? "" : found->second;
}

/**
 * @return the value of a key as a number, or nothing if it is not there
 * @throws std::invalid_argument if it is no number from @p low to @p high
 */
std::optional<double>
GetNumber(const GraphmlValues& values,
          const std::string& key,
          double low,
          double high,
          const std::string& where)
{
    const std::string text = GetText(values, key);
    if (text.empty())
    {
        return std::nullopt;
    }
    std::istringstream in(text);
    in.imbue(std::locale::classic());
    double number = 0;
    in >> number;
    if (in.fail() || !in.eof() || !(number >= low && number <= high))
    {
        throw std::invalid_argument(where + ": " + key + " '" + text + "' is not a number from " +
                                    std::to_string(std::lround(low)) + " to " +
                                    std::to_string(std::llround(high)));
    }
    return number;
}

std::string
Join(const std::vector<std::string>& names)
{
    std::string text;
    for (const std::string& name : names)
    {
        text += (text.empty() ? "" : ", ") + name;
    }
    return text;
}

} // namespace

TopologyGraph::TopologyGraph(const std::string& file)
    : m_file(file)
{
}

TopologyGraph
TopologyGraph::Read(const std::string& file)
{
    const GraphmlGraph graph = ReadGraphml(file);
    if (graph.nodes.empty())
    {
        throw std::invalid_argument(file + ": the graph has no nodes");
    }
    TopologyGraph topology(file);
    topology.TakeNodes(graph);
    topology.TakeEdges(graph);
    SetFibreDelays(file, topology.m_nodes, topology.m_edges, topology.m_notes);
    topology.NoteComponents();
    return topology;
}

const std::vector<TopologyNode>&
TopologyGraph::GetNodes() const
{
    return m_nodes;
}

const std::vector<TopologyEdge>&
TopologyGraph::GetEdges() const
{
    return m_edges;
}

const std::vector<std::string>&
TopologyGraph::GetNotes() const
{
    return m_notes;
}

void
TopologyGraph::TakeNodes(const GraphmlGraph& graph)
{
    for (const GraphmlNode& from : graph.nodes)
    {
        const std::string where = m_file + ":" + std::to_string(from.line);
        TopologyNode node;
        node.id = from.id;
        node.label = GetText(from.values, "label");
        node.label = node.label.empty() ? from.id : node.label;
        node.country = GetText(from.values, "Country");
        const auto latitude = GetNumber(from.values, "Latitude", -90, 90, where);
        const auto longitude = GetNumber(from.values, "Longitude", -180, 180, where);
        if (latitude && longitude)
        {
            node.position = GeoPosition{*latitude, *longitude};
        }
        m_nodes.push_back(node);
    }
}

void
TopologyGraph::TakeEdges(const GraphmlGraph& graph)
{
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> edgeOfEnds;
    for (const GraphmlEdge& from : graph.edges)
    {
        const std::string where = m_file + ":" + std::to_string(from.line);
        auto speed = GetNumber(from.values, "LinkSpeedRaw", 0, 1e15, where);
        if (speed == 0.0) // some files write 0 for an unknown speed
        {
            speed.reset();
        }
        const auto ends = std::minmax(from.source, from.target);
        const std::string names = m_nodes[from.source].label + " - " + m_nodes[from.target].label;
        if (from.source == from.target)
        {
            m_notes.push_back("link " + names + " (line " + std::to_string(from.line) +
                              ") starts and ends at one node: left out");
            continue;
        }
        const auto [known, isNew] = edgeOfEnds.emplace(ends, m_edges.size());
        if (isNew)
        {
            m_edges.push_back({from.source, from.target, Duration::zero(), speed});
            continue;
        }
        TopologyEdge& kept = m_edges[known->second];
        const bool isFaster = speed.value_or(0) > kept.bitsPerSecond.value_or(0);
        kept.bitsPerSecond = isFaster ? speed : kept.bitsPerSecond;
        m_notes.push_back("link " + names + " (line " + std::to_string(from.line) +
                          ") is parallel to another: kept the " +
                          (isFaster ? "faster, this one" : "other"));
    }
}

void
TopologyGraph::NoteComponents()
{
    std::vector<std::size_t> componentOf(m_nodes.size());
    const Graph graph = ToBoost(m_nodes, m_edges);
    const std::size_t count = boost::connected_components(graph, componentOf.data());
    if (count < 2)
    {
        return;
    }
    std::vector<std::vector<std::string>> members(count);
    for (std::size_t i = 0; i < m_nodes.size(); ++i)
    {
        members[componentOf[i]].push_back(m_nodes[i].label);
    }
    const auto largest =
        std::max_element(members.begin(), members.end(), [](const auto& left, const auto& right) {
            return left.size() < right.size();
        });
    for (auto component = members.begin(); component != members.end(); ++component)
    {
        if (component != largest)
        {
            m_notes.push_back("not connected to the largest part of the network: " +
                              Join(*component));
        }
    }
}

std::vector<std::size_t>
TopologyGraph::FindAll(const std::string& name) const
{
    for (const auto field : {&TopologyNode::label, &TopologyNode::id, &TopologyNode::country})
    {
        std::vector<std::size_t> found;
        for (std::size_t i = 0; i < m_nodes.size(); ++i)
        {
            if (!name.empty() && ToLower(m_nodes[i].*field) == ToLower(name))
            {
                found.push_back(i);
            }
        }
        if (!found.empty())
        {
            return found;
        }
    }
    return {};
}

std::string
TopologyGraph::ListNear(const std::string& name) const
{
    constexpr std::size_t LIMIT = 6;
    std::vector<std::string> names;
    for (const TopologyNode& node : m_nodes)
    {
        names.push_back(node.label);
    }
    for (const TopologyNode& node : m_nodes)
    {
        names.push_back(node.country);
    }
    const std::vector<std::string> near = FindNearNames(name, names, LIMIT);
    if (!near.empty())
    {
        return "did you mean " + Join(near) + "?";
    }
    names.resize(std::min(LIMIT, m_nodes.size()));
    return "the file has " + std::to_string(m_nodes.size()) + " names such as " + Join(names);
}

std::size_t
TopologyGraph::Find(const std::string& name) const
{
    const std::vector<std::size_t> found = FindAll(name);
    if (found.size() == 1)
    {
        return found.front();
    }
    if (found.empty())
    {
        throw std::invalid_argument(m_file + ": no node is called '" + name + "'; " +
                                    ListNear(name));
    }
    std::vector<std::string> ids;
    for (const std::size_t index : found)
    {
        const TopologyNode& node = m_nodes[index];
        ids.push_back(node.id + (ToLower(node.label) == ToLower(name) ? "" : " " + node.label));
    }
    throw std::invalid_argument(m_file + ": " + std::to_string(found.size()) +
                                " nodes are called '" + name + "'; give an id: " + Join(ids));
}

TopologyPath
TopologyGraph::ShortestPath(const std::string& from, const std::string& to) const
{
    return ShortestPath(Find(from), Find(to));
}

TopologyPath
TopologyGraph::ShortestPath(std::size_t from, std::size_t to) const
{
    const Graph graph = ToBoost(m_nodes, m_edges);
    std::vector<std::size_t> previous(m_nodes.size());
    boost::dijkstra_shortest_paths(
        graph,
        from,
        boost::predecessor_map(previous.data()).weight_map(boost::get(&Link::delay, graph)));
    TopologyPath path;
    path.nodes.push_back(to);
    for (std::size_t at = to; at != from; at = previous[at])
    {
        if (previous[at] == at) // Dijkstra never got there
        {
            throw std::invalid_argument(m_file + ": no way leads from '" + m_nodes[from].label +
                                        "' to '" + m_nodes[to].label + "'");
        }
        const std::size_t edge = graph[boost::edge(previous[at], at, graph).first].index;
        path.nodes.push_back(previous[at]);
        path.edges.push_back(edge);
        path.delay += m_edges[edge].delay;
    }
    std::reverse(path.nodes.begin(), path.nodes.end());
    std::reverse(path.edges.begin(), path.edges.end());
    return path;
}

} // namespace hip
