// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_UTIL_WORK_H
#define HIP_CORE_UTIL_WORK_H

#include "core/util/span.h"

#include <array>
#include <cstddef>

namespace hip
{

/// Cryptographic work that costs a real host time.
enum class Operation : std::uint8_t
{
    SIGN,        ///< algorithm: KeyKind; amount: signatures
    VERIFY,      ///< algorithm: KeyKind; amount: signatures
    DH_GENERATE, ///< algorithm: DhGroup; amount: key pairs
    DH_COMPUTE,  ///< algorithm: DhGroup; amount: shared secrets
    PUZZLE_TRY,  ///< algorithm: HashKind; amount: hashes
    HMAC,        ///< algorithm: HashKind; amount: HIP packets, made or checked
    SEAL_PACKET, ///< algorithm: EspSuite; amount: packets
    SEAL_BYTE,   ///< algorithm: EspSuite; amount: plaintext octets
    OPEN_PACKET, ///< algorithm: EspSuite; amount: packets
    OPEN_BYTE,   ///< algorithm: EspSuite; amount: ciphertext octets
};

inline constexpr std::size_t OPERATION_COUNT = 10;

/// So much of one operation with one algorithm.
struct WorkItem
{
    Operation operation;
    std::uint8_t algorithm; ///< the wire or enum value named at the Operation
    std::uint64_t amount;
};

/**
 * The work done since it was last taken, by kind. The model turns it into simulated CPU time; it
 * allocates nothing, because the packet path adds to it.
 */
class Work
{
  public:
    /// Adds to the item of the same kind. More than CAPACITY kinds at once is a bug and asserts.
    void Add(Operation operation, std::uint8_t algorithm, std::uint64_t amount);

    /// Adds all of @p other.
    void Add(const Work& other);

    bool IsEmpty() const
    {
        return m_count == 0;
    }

    const WorkItem* begin() const
    {
        return m_items.data();
    }

    const WorkItem* end() const
    {
        return m_items.data() + m_count;
    }

  private:
    static constexpr std::size_t CAPACITY = 24;
    std::array<WorkItem, CAPACITY> m_items;
    std::size_t m_count = 0;
};

} // namespace hip

#endif // HIP_CORE_UTIL_WORK_H
