// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "helper/topology-graph.h"
#include "test/helper/temporary-file.h"

#include <gtest/gtest.h>
#include <stdexcept>

namespace hip
{

namespace
{

using namespace std::chrono_literals;

/// The folder of the Zoo's files; the build says where the project is.
const std::string TOPOLOGIES = HIP_SOURCE_DIR "/data/topologies/";

using Places = std::vector<std::string>;

Places
Labels(const TopologyGraph& graph, const TopologyPath& path)
{
    Places labels;
    for (const std::size_t node : path.nodes)
    {
        labels.push_back(graph.GetNodes()[node].label);
    }
    return labels;
}

/// A GraphML text with the Zoo's keys around some nodes and edges.
std::string
Graphml(const std::string& content)
{
    return "<?xml version=\"1.0\"?><graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"
           "<key attr.name=\"label\" attr.type=\"string\" for=\"node\" id=\"l\"/>\n"
           "<key attr.name=\"label\" attr.type=\"string\" for=\"graph\" id=\"g\"/>\n"
           "<key attr.name=\"Latitude\" attr.type=\"double\" for=\"node\" id=\"y\"/>\n"
           "<key attr.name=\"Longitude\" attr.type=\"double\" for=\"node\" id=\"x\"/>\n"
           "<key attr.name=\"LinkSpeedRaw\" attr.type=\"double\" for=\"edge\" id=\"s\"/>\n"
           "<graph edgedefault=\"undirected\"><data key=\"g\">Net</data>\n" +
           content + "</graph></graphml>\n";
}

std::string
Node(const std::string& id, const std::string& label)
{
    return "<node id=\"" + id + "\"><data key=\"l\">" + label + "</data></node>\n";
}

std::string
Node(const std::string& id, const std::string& label, double latitude, double longitude)
{
    return "<node id=\"" + id + "\"><data key=\"l\">" + label + "</data><data key=\"y\">" +
           std::to_string(latitude) + "</data><data key=\"x\">" + std::to_string(longitude) +
           "</data></node>\n";
}

std::string
Edge(const std::string& source, const std::string& target, const std::string& speed = "")
{
    return "<edge source=\"" + source + "\" target=\"" + target + "\">" +
           (speed.empty() ? "" : "<data key=\"s\">" + speed + "</data>") + "</edge>\n";
}

/// One degree on the equator: 111.195 km.
constexpr auto DEGREE = 556us;

TopologyGraph
ReadText(const std::string& text)
{
    const TemporaryFile file(text);
    return TopologyGraph::Read(file.GetName());
}

/// @return the message of the exception, without the name of the file
std::string
WhatReadThrows(const std::string& text)
{
    const TemporaryFile file(text);
    try
    {
        TopologyGraph::Read(file.GetName());
    }
    catch (const std::invalid_argument& error)
    {
        const std::string message = error.what();
        EXPECT_EQ(message.substr(0, file.GetName().size()), file.GetName());
        EXPECT_EQ(message.find('\n'), std::string::npos);
        return message.substr(file.GetName().size());
    }
    return "nothing";
}

std::string
WhatFindThrows(const TopologyGraph& graph, const std::string& name)
{
    try
    {
        graph.Find(name);
    }
    catch (const std::invalid_argument& error)
    {
        const std::string message = error.what();
        return message.substr(message.find(": ") + 2);
    }
    return "nothing";
}

TEST(TopologyGraph, ReadsTheFilesOfTheZoo)
{
    struct Expected
    {
        const char* file;
        std::size_t nodes;
        std::size_t edges; // parallel ones counted once, as an independent XML reader counts them
        std::size_t withoutCoordinates;
    };

    const Expected cases[] = {{"Abilene", 11, 14, 0},
                              {"Cogentco", 197, 243, 11},
                              {"Funet", 26, 30, 2},
                              {"Geant2012", 40, 61, 3}};
    for (const Expected& expected : cases)
    {
        const TopologyGraph graph = TopologyGraph::Read(TOPOLOGIES + expected.file + ".graphml");
        EXPECT_EQ(graph.GetNodes().size(), expected.nodes) << expected.file;
        EXPECT_EQ(graph.GetEdges().size(), expected.edges) << expected.file;
        std::size_t without = 0;
        for (const TopologyNode& node : graph.GetNodes())
        {
            without += node.position ? 0 : 1;
        }
        EXPECT_EQ(without, expected.withoutCoordinates) << expected.file;
        EXPECT_GE(graph.GetNotes().size(), expected.withoutCoordinates) << expected.file;
    }
}

TEST(TopologyGraph, TakesDelaysFromTheGreatCircle)
{
    const TopologyGraph graph = TopologyGraph::Read(TOPOLOGIES + "Abilene.graphml");
    EXPECT_TRUE(graph.GetNotes().empty());
    const TopologyPath path = graph.ShortestPath("new york", "WASHINGTON dc");
    ASSERT_EQ(path.edges.size(), 1U);
    // 40.71427 N 74.00597 W to 38.89511 N 77.03637 W: 328.39 km by the law of cosines.
    EXPECT_NEAR(static_cast<double>(path.delay.count()), 328.39 / 200 * 1e6, 1e3);
    EXPECT_FALSE(graph.GetEdges()[path.edges[0]].bitsPerSecond);
}

TEST(TopologyGraph, KnowsSpeedsAndCountriesOfGeant)
{
    const TopologyGraph graph = TopologyGraph::Read(TOPOLOGIES + "Geant2012.graphml");
    EXPECT_EQ(graph.Find("Finland"), graph.Find("fi"));
    EXPECT_EQ(graph.GetNodes()[graph.Find("NL")].country, "Netherlands");
    const TopologyPath path = graph.ShortestPath("DK", "IS");
    ASSERT_EQ(path.edges.size(), 1U);
    EXPECT_EQ(graph.GetEdges()[path.edges[0]].bitsPerSecond, 10e9);
}

TEST(TopologyGraph, FindsTheShortestPathByDelayNotByLinks)
{
    // a - c straight is an arc of 90 degrees; over b there are two links, but a detour.
    const TopologyGraph graph = ReadText(Graphml(
        Node("1", "A", 0, 0) + Node("2", "B", 0, 1) + Node("3", "C", 0, 3) + Node("4", "D", 80, 1) +
        Edge("1", "4") + Edge("4", "3") + Edge("3", "2") + Edge("2", "1")));
    const TopologyPath path = graph.ShortestPath("A", "C");
    EXPECT_EQ(Labels(graph, path), Places({"A", "B", "C"}));
    EXPECT_EQ(path.edges, std::vector<std::size_t>({3, 2}));
    EXPECT_EQ(path.delay, DEGREE + 1112us);
    const TopologyPath back = graph.ShortestPath("C", "A");
    EXPECT_EQ(back.delay, path.delay);
    const TopologyPath stay = graph.ShortestPath("B", "B");
    EXPECT_EQ(Labels(graph, stay), Places({"B"}));
    EXPECT_EQ(stay.delay, 0ns);
}

TEST(TopologyGraph, NoPathIsFasterThanLightInFibre)
{
    for (const std::string file : {"Geant2012", "Abilene", "Funet", "Cogentco"})
    {
        const TopologyGraph graph = TopologyGraph::Read(TOPOLOGIES + file + ".graphml");
        for (std::size_t to = 1; to < graph.GetNodes().size(); ++to)
        {
            const TopologyPath path = graph.ShortestPath(0, to);
            const auto& start = graph.GetNodes()[0].position;
            const auto& end = graph.GetNodes()[to].position;
            ASSERT_TRUE(start);
            if (end)
            {
                const Duration rounding = std::chrono::microseconds(path.edges.size() + 1);
                EXPECT_GE(path.delay + rounding, FibreDelay(GreatCircleKm(*start, *end)))
                    << file << " " << graph.GetNodes()[to].label;
            }
        }
    }
}

TEST(TopologyGraph, KeepsTheFastestOfParallelLinksAndSaysSo)
{
    const TopologyGraph graph = ReadText(Graphml(
        Node("1", "A", 0, 0) + Node("2", "B", 0, 1) + Edge("1", "2") + Edge("2", "1", "1000.0") +
        Edge("1", "2", "1e9") + Edge("1", "2", "5e8") + Edge("1", "2", "0") + Edge("1", "1")));
    ASSERT_EQ(graph.GetEdges().size(), 1U);
    EXPECT_EQ(graph.GetEdges()[0].bitsPerSecond, 1e9);
    EXPECT_EQ(graph.GetEdges()[0].delay, DEGREE);
    EXPECT_EQ(graph.GetNotes(),
              Places({"link B - A (line 11) is parallel to another: kept the faster, this one",
                      "link A - B (line 12) is parallel to another: kept the faster, this one",
                      "link A - B (line 13) is parallel to another: kept the other",
                      "link A - B (line 14) is parallel to another: kept the other",
                      "link A - A (line 15) starts and ends at one node: left out"}));
}

TEST(TopologyGraph, PlacesANodeWithoutCoordinatesBetweenItsNeighbours)
{
    const TopologyGraph graph = ReadText(Graphml(
        Node("1", "A", 0, 0) + Node("2", "B", 0, 2) + Node("3", "X") + Node("4", "Y") +
        Node("5", "C", 0, 4) + Edge("1", "3") + Edge("3", "2") + Edge("4", "5") + Edge("2", "5")));
    EXPECT_EQ(graph.ShortestPath("A", "X").delay, DEGREE);
    EXPECT_EQ(graph.ShortestPath("A", "B").delay, 2 * DEGREE);
    EXPECT_EQ(graph.ShortestPath("C", "Y").delay, 1112us); // the mean of one link, 2 degrees long
    EXPECT_EQ(graph.GetNotes(),
              Places({"node X has no coordinates: taken to lie in the middle of A, B",
                      "node Y has no coordinates: taken to lie at C",
                      "link Y - C has no known length: given the mean delay, 1.112 ms"}));
}

TEST(TopologyGraph, LeavesOutLinksThatHangNowhereAndListsLooseComponents)
{
    const TopologyGraph graph =
        ReadText(Graphml(Node("1", "A", 0, 0) + Node("2", "B", 0, 2) + Node("3", "X") +
                         Node("4", "Y") + Edge("1", "2") + Edge("3", "4")));
    EXPECT_EQ(graph.GetEdges().size(), 1U);
    EXPECT_EQ(graph.GetNotes(),
              Places({"node X has no coordinates and no neighbour with any: its links are left out",
                      "node Y has no coordinates and no neighbour with any: its links are left out",
                      "not connected to the largest part of the network: X",
                      "not connected to the largest part of the network: Y"}));
    EXPECT_THROW(graph.ShortestPath("A", "Y"), std::invalid_argument);
}

TEST(TopologyGraph, ExplainsNamesItDoesNotKnow)
{
    const TopologyGraph funet = TopologyGraph::Read(TOPOLOGIES + "Funet.graphml");
    EXPECT_EQ(WhatFindThrows(funet, "Helsingi"),
              "no node is called 'Helsingi'; did you mean Helsinki?");
    EXPECT_EQ(WhatFindThrows(funet, "nordu"), "2 nodes are called 'nordu'; give an id: 14, 15");
    EXPECT_EQ(funet.Find("15"), 15U);
    EXPECT_EQ(WhatFindThrows(funet, "Reykjavik"),
              "no node is called 'Reykjavik'; the file has 26 names such as Kouvola, Lahti, "
              "Mikkeli, Jyvaskyla, Seinajoki, Pori");
    const TopologyGraph cogent = TopologyGraph::Read(TOPOLOGIES + "Cogentco.graphml");
    EXPECT_EQ(cogent.GetNodes()[cogent.Find("144")].label, "144"); // its label is "None"
}

TEST(TopologyGraph, RefusesBrokenFilesWithALineAndACause)
{
    const std::pair<std::string, std::string> cases[] = {
        {"", ": the file is empty"},
        {" \n", ": the file is empty"},
        {"no xml", ":1: expected <"},
        {"<xml/>", ": holds no <graphml> element"},
        {"<graphml>\n<graph edgedefault='undirected'>\n</wrong>",
         ":3: </wrong> where </graph> is due"},
        {"<graphml><graph edgedefault='undirected'>\n<node id='1'>", ":2: unexpected end of data"},
        {Graphml(""), ": the graph has no nodes"},
        {"<graphml><node id='1'/></graphml>", ": a <node> or an <edge> stands outside of <graph>"},
        {Graphml(Node("1", "A", 91, 0)), ":8: Latitude '91.000000' is not a number from -90 to 90"},
        {Graphml(Node("1", "A", 0, -181)),
         ":8: Longitude '-181.000000' is not a number from -180 to 180"},
        {Graphml("<node id='1'><data key='y'>north</data></node>"),
         ":8: Latitude 'north' is not a number from -90 to 90"},
        {Graphml("<node id='1'><data key='y'>nan</data></node>"),
         ":8: Latitude 'nan' is not a number from -90 to 90"},
        {Graphml(Node("1", "A") + Edge("1", "1", "fast")),
         ":9: LinkSpeedRaw 'fast' is not a number from 0 to 1000000000000000"},
        {Graphml(Node("1", "A") + Node("2", "B", 0, 0) + Edge("1", "2")),
         ": no link has Latitude and Longitude at both ends, so that no delay can be computed"},
    };
    for (const auto& [text, message] : cases)
    {
        EXPECT_EQ(WhatReadThrows(text), message) << text;
    }
}

TEST(TopologyGraph, RefusesFilesItCannotRead)
{
    const std::pair<std::string, std::string> cases[] = {
        {"/nonexistent/net.graphml", "/nonexistent/net.graphml: No such file or directory"},
        {"/", "/: Is a directory"},
    };
    for (const auto& [file, message] : cases)
    {
        try
        {
            TopologyGraph::Read(file);
            ADD_FAILURE() << file;
        }
        catch (const std::invalid_argument& error)
        {
            EXPECT_EQ(error.what(), message);
        }
    }
}

TEST(TopologyGraph, SurvivesAnyTruncationAndChangedByte)
{
    const std::string text =
        Graphml(Node("1", "A", 0, 0) + Node("2", "B", 0, 1) + Edge("1", "2", "1e9"));
    for (std::size_t at = 0; at < text.size(); ++at)
    {
        std::string changed = text;
        changed[at] = static_cast<char>(changed[at] ^ 0x11);
        for (const std::string& broken : {text.substr(0, at), changed})
        {
            EXPECT_EQ(WhatReadThrows(broken).find('\n'), std::string::npos); // throws or reads
        }
    }
}

} // namespace

} // namespace hip
