// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_UPDATE_H
#define HIP_CORE_ASSOCIATION_UPDATE_H

#include "core/association/registration.h"
#include "core/association/update-id.h"
#include "core/util/drop-reason.h"
#include "core/util/span.h"
#include "core/wire/ip-address.h"
#include "core/wire/parameters.h"

#include <map>
#include <optional>
#include <vector>

namespace hip
{

class IncomingPacket;

/// One half of a change of ESP keys (RFC 7402 §6.8, hip-08 §8.8).
struct KeyChange
{
    EspInfoParameter espInfo; ///< both SPIs are of data to its sender
    std::optional<DiffieHellmanParameter> dh;
};

/// Addresses, by interface group (mm-00 §4.1); HIPv2 knows one group.
using InterfaceId = std::uint32_t;
using LocatorGroups = std::map<InterfaceId, LocatorSetParameter>;

/**
 * What a host tells its peer once they are associated, whatever packet carries it: UPDATE; in 2003
 * NES, REA, AC and ACR.
 */
struct UpdateContent
{
    std::optional<UpdateId> id;  ///< the peer has to acknowledge it
    std::optional<UpdateId> ack; ///< of an update of the peer's
    std::optional<KeyChange> keys;
    std::optional<LocatorSetParameter> locators; ///< all own addresses
    IpAddress check;                             ///< of the peer's, to be proved; else unspecified
    bool isProbe = false;                        ///< of the path that the packet takes
    Bytes echoRequest; ///< for check or probe, what only its receiver can know
    std::optional<Bytes> echoResponse;
    std::optional<RegRequestParameter> registrationRequest;
    RegistrationAnswers registrationAnswers;
    const IncomingPacket* request = nullptr; ///< what is answered, if anything is
};

/// An update of the peer's, whose MAC and signature are right.
struct PeerUpdate
{
    std::optional<UpdateId> id;
    std::vector<UpdateId> acks;
    std::optional<KeyChange> keys;
    std::optional<DropReason> refusal; ///< why only its acks count, though it is the peer's
    bool isKeyReply = false;           ///< the keys answer ours, whose ID is among the acks
    std::optional<LocatorGroups> locators;
    std::optional<Bytes> echoRequest;
    std::optional<Bytes> echoResponse;
    std::optional<RegInfoParameter> registrationOffer;
    std::optional<RegRequestParameter> registrationRequest;
    RegistrationAnswers registrationAnswers;
};

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_UPDATE_H
