// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/master-file-lexer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdexcept>

namespace hip
{
namespace
{

using testing::ElementsAre;

std::vector<std::vector<std::string>>
Lex(const std::string& text)
{
    MasterFileLexer lexer(text, "test.zone");
    MasterFileLexer::Entry entry;
    std::vector<std::vector<std::string>> entries;
    while (lexer.Next(entry))
    {
        entries.push_back(entry.fields);
    }
    return entries;
}

std::string
Error(const std::string& text)
{
    try
    {
        Lex(text);
    }
    catch (const std::invalid_argument& error)
    {
        return error.what();
    }
    return "no error";
}

TEST(MasterFileLexer, CutsLinesIntoFields)
{
    EXPECT_THAT(Lex("a  IN\tA 1\r\n\n  b c"),
                ElementsAre(ElementsAre("a", "IN", "A", "1"), ElementsAre("b", "c")));
    EXPECT_TRUE(Lex("").empty());
    EXPECT_TRUE(Lex("\n ; nothing\n;\n   \n").empty());
}

TEST(MasterFileLexer, SeesWhetherAnEntryHasAnOwner)
{
    const std::string text = "a b\n c\n( d )\n\te";
    MasterFileLexer lexer(text, "test.zone");
    MasterFileLexer::Entry entry;
    for (const bool hasOwner : {true, false, true, false})
    {
        ASSERT_TRUE(lexer.Next(entry));
        EXPECT_EQ(entry.hasOwner, hasOwner) << entry.fields.front();
    }
}

TEST(MasterFileLexer, JoinsLinesWithinParentheses)
{
    EXPECT_THAT(Lex("a (b ; comment ) (\n c\n)(d) e\nf"),
                ElementsAre(ElementsAre("a", "b", "c", "d", "e"), ElementsAre("f")));
}

TEST(MasterFileLexer, KeepsQuotesAndEscapes)
{
    EXPECT_THAT(Lex(R"(a "b ; ( \" c"d e\ f \; \()"),
                ElementsAre(ElementsAre("a", R"("b ; ( \" c")", "d", R"(e\ f)", R"(\;)", R"(\()")));
    EXPECT_THAT(Lex("\"\""), ElementsAre(ElementsAre("\"\"")));
}

TEST(MasterFileLexer, NamesTheLineOnWhichAnEntryBegan)
{
    const std::string text = "\na (\n b\n)\n\nc";
    MasterFileLexer lexer(text, "test.zone");
    MasterFileLexer::Entry entry;
    ASSERT_TRUE(lexer.Next(entry));
    EXPECT_EQ(lexer.GetLine(), 2u);
    ASSERT_TRUE(lexer.Next(entry));
    EXPECT_EQ(lexer.GetLine(), 6u);
}

TEST(MasterFileLexer, RefusesWhatDoesNotEnd)
{
    EXPECT_EQ(Error("a\nb ( c\nd\n"), "test.zone:2: missing ')'");
    EXPECT_EQ(Error("a\nb )"), "test.zone:2: ')' without '('");
    EXPECT_EQ(Error("a \"b\nc\""), "test.zone:1: missing '\"'");
    EXPECT_EQ(Error("a \"b"), "test.zone:1: missing '\"'");
    EXPECT_EQ(Error(std::string("a\nb\0c", 5)), "test.zone:2: NUL character");
    EXPECT_EQ(Error("a\\"), "no error"); // for the reader of the field
}

TEST(MasterFileLexer, ReadsTtls)
{
    EXPECT_EQ(ParseTtl("0"), 0u);
    EXPECT_EQ(ParseTtl("3600"), 3600u);
    EXPECT_EQ(ParseTtl("1h30m"), 5400u);
    EXPECT_EQ(ParseTtl("1W2D3H4M5S"), 604800u + 2 * 86400 + 3 * 3600 + 4 * 60 + 5);
    EXPECT_EQ(ParseTtl("2147483647"), 2147483647u);
    for (const char* bad :
         {"", "h", "1x", "1hh", "-1", "2147483648", "99999999999999999999", "4000w"})
    {
        EXPECT_FALSE(ParseTtl(bad)) << bad;
    }
}

} // namespace
} // namespace hip
