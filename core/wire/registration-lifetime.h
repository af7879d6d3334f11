// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_WIRE_REGISTRATION_LIFETIME_H
#define HIP_CORE_WIRE_REGISTRATION_LIFETIME_H

#include "core/util/clock.h"
#include "core/util/span.h"

namespace hip
{

/**
 * The time that a lifetime code of REG_INFO, REG_REQUEST or REG_RESPONSE stands for.
 *
 * @return 0 for code 0, else 2^((code - 64) / 8) seconds, to the nearest nanosecond: from 4.26 ms
 *         for 1 to 178 days for 255
 * @see RFC 8003 §4.1
 */
Duration DecodeRegistrationLifetime(Byte code);

/**
 * The code of the longest lifetime that is no longer than @p lifetime, so that nobody grants or
 * asks for more than was meant. Of steps of 9 %, one is lost at most.
 *
 * @return 0 for no time or less; 1 for less than the shortest lifetime, since 0 would cancel
 */
Byte EncodeRegistrationLifetime(Duration lifetime);

} // namespace hip

#endif // HIP_CORE_WIRE_REGISTRATION_LIFETIME_H
