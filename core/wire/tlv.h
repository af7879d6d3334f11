// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_WIRE_TLV_H
#define HIP_CORE_WIRE_TLV_H

#include "core/util/span.h"
#include "core/wire/parameter-type.h"

#include <optional>

namespace hip
{

/// One TLV inside a packet: type, contents without padding, and where the TLV starts.
template <class Type>
struct BasicParameterView
{
    Type type;
    ByteSpan contents;
    ByteSpan tlv;       ///< type, length, contents and padding
    std::size_t offset; ///< of the TLV from the first octet of the HIP header
};

using ParameterView = BasicParameterView<ParameterType>;

/// Octets of type and length before the contents.
inline constexpr std::size_t TLV_HEADER_LENGTH = 4;

/// @return octets of a TLV with header and padding (RFC 7401 §5.2.1)
constexpr std::size_t
GetTlvLength(std::size_t contentsLength)
{
    return (TLV_HEADER_LENGTH + contentsLength + 7) / 8 * 8;
}

/**
 * Reads one TLV. It serves packets and the plaintext of ENCRYPTED alike.
 *
 * @param bytes what holds the TLV
 * @param offset where it starts, at most bytes.size()
 * @return nothing if the octets end before the TLV with its padding does, as they do at the end
 */
std::optional<ParameterView> ReadTlv(ByteSpan bytes, std::size_t offset);

/// Appends `type | length | contents | padding` to @p out (RFC 7401 §5.2.1).
void AppendTlv(Bytes& out, ParameterType type, ByteSpan contents);

} // namespace hip

#endif // HIP_CORE_WIRE_TLV_H
