// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/tlv.h"

#include "core/util/endian.h"

namespace hip
{

std::optional<ParameterView>
ReadTlv(ByteSpan bytes, std::size_t offset)
{
    const ByteSpan rest = bytes.subspan(offset);
    if (rest.size() < TLV_HEADER_LENGTH)
    {
        return std::nullopt;
    }
    const std::size_t length = ReadU16(rest, 2);
    if (GetTlvLength(length) > rest.size())
    {
        return std::nullopt;
    }
    return ParameterView{static_cast<ParameterType>(ReadU16(rest)),
                         rest.subspan(TLV_HEADER_LENGTH, length),
                         rest.first(GetTlvLength(length)),
                         offset};
}

void
AppendTlv(Bytes& out, ParameterType type, ByteSpan contents)
{
    assert(contents.size() <= 0xffff);
    const std::size_t end = out.size() + GetTlvLength(contents.size());
    AppendU16(out, static_cast<std::uint16_t>(type));
    AppendU16(out, static_cast<std::uint16_t>(contents.size()));
    Append(out, contents);
    out.resize(end);
}

} // namespace hip
