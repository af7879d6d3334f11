// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/tsig.h"

#include "core/crypto/hash.h"
#include "core/resolver/ldns-record.h"
#include "core/util/endian.h"

#include <stdexcept>
#include <utility>

namespace hip
{

namespace
{

constexpr const char* HMAC_SHA256 = "hmac-sha256.";
constexpr std::size_t MAC_SIZE = 32;
constexpr std::size_t MAX_SECRET = 64; // octets; a longer one would be hashed first (RFC 2104 §3)
constexpr std::size_t TIME_SIZE = 6;   // octets
constexpr std::uint64_t MAX_TIME = (std::uint64_t{1} << (8 * TIME_SIZE)) - 1;

/// Positions of the fields in the RDATA (RFC 8945 §4.2).
enum Field : std::size_t
{
    ALGORITHM,
    TIME_SIGNED,
    FUDGE,
    MAC,
    ORIGINAL_ID,
    ERROR,
    OTHER_DATA,
    FIELD_COUNT,
};

Bytes
WriteTime(std::uint64_t seconds)
{
    Bytes all;
    AppendU64(all, seconds);
    return Bytes(all.end() - TIME_SIZE, all.end());
}

std::uint64_t
ReadTime(ByteSpan bytes)
{
    return (static_cast<std::uint64_t>(ReadU16(bytes)) << 32) | ReadU32(bytes, 2);
}

std::uint64_t
ToSeconds(Time now)
{
    const auto elapsed = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch());
    return static_cast<std::uint64_t>(elapsed.count()) & MAX_TIME;
}

LdnsHandle<ldns_rdf>
MakeField(ldns_rdf_type type, ByteSpan bytes)
{
    return Own(ldns_rdf_new_frm_data(type, bytes.size(), bytes.data()));
}

/// With its length in front, as ldns holds such a field.
LdnsHandle<ldns_rdf>
MakeSizedField(ByteSpan bytes)
{
    Bytes sized;
    AppendU16(sized, static_cast<std::uint16_t>(bytes.size()));
    Append(sized, bytes);
    return MakeField(LDNS_RDF_TYPE_INT16_DATA, sized);
}

ByteSpan
GetField(const ldns_rr* rr, Field field)
{
    const ByteSpan bytes = GetBytes(ldns_rr_rdf(rr, field));
    return field == MAC || field == OTHER_DATA ? bytes.subspan(2) : bytes;
}

/// Without upper case (RFC 4034 §6.2).
Bytes
GetCanonical(const DnsName& name)
{
    const ldns_rdf borrowed = BorrowName(name.GetWire());
    const LdnsHandle<ldns_rdf> copy = Own(ldns_rdf_clone(&borrowed));
    ldns_dname2canonical(copy.get());
    const ByteSpan bytes = GetBytes(copy.get());
    return Bytes(bytes.begin(), bytes.end());
}

/// Puts a record behind a message that ldns has written.
void
AppendRecord(Bytes& message, const DnsRecord& record)
{
    const LdnsHandle<ldns_rr> rr = ToLdns(record);
    const LdnsHandle<ldns_buffer> buffer = Own(ldns_buffer_new(LDNS_MIN_BUFLEN));
    if (!rr ||
        ldns_rr2buffer_wire(buffer.get(), rr.get(), LDNS_SECTION_ADDITIONAL) != LDNS_STATUS_OK)
    {
        throw std::bad_alloc(); // the only thing that can go wrong with a record in memory
    }
    const Byte* begin = ldns_buffer_begin(buffer.get());
    message.insert(message.end(), begin, begin + ldns_buffer_position(buffer.get()));
    ldns_write_uint16(message.data() + LDNS_ARCOUNT_OFF, LDNS_ARCOUNT(message.data()) + 1);
}

/// RFC 8945 §4.3.
Bytes
ComputeMac(ByteSpan message, const TsigRecord& tsig, const TsigKey& key, ByteSpan requestMac)
{
    Bytes front;
    if (!requestMac.empty())
    {
        AppendU16(front, static_cast<std::uint16_t>(requestMac.size()));
        Append(front, requestMac);
    }
    Bytes variables = GetCanonical(tsig.keyName);
    AppendU16(variables, DNS_CLASS_ANY);
    AppendU32(variables, 0); // TTL
    Append(variables, GetCanonical(tsig.algorithm));
    Append(variables, WriteTime(tsig.timeSigned));
    AppendU16(variables, tsig.fudge);
    AppendU16(variables, static_cast<std::uint16_t>(tsig.error));
    AppendU16(variables, static_cast<std::uint16_t>(tsig.otherData.size()));
    Append(variables, tsig.otherData);
    return Hmac(HashKind::SHA256, key.secret.Get(), {front, message, variables});
}

TsigRecord
MakeTsig(ByteSpan message, const DnsName& keyName, std::uint64_t seconds)
{
    TsigRecord tsig;
    tsig.keyName = keyName;
    tsig.algorithm = *DnsName::Parse(HMAC_SHA256);
    tsig.timeSigned = seconds;
    tsig.originalId = LDNS_ID_WIRE(message.data());
    return tsig;
}

} // namespace

