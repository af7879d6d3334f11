// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_PROXY_INNER_MTU_H
#define HIP_CORE_PROXY_INNER_MTU_H

#include "core/util/span.h"
#include "core/wire/algorithms.h"

#include <cstddef>
#include <vector>

namespace hip
{

/**
 * The largest IPv6 packet between HITs that fits through ESP in BEET mode.
 *
 * @param suites those that may be in use; the worst one counts. At least one
 * @param isOuterV4 family of the packets outside
 * @param mtu what these may have, in octets with their IP header
 */
std::size_t GetInnerMtu(const std::vector<EspSuite>& suites, bool isOuterV4, std::size_t mtu);

/// @return the maximum segment size of TCP over IPv6 in a packet of @p innerMtu octets
std::uint16_t GetInnerMss(std::size_t innerMtu);

} // namespace hip

#endif // HIP_CORE_PROXY_INNER_MTU_H
