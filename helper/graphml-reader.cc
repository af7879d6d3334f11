// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "helper/graphml-reader.h"

#include "helper/graphml-scan.h"

#include <boost/graph/graphml.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace hip
{

namespace
{

constexpr std::size_t MAX_FILE_SIZE = 64U << 20;

[[noreturn]] void
Refuse(const std::string& where, const std::string& cause)
{
    throw std::invalid_argument(where + ": " + cause);
}

std::string
ReadText(const std::string& file)
{
    errno = 0;
    std::ifstream in(file, std::ios::binary);
    std::string text;
    std::vector<char> chunk(1U << 16);
    while (in && text.size() <= MAX_FILE_SIZE)
    {
        in.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
        text.append(chunk.data(), static_cast<std::size_t>(in.gcount()));
    }
    if (!in.eof() && text.size() <= MAX_FILE_SIZE)
    {
        Refuse(file, errno != 0 ? std::strerror(errno) : "cannot be read");
    }
    if (text.size() > MAX_FILE_SIZE)
    {
        Refuse(file, "larger than 64 MiB");
    }
    if (text.find_first_not_of(" \t\r\n") == std::string::npos)
    {
        Refuse(file, "the file is empty");
    }
    return text;
}

/// Takes what Boost's reader finds; its nodes and edges are indices.
class Collector : public boost::mutate_graph
{
  public:
    explicit Collector(GraphmlGraph& graph)
        : m_graph(graph)
    {
    }

    bool is_directed() const override
    {
        return false;
    }

    boost::any do_add_vertex() override
    {
        m_graph.nodes.emplace_back();
        return m_graph.nodes.size() - 1;
    }

    std::pair<boost::any, bool> do_add_edge(boost::any source, boost::any target) override
    {
        GraphmlEdge edge;
        edge.source = boost::any_cast<std::size_t>(source);
        edge.target = boost::any_cast<std::size_t>(target);
        m_graph.edges.push_back(edge);
        return {m_graph.edges.size() - 1, true};
    }

    void set_graph_property(const std::string&, const std::string&, const std::string&) override
    {
    }

    void set_vertex_property(const std::string& name,
                             boost::any node,
                             const std::string& value,
                             const std::string&) override
    {
        m_graph.nodes[boost::any_cast<std::size_t>(node)].values[name] = value;
    }

    void set_edge_property(const std::string& name,
                           boost::any edge,
                           const std::string& value,
                           const std::string&) override
    {
        m_graph.edges[boost::any_cast<std::size_t>(edge)].values[name] = value;
    }

  private:
    GraphmlGraph& m_graph;
};

/// Gives each node its id, and nodes and edges their lines.
void
AddTags(const std::string& file, const GraphmlTags& tags, GraphmlGraph& graph)
{
    if (graph.nodes.size() != tags.nodes.size() || graph.edges.size() != tags.edges.size())
    {
        Refuse(file, "a <node> or an <edge> stands outside of <graph>");
    }
    for (std::size_t i = 0; i < tags.nodes.size(); ++i)
    {
        graph.nodes[i].id = tags.nodes[i].id;
        graph.nodes[i].line = tags.nodes[i].line;
    }
    for (std::size_t i = 0; i < tags.edges.size(); ++i)
    {
        graph.edges[i].line = tags.edges[i].line;
    }
}

} // namespace

GraphmlGraph
ReadGraphml(const std::string& file)
{
    const std::string text = ReadText(file);
    const GraphmlTags tags = ScanGraphml(file, text);
    GraphmlGraph graph;
    Collector collector(graph);
    std::istringstream in(text);
    try
    {
        boost::read_graphml(in, collector, 0);
    }
    catch (const boost::property_tree::xml_parser_error& error)
    {
        Refuse(file + ":" + std::to_string(error.line()), error.message());
    }
    catch (const boost::property_tree::ptree_bad_path&)
    {
        Refuse(file, "holds no <graphml> element");
    }
    catch (const boost::graph_exception& error)
    {
        Refuse(file, error.what());
    }
    AddTags(file, tags, graph);
    return graph;
}

} // namespace hip
