// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_ATTACK_FORGERY_H
#define HIP_SCENARIOS_ATTACK_FORGERY_H

#include "core/util/span.h"
#include "core/wire/ip-address.h"
#include "scenarios/attack/seen-packet.h"

#include <vector>

namespace hipscenario
{

/// What makes somebody who has no key out of a HIP packet that he has seen.
enum class Forgery
{
    BIT_FLIP,     ///< one bit of what it tells changed, the checksum made right
    BAD_CHECKSUM, ///< the same with the checksum of before
    NEW_ADDRESS,  ///< the address that it tells replaced, the checksum made right
    NO_KEY,       ///< a new one with the HITs of both hosts; MAC and signature are made up
    STRANGER,     ///< as NO_KEY, from a HIT that the receiver has no association with
};

/// @return what can be made of a packet: nothing if it neither tells nor checks an address, and no
/// NEW_ADDRESS of AC and ACR, which hold none
std::vector<Forgery> ListForgeries(const SeenPacket& seen);

/**
 * Makes an IPv6 packet that carries a HIP packet as it is between other addresses: the MAC does not
 * cover them, so a replay is free to choose.
 */
hip::Bytes MakeCarrier(const hip::Path& path, SeenPacket seen);

/**
 * Forges an IPv6 packet.
 *
 * @param kind one of those that can be made of it
 * @param address what it is to make the receiver believe
 * @param number tells forgeries apart, from 0
 */
hip::Bytes Forge(Forgery kind,
                 const hip::Path& path,
                 const SeenPacket& seen,
                 const hip::IpAddress& address,
                 std::uint32_t number);

} // namespace hipscenario

#endif // HIP_SCENARIOS_ATTACK_FORGERY_H
