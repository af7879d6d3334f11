// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/fragment-joiner.h"

#include "core/proxy/packet-storage.h"

namespace hip
{

FragmentJoiner::FragmentJoiner(ProxyContext& context)
    : m_context(context),
      m_reassembler(context.config.reassembly)
{
}

Verdict
FragmentJoiner::Handle(ByteSpan fragment, const IpInfo& info, Time now, const Handler& handler)
{
    const auto whole = m_reassembler.HandleFragment(fragment, now);
    HandleTimeout(now);
    if (!whole)
    {
        return m_context.Drop(whole.error(), info.path);
    }
    if (!*whole)
    {
        return Verdict{Verdict::Kind::CONSUMED};
    }
    const auto wholeInfo = ParseIp(**whole);
    if (!wholeInfo)
    {
        return m_context.Drop(wholeInfo.error(), info.path);
    }
    PacketStorage storage(**whole);
    const Verdict verdict = handler(storage.buffer, *wholeInfo);
    if (verdict.kind != Verdict::Kind::TRANSMIT)
    {
        return verdict;
    }
    m_context.outbox.Put(Transmit{storage.GetBytes()});
    return Verdict{Verdict::Kind::CONSUMED};
}

void
FragmentJoiner::HandleTimeout(Time now)
{
    m_reassembler.HandleTimeout(now);
    const std::uint64_t count = m_reassembler.GetDrops().Get(DropReason::FRAGMENT_TIMEOUT);
    for (; m_timeouts < count; ++m_timeouts)
    {
        m_context.outbox.Drop(DropReason::FRAGMENT_TIMEOUT);
    }
}

Time
FragmentJoiner::GetDeadline() const
{
    return m_reassembler.GetDeadline();
}

} // namespace hip
