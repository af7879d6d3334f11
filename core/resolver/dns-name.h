// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_RESOLVER_DNS_NAME_H
#define HIP_CORE_RESOLVER_DNS_NAME_H

#include "core/util/span.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

namespace hip
{

/**
 * A fully qualified domain name. It keeps the case it was made with, and compares without
 * (RFC 4343).
 */
class DnsName
{
  public:
    /// The root.
    DnsName();

    /**
     * @param text as in a master file (RFC 1035 §5.1), with \. and \DDD escapes
     * @param origin appended if @p text does not end with a dot
     * @return nothing for an empty label, one above 63 octets, or a name above 255 octets
     */
    static std::optional<DnsName> Parse(const std::string& text, const DnsName& origin = DnsName());

    /// @param wire one uncompressed name that fills it. @return nothing if it is not that
    static std::optional<DnsName> FromWire(ByteSpan wire);

    /// The uncompressed wire form, at most 255 octets.
    const Bytes& GetWire() const
    {
        return m_wire;
    }

    /// Presentation form with a trailing dot: "hip.foo.com."
    std::string ToString() const;

    bool IsRoot() const
    {
        return m_wire.size() == 1;
    }

    /// @return true if the leftmost label is "*"
    bool IsWildcard() const;

    /// Labels without the root's: 0 for the root.
    std::size_t GetLabelCount() const;

    /// @return the name without its leftmost label; the root's parent is the root
    DnsName GetParent() const;

    /// @return the last @p labels labels of this name; all of it if it has no more
    DnsName GetSuffix(std::size_t labels) const;

    /// @return "*" in front of this name; nothing if that would be too long
    std::optional<DnsName> GetWildcard() const;

    /// @return this name with @p from at its end replaced by @p to (RFC 6672 §2.2)
    std::optional<DnsName> ReplaceSuffix(const DnsName& from, const DnsName& to) const;

    /// @return true if this is @p ancestor or below it
    bool IsWithin(const DnsName& ancestor) const;

    /// Order of RFC 4034 §6.1: a name comes right before all the names below it.
    int Compare(const DnsName& other) const;

    friend bool operator==(const DnsName& a, const DnsName& b)
    {
        return a.Compare(b) == 0;
    }

    friend bool operator!=(const DnsName& a, const DnsName& b)
    {
        return a.Compare(b) != 0;
    }

    friend bool operator<(const DnsName& a, const DnsName& b)
    {
        return a.Compare(b) < 0;
    }

  private:
    explicit DnsName(Bytes wire);

    Bytes m_wire;
};

/// Equal for names that differ only in case.
std::size_t hash_value(const DnsName& name);

} // namespace hip

namespace std
{
template <>
struct hash<hip::DnsName>
{
    size_t operator()(const hip::DnsName& name) const
    {
        return hip::hash_value(name);
    }
};
} // namespace std

#endif // HIP_CORE_RESOLVER_DNS_NAME_H
