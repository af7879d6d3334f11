// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// The part of DnsMessage that is bytes: ldns reads and writes every one of them.

#include "core/resolver/dns-message.h"
#include "core/resolver/ldns-record.h"
#include "core/util/endian.h"

#include <algorithm>
#include <utility>

namespace hip
{

namespace
{

constexpr std::uint16_t DO_BIT = 0x8000;

/// Reads one record after the other, and checks what ldns does not.
class SectionReader
{
  public:
    explicit SectionReader(ByteSpan wire)
        : m_wire(wire),
          m_at(LDNS_HEADER_SIZE)
    {
    }

    /// @return null if there is no sound record
    LdnsHandle<ldns_rr> Read(ldns_pkt_section section)
    {
        const bool hasData = section != LDNS_SECTION_QUESTION;
        const std::size_t end = hasData ? FindEnd() : 0;
        ldns_rr* made = nullptr;
        if (ldns_wire2rr(&made, m_wire.data(), m_wire.size(), &m_at, section) != LDNS_STATUS_OK)
        {
            return nullptr;
        }
        LdnsHandle<ldns_rr> rr = Own(made);
        // ldns lets a name run past the RDATA, and leaves octets it has no field for.
        return hasData && m_at != end ? nullptr : std::move(rr);
    }

  private:
    /// @return where the record at m_at ends according to its RDLENGTH; 0 if nowhere
    std::size_t FindEnd() const
    {
        constexpr std::size_t LENGTH_AT = 8; // after type, class and TTL
        ldns_rdf* owner = nullptr;
        std::size_t at = m_at;
        if (ldns_wire2dname(&owner, m_wire.data(), m_wire.size(), &at) != LDNS_STATUS_OK)
        {
            return 0;
        }
        ldns_rdf_deep_free(owner);
        if (at + LENGTH_AT + 2 > m_wire.size())
        {
            return 0;
        }
        return at + LENGTH_AT + 2 + ReadU16(m_wire, at + LENGTH_AT);
    }

