// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-esp-watch.h"

#include "core/esp/security-association.h"
#include "core/util/endian.h"
#include "core/wire/ip-info.h"
#include "hip-bytes.h"

#include <algorithm>

namespace ns3
{

void
HipEspWatch::Note(const hip::Event& event)
{
    if (const auto* sa = std::get_if<hip::SaEvent>(&event))
    {
        if (!sa->isInbound)
        {
            m_outbound[sa->spi] = {sa->peer, sa->suite};
        }
    }
    else if (const auto* state = std::get_if<hip::StateEvent>(&event))
    {
        if (state->to == hip::State::E_FAILED || state->to == hip::State::UNASSOCIATED)
        {
            m_waiting.erase(state->peer); // the core drops what waits
        }
    }
}

void
HipEspWatch::Hold(const hip::Hit& peer, Ptr<const Packet> inner, std::size_t length)
{
    m_waiting[peer].push_back({inner, length});
}

std::optional<HipEspRecord>
HipEspWatch::Read(hip::ByteSpan packet)
{
    const auto info = hip::ParseIp(packet);
    if (!info || info->protocol != hip::PROTOCOL_ESP ||
        info->totalLength < info->headerLength + hip::ESP_HEADER_LENGTH)
    {
        return std::nullopt;
    }
    HipEspRecord record;
    record.spi = hip::ReadU32(packet, info->headerLength);
    record.sequence = hip::ReadU32(packet, info->headerLength + sizeof record.spi);
    record.size = static_cast<uint32_t>(info->totalLength);
    record.espSize = static_cast<uint32_t>(info->totalLength - info->headerLength);
    return record;
}

void
HipEspWatch::Release(HipEspRecord& record)
{
    const auto sa = m_outbound.find(record.spi);
    if (sa == m_outbound.end())
    {
        return;
    }
    record.peer = hipbytes::ToIpv6(sa->second.peer);
    const auto found = m_waiting.find(sa->second.peer);
    if (found == m_waiting.end())
    {
        return;
    }
    auto& waiting = found->second;
    const auto fits = [&, suite = sa->second.suite](const Waiting& one) {
        return one.length + hip::GetEspOverhead(suite, one.length) == record.espSize;
    };
    // An empty packet, which HIP sends of its own (hip-08 §8.9.2), fits none.
    const auto sent = std::find_if(waiting.begin(), waiting.end(), fits);
    if (sent != waiting.end())
    {
        record.inner = sent->inner;
        waiting.erase(waiting.begin(), std::next(sent));
    }
}

} // namespace ns3
