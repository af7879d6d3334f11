// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "helper/xml-tags.h"

#include <gtest/gtest.h>

namespace hip
{

namespace
{

TEST(XmlTags, SplitsATextIntoTagsWithLines)
{
    XmlTagReader reader("<?xml?>\n<!-- <no> -->\n<a x='>'>text<b/>\n</a>");
    const auto start = reader.Next();
    ASSERT_TRUE(start);
    EXPECT_EQ(start->name, "a");
    EXPECT_EQ(start->line, 3U);
    EXPECT_FALSE(start->isEmptyElement);
    const auto empty = reader.Next();
    ASSERT_TRUE(empty);
    EXPECT_EQ(empty->name, "b");
    EXPECT_TRUE(empty->isEmptyElement);
    const auto end = reader.Next();
    ASSERT_TRUE(end);
    EXPECT_EQ(end->name, "/a");
    EXPECT_EQ(end->line, 4U);
    EXPECT_FALSE(reader.Next());
    EXPECT_FALSE(reader.Next());
}

TEST(XmlTags, FindsAttributesInEitherQuotesAndWithSpaces)
{
    XmlTagReader reader("<a one='1' two = \"a'b\"\nthree=\"x=y\" four five='5'>");
    const auto tag = reader.Next();
    ASSERT_TRUE(tag);
    EXPECT_EQ(FindXmlAttribute(*tag, "one"), "1");
    EXPECT_EQ(FindXmlAttribute(*tag, "two"), "a'b");
    EXPECT_EQ(FindXmlAttribute(*tag, "three"), "x=y");
    EXPECT_FALSE(FindXmlAttribute(*tag, "ne"));
    EXPECT_FALSE(FindXmlAttribute(*tag, "six"));
}

TEST(XmlTags, EndsWhereATagIsNotClosed)
{
    for (const char* text : {"", "<", "<a", "<a x='>", "<!-- ", "<![CDATA[ ", "<?", "text"})
    {
        XmlTagReader reader(text);
        EXPECT_FALSE(reader.Next()) << text;
    }
}

} // namespace

} // namespace hip
