// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/translation.h"

#include "core/util/endian.h"
#include "core/wire/checksum.h"
#include "core/wire/icmp-translation.h"
#include "core/wire/icmp.h"
#include "core/wire/ip-packet.h"
#include "core/wire/translation-direction.h"
#include "core/wire/transport.h"

#include <algorithm>
#include <array>

namespace hip
{

namespace
{

constexpr std::size_t TCP_CHECKSUM_END = 18;
constexpr std::size_t UDP_CHECKSUM_AT = 6;
constexpr std::size_t ICMP_CHECKSUM_AT = 2;

/// One packet on its way to the other family. Everything is checked before anything is changed.
class Translator
{
  public:
    Translator(PacketBuffer& buffer,
               const TranslationDirection& direction,
               const Path& newPath,
               const Path& quotedPath)
        : m_buffer(buffer),
          m_direction(direction),
          m_newPath(newPath),
          m_quotedPath(quotedPath)
    {
    }

    Result<void> Run();

  private:
    Result<void> TranslateTransport();
    Result<void> TranslateIcmp();
    Result<void> TranslateError();
    bool IsEcho(ByteSpan message) const;
    void TranslateEcho(const IpInfo& info, const Path& newPath, MutableByteSpan message) const;
    void TranslateQuoted(const IpInfo& quoted, MutableByteSpan payload) const;

    /// @return octets of the upper layer as the header counts them
    static std::size_t GetPayloadLength(const IpInfo& info)
    {
        return info.totalLength - info.headerLength;
    }

    MutableByteSpan GetPayload()
    {
        return GetIpPayload(m_info, m_buffer.GetPacket());
    }

    bool HasRoom(std::size_t removed, std::size_t added) const
    {
        return added <= removed + m_buffer.GetHeadroom();
    }

    void PrependBytes(ByteSpan bytes)
    {
        m_buffer.Prepend(bytes.size());
        std::copy(bytes.begin(), bytes.end(), m_buffer.GetPacket().begin());
    }

