// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_PROXY_MAPPING_TABLE_H
#define HIP_CORE_PROXY_MAPPING_TABLE_H

#include "core/proxy/address-pool.h"
#include "core/util/clock.h"
#include "core/util/result.h"
#include "core/wire/ip-address.h"

#include <boost/intrusive/list.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hip
{

/// The patent's M = {HIT, IP_fa or IP_hip, IP_res}. One for each HIP host, whoever talks to it.
struct Mapping
{
    Hit hit;
    std::vector<IpAddress> resolved; ///< what DNS said last: IP_fa, or IP_hip if there is no agent
    std::vector<IpAddress> locators; ///< where packets go: IP_hip once R1 has shown it
    IpAddress substitute6;           ///< unspecified if none was asked for
    IpAddress substitute4;           ///< unspecified if none was asked for
    std::string name;                ///< under which the host was asked for first
    std::vector<IpAddress> nameServers; ///< that were asked for it
    Time expires = NEVER;               ///< NEVER while a binding uses the mapping
    std::size_t innerMtu = 1280;        ///< octets of the largest packet between HITs

    /// IP_res as a legacy host of this family sees it.
    const IpAddress& GetSubstitute(bool isV4) const
    {
        return isV4 ? substitute4 : substitute6;
    }
};

struct MappingTableConfig
{
    std::optional<AddressPoolConfig> pool6;
    std::optional<AddressPoolConfig> pool4;
    Duration lifetime = std::chrono::minutes(15); ///< after the last answer and the last binding
    std::size_t maxMappings = 65536;
};

/// What DNS told about a HIP host, and what a legacy host asked for.
struct MappingRequest
{
    Hit hit;
    std::string name;
    std::vector<IpAddress> locators;
    bool isV4 = false; ///< family of the address that is wanted
    /// The host's own address of that family, if the legacy hosts shall see it: the proxy is the
    /// only way out, so that M needs no substitute.
    std::optional<IpAddress> realAddress;
};

/**
 * All mappings of a proxy. A HIT has at most one; each address that was handed out leads to one.
 *
 * Pointers to a mapping are valid until Expire removes it, which never happens while it is used.
 */
class MappingTable
{
  public:
    /// @throw std::invalid_argument if a pool is impossible or of the wrong family
    explicit MappingTable(const MappingTableConfig& config);

    struct Acquired
    {
        const Mapping* mapping;
        IpAddress address; ///< to be handed out
        bool isNew;        ///< the HIT had no mapping before
    };

    /**
     * Finds or makes the mapping of a HIT with an address of the wanted family, and starts its
     * lifetime anew. An existing mapping keeps its name, and locators that came from the peer.
     *
     * @return POOL_EXHAUSTED if there are no more addresses, or no more mappings; nothing has
     * changed
     */
    Result<Acquired> Acquire(const MappingRequest& request, Time now);

    /// @return true if there is a pool of this family
    bool HasPool(bool isV4) const;

    /// The lookup of the packet path. @return nullptr if the address stands for nobody
    const Mapping* FindByAddress(const IpAddress& address) const;

    const Mapping* FindByHit(const Hit& hit) const;

    /// Puts an address where packets to a HIT go (patent step H.1). No effect if there is no
    /// Replaces where packets to a HIT go (patent step H.1). No effect if there is no mapping.
    void SetLocators(const Hit& hit, const std::vector<IpAddress>& locators);

    /// Takes back SetLocators: the next base exchange begins where DNS said.
    void RestoreLocators(const Hit& hit);

    /// Notes who was asked for the mapping's name. No effect if there is no mapping.
    void SetNameServers(const Hit& hit, const std::vector<IpAddress>& servers);

    /**
     * Takes what DNS says by now, as Acquire does, but leaves the lifetime as it is.
     *
     * @return the mapping; nullptr if there is none
     */
    const Mapping* Renew(const Hit& hit, const std::vector<IpAddress>& resolved);

    /// Notes what fits through ESP. No effect if there is no mapping.
    void SetInnerMtu(const Hit& hit, std::size_t octets);

    /// @return true if the address belongs to a pool, mapped or not
    bool IsPoolAddress(const IpAddress& address) const;

    /// @return MAPPING_EXPIRED if a pool address without mapping was once handed out; else
    /// NO_MAPPING
    DropReason ExplainMiss(const IpAddress& address) const;

    /// A binding begins to use the mapping, which lives on until ReleaseUse.
    void AddUse(const Mapping& mapping);
    void ReleaseUse(const Mapping& mapping, Time now);

    /// Removes what is due; its pool addresses go into quarantine. @return what was removed
    std::vector<Mapping> Expire(Time now);

    /// @return when Expire has something to do; NEVER if nothing lives only by time
    Time GetDeadline() const;

    /// @return how long an address handed out at @p now stays valid, at least
    Duration GetRemainingLife(const Mapping& mapping, Time now) const;

    std::size_t GetSize() const;

  private:
    struct Entry : Mapping, boost::intrusive::list_base_hook<>
    {
        std::size_t uses = 0;
        bool isPooled6 = false;
        bool isPooled4 = false;
    };

    Entry* Find(const Hit& hit) const;
    std::optional<IpAddress> AllocateFromPool(bool isV4, Time now);
    static void SetResolved(Entry& entry, const std::vector<IpAddress>& addresses);
    void Refresh(Entry& entry, Time now);
    void Remove(Entry& entry, Time now);

    MappingTableConfig m_config;
    std::optional<AddressPool> m_pool6;
    std::optional<AddressPool> m_pool4;
    boost::unordered_flat_map<Hit, std::unique_ptr<Entry>> m_byHit;
    boost::unordered_flat_map<IpAddress, Entry*> m_byAddress;
    boost::intrusive::list<Entry> m_idle; ///< without binding, in order of `expires`
};

} // namespace hip

#endif // HIP_CORE_PROXY_MAPPING_TABLE_H
