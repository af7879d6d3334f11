// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/identity/domain-name.h"

#include <stdexcept>

namespace hip
{

namespace
{

constexpr std::size_t LONGEST_LABEL = 63; // in wire form, more is compression or reserved
constexpr std::size_t LONGEST_NAME = 255;

bool
IsDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Takes one octet from the front of @p rest, written as itself, as \X or as \DDD.
Byte
TakeOctet(std::string& rest)
{
    std::size_t used = 1;
    unsigned octet = static_cast<Byte>(rest[0]);
    if (rest[0] == '\\')
    {
        if (rest.size() >= 4 && IsDigit(rest[1]) && IsDigit(rest[2]) && IsDigit(rest[3]))
        {
            used = 4;
            octet = static_cast<unsigned>(std::stoi(rest.substr(1, 3)));
        }
        else if (rest.size() >= 2 && !IsDigit(rest[1]))
        {
            used = 2;
            octet = static_cast<Byte>(rest[1]);
        }
        else
        {
            throw std::invalid_argument("an escape is incomplete");
        }
    }
    if (octet > 255)
    {
        throw std::invalid_argument("an escape is above 255");
    }
    rest.erase(0, used);
    return static_cast<Byte>(octet);
}

/// Takes one label and the dot after it from the front of @p rest; appends it in wire form.
void
TakeLabel(std::string& rest, Bytes& out)
{
    const std::size_t start = out.size();
    out.push_back(0);
    while (!rest.empty() && rest[0] != '.')
    {
        out.push_back(TakeOctet(rest));
    }
    rest.erase(0, 1);
    const std::size_t length = out.size() - start - 1;
    if (length == 0 || length > LONGEST_LABEL)
    {
        throw std::invalid_argument("a label has " + std::to_string(length) +
                                    " octets; 1 to 63 are possible");
    }
    out[start] = static_cast<Byte>(length);
}

void
AppendEscaped(std::string& text, Byte octet)
{
    const char c = static_cast<char>(octet);
    if (octet <= ' ' || octet >= 0x7f)
    {
        const std::string digits = std::to_string(1000 + octet);
        text += '\\' + digits.substr(1);
        return;
    }
    if (std::string(".\\\"();@$").find(c) != std::string::npos)
    {
        text += '\\';
    }
    text += c;
}

} // namespace

Bytes
EncodeDomainName(const std::string& text)
{
    try
    {
        Bytes name;
        std::string rest = text == "." ? "" : text;
        if (text.empty())
        {
            throw std::invalid_argument("it is empty");
        }
        while (!rest.empty())
        {
            TakeLabel(rest, name);
        }
        name.push_back(0);
        if (name.size() > LONGEST_NAME)
        {
            throw std::invalid_argument("it has more than 255 octets");
        }
        return name;
    }
    catch (const std::invalid_argument& error)
    {
        throw std::invalid_argument("domain name \"" + text + "\": " + error.what());
    }
}

Result<std::size_t>
MeasureDomainName(ByteSpan bytes)
{
    std::size_t at = 0;
    while (at < bytes.size() && at < LONGEST_NAME)
    {
        const std::size_t label = bytes[at];
        if (label == 0)
        {
            return at + 1;
        }
        if (label > LONGEST_LABEL)
        {
            break;
        }
        at += 1 + label;
    }
    return DropReason::BAD_PARAMETER;
}

std::string
DecodeDomainName(ByteSpan name)
{
    const Result<std::size_t> length = MeasureDomainName(name);
    if (!length || *length != name.size())
    {
        throw std::invalid_argument("domain name: not in wire form");
    }
    std::string text;
    for (std::size_t at = 0; name[at] != 0; at += 1 + name[at])
    {
        for (const Byte octet : name.subspan(at + 1, name[at]))
        {
            AppendEscaped(text, octet);
        }
        text += '.';
    }
    return text.empty() ? "." : text;
}

} // namespace hip
