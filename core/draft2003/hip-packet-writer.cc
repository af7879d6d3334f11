// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/hip-packet.h"
#include "core/wire/hip-packet-impl.h"

namespace hip
{

template class PacketWriterBase<draft2003::PacketFormat>;

} // namespace hip

namespace hip::draft2003
{

void
PacketWriter::SetNextHeader(Byte nextHeader)
{
    SetOctet(header::AT_NEXT_HEADER, nextHeader);
}

Bytes
PacketWriter::GetCovered(Coverage coverage) const
{
    return CopyCovered(GetBytes(), coverage);
}

} // namespace hip::draft2003
