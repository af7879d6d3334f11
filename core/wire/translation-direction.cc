// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/translation-direction.h"

#include "core/util/endian.h"
#include "core/wire/ip-packet.h"

namespace hip
{

namespace
{

constexpr std::size_t MAX_IPV4_PACKET = 65535;
constexpr std::size_t MAX_WITHOUT_DONT_FRAGMENT = IPV6_MINIMUM_MTU - 20; // RFC 7915 §5.1

/// @return true for what IPv6 would take for an extension header
bool
IsExtensionHeader(Byte protocol)
{
    return protocol == PROTOCOL_HOP_BY_HOP || protocol == PROTOCOL_ROUTING ||
           protocol == PROTOCOL_FRAGMENT || protocol == PROTOCOL_DESTINATION_OPTIONS;
}

} // namespace

Result<void>
TranslationDirection::Check(const IpInfo& info) const
{
    const bool isFragmentOfIcmp = info.isFragment && info.protocol == GetOldIcmp();
    const bool hasWrongFamily = info.IsV4() != m_isToV6;
    if (hasWrongFamily || info.isSourceRouted || isFragmentOfIcmp ||
        info.protocol == GetNewIcmp() || IsExtensionHeader(info.protocol))
    {
        return DropReason::UNTRANSLATABLE;
    }
    if (m_isToV6)
    {
        return {};
    }
    // Without the extension headers in one fragment, the offsets of the others would be wrong.
    if (info.isFragment &&
        info.headerLength != info.fragmentablePartAt + IPV6_FRAGMENT_HEADER_LENGTH)
    {
        return DropReason::UNTRANSLATABLE;
    }
    // For a fragment, of the whole datagram as far as it shows.
    const std::size_t payloadEnd = info.fragmentOffset + info.totalLength - info.headerLength;
    if (IPV4_HEADER_LENGTH + payloadEnd > MAX_IPV4_PACKET)
    {
        return DropReason::TOO_LONG;
    }
    return {};
}

NewHeader
TranslationDirection::MakeIpv6Header(const IpInfo& info,
                                     const Path& path,
                                     std::size_t payloadLength) const
{
    NewHeader header;
    const Byte protocol = TranslateProtocol(info.protocol);
    header.length = IPV6_HEADER_LENGTH;
    if (info.isFragment)
    {
        header.length += IPV6_FRAGMENT_HEADER_LENGTH;
        payloadLength += IPV6_FRAGMENT_HEADER_LENGTH;
        const MutableByteSpan fragment = MutableByteSpan(header.bytes).subspan(IPV6_HEADER_LENGTH);
        fragment[0] = protocol;
        fragment[1] = 0;
        WriteU16(fragment,
                 2,
                 static_cast<std::uint16_t>(info.fragmentOffset | (info.moreFragments ? 1 : 0)));
        WriteU32(fragment, 4, info.fragmentId);
    }
    WriteIpv6Header(header.bytes,
                    path,
                    info.isFragment ? PROTOCOL_FRAGMENT : protocol,
                    info.hopLimit,
                    info.trafficClass,
                    0,
                    payloadLength);
    return header;
}

NewHeader
TranslationDirection::MakeIpv4Header(const IpInfo& info,
                                     const Path& path,
                                     std::size_t payloadLength) const
{
    NewHeader header;
    header.length = IPV4_HEADER_LENGTH;
    const auto oldId = static_cast<std::uint16_t>(info.fragmentId);
    const bool isLong = IPV4_HEADER_LENGTH + payloadLength > MAX_WITHOUT_DONT_FRAGMENT;
    WriteIpv4Header(header.bytes,
                    path,
                    TranslateProtocol(info.protocol),
                    info.hopLimit,
                    info.trafficClass,
                    info.hasFragmentHeader ? oldId : m_identification,
                    !info.hasFragmentHeader && isLong,
                    payloadLength);
    if (info.isFragment)
    {
        SetIpv4Fragment(header.bytes, info.fragmentOffset, info.moreFragments);
    }
    return header;
}

} // namespace hip
