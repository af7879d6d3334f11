// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "helper/graphml-scan.h"

#include "helper/xml-tags.h"

#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string_view>

namespace hip
{

namespace
{

constexpr std::size_t MAX_DEPTH = 32; // GraphML needs 4; the XML parser behind Boost recurses

/// Checks one GraphML text, tag by tag.
class Scanner
{
  public:
    explicit Scanner(const std::string& file)
        : m_file(file)
    {
    }

    GraphmlTags Scan(std::string_view text);

  private:
    struct Ends
    {
        std::string source;
        std::string target;
        std::size_t line;
    };

    [[noreturn]] void Refuse(std::size_t line, const std::string& cause) const;
    std::string Require(const XmlTag& tag, std::string_view attribute) const;
    void Track(const XmlTag& tag);
    void Look(const XmlTag& tag);
    void LookAtGraph(const XmlTag& tag);
    void LookAtNode(const XmlTag& tag);
    void LookAtEdge(const XmlTag& tag);
    std::size_t FindNode(const std::string& id, std::size_t line) const;

    std::string m_file;
    std::vector<std::string_view> m_open; // elements, outermost first
    bool m_hasGraph = false;
    std::set<std::string> m_keys;
    std::map<std::string, std::size_t> m_nodeOfId;
    std::vector<Ends> m_ends; // an edge may stand before its nodes
    GraphmlTags m_tags;
};

void
Scanner::Refuse(std::size_t line, const std::string& cause) const
{
    throw std::invalid_argument(m_file + ":" + std::to_string(line) + ": " + cause);
}

std::string
Scanner::Require(const XmlTag& tag, std::string_view attribute) const
{
    std::optional<std::string> value = FindXmlAttribute(tag, attribute);
    if (!value || value->empty())
    {
        Refuse(tag.line, "<" + std::string(tag.name) + "> lacks its " + std::string(attribute));
    }
    return *value;
}

void
Scanner::Track(const XmlTag& tag)
{
    if (tag.lacksEnd)
    {
        Refuse(tag.line, "<" + std::string(tag.name) + " lacks its '>'");
    }
    if (tag.name[0] == '/')
    {
        const std::string_view name = tag.name.substr(1);
        if (m_open.empty() || m_open.back() != name)
        {
            Refuse(tag.line,
                   "</" + std::string(name) + "> where " +
                       (m_open.empty() ? "nothing is open"
                                       : "</" + std::string(m_open.back()) + "> is due"));
        }
        m_open.pop_back();
    }
    else if (!tag.isEmptyElement && tag.name[0] != '!')
    {
        m_open.push_back(tag.name);
        if (m_open.size() > MAX_DEPTH)
        {
            Refuse(tag.line, "elements nested more than " + std::to_string(MAX_DEPTH) + " deep");
        }
    }
}

void
Scanner::Look(const XmlTag& tag)
{
    if (tag.name == "graph")
    {
        LookAtGraph(tag);
    }
    else if (tag.name == "node")
    {
        LookAtNode(tag);
    }
    else if (tag.name == "edge")
    {
        LookAtEdge(tag);
    }
    else if (tag.name == "hyperedge")
    {
        Refuse(tag.line, "<hyperedge> is not supported");
    }
    else if (tag.name == "key")
    {
        m_keys.insert(Require(tag, "id"));
    }
    else if (tag.name == "data" && m_keys.count(Require(tag, "key")) == 0)
    {
        Refuse(tag.line, "<data> has the undeclared key '" + Require(tag, "key") + "'");
    }
}

void
Scanner::LookAtGraph(const XmlTag& tag)
{
    if (m_hasGraph)
    {
        Refuse(tag.line, "a second <graph>; only one is supported");
    }
    m_hasGraph = true;
    if (Require(tag, "edgedefault") != "undirected")
    {
        Refuse(tag.line, "the graph is directed; only undirected ones are supported");
    }
}

void
Scanner::LookAtNode(const XmlTag& tag)
{
    const std::string id = Require(tag, "id");
    if (!m_nodeOfId.emplace(id, m_tags.nodes.size()).second)
    {
        Refuse(tag.line, "a second node with id '" + id + "'");
    }
    m_tags.nodes.push_back({id, tag.line});
}

void
Scanner::LookAtEdge(const XmlTag& tag)
{
    if (FindXmlAttribute(tag, "directed").value_or("false") != "false")
    {
        Refuse(tag.line, "the edge is directed; only undirected ones are supported");
    }
    m_ends.push_back({Require(tag, "source"), Require(tag, "target"), tag.line});
}

std::size_t
Scanner::FindNode(const std::string& id, std::size_t line) const
{
    const auto found = m_nodeOfId.find(id);
    if (found == m_nodeOfId.end())
    {
        Refuse(line, "the edge ends at node '" + id + "', which does not exist");
    }
    return found->second;
}

GraphmlTags
Scanner::Scan(std::string_view text)
{
    XmlTagReader reader(text);
    while (const std::optional<XmlTag> tag = reader.Next())
    {
        if (!tag->name.empty())
        {
            Track(*tag);
            Look(*tag);
        }
    }
    for (const Ends& ends : m_ends)
    {
        m_tags.edges.push_back(
            {FindNode(ends.source, ends.line), FindNode(ends.target, ends.line), ends.line});
    }
    return std::move(m_tags);
}

} // namespace

GraphmlTags
ScanGraphml(const std::string& file, const std::string& text)
{
    return Scanner(file).Scan(text);
}

} // namespace hip
