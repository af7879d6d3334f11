// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_EXCHANGE_H
#define HIP_CORE_ASSOCIATION_EXCHANGE_H

#include "core/association/outgoing-packet.h"
#include "core/association/session.h"
#include "core/wire/parameters.h"

#include <memory>
#include <optional>

namespace hip
{

/// The Initiator's side of a base exchange under way: from the first I1 until R2.
struct Exchange
{
    bool isI2Sent = false;
    std::uint64_t r1Counter = 0; ///< of the R1 that was answered; in 2003 its Birthday
    Bytes hostIdTlv;             ///< the Responder's HOST_ID as received, for HIP_MAC_2
    std::optional<RegInfoParameter> registrationOffer;
    std::unique_ptr<SpiLease> lease;
    std::optional<Session> session; ///< complete but for the outbound SA; from R1 on
    std::size_t espIndex = 0;
    std::optional<OutgoingPacket> i2;
    std::size_t nextAddress = 0; ///< to which the next I1 goes
    IpAddress i1Address;         ///< to which the last I1 went
};

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_EXCHANGE_H
