// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// The part of DnsMessage that reads: ldns takes every name and record from the octets.

#include "core/resolver/dns-message.h"
#include "core/resolver/ldns-record.h"
#include "core/util/endian.h"

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

    std::size_t GetPosition() const
    {
        return m_at;
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
        std::optional<DnsRecord> record = FromLdns(rr.get(), message.opcode == DNS_OPCODE_UPDATE);
        if (!record)
        {
            return false;
        }
        out.push_back(std::move(*record));
    }
    return true;
}

} // namespace

std::optional<DnsMessage>
DnsMessage::ParseFront(ByteSpan wire)
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
    SectionReader reader(wire);
    if (!ReadQuestions(reader, LDNS_QDCOUNT(bytes), message.questions))
    {
        message.questions.clear();
    }
    return message;
}

std::optional<DnsMessage::Place>
DnsMessage::FindLastRecord(ByteSpan wire)
{
    std::vector<DnsQuestion> questions;
    SectionReader reader(wire);
    if (wire.size() < LDNS_HEADER_SIZE ||
        !ReadQuestions(reader, LDNS_QDCOUNT(wire.data()), questions))
    {
        return std::nullopt;
    }
    const std::size_t count =
        LDNS_ANCOUNT(wire.data()) + LDNS_NSCOUNT(wire.data()) + LDNS_ARCOUNT(wire.data());
    std::optional<Place> last;
    for (std::size_t i = 0; i < count; ++i)
    {
        const std::size_t begin = reader.GetPosition();
        const LdnsHandle<ldns_rr> rr = reader.Read(LDNS_SECTION_ANSWER);
        if (!rr)
        {
            return std::nullopt;
        }
        last = Place{begin, static_cast<std::uint16_t>(ldns_rr_get_type(rr.get()))};
    }
    return last;
}

Result<DnsMessage>
DnsMessage::Parse(ByteSpan wire)
{
    std::optional<DnsMessage> message = ParseFront(wire);
    if (!message)
    {
        return DropReason::BAD_DNS_MESSAGE;
    }
    const Byte* bytes = wire.data();
    SectionReader reader(wire);
    message->questions.clear();
    if (!ReadQuestions(reader, LDNS_QDCOUNT(bytes), message->questions) ||
        !ReadRecords(reader, LDNS_SECTION_ANSWER, LDNS_ANCOUNT(bytes), *message) ||
        !ReadRecords(reader, LDNS_SECTION_AUTHORITY, LDNS_NSCOUNT(bytes), *message) ||
        !ReadRecords(reader, LDNS_SECTION_ADDITIONAL, LDNS_ARCOUNT(bytes), *message))
    {
        return DropReason::BAD_DNS_MESSAGE;
    }
    return std::move(*message);
}

} // namespace hip
