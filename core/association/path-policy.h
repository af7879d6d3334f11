// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_PATH_POLICY_H
#define HIP_CORE_ASSOCIATION_PATH_POLICY_H

#include "core/util/clock.h"
#include "core/util/span.h"
#include "core/wire/ip-address.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace hip
{

/// One way to the peer: an address of this host and a verified one of the peer's.
struct PathState
{
    Path path;
    std::size_t interface; ///< position of the local address among this host's
    bool isWorking;        ///< its probes are answered, or it has not been probed yet
    Duration delay;        ///< there and back, smoothed; zero = not measured yet
};

/// What a packet tells of its flow.
struct FlowInfo
{
    Byte protocol = 0;
    Byte dscp = 0;
    std::uint16_t sourcePort = 0;
    std::uint16_t destinationPort = 0;
    std::uint64_t hash = 0; ///< the same for all packets of a flow, in either direction
};

/// @param packet a whole IPv6 packet; fields that it does not have stay zero
FlowInfo ReadFlow(ByteSpan packet);

/**
 * Chooses the way of each packet. Both hosts of an association choose on their own, and may differ.
 * A policy of one's own derives from this and is set as EndpointConfig::pathPolicy; one object may
 * serve many associations, so that it keeps no state of theirs.
 */
class PathPolicy
{
  public:
    virtual ~PathPolicy() = default;

    /**
     * @param paths at least one, the most preferred first; the order stays as long as no address
     *        comes or goes
     * @param current position of the path that control packets take
     * @return position of the path for this packet
     */
    virtual std::size_t Choose(const std::vector<PathState>& paths,
                               std::size_t current,
                               const FlowInfo& flow) const = 0;
};

/// The first path that works.
class PreferredPolicy : public PathPolicy
{
  public:
    std::size_t Choose(const std::vector<PathState>& paths,
                       std::size_t current,
                       const FlowInfo& flow) const override;
};

/// The current path until it fails, then the next one that works; there is no way back but failure.
class FailoverPolicy : public PathPolicy
{
  public:
    std::size_t Choose(const std::vector<PathState>& paths,
                       std::size_t current,
                       const FlowInfo& flow) const override;
};

/// The path that answers soonest; the current one unless another is faster by a tenth.
class LowestDelayPolicy : public PathPolicy
{
  public:
    std::size_t Choose(const std::vector<PathState>& paths,
                       std::size_t current,
                       const FlowInfo& flow) const override;
};

/// Spreads flows over the interfaces by weight, each flow on one path.
class WeightedPolicy : public PathPolicy
{
  public:
    /// @param weights of each interface in order, not all zero; further interfaces get none
    explicit WeightedPolicy(std::vector<unsigned> weights);
    std::size_t Choose(const std::vector<PathState>& paths,
                       std::size_t current,
                       const FlowInfo& flow) const override;

  private:
    std::vector<unsigned> m_weights;
};

/// Sends chosen flows over chosen interfaces, all others as another policy says.
class PerFlowPolicy : public PathPolicy
{
  public:
    struct Rule
    {
        enum class Field
        {
            PORT, ///< either port
            DSCP,
        };

        Field field;
        std::uint16_t value;
        std::size_t interface;
    };

    /// The first rule that fits a packet counts, if a path of its interface works.
    PerFlowPolicy(std::vector<Rule> rules, std::shared_ptr<const PathPolicy> others);
    std::size_t Choose(const std::vector<PathState>& paths,
                       std::size_t current,
                       const FlowInfo& flow) const override;

  private:
    std::vector<Rule> m_rules;
    std::shared_ptr<const PathPolicy> m_others;
};

/**
 * @param text "preferred", "failover", "lowest-delay", "weighted:3,1" (one weight for each
 *        interface), or "flows:port=80>1,dscp=46>0;failover" (interface of each rule, then the
 *        policy of all other flows)
 * @throw std::invalid_argument with a one-line cause
 */
std::shared_ptr<const PathPolicy> ParsePathPolicy(const std::string& text);

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_PATH_POLICY_H
