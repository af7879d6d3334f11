// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/reassembly.h"

#include "core/util/endian.h"
#include "core/wire/checksum.h"
#include "core/wire/ip-packet.h"

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace hip
{

namespace
{

/// What bookkeeping counts for, so that many small fragments cost their sender as much as they do
/// us.
constexpr std::size_t FRAGMENT_OVERHEAD = 128;
constexpr std::size_t UNIT = 8; // of fragment offsets
constexpr std::size_t MAX_LENGTH = 65535;
constexpr Byte ECN_MASK = 0x03;
constexpr Byte CONGESTION_EXPERIENCED = 0x03;

/// @return the octets behind the IPv4 header or the Fragment header
std::size_t
GetDataAt(const IpInfo& info)
{
    return info.fragmentablePartAt + (info.hasFragmentHeader ? IPV6_FRAGMENT_HEADER_LENGTH : 0);
}

/// @return the header of a packet as it is without fragmentation, but for its lengths
Bytes
GetUnfragmentedHeader(const IpInfo& info, ByteSpan packet)
{
    Bytes header(packet.begin(), packet.begin() + info.fragmentablePartAt);
    if (info.IsV4())
    {
        SetIpv4Fragment(header, 0, false);
    }
    if (info.hasFragmentHeader)
    {
        header[info.nextHeaderAt] = packet[info.fragmentablePartAt];
    }
    return header;
}

void
MarkCongestion(Bytes& packet)
{
    const bool isV4 = (packet[0] >> 4) == 4;
    const unsigned shift = isV4 ? 0 : 4; // of the last bits of TOS or Traffic Class in octet 1
    if (((packet[1] >> shift) & ECN_MASK) != 0)
    {
        packet[1] = static_cast<Byte>(packet[1] | (CONGESTION_EXPERIENCED << shift));
    }
}

/// Writes the length of a packet into its header; for IPv4 also the checksum.
/// @return TOO_LONG if no header can say it
Result<void>
WriteLength(Bytes& packet, std::size_t headerLength)
{
    const bool isV4 = (packet[0] >> 4) == 4;
    const std::size_t length = packet.size() - (isV4 ? 0 : IPV6_HEADER_LENGTH);
    if (length > MAX_LENGTH)
    {
        return DropReason::TOO_LONG;
    }
    WriteU16(packet, isV4 ? 2 : 4, static_cast<std::uint16_t>(length));
    if (isV4)
    {
        WriteU16(packet, 10, 0);
        const ByteSpan header = ByteSpan(packet).first(headerLength);
        WriteU16(packet, 10, FoldChecksum(SumBytes(header)));
    }
    return {};
}

} // namespace

Reassembler::Reassembler(const ReassemblyLimits& limits)
    : m_limits(limits)
{
    if (limits.maximumOctets == 0 || limits.maximumDatagrams == 0 ||
        limits.timeout <= Duration::zero())
    {
        throw std::invalid_argument("every limit of fragment reassembly must be above zero");
    }
}

Time
Reassembler::GetDeadline() const
{
    return m_datagrams.empty() ? NEVER : m_datagrams.front().deadline;
}

void
Reassembler::HandleTimeout(Time now)
{
    while (GetDeadline() <= now && !m_datagrams.empty())
    {
        if (!m_datagrams.front().isRefused)
        {
            m_drops.Add(DropReason::FRAGMENT_TIMEOUT);
        }
        Erase(m_datagrams.begin());
    }
}

Result<std::optional<Bytes>>
Reassembler::HandleFragment(ByteSpan packet, Time now)
{
    HandleTimeout(now);
    const Result<IpInfo> info = ParseIp(packet);
    if (!info)
    {
        return m_drops.Add(info.error());
    }
    const ByteSpan whole = packet.first(info->totalLength);
    if (!info->isFragment)
    {
        Bytes unfragmented = GetUnfragmentedHeader(*info, whole);
        Append(unfragmented, whole.subspan(GetDataAt(*info)));
        static_cast<void>(WriteLength(unfragmented, info->headerLength)); // it has become shorter
        return std::optional<Bytes>(std::move(unfragmented));
    }
    Result<std::optional<Bytes>> taken = Take(*info, whole, now);
    if (!taken)
    {
        m_drops.Add(taken.error());
    }
    return taken;
}

Result<std::optional<Bytes>>
Reassembler::Take(const IpInfo& info, ByteSpan packet, Time now)
{
    const ByteSpan data = packet.subspan(GetDataAt(info));
    if (data.empty() || (info.moreFragments && data.size() % UNIT != 0))
    {
        return DropReason::MALFORMED;
    }
    const Byte protocol = info.IsV4() ? info.protocol : Byte{0};
    const Key key{info.path.source, info.path.destination, info.fragmentId, protocol};
    const Datagrams::iterator datagram = Find(key, now);
    if (datagram == m_datagrams.end())
    {
        return DropReason::FRAGMENT_BOUND;
    }
    if (const Result<void> fits = CheckFit(*datagram, info, data); !fits)
    {
        if (fits.error() == DropReason::FRAGMENT_OVERLAP)
        {
            Refuse(*datagram);
        }
        return fits.error();
    }
    const std::size_t octets = packet.size() + FRAGMENT_OVERHEAD;
    if (m_octets + octets > m_limits.maximumOctets)
    {
        // Without this fragment the others are of no use, and make room.
        Erase(datagram);
        return DropReason::FRAGMENT_BOUND;
    }
    m_octets += octets;
    datagram->octets += octets;
    Insert(*datagram, info, packet, data);
    if (datagram->received != datagram->end)
    {
        return std::optional<Bytes>();
    }
    Result<Bytes> whole = Assemble(*datagram);
    Erase(datagram);
    if (!whole)
    {
        return whole.error();
    }
    return std::optional<Bytes>(std::move(*whole));
}

/// @return the packet of a complete datagram, or TOO_LONG
Result<Bytes>
Reassembler::Assemble(const Datagram& datagram)
{
    Bytes whole = datagram.header;
    for (const auto& [offset, piece] : datagram.pieces)
    {
        Append(whole, piece);
    }
    if (datagram.isCongestionExperienced)
    {
        MarkCongestion(whole);
    }
    if (const Result<void> written = WriteLength(whole, datagram.header.size()); !written)
    {
        return written.error();
    }
    return whole;
}

/// @return the datagram, which may be a new one, or the end if there are too many
Reassembler::Datagrams::iterator
Reassembler::Find(const Key& key, Time now)
{
    const auto found = m_byKey.find(key);
    if (found != m_byKey.end())
    {
        return found->second;
    }
    if (m_datagrams.size() >= m_limits.maximumDatagrams)
    {
        return m_datagrams.end();
    }
    Datagram datagram;
    datagram.key = key;
    datagram.deadline = now + m_limits.timeout;
    const auto added = m_datagrams.insert(m_datagrams.end(), std::move(datagram));
    m_byKey.emplace(key, added);
    return added;
}

void
Reassembler::Erase(Datagrams::iterator datagram)
{
    m_octets -= datagram->octets;
    m_byKey.erase(datagram->key);
    m_datagrams.erase(datagram);
}

/// Lets go of the data; what remains stops later fragments until the timeout (RFC 5722 §4).
void
Reassembler::Refuse(Datagram& datagram)
{
    m_octets -= datagram.octets;
    datagram.octets = 0;
    datagram.pieces.clear();
    datagram.header = Bytes();
    datagram.isRefused = true;
}

Result<void>
Reassembler::CheckFit(const Datagram& datagram, const IpInfo& info, ByteSpan data)
{
    if (datagram.isRefused)
    {
        return DropReason::FRAGMENT_OVERLAP;
    }
    const std::size_t start = info.fragmentOffset;
    const std::size_t end = start + data.size();
    const auto next = datagram.pieces.lower_bound(start);
    if (next != datagram.pieces.end() && next->first < end)
    {
        const bool isCopy = next->first == start && next->second.size() == data.size() &&
                            std::equal(data.begin(), data.end(), next->second.begin());
        return isCopy ? DropReason::DUPLICATE : DropReason::FRAGMENT_OVERLAP;
    }
    if (next != datagram.pieces.begin())
    {
        const auto previous = std::prev(next);
        if (previous->first + previous->second.size() > start)
        {
            return DropReason::FRAGMENT_OVERLAP;
        }
    }
    const bool isBehindEnd = datagram.end && (end > *datagram.end || !info.moreFragments);
    if (isBehindEnd || (!info.moreFragments && next != datagram.pieces.end()))
    {
        return DropReason::MALFORMED;
    }
    return {};
}

void
Reassembler::Insert(Datagram& datagram, const IpInfo& info, ByteSpan packet, ByteSpan data)
{
    datagram.pieces.emplace(info.fragmentOffset, Bytes(data.begin(), data.end()));
    datagram.received += data.size();
    if (!info.moreFragments)
    {
        datagram.end = info.fragmentOffset + data.size();
    }
    if (info.fragmentOffset == 0)
    {
        datagram.header = GetUnfragmentedHeader(info, packet);
    }
    datagram.isCongestionExperienced |= (info.trafficClass & ECN_MASK) == CONGESTION_EXPERIENCED;
}

} // namespace hip
