// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_ATTACK_FORGERY_H
#define HIP_SCENARIOS_ATTACK_FORGERY_H

#include "core/util/span.h"
#include "core/wire/ip-address.h"

#include <vector>

namespace hipscenario
{

/// What makes somebody who has no key out of a HIP packet that he has seen.
enum class Forgery
{
    BIT_FLIP,     ///< one bit of an address in it changed, the checksum made right
    BAD_CHECKSUM, ///< the same with the checksum of before
    NEW_ADDRESS,  ///< the address in its LOCATOR_SET replaced, the checksum made right
    NO_KEY,       ///< a new one with the HITs of both hosts; MAC and signature are made up
    STRANGER,     ///< as NO_KEY, from a HIT that the receiver has no association with
};

inline constexpr Forgery FORGERIES[] = {Forgery::BIT_FLIP,
                                        Forgery::BAD_CHECKSUM,
                                        Forgery::NEW_ADDRESS,
                                        Forgery::NO_KEY,
                                        Forgery::STRANGER};

/**
 * Makes an IPv6 packet that carries a HIP packet as it is between other addresses: the MAC does not
 * cover them, so a replay is free to choose.
 *
 * @param hip a HIP packet
 */
hip::Bytes MakeCarrier(const hip::Path& path, hip::Bytes hip);

/**
 * Forges an IPv6 packet.
 *
 * @param update a genuine UPDATE with a LOCATOR_SET, without IP header
 * @param address what it is to make the receiver believe
 * @param number tells forgeries apart, from 0
 */
hip::Bytes Forge(Forgery kind,
                 const hip::Path& path,
                 const hip::Bytes& update,
                 const hip::IpAddress& address,
                 std::uint32_t number);

} // namespace hipscenario

#endif // HIP_SCENARIOS_ATTACK_FORGERY_H
