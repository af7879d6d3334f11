// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_TIMER_QUEUE_H
#define HIP_CORE_ASSOCIATION_TIMER_QUEUE_H

#include "core/util/clock.h"

#include <set>
#include <utility>

namespace hip
{

/// The place of one object in a TimerQueue.
struct TimerNode
{
    Time at = NEVER;
};

/**
 * Which of many objects is due next. T has a public member `TimerNode timer`, and GetOrder, a
 * number of its own that decides between equal deadlines: pointers would make runs differ.
 */
template <class T>
class TimerQueue
{
  public:
    /// (Re)schedules @p object; NEVER takes it out.
    void Schedule(T& object, Time at)
    {
        if (object.timer.at == at)
        {
            return;
        }
        Remove(object);
        if (at != NEVER)
        {
            m_queue.emplace(at, &object);
        }
        object.timer.at = at;
    }

    void Remove(T& object)
    {
        if (object.timer.at != NEVER)
        {
            m_queue.erase({object.timer.at, &object});
            object.timer.at = NEVER;
        }
    }

    /// @return the deadline of the next object; NEVER if there is none
    Time GetDeadline() const
    {
        return m_queue.empty() ? NEVER : m_queue.begin()->first;
    }

    /// Takes out one object that is due at @p now. @return nullptr if none is
    T* TakeDue(Time now)
    {
        if (GetDeadline() > now)
        {
            return nullptr;
        }
        T* due = m_queue.begin()->second;
        Remove(*due);
        return due;
    }

  private:
    struct Earlier
    {
        bool operator()(const std::pair<Time, T*>& a, const std::pair<Time, T*>& b) const
        {
            return a.first != b.first ? a.first < b.first
                                      : a.second->GetOrder() < b.second->GetOrder();
        }
    };

    std::set<std::pair<Time, T*>, Earlier> m_queue;
};

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_TIMER_QUEUE_H
