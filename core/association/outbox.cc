// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/outbox.h"

#include <utility>

namespace hip
{

void
Outbox::Send(Bytes packet)
{
    m_outputs.emplace_back(Transmit{std::move(packet)});
}

void
Outbox::Deliver(Bytes packet)
{
    m_outputs.emplace_back(hip::Deliver{std::move(packet)});
}

void
Outbox::Emit(Event event)
{
    m_outputs.emplace_back(std::move(event));
}

DropReason
Outbox::Drop(DropReason reason, const Path& path)
{
    Emit(DropEvent{reason, path});
    return m_drops.Add(reason);
}

std::optional<Output>
Outbox::Take()
{
    if (m_outputs.empty())
    {
        return std::nullopt;
    }
    Output output = std::move(m_outputs.front());
    m_outputs.pop_front();
    return output;
}

Work
Outbox::TakeWork()
{
    return std::exchange(m_work, Work{});
}

} // namespace hip
