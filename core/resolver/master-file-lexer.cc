// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/master-file-lexer.h"

#include <stdexcept>
#include <utility>

namespace hip
{

namespace
{

bool
IsBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

bool
EndsField(char c)
{
    return IsBlank(c) || c == '\n' || c == ';' || c == '(' || c == ')' || c == '"';
}

constexpr std::uint32_t MAX_TTL = 0x7fffffff; // RFC 2181 §8

/// Seconds in a unit of a TTL such as "1h30m"; 0 if
/// none.
std::uint32_t
SecondsIn(char unit)
{
    switch (unit)
    {
    case 's':
    case 'S':
        return 1;
    case 'm':
    case 'M':
        return 60;
    case 'h':
    case 'H':
        return 3600;
    case 'd':
    case 'D':
        return 86400;
    case 'w':
    case 'W':
        return 604800;
    default:
        return 0;
    }
}

} // namespace

MasterFileLexer::MasterFileLexer(const std::string& text, std::string fileName)
    : m_text(text),
      m_fileName(std::move(fileName))
{
}

void
MasterFileLexer::Fail(const std::string& cause) const
{
    throw std::invalid_argument(m_fileName + ":" + std::to_string(m_entryLine) + ": " + cause);
}

bool
MasterFileLexer::Next(Entry& entry)
{
    while (m_at < m_text.size())
    {
        entry = ReadEntry();
        if (!entry.fields.empty())
        {
            return true;
        }
    }
    return false;
}

MasterFileLexer::Entry
MasterFileLexer::ReadEntry()
{
    Entry entry;
    m_entryLine = m_line;
    entry.hasOwner = !IsBlank(m_text[m_at]);
    while (m_at < m_text.size())
    {
        const char c = m_text[m_at];
        if (!EndsField(c))
        {
            entry.fields.push_back(ReadField());
        }
        else if (c == '"')
        {
            entry.fields.push_back(ReadQuoted());
        }
        else if (c == ';')
        {
            SkipComment();
        }
        else if (c == '(' || c == ')')
        {
            ChangeDepth(c);
        }
        else if (++m_at; c == '\n')
        {
            ++m_line;
            if (m_depth == 0)
            {
                return entry;
            }
        }
    }
    if (m_depth != 0)
    {
        Fail("missing ')'");
    }
    return entry;
}

std::string
MasterFileLexer::ReadField()
{
    std::string field;
    while (m_at < m_text.size() && !EndsField(m_text[m_at]))
    {
        const char c = Take();
        field += c;
        if (c == '\\' && m_at < m_text.size() && m_text[m_at] != '\n')
        {
            field += Take();
        }
    }
    return field;
}

std::string
MasterFileLexer::ReadQuoted()
{
    std::string field(1, Take());
    while (m_at < m_text.size() && m_text[m_at] != '\n')
    {
        const char c = Take();
        field += c;
        if (c == '"')
        {
            return field;
        }
        if (c == '\\' && m_at < m_text.size() && m_text[m_at] != '\n')
        {
            field += Take();
        }
    }
    Fail("missing '\"'");
}

char
MasterFileLexer::Take()
{
    const char c = m_text[m_at++];
    if (c == '\0')
    {
        Fail("NUL character"); // ldns, which reads C strings, would stop there
    }
    return c;
}

void
MasterFileLexer::SkipComment()
{
    while (m_at < m_text.size() && m_text[m_at] != '\n')
    {
        ++m_at;
    }
}

void
MasterFileLexer::ChangeDepth(char parenthesis)
{
    if (parenthesis == ')' && m_depth == 0)
    {
        Fail("')' without '('");
    }
    m_depth = parenthesis == '(' ? m_depth + 1 : m_depth - 1;
    ++m_at;
}

std::optional<std::uint32_t>
ParseTtl(const std::string& field)
{
    std::uint64_t total = 0;
    std::uint64_t number = 0;
    bool hasNumber = false;
    for (const char c : field)
    {
        if (c >= '0' && c <= '9')
        {
            number = number * 10 + static_cast<std::uint64_t>(c - '0');
            hasNumber = true;
        }
        else if (const std::uint32_t unit = SecondsIn(c); unit != 0 && hasNumber)
        {
            total += number * unit;
            number = 0;
            hasNumber = false;
        }
        else
        {
            return std::nullopt;
        }
        if (total + number > MAX_TTL)
        {
            return std::nullopt;
        }
    }
    return field.empty() ? std::nullopt
                         : std::optional<std::uint32_t>(static_cast<std::uint32_t>(total + number));
}

} // namespace hip
