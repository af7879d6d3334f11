// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/hip-packet-impl.h"
#include "core/wire/hip-packet.h"

namespace hip
{

template class PacketWriterBase<PacketFormat>;

Bytes
PacketWriter::GetCovered(Coverage coverage, ByteSpan hostIdTlv) const
{
    return CopyCovered(GetBytes(), coverage, hostIdTlv);
}

} // namespace hip
