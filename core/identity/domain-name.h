// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_IDENTITY_DOMAIN_NAME_H
#define HIP_CORE_IDENTITY_DOMAIN_NAME_H

#include "core/util/result.h"
#include "core/util/span.h"

#include <string>

namespace hip
{

// Domain names in wire form without compression (RFC 1035 §3.1), as HOST_ID and the HIP record
// carry them.

/**
 * @param text "host.example.com", with or without the dot at the end
 * @throw std::invalid_argument with a one-line cause
 */
Bytes EncodeDomainName(const std::string& text);

/**
 * @param bytes start with a domain name
 * @return its octets; else BAD_PARAMETER if it is cut off, compressed or longer than 255 octets
 */
Result<std::size_t> MeasureDomainName(ByteSpan bytes);

/**
 * @param name exactly one domain name in wire form, as MeasureDomainName accepts it
 * @return text with the dot at the end, special characters escaped (RFC 1035 §5.1)
 * @throw std::invalid_argument if @p name is something else
 */
std::string DecodeDomainName(ByteSpan name);

} // namespace hip

#endif // HIP_CORE_IDENTITY_DOMAIN_NAME_H
