// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/dns-name.h"

#include "core/resolver/ldns-handle.h"

#include <utility>

namespace hip
{

namespace
{

constexpr std::size_t MAX_NAME_SIZE = 255; // RFC 1035 §2.3.4

/// @return the octets of all labels of @p left without the root, then @p right
std::optional<Bytes>
Join(ByteSpan left, ByteSpan right)
{
    Bytes joined(left.begin(), left.end() - 1);
    joined.insert(joined.end(), right.begin(), right.end());
    if (joined.size() > MAX_NAME_SIZE)
    {
        return std::nullopt;
    }
    return joined;
}

} // namespace

DnsName::DnsName()
    : m_wire(1, 0)
{
}

DnsName::DnsName(Bytes wire)
    : m_wire(std::move(wire))
{
}

std::optional<DnsName>
DnsName::Parse(const std::string& text, const DnsName& origin)
{
    if (text.find('\0') != std::string::npos)
    {
        return std::nullopt; // ldns would stop reading there
    }
    ldns_rdf* made = nullptr;
    if (ldns_str2rdf_dname(&made, text.c_str()) != LDNS_STATUS_OK)
    {
        return std::nullopt;
    }
    const LdnsHandle<ldns_rdf> rdf = Own(made);
    if (ldns_dname_str_absolute(text.c_str()))
    {
        return FromWire(GetBytes(rdf.get()));
    }
    std::optional<Bytes> joined = Join(GetBytes(rdf.get()), origin.m_wire);
    return joined ? FromWire(*joined) : std::nullopt;
}

std::optional<DnsName>
DnsName::FromWire(ByteSpan wire)
{
    ldns_rdf* made = nullptr;
    std::size_t end = 0;
    if (ldns_wire2dname(&made, wire.data(), wire.size(), &end) != LDNS_STATUS_OK)
    {
        return std::nullopt;
    }
    const LdnsHandle<ldns_rdf> rdf = Own(made);
    const ByteSpan bytes = GetBytes(rdf.get());
    // A compression pointer would make the expanded name differ from what was read.
    if (end != wire.size() || bytes.size() != wire.size())
    {
        return std::nullopt;
    }
    return DnsName(Bytes(bytes.begin(), bytes.end()));
}

std::string
DnsName::ToString() const
{
    const ldns_rdf rdf = BorrowName(m_wire);
    return Own(ldns_rdf2str(&rdf)).get();
}

bool
DnsName::IsWildcard() const
{
    const ldns_rdf rdf = BorrowName(m_wire);
    return ldns_dname_is_wildcard(&rdf) != 0;
}

std::size_t
DnsName::GetLabelCount() const
{
    const ldns_rdf rdf = BorrowName(m_wire);
    return ldns_dname_label_count(&rdf);
}

DnsName
DnsName::GetParent() const
{
    const std::size_t labels = GetLabelCount();
    return GetSuffix(labels == 0 ? 0 : labels - 1);
}

DnsName
DnsName::GetSuffix(std::size_t labels) const
{
    const std::size_t all = GetLabelCount();
    if (labels >= all)
    {
        return *this;
    }
    const ldns_rdf rdf = BorrowName(m_wire);
    const auto cut = static_cast<std::uint16_t>(all - labels);
    const LdnsHandle<ldns_rdf> suffix = Own(ldns_dname_clone_from(&rdf, cut));
    const ByteSpan bytes = GetBytes(suffix.get());
    return DnsName(Bytes(bytes.begin(), bytes.end()));
}

std::optional<DnsName>
DnsName::GetWildcard() const
{
    static constexpr Byte STAR[] = {1, '*', 0};
    std::optional<Bytes> joined = Join(STAR, m_wire);
    return joined ? std::optional<DnsName>(DnsName(std::move(*joined))) : std::nullopt;
}

std::optional<DnsName>
DnsName::ReplaceSuffix(const DnsName& from, const DnsName& to) const
{
    if (!IsWithin(from))
    {
        return std::nullopt;
    }
    const std::size_t kept = m_wire.size() - from.m_wire.size() + 1;
    std::optional<Bytes> joined = Join(ByteSpan(m_wire).first(kept), to.m_wire);
    return joined ? std::optional<DnsName>(DnsName(std::move(*joined))) : std::nullopt;
}

bool
DnsName::IsWithin(const DnsName& ancestor) const
{
    return GetSuffix(ancestor.GetLabelCount()) == ancestor;
}

int
DnsName::Compare(const DnsName& other) const
{
    const ldns_rdf mine = BorrowName(m_wire);
    const ldns_rdf theirs = BorrowName(other.m_wire);
    return ldns_dname_compare(&mine, &theirs);
}

std::size_t
hash_value(const DnsName& name)
{
    std::uint64_t hash = 0xcbf29ce484222325ULL; // FNV-1a; a label's length is never a letter
    for (const Byte byte : name.GetWire())
    {
        const Byte lower = byte >= 'A' && byte <= 'Z' ? static_cast<Byte>(byte + 32) : byte;
        hash = (hash ^ lower) * 0x100000001b3ULL;
    }
    return static_cast<std::size_t>(hash);
}

} // namespace hip
