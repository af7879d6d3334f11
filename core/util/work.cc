// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/util/work.h"

#include <cassert>

namespace hip
{

void
Work::Add(Operation operation, std::uint8_t algorithm, std::uint64_t amount)
{
    for (std::size_t i = 0; i < m_count; ++i)
    {
        if (m_items[i].operation == operation && m_items[i].algorithm == algorithm)
        {
            m_items[i].amount += amount;
            return;
        }
    }
    assert(m_count < CAPACITY);
    m_items[m_count++] = WorkItem{operation, algorithm, amount};
}

void
Work::Add(const Work& other)
{
    for (const WorkItem& item : other)
    {
        Add(item.operation, item.algorithm, item.amount);
    }
}

} // namespace hip