    ByteSpan m_wire;
    std::size_t m_at;
};

bool
ReadQuestions(SectionReader& reader, std::size_t count, std::vector<DnsQuestion>& out)
{
    for (std::size_t i = 0; i < count; ++i)
    {
        const LdnsHandle<ldns_rr> rr = reader.Read(LDNS_SECTION_QUESTION);
        std::optional<DnsName> name =
            rr ? DnsName::FromWire(GetBytes(ldns_rr_owner(rr.get()))) : std::nullopt;
        if (!name)
        {
            return false;
        }
        out.push_back(DnsQuestion{std::move(*name),
                                  static_cast<std::uint16_t>(ldns_rr_get_type(rr.get())),
                                  static_cast<std::uint16_t>(ldns_rr_get_class(rr.get()))});
    }
    return true;
}

/// Takes an OPT record for what it says. @return false for a second one or one not at the root
bool
ReadOpt(const ldns_rr* rr, DnsMessage& message)
{
    if (message.edns || ldns_dname_label_count(ldns_rr_owner(rr)) != 0)
    {
        return false;
    }
    const std::uint32_t bits = ldns_rr_ttl(rr); // extended rcode, version, flags
    message.edns.emplace();
    message.edns->udpSize = static_cast<std::uint16_t>(ldns_rr_get_class(rr));
    message.edns->version = static_cast<std::uint8_t>(bits >> 16);
    message.edns->dnssecOk = (bits & DO_BIT) != 0;
    message.rcode =
        static_cast<DnsRcode>(((bits >> 24) << 4) | static_cast<std::uint16_t>(message.rcode));
    return true;
}

bool
ReadRecords(SectionReader& reader, ldns_pkt_section section, std::size_t count, DnsMessage& message)
{
    DnsRecords& out = section == LDNS_SECTION_ANSWER      ? message.answer
                      : section == LDNS_SECTION_AUTHORITY ? message.authority
                                                          : message.additional;
    for (std::size_t i = 0; i < count; ++i)
    {
        const LdnsHandle<ldns_rr> rr = reader.Read(section);
        if (!rr)
        {
            return false;
        }
        if (ldns_rr_get_type(rr.get()) == LDNS_RR_TYPE_OPT)
        {
            if (section != LDNS_SECTION_ADDITIONAL || !ReadOpt(rr.get(), message))
            {
                return false;
            }
            continue;
        }
        std::optional<DnsRecord> record = FromLdns(rr.get());
        if (!record)
        {
            return false;
        }
        out.push_back(std::move(*record));
    }
    return true;
}

void
PushRecords(ldns_pkt* packet,
            ldns_pkt_section section,
            const DnsRecords& records,
            std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
    {
        if (LdnsHandle<ldns_rr> rr = ToLdns(records[i]))
        {
            ldns_pkt_push_rr(packet, section, rr.release());
        }
    }
}

void
SetHeader(ldns_pkt* packet, const DnsMessage& message)
{
    const auto rcode = static_cast<std::uint16_t>(message.rcode);
    ldns_pkt_set_id(packet, message.id);
    ldns_pkt_set_qr(packet, message.isResponse);
    ldns_pkt_set_opcode(packet, static_cast<ldns_pkt_opcode>(message.opcode));
    ldns_pkt_set_aa(packet, message.isAuthoritative);
    ldns_pkt_set_tc(packet, message.isTruncated);
    ldns_pkt_set_rd(packet, message.recursionDesired);
    ldns_pkt_set_ra(packet, message.recursionAvailable);
    ldns_pkt_set_ad(packet, message.authenticData);
    ldns_pkt_set_cd(packet, message.checkingDisabled);
    ldns_pkt_set_rcode(packet, rcode & 0xf);
    if (message.edns)
    {
        packet->_edns_present = true; // or ldns leaves out an OPT record whose fields are all 0
        ldns_pkt_set_edns_udp_size(packet, message.edns->udpSize);
        ldns_pkt_set_edns_version(packet, message.edns->version);
        ldns_pkt_set_edns_do(packet, message.edns->dnssecOk);
        ldns_pkt_set_edns_extended_rcode(packet, static_cast<std::uint8_t>(rcode >> 4));
    }
}

/// Writes the first records of the sections in their order: @p count of them in all.
Bytes
WriteFirst(const DnsMessage& message, std::size_t count)
{
    const LdnsHandle<ldns_pkt> packet = Own(ldns_pkt_new());
    SetHeader(packet.get(), message);
    for (const DnsQuestion& question : message.questions)
    {
        LdnsHandle<ldns_rr> rr = Own(ldns_rr_new());
        const ByteSpan name = question.name.GetWire();
        ldns_rr_set_owner(
            rr.get(),
            ldns_dname_new_frm_data(static_cast<std::uint16_t>(name.size()), name.data()));
        ldns_rr_set_type(rr.get(), static_cast<ldns_rr_type>(question.type));
        ldns_rr_set_class(rr.get(), static_cast<ldns_rr_class>(question.questionClass));
        ldns_rr_set_question(rr.get(), true);
        ldns_pkt_push_rr(packet.get(), LDNS_SECTION_QUESTION, rr.release());
    }
    const std::pair<ldns_pkt_section, const DnsRecords*> sections[] = {
        {LDNS_SECTION_ANSWER, &message.answer},
        {LDNS_SECTION_AUTHORITY, &message.authority},
        {LDNS_SECTION_ADDITIONAL, &message.additional}};
    for (const auto& [section, records] : sections)
    {
        const std::size_t share = std::min(count, records->size());
        PushRecords(packet.get(), section, *records, share);
        count -= share;
    }
    std::uint8_t* made = nullptr;
    std::size_t size = 0;
    ldns_pkt2wire(&made, packet.get(), &size);
    const LdnsHandle<std::uint8_t> wire = Own(made);
    return Bytes(wire.get(), wire.get() + size);
}

/// @return true if @p count records end between two RRsets, not within one, of the additional ones
bool
IsBetweenRrsets(const DnsRecords& additional, std::size_t count)
{
    if (count == 0 || count >= additional.size())
    {
        return true;
    }
    const DnsRecord& last = additional[count - 1];
    const DnsRecord& next = additional[count];
    return last.type != next.type || last.name != next.name;
}

} // namespace

std::optional<DnsMessage>
DnsMessage::ParseHeader(ByteSpan wire)
{
    if (wire.size() < LDNS_HEADER_SIZE)
    {
        return std::nullopt;
    }
    const Byte* bytes = wire.data();
    DnsMessage message;
    message.id = LDNS_ID_WIRE(bytes);
    message.isResponse = LDNS_QR_WIRE(bytes);
    message.opcode = LDNS_OPCODE_WIRE(bytes);
    message.isAuthoritative = LDNS_AA_WIRE(bytes);
    message.isTruncated = LDNS_TC_WIRE(bytes);
    message.recursionDesired = LDNS_RD_WIRE(bytes);
    message.recursionAvailable = LDNS_RA_WIRE(bytes);
    message.authenticData = LDNS_AD_WIRE(bytes);
    message.checkingDisabled = LDNS_CD_WIRE(bytes);
    message.rcode = static_cast<DnsRcode>(LDNS_RCODE_WIRE(bytes));
    return message;
}

Result<DnsMessage>
DnsMessage::Parse(ByteSpan wire)
{
    std::optional<DnsMessage> message = ParseHeader(wire);
    if (!message)
    {
        return DropReason::BAD_DNS_MESSAGE;
    }
    const Byte* bytes = wire.data();
    SectionReader reader(wire);
    if (!ReadQuestions(reader, LDNS_QDCOUNT(bytes), message->questions) ||
        !ReadRecords(reader, LDNS_SECTION_ANSWER, LDNS_ANCOUNT(bytes), *message) ||
        !ReadRecords(reader, LDNS_SECTION_AUTHORITY, LDNS_NSCOUNT(bytes), *message) ||
        !ReadRecords(reader, LDNS_SECTION_ADDITIONAL, LDNS_ARCOUNT(bytes), *message))
    {
        return DropReason::BAD_DNS_MESSAGE;
    }
    return std::move(*message);
}

Bytes
DnsMessage::Write() const
{
    return WriteFirst(*this, answer.size() + authority.size() + additional.size());
}

Bytes
DnsMessage::WriteWithin(std::size_t limit, std::size_t required) const
{
    const std::size_t all = answer.size() + authority.size() + additional.size();
    Bytes whole = WriteFirst(*this, all);
    if (whole.size() <= limit)
    {
        return whole;
    }
    std::size_t fits = 0; // the size grows with the count: halve the range until it is exact
    for (std::size_t tooMany = all; tooMany - fits > 1;)
    {
        const std::size_t middle = fits + (tooMany - fits) / 2;
        (WriteFirst(*this, middle).size() <= limit ? fits : tooMany) = middle;
    }
    const std::size_t needed = answer.size() + authority.size();
    while (fits > needed && !IsBetweenRrsets(additional, fits - needed))
    {
        --fits;
    }
    DnsMessage cut = *this;
    cut.isTruncated = isTruncated || fits < needed + required;
    return WriteFirst(cut, fits);
}

} // namespace hip