TsigKey
TsigKey::Parse(const std::string& name, const std::string& secret)
{
    std::optional<DnsName> parsed = DnsName::Parse(name);
    if (!parsed || parsed->IsRoot())
    {
        throw std::invalid_argument("'" + name + "' is no name of a TSIG key");
    }
    ldns_rdf* made = nullptr;
    const ldns_status status = ldns_str2rdf_b64(&made, secret.c_str());
    const LdnsHandle<ldns_rdf> rdf(status == LDNS_STATUS_OK ? made : nullptr);
    const ByteSpan octets = rdf ? GetBytes(rdf.get()) : ByteSpan();
    if (octets.empty() || octets.size() > MAX_SECRET)
    {
        throw std::invalid_argument("the secret of TSIG key " + parsed->ToString() +
                                    " is not base 64 of 1 to 64 octets");
    }
    return TsigKey{std::move(*parsed), SecretBytes(Bytes(octets.begin(), octets.end()))};
}

std::optional<TsigRecord>
TsigRecord::Read(const DnsRecord& record)
{
    const bool isTsig = record.type == DnsType::TSIG && record.recordClass == DNS_CLASS_ANY;
    const LdnsHandle<ldns_rr> rr = isTsig && record.ttl == 0 ? ToLdns(record) : nullptr;
    if (!rr || ldns_rr_rd_count(rr.get()) != FIELD_COUNT)
    {
        return std::nullopt;
    }
    std::optional<DnsName> algorithm = DnsName::FromWire(GetField(rr.get(), ALGORITHM));
    if (!algorithm)
    {
        return std::nullopt;
    }
    const ByteSpan mac = GetField(rr.get(), MAC);
    const ByteSpan other = GetField(rr.get(), OTHER_DATA);
    TsigRecord tsig;
    tsig.keyName = record.name;
    tsig.algorithm = std::move(*algorithm);
    tsig.timeSigned = ReadTime(GetField(rr.get(), TIME_SIGNED));
    tsig.fudge = ReadU16(GetField(rr.get(), FUDGE));
    tsig.mac.assign(mac.begin(), mac.end());
    tsig.originalId = ReadU16(GetField(rr.get(), ORIGINAL_ID));
    tsig.error = static_cast<TsigError>(ReadU16(GetField(rr.get(), ERROR)));
    tsig.otherData.assign(other.begin(), other.end());
    return tsig;
}

DnsRecord
TsigRecord::ToRecord() const
{
    const LdnsHandle<ldns_rr> rr = Own(ldns_rr_new());
    const LdnsHandle<ldns_rdf> owner = MakeField(LDNS_RDF_TYPE_DNAME, keyName.GetWire());
    ldns_rr_set_owner(rr.get(), ldns_rdf_clone(owner.get()));
    ldns_rr_set_type(rr.get(), LDNS_RR_TYPE_TSIG);
    ldns_rr_set_class(rr.get(), LDNS_RR_CLASS_ANY);
    ldns_rr_set_ttl(rr.get(), 0);
    const auto push = [&rr](LdnsHandle<ldns_rdf> field) {
        ldns_rr_push_rdf(rr.get(), field.release());
    };
    const auto pushNumber = [&push](std::uint16_t number) {
        push(Own(ldns_native2rdf_int16(LDNS_RDF_TYPE_INT16, number)));
    };
    push(MakeField(LDNS_RDF_TYPE_DNAME, algorithm.GetWire()));
    push(MakeField(LDNS_RDF_TYPE_TSIGTIME, WriteTime(timeSigned)));
    pushNumber(fudge);
    push(MakeSizedField(mac));
    pushNumber(originalId);
    pushNumber(static_cast<std::uint16_t>(error));
    push(MakeSizedField(otherData));
    return *FromLdns(rr.get()); // it has all its fields
}

