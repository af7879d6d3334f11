// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/hip-packet.h"

#include "core/wire/hip-packet-impl.h"

namespace hip
{

template class PacketViewBase<PacketFormat>;

namespace
{

/// @return nullptr for a type that RFC 7401 does not have
const char*
FindName(PacketType type)
{
    switch (type)
    {
    case PacketType::I1:
        return "I1";
    case PacketType::R1:
        return "R1";
    case PacketType::I2:
        return "I2";
    case PacketType::R2:
        return "R2";
    case PacketType::UPDATE:
        return "UPDATE";
    case PacketType::NOTIFY:
        return "NOTIFY";
    case PacketType::CLOSE:
        return "CLOSE";
    case PacketType::CLOSE_ACK:
        return "CLOSE_ACK";
    }
    return nullptr;
}

} // namespace

bool
IsKnown(PacketType type)
{
    return FindName(type) != nullptr;
}

const char*
ToString(PacketType type)
{
    const char* name = FindName(type);
    return name != nullptr ? name : "unknown";
}

Result<PacketView>
PacketView::ParseForNotify(ByteSpan packet)
{
    const auto bytes = Check(packet);
    if (!bytes)
    {
        return bytes.error();
    }
    return PacketView(*bytes);
}

Result<PacketView>
PacketView::Parse(ByteSpan packet)
{
    const auto view = ParseForNotify(packet);
    if (view && view->FindUnknownCritical())
    {
        return DropReason::UNKNOWN_CRITICAL_PARAMETER;
    }
    return view;
}

Bytes
PacketView::GetCovered(Coverage coverage, ParameterType before, ByteSpan hostIdTlv) const
{
    return CopyCovered(GetBytesBefore(before), coverage, hostIdTlv);
}

} // namespace hip
