// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_DRAFT2003_COVERAGE_H
#define HIP_CORE_DRAFT2003_COVERAGE_H

#include "core/util/span.h"

namespace hip::draft2003
{

/// Which octets an HMAC or a signature covers (hip-08 §6.2.11-13).
enum class Coverage
{
    HMAC,        ///< everything before it, checksum zero
    SIGNATURE,   ///< everything before it, HMAC included, checksum zero
    SIGNATURE_2, ///< also receiver HIT zero, so that an R1 can be signed ahead of time
};

/**
 * Copies what an HMAC or signature covers; the header then says that the packet ends there.
 *
 * @param before header and all parameters before the covering one
 */
Bytes CopyCovered(ByteSpan before, Coverage coverage);

} // namespace hip::draft2003

#endif // HIP_CORE_DRAFT2003_COVERAGE_H
