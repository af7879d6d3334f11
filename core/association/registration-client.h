// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_REGISTRATION_CLIENT_H
#define HIP_CORE_ASSOCIATION_REGISTRATION_CLIENT_H

#include "core/association/outbox.h"
#include "core/association/registration.h"
#include "core/wire/parameters.h"

#include <map>
#include <optional>
#include <vector>

namespace hip
{

/// The requester's side of RFC 8003 towards one registrar: what is wanted, granted, and until when.
class RegistrationClient
{
  public:
    /// From now on these services are wanted, with this lifetime; without any they are not.
    void Want(const std::vector<Byte>& types, Duration lifetime);

    /// No service is wanted any more, though a lease may last until it ends.
    void Forget()
    {
        m_wanted.clear();
    }

    /// @return whether an association to the registrar has to be there
    bool IsWanted() const
    {
        return !m_wanted.empty() && m_lifetime > Duration::zero();
    }

    /// Learns what the registrar offers, from its R1 or UPDATE.
    void SetOffer(const RegInfoParameter& offer);

    /// @return the request for what is wanted and offered; nothing if there is no such service
    std::optional<RegRequestParameter> MakeRequest() const;

    /// Takes what an R2 or UPDATE that was verified says, as far as it is about services that were
    /// asked for.
    void HandleAnswers(const RegistrationAnswers& answers,
                       const Hit& local,
                       const Hit& registrar,
                       const IpAddress& localAddress,
                       Time now,
                       Outbox& outbox);

    bool IsGranted(Byte type, Time now) const;

    /// Ends leases whose time is over. @return whether a renewal should be sent now
    bool HandleTimeout(const Hit& local, const Hit& peer, Time now, Outbox& outbox);

    /// When HandleTimeout has something to do.
    Time GetDeadline() const;

  private:
    struct Lease
    {
        Time renewAt; ///< three quarters of its lifetime
        Time expires;
    };

    /// Which answer came for one service.
    void HandleAnswer(const RegistrationEvent& answer, Time now, Outbox& outbox);

    std::vector<Byte> m_wanted;
    Duration m_lifetime{};
    std::optional<RegInfoParameter> m_offer;
    std::map<Byte, Lease> m_leases;
};

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_REGISTRATION_CLIENT_H
