// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// Parameters of an association that lives: NES_INFO, REA_INFO, AC_INFO, FA_INFO.

#include "core/draft2003/parameters.h"
#include "core/util/endian.h"

#include <algorithm>

namespace hip::draft2003
{

namespace
{

constexpr std::uint16_t REPLY_BIT = 0x8000;

constexpr std::size_t REA_FIXED_LENGTH = 20;
constexpr std::size_t REA_ADDRESS_LENGTH = 24;

/// mm-00 does not say how IPv4 looks as IPv6. Mapped addresses are sent; ::a.b.c.d is understood.
IpAddress
ReadAddress(ByteSpan octets)
{
    const ByteSpan high = octets.first(12);
    const bool isShort =
        std::all_of(high.begin(), high.end(), [](Byte octet) { return octet == 0; }) &&
        octets[12] != 0; // leaves :: and ::1
    return IpAddress::FromBytes(isShort ? octets.last(4) : octets);
}

bool
IsAddressType(Byte type)
{
    switch (static_cast<LeaseAddressType>(type))
    {
    case LeaseAddressType::ANY:
    case LeaseAddressType::IPV4:
    case LeaseAddressType::IPV6:
        return true;
    }
    return false;
}

} // namespace

Result<NesInfoParameter>
NesInfoParameter::Parse(ByteSpan contents)
{
    if (contents.size() != 12)
    {
        return DropReason::BAD_PARAMETER;
    }
    NesInfoParameter value;
    value.isReply = (ReadU16(contents) & REPLY_BIT) != 0;
    value.keymatIndex = ReadU16(contents) & MAX_KEYMAT_INDEX;
    value.nesId = ReadU16(contents, 2);
    value.oldSpi = ReadU32(contents, 4);
    value.newSpi = ReadU32(contents, 8);
    if (value.newSpi < MIN_SPI)
    {
        return DropReason::BAD_PARAMETER;
    }
    return value;
}

void
NesInfoParameter::Write(Bytes& out) const
{
    AppendU16(out, static_cast<std::uint16_t>((isReply ? REPLY_BIT : 0) | keymatIndex));
    AppendU16(out, nesId);
    AppendU32(out, oldSpi);
    AppendU32(out, newSpi);
}

Result<ReaInfoParameter>
ReaInfoParameter::Parse(ByteSpan contents)
{
    if (contents.size() < REA_FIXED_LENGTH ||
        (contents.size() - REA_FIXED_LENGTH) % REA_ADDRESS_LENGTH != 0 ||
        ReadU16(contents, 16) % 8 != 0)
    {
        return DropReason::BAD_PARAMETER;
    }
    ReaInfoParameter value;
    value.interfaceId = ReadU32(contents, 0);
    value.currentSpiReverse = ReadU32(contents, 4);
    value.currentSpi = ReadU32(contents, 8);
    value.newSpi = ReadU32(contents, 12);
    value.keymatIndexBits = ReadU16(contents, 16);
    value.reaId = ReadU16(contents, 18);
    for (std::size_t at = REA_FIXED_LENGTH; at < contents.size(); at += REA_ADDRESS_LENGTH)
    {
        value.addresses.push_back(
            {ReadU32(contents, at), ReadAddress(contents.subspan(at + 8, 16))});
    }
    return value;
}

void
ReaInfoParameter::Write(Bytes& out) const
{
    AppendU32(out, interfaceId);
    AppendU32(out, currentSpiReverse);
    AppendU32(out, currentSpi);
    AppendU32(out, newSpi);
    AppendU16(out, keymatIndexBits);
    AppendU16(out, reaId);
    for (const ReaAddress& entry : addresses)
    {
        AppendU32(out, entry.lifetime);
        AppendU32(out, 0); // reserved
        Append(out, entry.address.GetBytes());
    }
}

Result<AcInfoParameter>
AcInfoParameter::Parse(ByteSpan contents)
{
    if (contents.size() != 12)
    {
        return DropReason::BAD_PARAMETER;
    }
    return AcInfoParameter{ReadU16(contents), ReadU16(contents, 2), ReadU32(contents, 4)};
}

void
AcInfoParameter::Write(Bytes& out) const
{
    AppendU16(out, acId);
    AppendU16(out, reaId);
    AppendU32(out, timestamp);
    AppendU32(out, 0); // reserved
}

Result<FaInfoParameter>
FaInfoParameter::Parse(ByteSpan contents)
{
    if (contents.size() != 28 || !IsAddressType(contents[11]))
    {
        return DropReason::BAD_PARAMETER;
    }
    FaInfoParameter value;
    value.requestId = ReadU16(contents);
    value.leaseId = ReadU16(contents, 2);
    value.lifetime = ReadU32(contents, 4);
    value.addressType = static_cast<LeaseAddressType>(contents[11]);
    const ByteSpan lease = contents.subspan(12);
    if (value.addressType == LeaseAddressType::IPV6)
    {
        value.address = IpAddress::FromBytes(lease);
        return value;
    }
    value.minSpi = ReadU32(lease);
    value.maxSpi = ReadU32(lease, 4);
    if (ReadU32(lease, 8) != 0)
    {
        value.address = IpAddress::FromBytes(lease.subspan(8, 4));
    }
    if (value.minSpi > value.maxSpi)
    {
        return DropReason::BAD_PARAMETER;
    }
    return value;
}

void
FaInfoParameter::Write(Bytes& out) const
{
    AppendU16(out, requestId);
    AppendU16(out, leaseId);
    AppendU32(out, lifetime);
    AppendU32(out, static_cast<std::uint32_t>(addressType)); // behind three reserved octets
    if (addressType == LeaseAddressType::IPV6)
    {
        Append(out, address.GetBytes());
        return;
    }
    AppendU32(out, minSpi);
    AppendU32(out, maxSpi);
    Append(out, ByteSpan(address.GetBytes()).last(4));
    AppendU32(out, 0); // reserved
}

} // namespace hip::draft2003
