// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/tlv.h"

namespace hip::draft2003
{

std::optional<ParameterView>
ReadTlv(ByteSpan bytes, std::size_t offset)
{
    const std::optional<hip::ParameterView> read = hip::ReadTlv(bytes, offset);
    if (!read)
    {
        return std::nullopt;
    }
    return ParameterView{static_cast<ParameterType>(read->type),
                         read->contents,
                         read->tlv,
                         read->offset};
}

void
AppendTlv(Bytes& out, ParameterType type, ByteSpan contents)
{
    hip::AppendTlv(out, static_cast<hip::ParameterType>(type), contents);
}

} // namespace hip::draft2003
