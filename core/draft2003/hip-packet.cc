// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/hip-packet.h"

#include "core/wire/hip-packet-impl.h"

namespace hip
{

template class PacketViewBase<draft2003::PacketFormat>;

} // namespace hip

namespace hip::draft2003
{

Result<PacketView>
PacketView::Parse(ByteSpan packet)
{
    const auto bytes = Check(packet);
    if (!bytes)
    {
        return bytes.error();
    }
    const PacketView view(*bytes, packet.subspan(bytes->size()));
    if (view.FindUnknownCritical())
    {
        return DropReason::UNKNOWN_CRITICAL_PARAMETER;
    }
    return view;
}

Byte
PacketView::GetNextHeader() const
{
    return GetBytes()[header::AT_NEXT_HEADER];
}

Bytes
PacketView::GetCovered(Coverage coverage, ParameterType before) const
{
    return CopyCovered(GetBytesBefore(before), coverage);
}

} // namespace hip::draft2003
