// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_RESOLVER_UPDATE_POLICY_H
#define HIP_CORE_RESOLVER_UPDATE_POLICY_H

#include "core/resolver/tsig.h"

#include <map>
#include <vector>

namespace hip
{

/**
 * Who may change what (RFC 2136 §3.3): each key some names. An address would say nothing about a
 * host that moves, so there is no list of them.
 */
class UpdatePolicy
{
  public:
    /**
     * Lets the holder of a key change all records of a name.
     *
     * @param withBelow of the names below it, too
     * @throw std::invalid_argument if there is a key of this name with another secret
     */
    void Grant(TsigKey key, const DnsName& name, bool withBelow);

    bool IsEmpty() const
    {
        return m_holders.empty();
    }

    /// Who has sent a message.
    struct Sender
    {
        DnsRcode rcode = DnsRcode::NO_PROBLEM; ///< what a TSIG that is wrong is answered with
        TsigError error = TsigError::NONE;
        std::optional<TsigRecord> tsig; ///< of the message, if it has one
        const TsigKey* key = nullptr;   ///< that signed it; with BAD_TIME too
    };

    /**
     * Checks a message's TSIG record, and that it is not older than one before with the same key:
     * a replayed UPDATE would bring back an address that the host has left (RFC 8945 §5.2.3).
     *
     * @param wire the message as it came
     * @param message what it parses to
     */
    Sender Authenticate(ByteSpan wire, const DnsMessage& message, Time now);

    /// @param key null for an unsigned message. @return true if it may change something in the zone
    bool MayUpdate(const TsigKey* key, const DnsName& zone) const;

    /// @return true if the holder of a key may change all of this
    bool MayApply(const TsigKey* key, const DnsRecords& updates) const;

  private:
    struct Rule
    {
        DnsName name;
        bool withBelow;
    };

    struct Holder
    {
        TsigKey key;
        std::vector<Rule> rules;
        std::uint64_t lastSigned = 0; ///< seconds
    };

    const Holder* Find(const TsigKey* key) const;

    std::map<DnsName, Holder> m_holders;
};

} // namespace hip

#endif // HIP_CORE_RESOLVER_UPDATE_POLICY_H
