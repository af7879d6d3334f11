// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// Parameters that say and prove who the sender is: HOST_ID, CERT and the signatures.

#include "core/util/endian.h"
#include "core/wire/parameters.h"

namespace hip
{

Result<HostIdParameter>
HostIdParameter::Parse(ByteSpan contents)
{
    constexpr std::size_t FIXED = 6; // two lengths and the algorithm
    if (contents.size() < FIXED)
    {
        return DropReason::BAD_PARAMETER;
    }
    const std::size_t hiLength = ReadU16(contents);
    const std::size_t diLength = ReadU16(contents, 2) & 0x0fff;
    const Byte diType = contents[2] >> 4;
    const bool hasUntypedDomain = diType == 0 && diLength != 0;
    if (hiLength == 0 || hasUntypedDomain || contents.size() != FIXED + hiLength + diLength)
    {
        return DropReason::BAD_PARAMETER;
    }
    const auto border = contents.begin() + FIXED + hiLength;
    HostIdParameter value;
    value.algorithm = static_cast<HiAlgorithm>(ReadU16(contents, 4));
    value.hostIdentity.assign(contents.begin() + FIXED, border);
    value.domainIdentifierType = diType;
    value.domainIdentifier.assign(border, contents.end());
    return value;
}

void
HostIdParameter::Write(Bytes& out) const
{
    AppendU16(out, static_cast<std::uint16_t>(hostIdentity.size()));
    AppendU16(out,
              static_cast<std::uint16_t>(domainIdentifierType << 12 | domainIdentifier.size()));
    AppendU16(out, static_cast<std::uint16_t>(algorithm));
    Append(out, hostIdentity);
    Append(out, domainIdentifier);
}

Result<CertParameter>
CertParameter::Parse(ByteSpan contents)
{
    if (contents.size() <= 4)
    {
        return DropReason::BAD_PARAMETER;
    }
    CertParameter value;
    value.group = contents[0];
    value.count = contents[1];
    value.id = contents[2];
    value.certType = contents[3];
    value.certificate.assign(contents.begin() + 4, contents.end());
    return value;
}

void
CertParameter::Write(Bytes& out) const
{
    out.push_back(group);
    out.push_back(count);
    out.push_back(id);
    out.push_back(certType);
    Append(out, certificate);
}

template <ParameterType type>
Result<SignatureParameterOf<type>>
SignatureParameterOf<type>::Parse(ByteSpan contents)
{
    if (contents.size() <= 2)
    {
        return DropReason::BAD_PARAMETER;
    }
    SignatureParameterOf value;
    value.algorithm = static_cast<HiAlgorithm>(ReadU16(contents));
    value.signature.assign(contents.begin() + 2, contents.end());
    return value;
}

template <ParameterType type>
void
SignatureParameterOf<type>::Write(Bytes& out) const
{
    AppendU16(out, static_cast<std::uint16_t>(algorithm));
    Append(out, signature);
}

template struct SignatureParameterOf<ParameterType::HIP_SIGNATURE>;
template struct SignatureParameterOf<ParameterType::HIP_SIGNATURE_2>;

} // namespace hip
