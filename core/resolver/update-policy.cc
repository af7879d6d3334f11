// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/update-policy.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace hip
{

void
UpdatePolicy::Grant(TsigKey key, const DnsName& name, bool withBelow)
{
    const DnsName keyName = key.name;
    auto found = m_holders.find(keyName);
    if (found == m_holders.end())
    {
        found = m_holders.emplace(keyName, Holder{std::move(key), {}, 0}).first;
    }
    else if (!IsEqualConstantTime(found->second.key.secret.Get(), key.secret.Get()))
    {
        throw std::invalid_argument("TSIG key " + keyName.ToString() +
                                    " is given twice, with different secrets");
    }
    found->second.rules.push_back(Rule{name, withBelow});
}

UpdatePolicy::Sender
UpdatePolicy::Authenticate(ByteSpan wire, const DnsMessage& message, Time now)
{
    Sender sender;
    const auto split = SignedMessage::Split(wire, message);
    if (!split)
    {
        sender.rcode = DnsRcode::FORMAT_ERROR;
        return sender;
    }
    if (!*split)
    {
        return sender;
    }
    const SignedMessage& request = **split;
    const auto found = m_holders.find(request.tsig.keyName);
    sender.tsig = request.tsig;
    sender.error =
        found == m_holders.end() ? TsigError::BAD_KEY : request.Verify(found->second.key, {}, now);
    const bool isSigned = sender.error == TsigError::NONE || sender.error == TsigError::BAD_TIME;
    sender.key = isSigned ? &found->second.key : nullptr;
    if (sender.error == TsigError::NONE)
    {
        std::uint64_t& last = found->second.lastSigned;
        sender.error = request.tsig.timeSigned < last ? TsigError::BAD_TIME : TsigError::NONE;
        last = std::max(last, request.tsig.timeSigned);
    }
    sender.rcode =
        sender.error == TsigError::NONE ? DnsRcode::NO_PROBLEM : DnsRcode::NOT_AUTHORITATIVE;
    return sender;
}

const UpdatePolicy::Holder*
UpdatePolicy::Find(const TsigKey* key) const
{
    const auto found = key == nullptr ? m_holders.end() : m_holders.find(key->name);
    return found == m_holders.end() ? nullptr : &found->second;
}

bool
UpdatePolicy::MayUpdate(const TsigKey* key, const DnsName& zone) const
{
    const Holder* holder = Find(key);
    return holder != nullptr &&
           std::any_of(holder->rules.begin(), holder->rules.end(), [&zone](const Rule& rule) {
               return rule.name.IsWithin(zone) || (rule.withBelow && zone.IsWithin(rule.name));
           });
}

bool
UpdatePolicy::MayApply(const TsigKey* key, const DnsRecords& updates) const
{
    const Holder* holder = Find(key);
    return holder != nullptr &&
           std::all_of(updates.begin(), updates.end(), [holder](const DnsRecord& update) {
               return std::any_of(holder->rules.begin(),
                                  holder->rules.end(),
                                  [&update](const Rule& rule) {
                                      return update.name == rule.name ||
                                             (rule.withBelow && update.name.IsWithin(rule.name));
                                  });
           });
}

} // namespace hip
