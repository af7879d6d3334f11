// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/identity/hip-record.h"

#include "core/identity/domain-name.h"
#include "core/util/endian.h"

#include <openssl/evp.h>

namespace hip
{

namespace
{

constexpr std::size_t FIXED_LENGTH = 4; // HIT length:1 | PK algorithm:1 | PK length:2
constexpr std::size_t HIT_LENGTH = 16;
constexpr Byte UNCOMPRESSED_POINT = 4;

std::string
ToBase16(ByteSpan octets)
{
    std::string text;
    for (const Byte octet : octets)
    {
        text += "0123456789ABCDEF"[octet >> 4];
        text += "0123456789ABCDEF"[octet & 15];
    }
    return text;
}

std::string
ToBase64(ByteSpan octets)
{
    Bytes text((octets.size() + 2) / 3 * 4 + 1); // OpenSSL adds a zero
    const int length = EVP_EncodeBlock(text.data(), octets.data(), static_cast<int>(octets.size()));
    return std::string(text.begin(), text.begin() + length);
}

/// Number of the curve in a Host Identity, which a record tells by the length of the point.
std::uint16_t
GetCurveNumber(std::size_t pointLength)
{
    return pointLength == 96 ? 2 : 1;
}

/// Every Host Identity field that the key of @p record may stand for.
std::vector<HostIdParameter>
GetHostIds(const HipRecord& record)
{
    HostIdParameter plain;
    if (record.algorithm == HipRecord::RSA)
    {
        plain.algorithm = HiAlgorithm::RSA;
        plain.hostIdentity = record.publicKey;
        return {plain};
    }
    if (record.algorithm != HipRecord::ECDSA)
    {
        return {};
    }
    ByteSpan point = record.publicKey;
    if (point.size() % 2 == 1 && point[0] == UNCOMPRESSED_POINT)
    {
        point = point.subspan(1);
    }
    plain.algorithm = HiAlgorithm::ECDSA;
    AppendU16(plain.hostIdentity, GetCurveNumber(point.size()));
    HostIdParameter prefixed = plain;
    prefixed.hostIdentity.push_back(UNCOMPRESSED_POINT);
    Append(plain.hostIdentity, point);
    Append(prefixed.hostIdentity, point);
    return {plain, prefixed};
}

} // namespace

Result<HipRecord>
HipRecord::Parse(ByteSpan rdata)
{
    if (rdata.size() < FIXED_LENGTH || rdata[0] != HIT_LENGTH)
    {
        return DropReason::BAD_DNS_MESSAGE;
    }
    const std::size_t keyLength = ReadU16(rdata, 2);
    if (rdata.size() < FIXED_LENGTH + HIT_LENGTH + keyLength)
    {
        return DropReason::BAD_DNS_MESSAGE;
    }
    HipRecord record;
    record.algorithm = rdata[1];
    record.hit = Hit::FromBytes(rdata.subspan(FIXED_LENGTH, HIT_LENGTH));
    const ByteSpan key = rdata.subspan(FIXED_LENGTH + HIT_LENGTH, keyLength);
    record.publicKey.assign(key.begin(), key.end());
    ByteSpan names = rdata.subspan(FIXED_LENGTH + HIT_LENGTH + keyLength);
    while (!names.empty())
    {
        const Result<std::size_t> length = MeasureDomainName(names);
        if (!length)
        {
            return DropReason::BAD_DNS_MESSAGE;
        }
        const ByteSpan name = names.first(*length);
        record.rendezvousServers.emplace_back(name.begin(), name.end());
        names = names.subspan(*length);
    }
    return record;
}

void
HipRecord::Write(Bytes& out) const
{
    out.push_back(HIT_LENGTH);
    out.push_back(algorithm);
    AppendU16(out, static_cast<std::uint16_t>(publicKey.size()));
    Append(out, hit.GetBytes());
    Append(out, publicKey);
    for (const Bytes& name : rendezvousServers)
    {
        Append(out, name);
    }
}

std::string
HipRecord::ToText() const
{
    std::string text =
        std::to_string(algorithm) + ' ' + ToBase16(hit.GetBytes()) + ' ' + ToBase64(publicKey);
    for (const Bytes& name : rendezvousServers)
    {
        text += ' ' + DecodeDomainName(name);
    }
    return text;
}

HipRecord
MakeHipRecord(const std::vector<std::string>& rendezvousServers)
{
    HipRecord record;
    for (const std::string& name : rendezvousServers)
    {
        record.rendezvousServers.push_back(EncodeDomainName(name));
    }
    return record;
}

HipRecord
MakeHipRecord(const HostIdentity& identity, const std::vector<std::string>& rendezvousServers)
{
    constexpr std::size_t CURVE_LENGTH = 2;
    const bool isRsa = identity.GetPublicKey().GetAlgorithm() == HiAlgorithm::RSA;
    const ByteSpan field = identity.GetPublicKey().GetHostIdentity();
    const ByteSpan key = isRsa ? field : field.subspan(CURVE_LENGTH);
    HipRecord record = MakeHipRecord(rendezvousServers);
    record.hit = identity.GetHit();
    record.algorithm = isRsa ? HipRecord::RSA : HipRecord::ECDSA;
    record.publicKey.assign(key.begin(), key.end());
    return record;
}

Result<PublicKey>
VerifyHipRecord(CryptoContext& context, const HipRecord& record)
{
    DropReason reason = DropReason::BAD_PARAMETER;
    for (const HostIdParameter& hostId : GetHostIds(record))
    {
        Result<PublicKey> key = VerifyHostId(context, hostId, record.hit);
        if (key || key.error() != DropReason::HIT_MISMATCH)
        {
            return key;
        }
        reason = key.error();
    }
    return reason;
}

} // namespace hip
