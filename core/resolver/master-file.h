// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_RESOLVER_MASTER_FILE_H
#define HIP_CORE_RESOLVER_MASTER_FILE_H

#include "core/resolver/dns-record.h"
#include "core/resolver/master-file-lexer.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hip
{

/**
 * Reads the records of a master file (RFC 1035 §5, RFC 2308 §4, RFC 3597 §5, RFC 8005 §6) from
 * text.
 *
 * ldns reads such files only through FILE*, and TTL and class only in one order. So $ORIGIN, $TTL,
 * inherited owners, TTLs and classes are handled here; ldns reads all names and data.
 */
class MasterFileReader
{
  public:
    /**
     * @param text the whole file
     * @param fileName only for errors
     * @param origin what relative names end with until the file says $ORIGIN
     */
    MasterFileReader(const std::string& text, const std::string& fileName, const DnsName& origin);

    /**
     * @return the next record; nothing at the end of the file
     * @throw std::invalid_argument "file:line: cause"
     */
    std::optional<DnsRecord> Next();

    /// The line on which the last record began, from 1.
    std::size_t GetLine() const
    {
        return m_lexer.GetLine();
    }

    /// Refuses what has just been read. @throw std::invalid_argument "file:line: cause"
    [[noreturn]] void Fail(const std::string& cause) const
    {
        m_lexer.Fail(cause);
    }

  private:
    void HandleDirective(const MasterFileLexer::Entry& entry);
    DnsRecord MakeRecord(const MasterFileLexer::Entry& entry);
    std::size_t ReadTtlAndClass(const MasterFileLexer::Entry& entry,
                                std::size_t at,
                                DnsRecord& record);
    void ReadKnown(const std::vector<std::string>& rdata, DnsRecord& record) const;
    void ReadGeneric(const std::vector<std::string>& rdata, DnsRecord& record) const;
    DnsName ReadName(const std::string& field) const;

    MasterFileLexer m_lexer;
    DnsName m_origin;
    std::optional<DnsName> m_owner;
    std::optional<std::uint32_t> m_defaultTtl; ///< of $TTL
    std::optional<std::uint32_t> m_lastTtl;    ///< of the last record (RFC 1035 §5.1)
    bool m_hasTtl = false; ///< the record being read has one, its own or inherited
};

} // namespace hip

#endif // HIP_CORE_RESOLVER_MASTER_FILE_H
