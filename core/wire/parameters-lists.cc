// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// Parameters that offer or choose: lists of code points, of which unknown ones are kept.

#include "core/util/endian.h"
#include "core/wire/parameters.h"

#include <algorithm>

namespace hip
{

namespace
{

/// HIP_CIPHER and ESP_TRANSFORM: what stands behind the sixth is ignored (RFC 7401 §5.2.8).
constexpr std::size_t MAX_CHOICES = 6;

template <class CodePoint>
std::vector<CodePoint>
ReadOctets(ByteSpan contents)
{
    std::vector<CodePoint> list;
    for (const Byte octet : contents)
    {
        list.push_back(static_cast<CodePoint>(octet));
    }
    return list;
}

/// @param contents an even number of octets
template <class CodePoint>
std::vector<CodePoint>
ReadWords(ByteSpan contents)
{
    std::vector<CodePoint> list;
    for (std::size_t at = 0; at < contents.size(); at += 2)
    {
        list.push_back(static_cast<CodePoint>(ReadU16(contents, at)));
    }
    return list;
}

template <class CodePoint>
void
WriteWords(Bytes& out, const std::vector<CodePoint>& list)
{
    for (const CodePoint codePoint : list)
    {
        AppendU16(out, static_cast<std::uint16_t>(codePoint));
    }
}

/// A list of 16-bit code points with at least one entry.
bool
IsListOfWords(ByteSpan contents)
{
    return !contents.empty() && contents.size() % 2 == 0;
}

ByteSpan
GetChoices(ByteSpan contents)
{
    return contents.first(std::min(contents.size(), 2 * MAX_CHOICES));
}

} // namespace

Result<DhGroupListParameter>
DhGroupListParameter::Parse(ByteSpan contents)
{
    if (contents.empty())
    {
        return DropReason::BAD_PARAMETER;
    }
    return DhGroupListParameter{ReadOctets<DhGroup>(contents)};
}

void
DhGroupListParameter::Write(Bytes& out) const
{
    for (const DhGroup group : groups)
    {
        if (IsHipv2(group)) // others have no number here
        {
            out.push_back(static_cast<Byte>(group));
        }
    }
}

Result<HipCipherParameter>
HipCipherParameter::Parse(ByteSpan contents)
{
    if (!IsListOfWords(contents))
    {
        return DropReason::BAD_PARAMETER;
    }
    return HipCipherParameter{ReadWords<HipCipher>(GetChoices(contents))};
}

void
HipCipherParameter::Write(Bytes& out) const
{
    WriteWords(out, ciphers);
}

Result<HitSuiteListParameter>
HitSuiteListParameter::Parse(ByteSpan contents)
{
    // The lower nibble is there for suites to come; set, it is an error (RFC 7401 §5.2.10).
    const auto hasLowerNibble = [](Byte octet) { return (octet & 0x0f) != 0; };
    if (contents.empty() || std::any_of(contents.begin(), contents.end(), hasLowerNibble))
    {
        return DropReason::BAD_PARAMETER;
    }
    HitSuiteListParameter value;
    for (const Byte octet : contents)
    {
        value.suites.push_back(static_cast<HitSuite>(octet >> 4));
    }
    return value;
}

void
HitSuiteListParameter::Write(Bytes& out) const
{
    for (const HitSuite suite : suites)
    {
        out.push_back(static_cast<Byte>(static_cast<Byte>(suite) << 4));
    }
}

Result<TransportFormatListParameter>
TransportFormatListParameter::Parse(ByteSpan contents)
{
    if (!IsListOfWords(contents))
    {
        return DropReason::BAD_PARAMETER;
    }
    return TransportFormatListParameter{ReadWords<std::uint16_t>(contents)};
}

void
TransportFormatListParameter::Write(Bytes& out) const
{
    WriteWords(out, formats);
}

Result<EspTransformParameter>
EspTransformParameter::Parse(ByteSpan contents)
{
    constexpr std::size_t RESERVED = 2;
    if (contents.size() < RESERVED || !IsListOfWords(contents.subspan(RESERVED)))
    {
        return DropReason::BAD_PARAMETER;
    }
    return EspTransformParameter{ReadWords<EspSuite>(GetChoices(contents.subspan(RESERVED)))};
}

void
EspTransformParameter::Write(Bytes& out) const
{
    AppendU16(out, 0); // reserved
    for (const EspSuite suite : suites)
    {
        if (IsHipv2(suite)) // others have no number here
        {
            AppendU16(out, static_cast<std::uint16_t>(suite));
        }
    }
}

} // namespace hip
