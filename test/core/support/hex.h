// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TEST_CORE_SUPPORT_HEX_H
#define HIP_TEST_CORE_SUPPORT_HEX_H

#include "core/util/span.h"

#include <stdexcept>
#include <string>

namespace hip::test
{

/// @param text pairs of hex digits; blanks are skipped, so that vectors can be copied from RFCs
inline Bytes
FromHex(const std::string& text)
{
    const std::string digits = "0123456789abcdef0123456789ABCDEF";
    Bytes bytes;
    bool isHigh = true;
    for (const char c : text)
    {
        if (c == ' ' || c == '\n')
        {
            continue;
        }
        const std::size_t at = digits.find(c);
        if (at == std::string::npos)
        {
            throw std::invalid_argument("no hex digit in a test vector");
        }
        const Byte nibble = static_cast<Byte>(at % 16);
        if (isHigh)
        {
            bytes.push_back(static_cast<Byte>(nibble << 4));
        }
        else
        {
            bytes.back() = static_cast<Byte>(bytes.back() | nibble);
        }
        isHigh = !isHigh;
    }
    if (!isHigh)
    {
        throw std::invalid_argument("odd number of hex digits in a test vector");
    }
    return bytes;
}

inline std::string
ToHex(ByteSpan bytes)
{
    std::string text;
    for (const Byte byte : bytes)
    {
        text += "0123456789abcdef"[byte >> 4];
        text += "0123456789abcdef"[byte & 15];
    }
    return text;
}

/// The octets of a text without its terminating zero.
inline Bytes
FromText(const std::string& text)
{
    return Bytes(text.begin(), text.end());
}

} // namespace hip::test

#endif // HIP_TEST_CORE_SUPPORT_HEX_H
