// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/util/drop-reason.h"

#include <numeric>

namespace hip
{

const char*
ToString(DropReason reason)
{
    switch (reason)
    {
#define HIP_CASE(name, text)                                                                       \
    case DropReason::name:                                                                         \
        return text;
        HIP_DROP_REASONS(HIP_CASE)
#undef HIP_CASE
    }
    return "unknown";
}

DropReason
DropCounters::Add(DropReason reason)
{
    ++m_counts[static_cast<std::size_t>(reason)];
    return reason;
}

std::uint64_t
DropCounters::Get(DropReason reason) const
{
    return m_counts[static_cast<std::size_t>(reason)];
}

std::uint64_t
DropCounters::GetTotal() const
{
    return std::accumulate(m_counts.begin(), m_counts.end(), std::uint64_t{0});
}

} // namespace hip
