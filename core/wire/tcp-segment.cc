// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/tcp-segment.h"

#include "core/wire/checksum.h"

#include <algorithm>
#include <array>

namespace hip
{

namespace
{

constexpr std::size_t CHECKSUM_AT = 16;
constexpr Byte OPTION_END = 0;
constexpr Byte OPTION_NOP = 1;
constexpr Byte OPTION_MSS = 2;

} // namespace

Result<TcpView>
TcpView::Parse(ByteSpan transport)
{
    if (transport.size() < TCP_HEADER_LENGTH)
    {
        return DropReason::TRUNCATED;
    }
    const TcpView view(transport);
    if (view.GetHeaderLength() < TCP_HEADER_LENGTH)
    {
        return DropReason::MALFORMED;
    }
    if (view.GetHeaderLength() > transport.size())
    {
        return DropReason::TRUNCATED;
    }
    return view;
}

std::size_t
TcpView::FindMss() const
{
    const std::size_t end = GetHeaderLength();
    std::size_t at = TCP_HEADER_LENGTH;
    while (at < end && m_bytes[at] != OPTION_END)
    {
        if (m_bytes[at] == OPTION_NOP)
        {
            ++at;
            continue;
        }
        if (end - at < 2 || m_bytes[at + 1] < 2 || m_bytes[at + 1] > end - at)
        {
            return 0;
        }
        if (m_bytes[at] == OPTION_MSS && m_bytes[at + 1] == 4)
        {
            return at + 2;
        }
        at += m_bytes[at + 1];
    }
    return 0;
}

std::optional<std::uint16_t>
TcpView::GetMss() const
{
    const std::size_t at = FindMss();
    return at == 0 ? std::nullopt : std::optional(ReadU16(m_bytes, at));
}

bool
ClampMss(MutableByteSpan tcp, std::uint16_t maximum)
{
    const Result<TcpView> view = TcpView::Parse(tcp);
    if (!view || !view->HasFlag(TCP_SYN))
    {
        return false;
    }
    const std::size_t at = view->FindMss();
    if (at == 0 || ReadU16(tcp, at) <= maximum)
    {
        return false;
    }
    // An option may stand at an odd offset, but checksums go by words from even ones: these two or
    // four octets hold the value. They are inside the header, whose length is even.
    const MutableByteSpan words = tcp.subspan(at - at % 2, at % 2 == 0 ? 2 : 4);
    std::array<Byte, 4> oldBytes;
    std::copy(words.begin(), words.end(), oldBytes.begin());
    WriteU16(tcp, at, maximum);
    const ByteSpan oldWords = ByteSpan(oldBytes).first(words.size());
    WriteU16(tcp, CHECKSUM_AT, UpdateChecksum(ReadU16(tcp, CHECKSUM_AT), oldWords, words));
    return true;
}

} // namespace hip
