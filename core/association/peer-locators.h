// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_PEER_LOCATORS_H
#define HIP_CORE_ASSOCIATION_PEER_LOCATORS_H

#include "core/association/output.h"
#include "core/util/clock.h"
#include "core/wire/parameters.h"

#include <optional>
#include <utility>
#include <vector>

namespace hip
{

/**
 * The addresses that a peer has told, each with its state (RFC 8046 §5.1), and which of them
 * packets go to (§5.5). It sends nothing: the association carries out the checks.
 */
class PeerLocators
{
  public:
    struct Entry
    {
        IpAddress address;
        LocatorStatus status;
        bool isPreferred;
        Time until;             ///< end of its lifetime; NEVER = unbounded
        Bytes nonce;            ///< of the check under way; empty = none
        std::uint32_t updateId; ///< of that check
    };

    /// A base exchange went to this address, which has verified it unless Suspect says otherwise:
    /// all others are forgotten.
    void Begin(const IpAddress& address);

    /// Nothing has proved this address after all.
    void Suspect(const IpAddress& address);

    /**
     * Takes a LOCATOR_SET in the place of the one before (RFC 8046 §5.3): what is new, or was
     * deprecated, is unverified; what is not listed any more is deprecated.
     *
     * @param max addresses that are kept, deprecated ones among them (RFC 8046 §6.2.2)
     */
    void Replace(const LocatorSetParameter& set, Time now, std::size_t max);

    /// @return the unverified addresses that nobody checks yet, preferred first, and that one of
    /// @p local can reach
    std::vector<IpAddress> GetUnchecked(const std::vector<IpAddress>& local) const;

    /// The nonce went to this address, in this UPDATE.
    void BeginCheck(const IpAddress& address, Bytes nonce, std::uint32_t updateId);

    /// @param from where the echo came from, which has to be an address that the peer has told;
    /// unspecified = does not matter
    /// @return whether the echo proves an address, which is active from now on
    bool HandleEcho(ByteSpan echo, const IpAddress& from = {});

    /// The address that was checked with this UPDATE has not answered: it is deprecated.
    void FailCheck(std::uint32_t updateId);

    /**
     * Chooses where packets go (RFC 8046 §5.5): to the preferred address if it is active, else to
     * another active one, else to one that is not verified yet.
     *
     * @param local own addresses: only families that are among them can be used
     * @return nullptr if the peer cannot be reached
     */
    const Entry* Choose(const std::vector<IpAddress>& local) const;

    const std::vector<Entry>& GetEntries() const
    {
        return m_entries;
    }

    /// When the next lifetime ends.
    Time GetDeadline() const;

    /// Deprecates addresses whose lifetime is over. @return whether there were any
    bool HandleTimeout(Time now);

    /// Takes the address whose status has changed first of those not taken yet, for traces.
    std::optional<std::pair<IpAddress, LocatorStatus>> TakeChange();

    /// Takes the Update IDs of checks whose outcome nobody waits for any more.
    std::vector<std::uint32_t> TakeEndedChecks()
    {
        return std::exchange(m_endedChecks, {});
    }

  private:
    void SetStatus(Entry& entry, LocatorStatus status);
    Entry* Find(const IpAddress& address);

    std::vector<Entry> m_entries; ///< in the order of the last LOCATOR_SET, deprecated ones last
    std::vector<std::pair<IpAddress, LocatorStatus>> m_changes;
    std::vector<std::uint32_t> m_endedChecks;
};

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_PEER_LOCATORS_H
