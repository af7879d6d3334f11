// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/inner-mtu.h"

#include "core/esp/security-association.h"
#include "core/wire/ip-info.h"
#include "core/wire/tcp-segment.h"

#include <algorithm>

namespace hip
{

std::size_t
GetInnerMtu(const std::vector<EspSuite>& suites, bool isOuterV4, std::size_t mtu)
{
    const std::size_t header = isOuterV4 ? IPV4_HEADER_LENGTH : IPV6_HEADER_LENGTH;
    std::size_t smallest = mtu;
    for (const EspSuite suite : suites)
    {
        // The inner header is not sent, so what counts is the payload behind it.
        const std::size_t payload = GetLargestEspPayload(suite, mtu - std::min(mtu, header));
        smallest = std::min(smallest, IPV6_HEADER_LENGTH + payload);
    }
    return smallest;
}

std::uint16_t
GetInnerMss(std::size_t innerMtu)
{
    constexpr std::size_t headers = IPV6_HEADER_LENGTH + TCP_HEADER_LENGTH;
    const std::size_t mss = innerMtu - std::min(innerMtu, headers);
    return static_cast<std::uint16_t>(std::min<std::size_t>(mss, 0xffff));
}

} // namespace hip
