// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_DRAFT2003_TLV_H
#define HIP_CORE_DRAFT2003_TLV_H

#include "core/draft2003/parameter-type.h"
#include "core/util/span.h"
#include "core/wire/tlv.h"

#include <cstddef>
#include <optional>

namespace hip::draft2003
{

// The octets of a TLV are those of core/wire/tlv.h (hip-08 §6.2.1 has the rule that RFC 7401 kept);
// only the types mean other things.

using ParameterView = BasicParameterView<ParameterType>;

/**
 * Reads one TLV. It serves packets and the plaintext of ENCRYPTED alike.
 *
 * @param offset where it starts, at most bytes.size()
 * @return nothing if the octets end before the TLV with its padding does, as they do at the end
 */
std::optional<ParameterView> ReadTlv(ByteSpan bytes, std::size_t offset);

/// Appends a TLV and pads it with zeros to eight octets.
void AppendTlv(Bytes& out, ParameterType type, ByteSpan contents);

} // namespace hip::draft2003

#endif // HIP_CORE_DRAFT2003_TLV_H
