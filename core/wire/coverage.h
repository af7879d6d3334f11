// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_WIRE_COVERAGE_H
#define HIP_CORE_WIRE_COVERAGE_H

#include "core/util/span.h"

namespace hip
{

/// Which octets a MAC or a signature covers (RFC 7401 §5.2.12-15, §6.4).
enum class Coverage
{
    MAC,         ///< HIP_MAC, and RVS_HMAC: everything before it, checksum zero
    MAC_2,       ///< HIP_MAC_2: as MAC, with the Responder's HOST_ID TLV appended
    SIGNATURE,   ///< HIP_SIGNATURE: everything before it, checksum zero
    SIGNATURE_2, ///< HIP_SIGNATURE_2: also receiver HIT and PUZZLE Opaque and I zero
};

/**
 * Copies what a MAC or signature covers and sets the fields as its rule asks (RFC 7401 §6.4).
 *
 * @param before header and all parameters before the covering one
 * @param hostIdTlv for MAC_2 the Responder's HOST_ID TLV with padding, as it stood in R1
 */
Bytes CopyCovered(ByteSpan before, Coverage coverage, ByteSpan hostIdTlv);

} // namespace hip

#endif // HIP_CORE_WIRE_COVERAGE_H
