// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/ip-address.h"

#include "core/util/endian.h"

#include <algorithm>
#include <cassert>

namespace hip
{

namespace
{

constexpr std::size_t GROUPS = 8; // of 16 bits, in an IPv6 address
constexpr std::array<Byte, 12> V4_MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

/// Takes text apart from the front; each method leaves the text alone if it returns nothing.
class Scanner
{
  public:
    explicit Scanner(const std::string& text)
        : m_text(text)
    {
    }

    bool IsAtEnd() const
    {
        return m_at == m_text.size();
    }

    bool Take(const char* expected)
    {
        const std::string wanted(expected);
        if (m_text.compare(m_at, wanted.size(), wanted) != 0)
        {
            return false;
        }
        m_at += wanted.size();
        return true;
    }

    /// One to four hexadecimal digits.
    std::optional<std::uint16_t> TakeGroup()
    {
        unsigned value = 0;
        std::size_t digits = 0;
        for (; m_at + digits < m_text.size() && digits < 5; ++digits)
        {
            const auto digit = HexDigit(m_text[m_at + digits]);
            if (!digit)
            {
                break;
            }
            value = value * 16 + *digit;
        }
        if (digits == 0 || digits > 4)
        {
            return std::nullopt;
        }
        m_at += digits;
        return static_cast<std::uint16_t>(value);
    }

    /// Four decimal numbers up to 255 without leading zeros, and then the end of the text.
    std::optional<std::array<Byte, 4>> TakeDottedQuad()
    {
        std::array<Byte, 4> quad{};
        std::size_t at = m_at;
        for (std::size_t i = 0; i < quad.size(); ++i)
        {
            if (i > 0 && (at == m_text.size() || m_text[at++] != '.'))
            {
                return std::nullopt;
            }
            const std::size_t start = at;
            unsigned value = 0;
            while (at < m_text.size() && at < start + 3 && m_text[at] >= '0' && m_text[at] <= '9')
            {
                value = value * 10 + static_cast<unsigned>(m_text[at++] - '0');
            }
            const bool hasLeadingZero = at - start > 1 && m_text[start] == '0';
            if (at == start || value > 255 || hasLeadingZero)
            {
                return std::nullopt;
            }
            quad[i] = static_cast<Byte>(value);
        }
        if (at != m_text.size())
        {
            return std::nullopt;
        }
        m_at = at;
        return quad;
    }

  private:
    static std::optional<unsigned> HexDigit(char character)
    {
        if (character >= '0' && character <= '9')
        {
            return character - '0';
        }
        if (character >= 'a' && character <= 'f')
        {
            return character - 'a' + 10;
        }
        if (character >= 'A' && character <= 'F')
        {
            return character - 'A' + 10;
        }
        return std::nullopt;
    }

