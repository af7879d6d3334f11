// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "helper/xml-tags.h"

#include <algorithm>

namespace hip
{

namespace
{

constexpr std::string_view WHITE = " \t\r\n";

} // namespace

void
XmlTagReader::SkipPast(std::string_view end)
{
    const std::size_t found = m_text.find(end, m_at);
    m_at = found == std::string_view::npos ? m_text.size() : found + end.size();
}

std::size_t
XmlTagReader::FindTagEnd() const
{
    char quote = 0;
    const bool isDeclaration = m_text.substr(m_at, 2) == "<!"; // which may hold others
    for (std::size_t at = m_at + 1; at < m_text.size(); ++at)
    {
        const char c = m_text[at];
        if (quote == 0 && (c == '>' || (c == '<' && !isDeclaration)))
        {
            return at;
        }
        if (quote == 0 && (c == '"' || c == '\''))
        {
            quote = c;
        }
        else if (c == quote)
        {
            quote = 0;
        }
    }
    return std::string_view::npos;
}

std::optional<XmlTag>
XmlTagReader::Next()
{
    while (true)
    {
        m_at = m_text.find('<', m_at);
        if (m_at == std::string_view::npos)
        {
            m_at = m_text.size();
            return std::nullopt;
        }
        const std::string_view rest = m_text.substr(m_at);
        if (rest.substr(0, 4) == "<!--")
        {
            SkipPast("-->");
        }
        else if (rest.substr(0, 9) == "<![CDATA[")
        {
            SkipPast("]]>");
        }
        else if (rest.substr(0, 2) == "<?")
        {
            SkipPast("?>");
        }
        else
        {
            const std::size_t end = FindTagEnd();
            if (end == std::string_view::npos)
            {
                return std::nullopt;
            }
            return Cut(end);
        }
    }
}

XmlTag
XmlTagReader::Cut(std::size_t end)
{
    m_line +=
        static_cast<std::size_t>(std::count(m_text.begin() + static_cast<std::ptrdiff_t>(m_counted),
                                            m_text.begin() + static_cast<std::ptrdiff_t>(m_at),
                                            '\n'));
    m_counted = m_at;
    std::string_view inside = m_text.substr(m_at + 1, end - m_at - 1);
    XmlTag tag;
    tag.line = m_line;
    tag.lacksEnd = m_text[end] == '<';
    m_at = tag.lacksEnd ? end : end + 1;
    if (!inside.empty() && inside.back() == '/')
    {
        tag.isEmptyElement = true;
        inside.remove_suffix(1);
    }
    tag.name = inside.substr(0, inside.find_first_of(WHITE));
    tag.attributes = inside.substr(tag.name.size());
    return tag;
}

std::optional<std::string>
FindXmlAttribute(const XmlTag& tag, std::string_view name)
{
    std::string_view attributes = tag.attributes;
    while (true)
    {
        const std::size_t start = attributes.find_first_not_of(WHITE);
        const std::size_t equals = attributes.find('=');
        if (start == std::string_view::npos || equals == std::string_view::npos)
        {
            return std::nullopt;
        }
        std::string_view key = attributes.substr(start, equals - start);
        key = key.substr(0, key.find_first_of(WHITE));
        const std::size_t open = attributes.find_first_of("\"'", equals);
        if (open == std::string_view::npos)
        {
            return std::nullopt;
        }
        const std::size_t close = attributes.find(attributes[open], open + 1);
        if (close == std::string_view::npos)
        {
            return std::nullopt;
        }
        if (key == name)
        {
            return std::string(attributes.substr(open + 1, close - open - 1));
        }
        attributes.remove_prefix(close + 1);
    }
}

} // namespace hip
