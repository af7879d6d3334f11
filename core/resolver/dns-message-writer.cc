// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// The part of DnsMessage that writes: ldns makes every octet.

#include "core/resolver/dns-message.h"
#include "core/resolver/ldns-record.h"

#include <algorithm>
#include <cstdlib>
#include <new>
#include <utility>

namespace hip
{

namespace
{

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

/// ldns's tree of the names that are already in a message, by their position.
class CompressionTable
{
  public:
    CompressionTable()
        : m_tree(ldns_rbtree_create(Compare))
    {
        if (m_tree == nullptr)
        {
            throw std::bad_alloc();
        }
    }

    ~CompressionTable()
    {
        ldns_traverse_postorder(m_tree, FreeNode, nullptr);
        ldns_rbtree_free(m_tree);
    }

    CompressionTable(const CompressionTable&) = delete;
    CompressionTable& operator=(const CompressionTable&) = delete;

    ldns_rbtree_t* Get()
    {
        return m_tree;
    }

  private:
    /// Octet by octet: ldns's own table would give all names the case of the first one.
    static int Compare(const void* a, const void* b)
    {
        return ldns_rdf_compare(static_cast<const ldns_rdf*>(a), static_cast<const ldns_rdf*>(b));
    }

    static void FreeNode(ldns_rbnode_t* node, void*)
    {
        ldns_rdf_deep_free(static_cast<ldns_rdf*>(const_cast<void*>(node->key)));
        std::free(node);
    }

    ldns_rbtree_t* m_tree;
};

Bytes
Encode(const ldns_pkt* packet)
{
    CompressionTable names;
    const LdnsHandle<ldns_buffer> buffer = Own(ldns_buffer_new(LDNS_MIN_BUFLEN));
    if (ldns_pkt2buffer_wire_compress(buffer.get(), packet, names.Get()) != LDNS_STATUS_OK)
    {
        throw std::bad_alloc(); // the only thing that can go wrong with a packet in memory
    }
    const Byte* begin = ldns_buffer_begin(buffer.get());
    return Bytes(begin, begin + ldns_buffer_position(buffer.get()));
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
    return Encode(packet.get());
}

/// @return how many of the first @p count records are whole RRsets of @p records
std::size_t
CountWhole(const DnsRecords& records, std::size_t count)
{
    while (count > 0 && count < records.size() && records[count - 1].type == records[count].type &&
           records[count - 1].name == records[count].name)
    {
        --count;
    }
    return count;
}

} // namespace

Bytes
DnsMessage::Write() const
{
    return WriteFirst(*this, answer.size() + authority.size() + additional.size());
}

Bytes
DnsMessage::WriteWithin(std::size_t limit, bool needsAdditional) const
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
    // As BIND: a section that does not fit helps only clients so old that they send no EDNS.
    const std::size_t needed = answer.size() + authority.size();
    if (fits > needed)
    {
        fits = needed + CountWhole(additional, fits - needed);
    }
    else if (edns && fits < needed)
    {
        fits = fits < answer.size() ? 0 : answer.size();
    }
    DnsMessage cut = *this;
    cut.isTruncated = isTruncated || fits < needed + (needsAdditional ? 1 : 0);
    return WriteFirst(cut, fits);
}

} // namespace hip
