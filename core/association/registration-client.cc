// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/registration-client.h"

#include "core/wire/registration-lifetime.h"

#include <algorithm>

namespace hip
{

void
RegistrationClient::Want(const std::vector<Byte>& types, Duration lifetime)
{
    m_wanted = types;
    m_lifetime = lifetime;
}

void
RegistrationClient::SetOffer(const RegInfoParameter& offer)
{
    m_offer = offer;
}

std::optional<RegRequestParameter>
RegistrationClient::MakeRequest() const
{
    if (!m_offer)
    {
        return std::nullopt;
    }
    RegRequestParameter request;
    for (const Byte type : m_wanted)
    {
        if (std::count(m_offer->types.begin(), m_offer->types.end(), type) > 0)
        {
            request.types.push_back(type);
        }
    }
    if (request.types.empty())
    {
        return std::nullopt;
    }
    request.lifetimeOrFailure = EncodeRegistrationLifetime(m_lifetime);
    return request;
}

void
RegistrationClient::HandleAnswers(const RegistrationAnswers& answers,
                                  const Hit& local,
                                  const Hit& registrar,
                                  const IpAddress& localAddress,
                                  Time now,
                                  Outbox& outbox)
{
    using Change = RegistrationEvent::Change;
    for (const RegistrationAnswer& answer : answers)
    {
        RegistrationEvent event{local, registrar, false, 0, Change::REFUSED, {}, localAddress};
        if (answer.isGranted)
        {
            event.change = answer.lifetimeOrFailure == 0 ? Change::CANCELLED : Change::GRANTED;
            event.lifetime = DecodeRegistrationLifetime(answer.lifetimeOrFailure);
        }
        for (const Byte type : answer.types)
        {
            event.service = type;
            HandleAnswer(event, now, outbox);
        }
    }
}

void
RegistrationClient::HandleAnswer(const RegistrationEvent& answer, Time now, Outbox& outbox)
{
    if (std::count(m_wanted.begin(), m_wanted.end(), answer.service) == 0)
    {
        return;
    }
    m_leases.erase(answer.service);
    if (answer.change == RegistrationEvent::Change::GRANTED)
    {
        m_leases[answer.service] = Lease{now + answer.lifetime / 4 * 3, now + answer.lifetime};
    }
    outbox.Emit(answer);
}

bool
RegistrationClient::IsGranted(Byte type, Time now) const
{
    const auto lease = m_leases.find(type);
    return lease != m_leases.end() && now < lease->second.expires;
}

bool
RegistrationClient::HandleTimeout(const Hit& local, const Hit& peer, Time now, Outbox& outbox)
{
    bool isRenewalDue = false;
    for (auto lease = m_leases.begin(); lease != m_leases.end();)
    {
        if (lease->second.renewAt <= now)
        {
            isRenewalDue = true;
            lease->second.renewAt = NEVER;
        }
        if (lease->second.expires <= now)
        {
            outbox.Emit(RegistrationEvent{local,
                                          peer,
                                          false,
                                          lease->first,
                                          RegistrationEvent::Change::EXPIRED,
                                          {},
                                          {}});
            isRenewalDue = true;
            lease = m_leases.erase(lease);
        }
        else
        {
            ++lease;
        }
    }
    return isRenewalDue;
}

Time
RegistrationClient::GetDeadline() const
{
    Time deadline = NEVER;
    for (const auto& [type, lease] : m_leases)
    {
        deadline = std::min({deadline, lease.renewAt, lease.expires});
    }
    return deadline;
}

} // namespace hip
