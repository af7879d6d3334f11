// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// Parameters that tell and prove who a host is: HOST_ID, HOST_ID_FQDN, CERT, the signatures.

#include "core/draft2003/parameters.h"
#include "core/identity/domain-name.h"
#include "core/util/endian.h"

namespace hip::draft2003
{

namespace
{

/// Flags, protocol and algorithm before the key.
constexpr std::size_t RDATA_HEADER_LENGTH = 4;

} // namespace

Result<HostIdParameter>
HostIdParameter::Parse(ByteSpan contents)
{
    if (contents.size() <= RDATA_HEADER_LENGTH)
    {
        return DropReason::BAD_PARAMETER;
    }
    HostIdParameter value;
    value.flags = ReadU16(contents);
    value.protocol = contents[2];
    value.algorithm = static_cast<HiAlgorithm>(contents[3]);
    value.hostIdentity.assign(contents.begin() + RDATA_HEADER_LENGTH, contents.end());
    return value;
}

void
HostIdParameter::Write(Bytes& out) const
{
    AppendU16(out, flags);
    out.push_back(protocol);
    out.push_back(static_cast<Byte>(algorithm));
    Append(out, hostIdentity);
}

Result<HostIdFqdnParameter>
HostIdFqdnParameter::Parse(ByteSpan contents)
{
    constexpr std::size_t LENGTHS = 4;
    if (contents.size() <= LENGTHS ||
        contents.size() != LENGTHS + ReadU16(contents) + ReadU16(contents, 2))
    {
        return DropReason::BAD_PARAMETER;
    }
    const std::size_t hostIdLength = ReadU16(contents);
    Result<HostIdParameter> hostId =
        HostIdParameter::Parse(contents.subspan(LENGTHS, hostIdLength));
    const ByteSpan name = contents.subspan(LENGTHS + hostIdLength);
    const Result<std::size_t> nameLength = MeasureDomainName(name);
    if (!hostId || !nameLength || *nameLength != name.size())
    {
        return DropReason::BAD_PARAMETER;
    }
    return HostIdFqdnParameter{std::move(*hostId), Bytes(name.begin(), name.end())};
}

void
HostIdFqdnParameter::Write(Bytes& out) const
{
    Bytes rdata;
    hostId.Write(rdata);
    AppendU16(out, static_cast<std::uint16_t>(rdata.size()));
    AppendU16(out, static_cast<std::uint16_t>(domainName.size()));
    Append(out, rdata);
    Append(out, domainName);
}

Result<CertParameter>
CertParameter::Parse(ByteSpan contents)
{
    if (contents.size() <= 3 || contents[1] == 0 || contents[1] > contents[0])
    {
        return DropReason::BAD_PARAMETER;
    }
    CertParameter value;
    value.count = contents[0];
    value.id = contents[1];
    value.certType = contents[2];
    value.certificate.assign(contents.begin() + 3, contents.end());
    return value;
}

void
CertParameter::Write(Bytes& out) const
{
    out.push_back(count);
    out.push_back(id);
    out.push_back(certType);
    Append(out, certificate);
}

template <ParameterType type>
Result<SignatureParameterOf<type>>
SignatureParameterOf<type>::Parse(ByteSpan contents)
{
    if (contents.size() <= 1)
    {
        return DropReason::BAD_PARAMETER;
    }
    SignatureParameterOf value;
    value.algorithm = static_cast<HiAlgorithm>(contents[0]);
    value.signature.assign(contents.begin() + 1, contents.end());
    return value;
}

template <ParameterType type>
void
SignatureParameterOf<type>::Write(Bytes& out) const
{
    out.push_back(static_cast<Byte>(algorithm));
    Append(out, signature);
}

template struct SignatureParameterOf<ParameterType::HIP_SIGNATURE>;
template struct SignatureParameterOf<ParameterType::HIP_SIGNATURE_2>;

} // namespace hip::draft2003
