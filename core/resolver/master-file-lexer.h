// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_RESOLVER_MASTER_FILE_LEXER_H
#define HIP_CORE_RESOLVER_MASTER_FILE_LEXER_H

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hip
{

/**
 * Cuts a master file (RFC 1035 §5.1) into entries and those into fields: comments, parentheses and
 * quotes end here. Fields keep their quotes and escapes, for ldns to read.
 */
class MasterFileLexer
{
  public:
    /// All fields of a line, or of several within parentheses.
    struct Entry
    {
        bool hasOwner = false; ///< the first field begins in the first column
        std::vector<std::string> fields;
    };

    /**
     * @param text the whole file; must outlive this
     * @param fileName only for errors
     */
    MasterFileLexer(const std::string& text, std::string fileName);

    /**
     * @param entry the next one that has fields
     * @return false at the end of the file
     * @throw std::invalid_argument "file:line: cause"
     */
    bool Next(Entry& entry);

    /// The line on which the last entry began, from 1.
    std::size_t GetLine() const
    {
        return m_entryLine;
    }

    /// Refuses the last entry. @throw std::invalid_argument "file:line: cause"
    [[noreturn]] void Fail(const std::string& cause) const;

  private:
    Entry ReadEntry();
    std::string ReadField();
    std::string ReadQuoted();
    char Take();
    void SkipComment();
    void ChangeDepth(char parenthesis);

    const std::string& m_text;
    std::string m_fileName;
    std::size_t m_at = 0;
    std::size_t m_line = 1;
    std::size_t m_entryLine = 1;
    unsigned m_depth = 0; ///< open parentheses
};

/// @param field seconds, or BIND's "1h30m" with s m h d w. @return nothing for others or above 2^31
/// - 1
std::optional<std::uint32_t> ParseTtl(const std::string& field);

} // namespace hip

#endif // HIP_CORE_RESOLVER_MASTER_FILE_LEXER_H
