// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/path-policy.h"

#include <gtest/gtest.h>
#include <stdexcept>

namespace hip
{
namespace
{

using namespace std::chrono_literals;

std::size_t
Choose(const std::string& text, const FlowInfo& flow = {})
{
    const std::vector<PathState> paths{{{}, 0, true, 30ms}, {{}, 1, true, 10ms}};
    return ParsePathPolicy(text)->Choose(paths, 0, flow);
}

TEST(ParsePathPolicy, KnowsEveryPolicy)
{
    EXPECT_EQ(Choose("preferred"), 0u);
    EXPECT_EQ(Choose("failover"), 0u);
    EXPECT_EQ(Choose("lowest-delay"), 1u);
    EXPECT_EQ(Choose("weighted:0,1"), 1u);
    FlowInfo web;
    web.destinationPort = 80;
    EXPECT_EQ(Choose("flows:port=80>1", web), 1u);
    EXPECT_EQ(Choose("flows:port=80>1"), 0u);
    EXPECT_EQ(Choose("flows:port=80>0,dscp=46>0;lowest-delay"), 1u);
    EXPECT_EQ(Choose("flows:port=80>0;weighted:0,1"), 1u);
}

TEST(ParsePathPolicy, NamesWhatItCannotRead)
{
    for (const char* text : {"",
                             "fastest",
                             "preferred:1",
                             "weighted",
                             "weighted:",
                             "weighted:0,0",
                             "weighted:3,x",
                             "weighted:-1",
                             "flows:",
                             "flows:port=80",
                             "flows:port>1=80",
                             "flows:colour=1>1",
                             "flows:port=70000>1",
                             "flows:dscp=64>1",
                             "flows:port=80>1;",
                             "flows:port=80>1;flows:port=1>1"})
    {
        try
        {
            ParsePathPolicy(text);
            ADD_FAILURE() << "'" << text << "' was taken";
        }
        catch (const std::invalid_argument& error)
        {
            EXPECT_NE(std::string(error.what()).find("polic"), std::string::npos) << error.what();
        }
    }
}

} // namespace
} // namespace hip
