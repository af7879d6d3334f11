// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/error-reporter.h"

#include "core/proxy/packet-storage.h"

#include <utility>

namespace hip
{

ErrorReporter::ErrorReporter(ProxyContext& context)
    : m_context(context),
      m_bucket(context.config.icmpErrorsPerSecond, context.config.icmpErrorBurst)
{
}

void
ErrorReporter::TellLegacyHost(ByteSpan packet,
                              IcmpProblem problem,
                              Time now,
                              std::uint32_t parameter)
{
    const bool isV4 = !packet.empty() && packet[0] >> 4 == 4;
    const IpAddress& source = isV4 ? m_context.config.lanAddress4 : m_context.config.lanAddress6;
    if (source.IsUnspecified())
    {
        return;
    }
    auto error = MakeIcmpError(source, packet, problem, parameter);
    if (error && m_bucket.Take(now))
    {
        m_context.outbox.Put(Transmit{std::move(*error)});
    }
}

void
ErrorReporter::TellHipHost(ByteSpan packet, IcmpProblem problem, Time now, std::uint32_t parameter)
{
    const auto error = MakeIcmpError(m_context.GetHit(), packet, problem, parameter);
    if (!error || !m_bucket.Take(now))
    {
        return;
    }
    PacketStorage storage(*error);
    if (m_context.endpoint.HandleUpper(storage.buffer, now).kind == Verdict::Kind::TRANSMIT)
    {
        m_context.outbox.Put(Transmit{storage.GetBytes()});
    }
}

} // namespace hip