    PacketBuffer& m_buffer;
    const TranslationDirection& m_direction;
    const Path& m_newPath;
    const Path& m_quotedPath;
    IpInfo m_info;
};

Result<void>
Translator::Run()
{
    const Result<IpInfo> info = ParseIp(m_buffer.GetPacket());
    if (!info)
    {
        return info.error();
    }
    m_info = *info;
    if (const Result<void> checked = m_direction.Check(m_info); !checked)
    {
        return checked;
    }
    if (m_info.protocol == m_direction.GetOldIcmp() && !IsEcho(GetPayload()))
    {
        return TranslateError();
    }
    const NewHeader header = m_direction.MakeHeader(m_info, m_newPath, GetPayloadLength(m_info));
    if (!HasRoom(m_info.headerLength, header.length))
    {
        return DropReason::NO_ROOM;
    }
    if (m_info.protocol == m_direction.GetOldIcmp())
    {
        TranslateEcho(m_info, m_newPath, GetPayload());
    }
    else if (const Result<void> translated = TranslateTransport(); !translated)
    {
        return translated;
    }
    m_buffer.TrimBack(m_buffer.GetLength() - m_info.totalLength);
    m_buffer.TrimFront(m_info.headerLength);
    PrependBytes(header);
    return {};
}

Result<void>
Translator::TranslateTransport()
{
    const bool hasPorts = m_info.protocol == PROTOCOL_TCP || m_info.protocol == PROTOCOL_UDP;
    if (!hasPorts || m_info.fragmentOffset != 0)
    {
        return {};
    }
    const MutableByteSpan payload = GetPayload();
    const Result<FlowId> flow = ParseFlowStart(m_info.protocol, payload);
    if (!flow)
    {
        return flow.error();
    }
    if (!m_info.isFragment)
    {
        return RewriteFlow(m_info.path,
                           m_newPath,
                           m_info.protocol,
                           payload,
                           flow->sourcePort,
                           flow->destinationPort);
    }
    const bool lacksChecksum = m_info.protocol == PROTOCOL_TCP
                                   ? payload.size() < TCP_CHECKSUM_END
                                   : ReadU16(payload, UDP_CHECKSUM_AT) == 0;
    if (lacksChecksum && (m_direction.IsToV6() || m_info.protocol == PROTOCOL_TCP))
    {
        return DropReason::UNTRANSLATABLE;
    }
    return RewriteFlowStart(m_info.path,
                            m_newPath,
                            m_info.protocol,
                            payload,
                            flow->sourcePort,
                            flow->destinationPort);
}

bool
Translator::IsEcho(ByteSpan message) const
{
    const Byte protocol = m_direction.GetOldIcmp();
    return message.size() >= ICMP_HEADER_LENGTH &&
           (IsEchoRequest(protocol, message[0]) || IsEchoReply(protocol, message[0]));
}

void
Translator::TranslateEcho(const IpInfo& info, const Path& newPath, MutableByteSpan message) const
{
    const bool isRequest = IsEchoRequest(m_direction.GetOldIcmp(), message[0]);
    // Type, code and, in ICMPv6, a sum that stands for the whole pseudo-header.
    std::array<Byte, 4> oldBytes{message[0], message[1]};
    if (m_direction.IsToV6())
    {
        message[0] = isRequest ? ICMPV6_ECHO_REQUEST : ICMPV6_ECHO_REPLY;
    }
    else
    {
        message[0] = isRequest ? ICMP_ECHO_REQUEST : ICMP_ECHO_REPLY;
    }
    std::array<Byte, 4> newBytes{message[0], message[1]};
    const auto length = static_cast<std::uint32_t>(GetPayloadLength(info));
    const Path& pathV6 = m_direction.IsToV6() ? newPath : info.path;
    const std::uint32_t sum = SumPseudoHeader(pathV6, length, PROTOCOL_ICMPV6);
    WriteU16(m_direction.IsToV6() ? newBytes : oldBytes, 2, static_cast<std::uint16_t>(sum));
    WriteUpdatedChecksum(m_direction.GetNewIcmp(),
                         message,
                         UpdateChecksum(ReadU16(message, ICMP_CHECKSUM_AT), oldBytes, newBytes));
}

void
Translator::TranslateQuoted(const IpInfo& quoted, MutableByteSpan payload) const
{
    if (quoted.protocol == m_direction.GetOldIcmp())
    {
        TranslateEcho(quoted, m_quotedPath, payload);
        return;
    }
    const Result<FlowId> flow = ParseFlowStart(quoted.protocol, payload);
    if (flow && quoted.fragmentOffset == 0)
    {
        // What is quoted may be too short for a checksum; then nobody can verify it either.
        static_cast<void>(RewriteFlowStart(quoted.path,
                                           m_quotedPath,
                                           quoted.protocol,
                                           payload,
                                           flow->sourcePort,
                                           flow->destinationPort));
    }
}

Result<void>
Translator::TranslateError()
{
    const MutableByteSpan message = GetPayload();
    const Result<IcmpError> error = ParseIcmpError(m_info.path, m_direction.GetOldIcmp(), message);
    if (!error)
    {
        const bool isOther = error.error() == DropReason::UNSUPPORTED_PROTOCOL;
        return isOther ? DropReason::UNTRANSLATABLE : error.error();
    }
    const Result<IpInfo> quoted = ParseQuotedIp(error->quoted);
    if (!quoted)
    {
        return quoted.error();
    }
    if (const Result<void> checked = m_direction.Check(*quoted); !checked)
    {
        return checked;
    }
    const MutableByteSpan quotedPayload =
        GetIpPayload(*quoted, message.subspan(ICMP_HEADER_LENGTH, error->quoted.size()));
    if (quoted->protocol == m_direction.GetOldIcmp() && !IsEcho(quotedPayload))
    {
        return DropReason::UNTRANSLATABLE;
    }
    const Result<IcmpHeader> icmpHeader =
        m_direction.IsToV6() ? ToIcmpv6Error(message, *quoted) : ToIcmpv4Error(message, *quoted);
    if (!icmpHeader)
    {
        return icmpHeader.error();
    }
    const NewHeader quotedHeader =
        m_direction.MakeHeader(*quoted, m_quotedPath, GetPayloadLength(*quoted));
    NewHeader header = m_direction.MakeHeader(m_info, m_newPath, 0);
    const std::size_t frontLength = m_info.headerLength + ICMP_HEADER_LENGTH + quoted->headerLength;
    const std::size_t newFrontLength = header.length + ICMP_HEADER_LENGTH + quotedHeader.length;
    if (!HasRoom(frontLength, newFrontLength))
    {
        return DropReason::NO_ROOM;
    }
    TranslateQuoted(*quoted, quotedPayload);
    const std::size_t keptLength =
        std::min(quotedPayload.size(), m_direction.GetMaximumError() - newFrontLength);
    m_buffer.TrimFront(frontLength);
    m_buffer.TrimBack(m_buffer.GetLength() - keptLength);
    PrependBytes(quotedHeader);
    PrependBytes(*icmpHeader);
    FillTransportChecksum(m_newPath, m_direction.GetNewIcmp(), m_buffer.GetPacket());
    header = m_direction.MakeHeader(m_info, m_newPath, m_buffer.GetLength());
    PrependBytes(header);
    return {};
}

Path
Reverse(const Path& path)
{
    return Path{path.destination, path.source};
}

} // namespace

Result<void>
TranslateToIpv6(PacketBuffer& packet, const Path& newPath, const Path& quotedPath)
{
    return Translator(packet, TranslationDirection(true, 0), newPath, quotedPath).Run();
}

Result<void>
TranslateToIpv6(PacketBuffer& packet, const Path& newPath)
{
    return TranslateToIpv6(packet, newPath, Reverse(newPath));
}

Result<void>
TranslateToIpv4(PacketBuffer& packet,
                const Path& newPath,
                std::uint16_t identification,
                const Path& quotedPath)
{
    return Translator(packet, TranslationDirection(false, identification), newPath, quotedPath)
        .Run();
}

Result<void>
TranslateToIpv4(PacketBuffer& packet, const Path& newPath, std::uint16_t identification)
{
    return TranslateToIpv4(packet, newPath, identification, Reverse(newPath));
}

} // namespace hip
