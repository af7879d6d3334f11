// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "helper/graphml-scan.h"

#include <gtest/gtest.h>
#include <stdexcept>

namespace hip
{

namespace
{

std::string
WhatItThrows(const std::string& text)
{
    try
    {
        ScanGraphml("net.graphml", text);
    }
    catch (const std::invalid_argument& error)
    {
        return error.what();
    }
    return "nothing";
}

TEST(GraphmlScan, NumbersNodesAndEdgesByTheirLines)
{
    const GraphmlTags tags = ScanGraphml("f",
                                         "<?xml version='1.0'?>\n"
                                         "<graphml>\n<graph edgedefault=\"undirected\">\n"
                                         "<edge source='b' target='a'/>\n"
                                         "<!-- <node id='no'/>\n --><node id='a'/>\n"
                                         "<node\n id = \"b\" ></node>\n"
                                         "</graph></graphml>");
    ASSERT_EQ(tags.nodes.size(), 2U);
    EXPECT_EQ(tags.nodes[0].id, "a");
    EXPECT_EQ(tags.nodes[0].line, 6U);
    EXPECT_EQ(tags.nodes[1].id, "b");
    EXPECT_EQ(tags.nodes[1].line, 7U);
    ASSERT_EQ(tags.edges.size(), 1U);
    EXPECT_EQ(tags.edges[0].source, 1U);
    EXPECT_EQ(tags.edges[0].target, 0U);
    EXPECT_EQ(tags.edges[0].line, 4U);
}

TEST(GraphmlScan, SeesNoTagsInQuotesCdataAndInstructions)
{
    const GraphmlTags tags = ScanGraphml("f",
                                         "<?pi <node id='x'/> ?><graph edgedefault='undirected' "
                                         "note='<node id=\"y\"/>'>"
                                         "<![CDATA[<node id='z'/>]]><node id='only'/></graph>");
    ASSERT_EQ(tags.nodes.size(), 1U);
    EXPECT_EQ(tags.nodes[0].id, "only");
}

TEST(GraphmlScan, RefusesWhatTheReaderWouldMisread)
{
    const std::string graph = "<graph edgedefault='undirected'>\n";
    const std::pair<std::string, std::string> cases[] = {
        {graph + "<node/>", "net.graphml:2: <node> lacks its id"},
        {graph + "<node id=''/>", "net.graphml:2: <node> lacks its id"},
        {graph + "<node id='1'/>\n<node id='1'/>", "net.graphml:3: a second node with id '1'"},
        {graph + "<node id='1'/>\n<edge source='1' target='2'/>",
         "net.graphml:3: the edge ends at node '2', which does not exist"},
        {graph + "<edge source='1'/>", "net.graphml:2: <edge> lacks its target"},
        {graph + "<edge target='1'/>", "net.graphml:2: <edge> lacks its source"},
        {graph + "<edge directed='true' source='1' target='1'/>",
         "net.graphml:2: the edge is directed; only undirected ones are supported"},
        {graph + "<data key='d1'>x</data>", "net.graphml:2: <data> has the undeclared key 'd1'"},
        {graph + "<hyperedge/>", "net.graphml:2: <hyperedge> is not supported"},
        {graph + graph, "net.graphml:2: a second <graph>; only one is supported"},
        {graph + "<node id='1'/>\n<nonsense\n<node id='2'/>\n",
         "net.graphml:3: <nonsense lacks its '>'"},
        {graph + "<node id='1'\n\n<node id='2'/>\n", "net.graphml:2: <node lacks its '>'"},
        {"<a>\n</b>", "net.graphml:2: </b> where </a> is due"},
        {"<a/></a>", "net.graphml:1: </a> where nothing is open"},
        {"<graph>", "net.graphml:1: <graph> lacks its edgedefault"},
        {"<graph edgedefault='directed'>",
         "net.graphml:1: the graph is directed; only undirected ones are supported"},
    };
    for (const auto& [text, message] : cases)
    {
        EXPECT_EQ(WhatItThrows(text), message) << text;
    }
}

TEST(GraphmlScan, RefusesDeepNestingBeforeAParserRecursesIntoIt)
{
    std::string text;
    for (int i = 0; i < 100000; ++i)
    {
        text += "<a>";
    }
    EXPECT_EQ(WhatItThrows(text), "net.graphml:1: elements nested more than 32 deep");
}

TEST(GraphmlScan, ReachesTheEndOfAnyPrefix)
{
    const std::string text = "<?xml?><!-- c --><graph edgedefault='undirected'><![CDATA[x]]>"
                             "<node id='a' /><edge source='a' target='a'></edge></graph>";
    for (std::size_t length = 0; length <= text.size(); ++length)
    {
        const std::string thrown = WhatItThrows(text.substr(0, length));
        EXPECT_EQ(thrown, "nothing") << length; // judging broken XML is left to the parser
    }
}

} // namespace

} // namespace hip
