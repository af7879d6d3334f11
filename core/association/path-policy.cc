// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/path-policy.h"

#include "core/util/endian.h"
#include "core/wire/ip-info.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace hip
{

namespace
{

constexpr std::size_t NONE = static_cast<std::size_t>(-1);

/// @return the first path that works and fits; else NONE
template <class Predicate>
std::size_t
FindWorking(const std::vector<PathState>& paths, Predicate fits)
{
    const auto found = std::find_if(paths.begin(), paths.end(), [&](const PathState& state) {
        return state.isWorking && fits(state);
    });
    return found == paths.end() ? NONE : static_cast<std::size_t>(found - paths.begin());
}

/// @return the first path that works; if none does, the current one, which is as good as another
std::size_t
FindAnyWorking(const std::vector<PathState>& paths, std::size_t current)
{
    const std::size_t found = FindWorking(paths, [](const PathState&) { return true; });
    return found == NONE ? current : found;
}

} // namespace

FlowInfo
ReadFlow(ByteSpan packet)
{
    FlowInfo flow;
    const auto info = ParseIp(packet);
    if (!info)
    {
        return flow;
    }
    flow.protocol = info->protocol;
    flow.dscp = static_cast<Byte>((ReadU16(packet, 0) >> 6) & 0x3f);
    const bool hasPorts = (info->protocol == PROTOCOL_TCP || info->protocol == PROTOCOL_UDP) &&
                          packet.size() >= info->headerLength + 4;
    if (hasPorts)
    {
        flow.sourcePort = ReadU16(packet, info->headerLength);
        flow.destinationPort = ReadU16(packet, info->headerLength + 2);
    }
    // FNV-1a over what stays the same in a flow, either way.
    const auto [low, high] = std::minmax(flow.sourcePort, flow.destinationPort);
    const std::uint64_t fields[]{flow.protocol, flow.dscp, low, high};
    flow.hash = 0xcbf29ce484222325;
    for (const std::uint64_t field : fields)
    {
        flow.hash = (flow.hash ^ field) * 0x100000001b3;
    }
    return flow;
}

std::size_t
PreferredPolicy::Choose(const std::vector<PathState>& paths,
                        std::size_t current,
                        const FlowInfo&) const
{
    return FindAnyWorking(paths, current);
}

std::size_t
FailoverPolicy::Choose(const std::vector<PathState>& paths,
                       std::size_t current,
                       const FlowInfo&) const
{
    for (std::size_t i = 0; i < paths.size(); ++i)
    {
        const std::size_t at = (current + i) % paths.size();
        if (paths[at].isWorking)
        {
            return at;
        }
    }
    return current;
}

std::size_t
LowestDelayPolicy::Choose(const std::vector<PathState>& paths,
                          std::size_t current,
                          const FlowInfo&) const
{
    std::size_t best = FindAnyWorking(paths, current);
    if (paths[current].isWorking)
    {
        best = current;
    }
    for (std::size_t i = 0; i < paths.size(); ++i)
    {
        const bool isMeasured = paths[i].isWorking && paths[i].delay > Duration::zero();
        const bool isFaster = paths[best].delay == Duration::zero() ||
                              paths[i].delay * 10 < paths[best].delay * (best == current ? 9 : 10);
        if (isMeasured && isFaster)
        {
            best = i;
        }
    }
    return best;
}

WeightedPolicy::WeightedPolicy(std::vector<unsigned> weights)
    : m_weights(std::move(weights))
{
    if (std::accumulate(m_weights.begin(), m_weights.end(), 0u) == 0)
    {
        throw std::invalid_argument("a weighted policy needs a weight above zero");
    }
}

std::size_t
WeightedPolicy::Choose(const std::vector<PathState>& paths,
                       std::size_t current,
                       const FlowInfo& flow) const
{
    // Interfaces that do not work are left out, and their flows spread over the others.
    std::vector<std::size_t> firsts;
    std::uint64_t total = 0;
    for (std::size_t interface = 0; interface < m_weights.size(); ++interface)
    {
        const std::size_t first = FindWorking(paths, [interface](const PathState& state) {
            return state.interface == interface;
        });
        firsts.push_back(first);
        total += first == NONE ? 0 : m_weights[interface];
    }
    if (total == 0)
    {
        return FindAnyWorking(paths, current);
    }
    std::uint64_t share = flow.hash % total;
    for (std::size_t interface = 0; interface < firsts.size(); ++interface)
    {
        const unsigned weight = firsts[interface] == NONE ? 0 : m_weights[interface];
        if (share < weight)
        {
            return firsts[interface];
        }
        share -= weight;
    }
    return current;
}

PerFlowPolicy::PerFlowPolicy(std::vector<Rule> rules, std::shared_ptr<const PathPolicy> others)
    : m_rules(std::move(rules)),
      m_others(std::move(others))
{
}

std::size_t
PerFlowPolicy::Choose(const std::vector<PathState>& paths,
                      std::size_t current,
                      const FlowInfo& flow) const
{
    const auto rule = std::find_if(m_rules.begin(), m_rules.end(), [&flow](const Rule& it) {
        return it.field == Rule::Field::DSCP
                   ? flow.dscp == it.value
                   : flow.sourcePort == it.value || flow.destinationPort == it.value;
    });
    const std::size_t found =
        rule == m_rules.end() ? NONE : FindWorking(paths, [rule](const PathState& state) {
            return state.interface == rule->interface;
        });
    return found == NONE ? m_others->Choose(paths, current, flow) : found;
}

} // namespace hip
