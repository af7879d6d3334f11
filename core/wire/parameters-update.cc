// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// Parameters of a running association: ESP_INFO, SEQ, ACK, LOCATOR_SET, NOTIFICATION.

#include "core/util/endian.h"
#include "core/wire/parameters.h"

namespace hip
{

namespace
{

constexpr Byte ADDRESS_ONLY = 0; // locator types, RFC 8046 §4.2
constexpr Byte SPI_AND_ADDRESS = 1;
constexpr std::size_t LOCATOR_HEADER_LENGTH = 8;
constexpr Byte PREFERRED_BIT = 0x01;

/// @return octets of the Locator field of a type that is understood
std::optional<std::size_t>
GetLocatorLength(Byte locatorType)
{
    switch (locatorType)
    {
    case ADDRESS_ONLY:
        return 16;
    case SPI_AND_ADDRESS:
        return 20;
    default: // a code point of the wire, not an enum
        return std::nullopt;
    }
}

/// @param subTlv header and Locator field, of a type that is understood and of its length
Locator
ReadLocator(ByteSpan subTlv)
{
    Locator locator;
    locator.trafficType = subTlv[0];
    locator.locatorType = subTlv[1];
    locator.isPreferred = (subTlv[3] & PREFERRED_BIT) != 0;
    locator.lifetime = ReadU32(subTlv, 4);
    if (locator.locatorType == SPI_AND_ADDRESS)
    {
        locator.spi = ReadU32(subTlv, LOCATOR_HEADER_LENGTH);
    }
    locator.address = IpAddress::FromBytes(subTlv.last(16));
    return locator;
}

} // namespace

Result<EspInfoParameter>
EspInfoParameter::Parse(ByteSpan contents)
{
    if (contents.size() != 12)
    {
        return DropReason::BAD_PARAMETER;
    }
    EspInfoParameter value;
    value.keymatIndex = ReadU16(contents, 2);
    value.oldSpi = ReadU32(contents, 4);
    value.newSpi = ReadU32(contents, 8);
    return value;
}

void
EspInfoParameter::Write(Bytes& out) const
{
    AppendU16(out, 0); // reserved
    AppendU16(out, keymatIndex);
    AppendU32(out, oldSpi);
    AppendU32(out, newSpi);
}

Result<LocatorSetParameter>
LocatorSetParameter::Parse(ByteSpan contents)
{
    LocatorSetParameter value;
    while (!contents.empty())
    {
        if (contents.size() < LOCATOR_HEADER_LENGTH)
        {
            return DropReason::BAD_PARAMETER;
        }
        const std::size_t locatorLength = std::size_t{4} * contents[2];
        const auto expected = GetLocatorLength(contents[1]);
        if (LOCATOR_HEADER_LENGTH + locatorLength > contents.size() ||
            (expected && *expected != locatorLength))
        {
            return DropReason::BAD_PARAMETER;
        }
        if (expected)
        {
            value.locators.push_back(
                ReadLocator(contents.first(LOCATOR_HEADER_LENGTH + locatorLength)));
        }
        contents = contents.subspan(LOCATOR_HEADER_LENGTH + locatorLength);
    }
    return value;
}

void
LocatorSetParameter::Write(Bytes& out) const
{
    for (const Locator& locator : locators)
    {
        const bool hasSpi = locator.locatorType == SPI_AND_ADDRESS;
        out.push_back(locator.trafficType);
        out.push_back(locator.locatorType);
        out.push_back(hasSpi ? 5 : 4); // words of the Locator field
        out.push_back(locator.isPreferred ? PREFERRED_BIT : 0);
        AppendU32(out, locator.lifetime);
        if (hasSpi)
        {
            AppendU32(out, locator.spi);
        }
        Append(out, locator.address.GetBytes());
    }
}

Result<SeqParameter>
SeqParameter::Parse(ByteSpan contents)
{
    if (contents.size() != 4)
    {
        return DropReason::BAD_PARAMETER;
    }
    return SeqParameter{ReadU32(contents)};
}

void
SeqParameter::Write(Bytes& out) const
{
    AppendU32(out, updateId);
}

Result<AckParameter>
AckParameter::Parse(ByteSpan contents)
{
    if (contents.empty() || contents.size() % 4 != 0)
    {
        return DropReason::BAD_PARAMETER;
    }
    AckParameter value;
    for (std::size_t at = 0; at < contents.size(); at += 4)
    {
        value.updateIds.push_back(ReadU32(contents, at));
    }
    return value;
}

void
AckParameter::Write(Bytes& out) const
{
    for (const std::uint32_t updateId : updateIds)
    {
        AppendU32(out, updateId);
    }
}

Result<NotificationParameter>
NotificationParameter::Parse(ByteSpan contents)
{
    if (contents.size() < 4)
    {
        return DropReason::BAD_PARAMETER;
    }
    NotificationParameter value;
    value.messageType = ReadU16(contents, 2);
    value.data.assign(contents.begin() + 4, contents.end());
    return value;
}

void
NotificationParameter::Write(Bytes& out) const
{
    AppendU16(out, 0); // reserved
    AppendU16(out, messageType);
    Append(out, data);
}

} // namespace hip
