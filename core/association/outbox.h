// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_OUTBOX_H
#define HIP_CORE_ASSOCIATION_OUTBOX_H

#include "core/association/output.h"
#include "core/util/work.h"

#include <deque>

namespace hip
{

/// Where all parts of an endpoint leave what the owner will drain: outputs, drops and work.
class Outbox
{
  public:
    void Send(Bytes packet);
    void Deliver(Bytes packet);
    void Emit(Event event);

    /// Counts a refused packet and emits the event. @return its reason
    DropReason Drop(DropReason reason, const Path& path = {});

    /// @return the next output, oldest first; nothing if it is empty
    std::optional<Output> Take();

    bool IsEmpty() const
    {
        return m_outputs.empty();
    }

    Work& GetWork()
    {
        return m_work;
    }

    /// Takes the work and starts to count anew.
    Work TakeWork();

    const DropCounters& GetDrops() const
    {
        return m_drops;
    }

  private:
    std::deque<Output> m_outputs;
    DropCounters m_drops;
    Work m_work;
};

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_OUTBOX_H