bool
TsigRecord::IsHmacSha256() const
{
    return algorithm == *DnsName::Parse(HMAC_SHA256);
}

Result<std::optional<SignedMessage>>
SignedMessage::Split(ByteSpan wire, const DnsMessage& message)
{
    std::size_t count = 0;
    for (const DnsRecords* section : {&message.answer, &message.authority, &message.additional})
    {
        for (const DnsRecord& record : *section)
        {
            count += record.type == DnsType::TSIG ? 1 : 0;
        }
    }
    if (count == 0)
    {
        return std::optional<SignedMessage>();
    }
    const auto last = DnsMessage::FindLastRecord(wire);
    const bool isLast = count == 1 && last && last->type == DnsType::TSIG &&
                        !message.additional.empty() &&
                        message.additional.back().type == DnsType::TSIG;
    auto tsig = isLast ? TsigRecord::Read(message.additional.back()) : std::nullopt;
    if (!tsig)
    {
        return DropReason::BAD_DNS_MESSAGE;
    }
    SignedMessage taken{std::move(*tsig), Bytes(wire.begin(), wire.begin() + last->begin)};
    ldns_write_uint16(taken.message.data() + LDNS_ARCOUNT_OFF, LDNS_ARCOUNT(wire.data()) - 1);
    LDNS_ID_SET(taken.message.data(), taken.tsig.originalId);
    return std::optional<SignedMessage>(std::move(taken));
}

TsigError
SignedMessage::Verify(const TsigKey& key, ByteSpan requestMac, Time now) const
{
    if (key.name != tsig.keyName || !tsig.IsHmacSha256())
    {
        return TsigError::BAD_KEY;
    }
    const Bytes mac = ComputeMac(message, tsig, key, requestMac);
    const bool isOfSize = tsig.mac.size() >= MAC_SIZE / 2 && tsig.mac.size() <= MAC_SIZE;
    if (!isOfSize || !IsEqualConstantTime(ByteSpan(mac).first(tsig.mac.size()), tsig.mac))
    {
        return TsigError::BAD_SIGNATURE;
    }
    if (tsig.mac.size() < MAC_SIZE)
    {
        return TsigError::BAD_TRUNCATION;
    }
    const std::uint64_t here = ToSeconds(now);
    const std::uint64_t difference =
        here > tsig.timeSigned ? here - tsig.timeSigned : tsig.timeSigned - here;
    return difference > tsig.fudge ? TsigError::BAD_TIME : TsigError::NONE;
}

Bytes
Sign(Bytes& message, const TsigKey& key, ByteSpan requestMac, Time now)
{
    TsigRecord tsig = MakeTsig(message, key.name, ToSeconds(now));
    tsig.mac = ComputeMac(message, tsig, key, requestMac);
    AppendRecord(message, tsig.ToRecord());
    return tsig.mac;
}

void
AddTsigError(Bytes& message,
             TsigError error,
             const TsigRecord& request,
             const TsigKey* key,
             Time now)
{
    TsigRecord tsig = MakeTsig(message, request.keyName, request.timeSigned);
    tsig.algorithm = request.algorithm;
    tsig.error = error;
    if (error == TsigError::BAD_TIME && key != nullptr)
    {
        tsig.otherData = WriteTime(ToSeconds(now));
        tsig.mac = ComputeMac(message, tsig, *key, request.mac);
    }
    AppendRecord(message, tsig.ToRecord());
}

} // namespace hip
