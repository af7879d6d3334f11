// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/proxy-outbox.h"

#include <utility>

namespace hip
{

void
ProxyOutbox::Put(ProxyOutput output)
{
    m_outputs.push_back(std::move(output));
}

DropReason
ProxyOutbox::Drop(DropReason reason, const Path& path)
{
    Put(Event{DropEvent{reason, path}});
    return m_drops.Add(reason);
}

std::optional<ProxyOutput>
ProxyOutbox::Take()
{
    if (m_outputs.empty())
    {
        return std::nullopt;
    }
    std::optional<ProxyOutput> output = std::move(m_outputs.front());
    m_outputs.pop_front();
    return output;
}

} // namespace hip
