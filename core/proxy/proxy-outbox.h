// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_PROXY_PROXY_OUTBOX_H
#define HIP_CORE_PROXY_PROXY_OUTBOX_H

#include "core/proxy/proxy-output.h"

#include <deque>
#include <optional>

namespace hip
{

/// Where all parts of a proxy leave what the owner will drain, and count what they refuse.
class ProxyOutbox
{
  public:
    void Put(ProxyOutput output);

    /// Counts a refused packet and emits the event. @return its reason
    DropReason Drop(DropReason reason, const Path& path = {});

    /// @return the next output, oldest first; nothing if it is empty
    std::optional<ProxyOutput> Take();

    const DropCounters& GetDrops() const
    {
        return m_drops;
    }

  private:
    std::deque<ProxyOutput> m_outputs;
    DropCounters m_drops;
};

} // namespace hip

#endif // HIP_CORE_PROXY_PROXY_OUTBOX_H