    const std::string& m_text;
    std::size_t m_at = 0;
};

/// The groups of an IPv6 address, before the `::` has been filled up.
struct Groups
{
    std::array<std::uint16_t, GROUPS> values{};
    std::size_t count = 0;
    std::optional<std::size_t> gap; ///< index of the first group behind the `::`
};

/// Reads the group, or the dotted quad at the end of the text, that must stand here.
bool
TakeGroups(Scanner& scanner, Groups& groups)
{
    if (groups.count + 2 <= GROUPS)
    {
        if (const auto quad = scanner.TakeDottedQuad())
        {
            groups.values[groups.count++] = ReadU16(*quad);
            groups.values[groups.count++] = ReadU16(*quad, 2);
            return true;
        }
    }
    const auto group = scanner.TakeGroup();
    if (!group || groups.count == GROUPS)
    {
        return false;
    }
    groups.values[groups.count++] = *group;
    return true;
}

std::optional<Groups>
ParseGroups(Scanner& scanner)
{
    Groups groups;
    if (scanner.Take("::"))
    {
        groups.gap = 0;
    }
    while (!scanner.IsAtEnd())
    {
        if (!TakeGroups(scanner, groups))
        {
            return std::nullopt;
        }
        if (!groups.gap && scanner.Take("::"))
        {
            groups.gap = groups.count;
        }
        else if (!scanner.IsAtEnd() && (!scanner.Take(":") || scanner.IsAtEnd()))
        {
            return std::nullopt;
        }
    }
    // The `::` stands for at least one group.
    const bool isComplete = groups.gap ? groups.count < GROUPS : groups.count == GROUPS;
    return isComplete ? std::optional(groups) : std::nullopt;
}

void
AppendHex(std::string& out, std::uint16_t group)
{
    bool hasDigit = false;
    for (int shift = 12; shift >= 0; shift -= 4)
    {
        const unsigned digit = (group >> shift) & 0xfU;
        hasDigit = hasDigit || digit != 0 || shift == 0;
        if (hasDigit)
        {
            out += "0123456789abcdef"[digit];
        }
    }
}

/// The longest run of two or more zero groups, the first of equal ones (RFC 5952 §4.2).
struct ZeroRun
{
    std::size_t start = GROUPS;
    std::size_t length = 0;
};

ZeroRun
FindZeroRun(ByteSpan bytes)
{
    ZeroRun best;
    ZeroRun run;
    for (std::size_t i = 0; i < GROUPS; ++i)
    {
        run = ReadU16(bytes, 2 * i) == 0 ? ZeroRun{i - run.length, run.length + 1} : ZeroRun{i, 0};
        if (run.length >= 2 && run.length > best.length)
        {
            best = run;
        }
    }
    return best;
}

std::string
ToDottedQuad(ByteSpan bytes)
{
    std::string text;
    for (const Byte byte : bytes)
    {
        text += text.empty() ? "" : ".";
        text += std::to_string(byte);
    }
    return text;
}

} // namespace

IpAddress
IpAddress::FromBytes(ByteSpan bytes)
{
    assert(bytes.size() == 16 || bytes.size() == 4);
    IpAddress address;
    if (bytes.size() == 4)
    {
        std::copy(V4_MAPPED.begin(), V4_MAPPED.end(), address.m_bytes.begin());
    }
    std::copy(bytes.begin(), bytes.end(), address.m_bytes.end() - bytes.size());
    return address;
}

std::optional<IpAddress>
IpAddress::Parse(const std::string& text)
{
    Scanner scanner(text);
    if (const auto quad = scanner.TakeDottedQuad())
    {
        return FromBytes(*quad);
    }
    const auto groups = ParseGroups(scanner);
    if (!groups)
    {
        return std::nullopt;
    }
    IpAddress address;
    const std::size_t gap = groups->gap.value_or(GROUPS);
    for (std::size_t i = 0; i < groups->count; ++i)
    {
        const std::size_t at = i < gap ? i : i + GROUPS - groups->count;
        address.m_bytes.at(2 * at) = static_cast<Byte>(groups->values[i] >> 8);
        address.m_bytes.at(2 * at + 1) = static_cast<Byte>(groups->values[i]);
    }
    return address;
}

bool
IpAddress::IsV4() const
{
    return std::equal(V4_MAPPED.begin(), V4_MAPPED.end(), m_bytes.begin());
}

bool
IpAddress::IsUnspecified() const
{
    const ByteSpan bytes = GetWireBytes();
    return std::all_of(bytes.begin(), bytes.end(), [](Byte byte) { return byte == 0; });
}

bool
IpAddress::IsMulticast() const
{
    return IsV4() ? (m_bytes[12] & 0xf0) == 0xe0 : m_bytes[0] == 0xff;
}

bool
IpAddress::IsLoopback() const
{
    static const IpAddress LOOPBACK(
        std::array<Byte, 16>{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
    return IsV4() ? m_bytes[12] == 127 : *this == LOOPBACK;
}

bool
IpAddress::IsUnicast() const
{
    const bool isClassE = IsV4() && m_bytes[12] >= 240;
    return !IsUnspecified() && !IsLoopback() && !IsMulticast() && !isClassE;
}

bool
IpAddress::IsLinkLocal() const
{
    return IsV4() ? m_bytes[12] == 169 && m_bytes[13] == 254
                  : m_bytes[0] == 0xfe && (m_bytes[1] & 0xc0) == 0x80;
}

bool
IpAddress::IsOrchid() const
{
    return ReadU32(m_bytes) >> 4 == 0x2001002;
}

bool
IpAddress::SharesPrefix(const IpAddress& other, unsigned length) const
{
    const bool isV4 = IsV4() && other.IsV4();
    const std::size_t start = isV4 ? 12 : 0;
    assert(length <= 8 * (16 - start));
    const std::size_t whole = start + length / 8;
    if (!std::equal(m_bytes.begin() + start,
                    m_bytes.begin() + whole,
                    other.m_bytes.begin() + start))
    {
        return false;
    }
    const unsigned rest = length % 8;
    return rest == 0 || ((m_bytes[whole] ^ other.m_bytes[whole]) >> (8 - rest)) == 0;
}

std::string
IpAddress::ToString() const
{
    if (IsV4())
    {
        return ToDottedQuad(GetWireBytes());
    }
    const ZeroRun run = FindZeroRun(m_bytes);
    std::string text;
    for (std::size_t i = 0; i < GROUPS; ++i)
    {
        if (i == run.start)
        {
            text += "::";
            i += run.length - 1;
            continue;
        }
        if (!text.empty() && text.back() != ':')
        {
            text += ':';
        }
        AppendHex(text, ReadU16(m_bytes, 2 * i));
    }
    return text;
}

} // namespace hip
