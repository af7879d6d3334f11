// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// Parameters of registration and rendezvous: REG_INFO, REG_REQUEST, REG_RESPONSE, REG_FAILED,
// FROM, VIA_RVS.

#include "core/util/endian.h"
#include "core/wire/parameters.h"

namespace hip
{

namespace
{

constexpr std::size_t ADDRESS_LENGTH = 16;

} // namespace

Result<RegInfoParameter>
RegInfoParameter::Parse(ByteSpan contents)
{
    // An empty list is valid: able to register, but not now.
    if (contents.size() < 2)
    {
        return DropReason::BAD_PARAMETER;
    }
    RegInfoParameter value;
    value.minLifetime = contents[0];
    value.maxLifetime = contents[1];
    value.types.assign(contents.begin() + 2, contents.end());
    return value;
}

void
RegInfoParameter::Write(Bytes& out) const
{
    out.push_back(minLifetime);
    out.push_back(maxLifetime);
    Append(out, types);
}

template <ParameterType type>
Result<RegistrationParameterOf<type>>
RegistrationParameterOf<type>::Parse(ByteSpan contents)
{
    if (contents.empty())
    {
        return DropReason::BAD_PARAMETER;
    }
    RegistrationParameterOf value;
    value.lifetimeOrFailure = contents[0];
    value.types.assign(contents.begin() + 1, contents.end());
    return value;
}

template <ParameterType type>
void
RegistrationParameterOf<type>::Write(Bytes& out) const
{
    out.push_back(lifetimeOrFailure);
    Append(out, types);
}

template struct RegistrationParameterOf<ParameterType::REG_REQUEST>;
template struct RegistrationParameterOf<ParameterType::REG_RESPONSE>;
template struct RegistrationParameterOf<ParameterType::REG_FAILED>;

Result<FromParameter>
FromParameter::Parse(ByteSpan contents)
{
    if (contents.size() != ADDRESS_LENGTH)
    {
        return DropReason::BAD_PARAMETER;
    }
    return FromParameter{IpAddress::FromBytes(contents)};
}

void
FromParameter::Write(Bytes& out) const
{
    Append(out, address.GetBytes());
}

Result<ViaRvsParameter>
ViaRvsParameter::Parse(ByteSpan contents)
{
    if (contents.empty() || contents.size() % ADDRESS_LENGTH != 0)
    {
        return DropReason::BAD_PARAMETER;
    }
    ViaRvsParameter value;
    for (std::size_t at = 0; at < contents.size(); at += ADDRESS_LENGTH)
    {
        value.addresses.push_back(IpAddress::FromBytes(contents.subspan(at, ADDRESS_LENGTH)));
    }
    return value;
}

void
ViaRvsParameter::Write(Bytes& out) const
{
    for (const IpAddress& address : addresses)
    {
        Append(out, address.GetBytes());
    }
}

} // namespace hip
