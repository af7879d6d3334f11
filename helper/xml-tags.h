// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_HELPER_XML_TAGS_H
#define HIP_HELPER_XML_TAGS_H

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace hip
{

/// One tag, without its angle brackets; points into the text that it was read from.
struct XmlTag
{
    std::string_view name; // starts with '/' for an end tag
    std::string_view attributes;
    std::size_t line = 0;
    bool isEmptyElement = false;
    bool lacksEnd = false; // the next tag begins where '>' is due
};

/**
 * Splits a text into XML tags, without building anything from them, and counts lines.
 *
 * Leaves out comments, CDATA, instructions and character data. Does not judge the XML.
 */
class XmlTagReader
{
  public:
    /// @param text must outlive the reader and its tags
    explicit XmlTagReader(std::string_view text)
        : m_text(text)
    {
    }

    /// @return the next tag; nothing at the end or where the XML is broken
    std::optional<XmlTag> Next();

  private:
    /// Moves behind the next @p end, or to the end of the text.
    void SkipPast(std::string_view end);
    /// @return position of the '>' that ends the tag at m_at, which quotes may hide, or of a '<'
    /// before it
    std::size_t FindTagEnd() const;
    XmlTag Cut(std::size_t end);

    std::string_view m_text;
    std::size_t m_at = 0;
    std::size_t m_line = 1;
    std::size_t m_counted = 0; // lines are counted up to here
};

/// @return the value of an attribute as it is written; nothing if the tag has none of this name
std::optional<std::string> FindXmlAttribute(const XmlTag& tag, std::string_view name);

} // namespace hip

#endif // HIP_HELPER_XML_TAGS_H
