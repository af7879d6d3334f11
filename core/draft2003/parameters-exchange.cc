// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// Parameters of the base exchange: SPI_LSI, BIRTHDAY_COOKIE, DIFFIE_HELLMAN, the transforms,
// ENCRYPTED, HMAC.

#include "core/draft2003/parameters.h"
#include "core/identity/lsi.h"
#include "core/util/endian.h"

#include <algorithm>

namespace hip::draft2003
{

namespace
{

constexpr std::size_t RESERVED_LENGTH = 4;
constexpr std::size_t COOKIE_LENGTH = RESERVED_LENGTH + 3 * 8;

void
WriteCookie(Bytes& out, std::uint64_t birthday, std::uint64_t i, std::uint64_t kOrJ)
{
    AppendU32(out, 0); // reserved
    AppendU64(out, birthday);
    AppendU64(out, i);
    AppendU64(out, kOrJ);
}

} // namespace

Result<SpiLsiParameter>
SpiLsiParameter::Parse(ByteSpan contents)
{
    if (contents.size() != 12)
    {
        return DropReason::BAD_PARAMETER;
    }
    SpiLsiParameter value;
    value.spi = ReadU32(contents, 4);
    value.lsi = IpAddress::FromBytes(contents.subspan(8, 4));
    if (value.spi < MIN_SPI || !IsLsi(value.lsi))
    {
        return DropReason::BAD_PARAMETER;
    }
    return value;
}

void
SpiLsiParameter::Write(Bytes& out) const
{
    AppendU32(out, 0); // reserved
    AppendU32(out, spi);
    Append(out, ByteSpan(lsi.GetBytes()).last(4));
}

Result<CookieParameter>
CookieParameter::Parse(ByteSpan contents)
{
    if (contents.size() != COOKIE_LENGTH)
    {
        return DropReason::BAD_PARAMETER;
    }
    return CookieParameter{ReadU64(contents, 4), ReadU64(contents, 12), ReadU64(contents, 20)};
}

void
CookieParameter::Write(Bytes& out) const
{
    WriteCookie(out, birthday, i, k);
}

Result<CookieSolutionParameter>
CookieSolutionParameter::Parse(ByteSpan contents)
{
    if (contents.size() != COOKIE_LENGTH)
    {
        return DropReason::BAD_PARAMETER;
    }
    return CookieSolutionParameter{ReadU64(contents, 4),
                                   ReadU64(contents, 12),
                                   ReadU64(contents, 20)};
}

void
CookieSolutionParameter::Write(Bytes& out) const
{
    WriteCookie(out, birthday, i, j);
}

Result<DiffieHellmanParameter>
DiffieHellmanParameter::Parse(ByteSpan contents)
{
    if (contents.size() <= 1)
    {
        return DropReason::BAD_PARAMETER;
    }
    DiffieHellmanParameter value;
    value.group = static_cast<DhGroup>(contents[0]);
    value.publicValue.assign(contents.begin() + 1, contents.end());
    return value;
}

void
DiffieHellmanParameter::Write(Bytes& out) const
{
    out.push_back(static_cast<Byte>(group));
    Append(out, publicValue);
}

template <ParameterType type>
Result<TransformParameterOf<type>>
TransformParameterOf<type>::Parse(ByteSpan contents)
{
    if (contents.empty() || contents.size() % 2 != 0 || contents.size() / 2 > MAX_SUITES)
    {
        return DropReason::BAD_PARAMETER;
    }
    TransformParameterOf value;
    for (std::size_t at = 0; at < contents.size(); at += 2)
    {
        value.suites.push_back(static_cast<Suite>(ReadU16(contents, at)));
    }
    return value;
}

template <ParameterType type>
void
TransformParameterOf<type>::Write(Bytes& out) const
{
    for (const Suite suite : suites)
    {
        AppendU16(out, static_cast<std::uint16_t>(suite));
    }
}

template struct TransformParameterOf<ParameterType::HIP_TRANSFORM>;
template struct TransformParameterOf<ParameterType::ESP_TRANSFORM>;

Result<EncryptedParameter>
EncryptedParameter::Parse(ByteSpan contents)
{
    if (contents.size() <= RESERVED_LENGTH)
    {
        return DropReason::BAD_PARAMETER;
    }
    EncryptedParameter value;
    value.ivAndCiphertext.assign(contents.begin() + RESERVED_LENGTH, contents.end());
    return value;
}

void
EncryptedParameter::Write(Bytes& out) const
{
    AppendU32(out, 0); // reserved
    Append(out, ivAndCiphertext);
}

Result<HmacParameter>
HmacParameter::Parse(ByteSpan contents)
{
    if (contents.size() != LENGTH)
    {
        return DropReason::BAD_PARAMETER;
    }
    HmacParameter value;
    std::copy(contents.begin(), contents.end(), value.mac.begin());
    return value;
}

void
HmacParameter::Write(Bytes& out) const
{
    Append(out, mac);
}

} // namespace hip::draft2003
