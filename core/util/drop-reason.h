// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_UTIL_DROP_REASON_H
#define HIP_CORE_UTIL_DROP_REASON_H

#include <array>
#include <cstddef>
#include <cstdint>

namespace hip
{

/**
 * Every reason for which the core refuses a packet. The list, in one place, makes the enum, the
 * names and the counters agree: X(enumerator, name in traces and CSV files).
 */
#define HIP_DROP_REASONS(X)                                                                        \
    /* Any packet */                                                                               \
    X(TRUNCATED, "truncated")                                                                      \
    X(MALFORMED, "malformed")                                                                      \
    X(BAD_CHECKSUM, "bad-checksum")                                                                \
    X(TOO_LONG, "too-long")                                                                        \
    X(UNSUPPORTED_PROTOCOL, "unsupported-protocol")                                                \
    X(HOP_LIMIT_EXCEEDED, "hop-limit-exceeded")                                                    \
    X(NO_ROOM, "no-room")                                                                          \
    /* HIP packets: form */                                                                        \
    X(UNSUPPORTED_VERSION, "unsupported-version")                                                  \
    X(UNKNOWN_PACKET_TYPE, "unknown-packet-type")                                                  \
    X(UNKNOWN_CRITICAL_PARAMETER, "unknown-critical-parameter")                                    \
    X(PARAMETER_ORDER, "parameter-order")                                                          \
    X(MISSING_PARAMETER, "missing-parameter")                                                      \
    X(BAD_PARAMETER, "bad-parameter")                                                              \
    /* HIP packets: processing */                                                                  \
    X(NOT_MY_HIT, "not-my-hit")                                                                    \
    X(NO_ASSOCIATION, "no-association")                                                            \
    X(UNEXPECTED_IN_STATE, "unexpected-in-state")                                                  \
    X(HIT_MISMATCH, "hit-mismatch")                                                                \
    X(BAD_SIGNATURE, "bad-signature")                                                              \
    X(BAD_MAC, "bad-mac")                                                                          \
    X(BAD_PUZZLE_SOLUTION, "bad-puzzle-solution")                                                  \
    X(PUZZLE_EXPIRED, "puzzle-expired")                                                            \
    X(PUZZLE_TOO_HARD, "puzzle-too-hard")                                                          \
    X(STALE_R1_COUNTER, "stale-r1-counter")                                                        \
    X(STALE_BIRTHDAY, "stale-birthday")                                                            \
    X(BAD_DH_VALUE, "bad-dh-value")                                                                \
    X(DH_DOWNGRADE, "dh-downgrade")                                                                \
    X(NO_DH_PROPOSAL, "no-dh-proposal")                                                            \
    X(NO_CIPHER_PROPOSAL, "no-cipher-proposal")                                                    \
    X(NO_ESP_PROPOSAL, "no-esp-proposal")                                                          \
    X(NO_TRANSPORT_FORMAT, "no-transport-format")                                                  \
    X(UNSUPPORTED_HIT_SUITE, "unsupported-hit-suite")                                              \
    X(BAD_ENCRYPTION, "bad-encryption")                                                            \
    X(BAD_ECHO, "bad-echo")                                                                        \
    X(BAD_UPDATE_ID, "bad-update-id")                                                              \
    X(BAD_KEYMAT_INDEX, "bad-keymat-index")                                                        \
    X(TIE_BREAK, "tie-break")                                                                      \
    X(DUPLICATE, "duplicate")                                                                      \
    X(RATE_LIMITED, "rate-limited")                                                                \
    X(ANONYMOUS_REFUSED, "anonymous-refused")                                                      \
    X(BLOCKED_BY_POLICY, "blocked-by-policy")                                                      \
    X(TOO_MANY_ASSOCIATIONS, "too-many-associations")                                              \
    X(EXCHANGE_FAILED, "exchange-failed")                                                          \
    X(REPLACED_R1, "replaced-r1")                                                                  \
    /* Rendezvous */                                                                               \
    X(NOT_REGISTERED, "not-registered")                                                            \
    X(BAD_RVS_HMAC, "bad-rvs-hmac")                                                                \
    X(OPPORTUNISTIC_VIA_RVS, "opportunistic-via-rvs")                                              \
    X(REGISTRATION_REFUSED, "registration-refused")                                                \
    /* ESP and the data path */                                                                    \
    X(UNKNOWN_SPI, "unknown-spi")                                                                  \
    X(REPLAYED, "replayed")                                                                        \
    X(BAD_ICV, "bad-icv")                                                                          \
    X(BAD_PADDING, "bad-padding")                                                                  \
    X(SEQUENCE_EXHAUSTED, "sequence-exhausted")                                                    \
    X(NO_LOCATOR, "no-locator")                                                                    \
    X(NO_CREDIT, "no-credit")                                                                      \
    X(QUEUE_FULL, "queue-full")                                                                    \
    X(WAITING_REFUSED, "waiting-refused")                                                          \
    X(NOT_A_HIT, "not-a-hit")                                                                      \
    /* Proxy */                                                                                    \
    X(NO_MAPPING, "no-mapping")                                                                    \
    X(MAPPING_EXPIRED, "mapping-expired")                                                          \
    X(POOL_EXHAUSTED, "pool-exhausted")                                                            \
    X(NO_BINDING, "no-binding")                                                                    \
    X(BINDINGS_EXHAUSTED, "bindings-exhausted")                                                    \
    X(PACKET_TOO_BIG, "packet-too-big")                                                            \
    X(FRAGMENT_BOUND, "fragment-bound")                                                            \
    X(FRAGMENT_TIMEOUT, "fragment-timeout")                                                        \
    X(FRAGMENT_OVERLAP, "fragment-overlap")                                                        \
    X(UNTRANSLATABLE, "untranslatable")                                                            \
    X(UNRELATED_ICMP, "unrelated-icmp")                                                            \
    X(NOT_FROM_LEGACY_SIDE, "not-from-legacy-side")                                                \
    /* DNS */                                                                                      \
    X(BAD_DNS_MESSAGE, "bad-dns-message")                                                          \
    X(UNMATCHED_DNS_RESPONSE, "unmatched-dns-response")                                            \
    X(DNS_QUEUE_FULL, "dns-queue-full")                                                            \
    X(DNS_LOOP, "dns-loop")

enum class DropReason : std::uint8_t
{
#define HIP_ENUMERATOR(name, text) name,
    HIP_DROP_REASONS(HIP_ENUMERATOR)
#undef HIP_ENUMERATOR
};

#define HIP_COUNT(name, text) +1
inline constexpr std::size_t DROP_REASON_COUNT = 0 HIP_DROP_REASONS(HIP_COUNT);
#undef HIP_COUNT

/// @return the name used in traces and CSV files, such as "bad-mac"
const char* ToString(DropReason reason);

/// One counter for each reason.
class DropCounters
{
  public:
    /// Counts one drop. @return its argument, so that a caller can write `return
    /// m_drops.Add(reason);`
    DropReason Add(DropReason reason);

    std::uint64_t Get(DropReason reason) const;

    /// @return the sum over all reasons
    std::uint64_t GetTotal() const;

  private:
    std::array<std::uint64_t, DROP_REASON_COUNT> m_counts{};
};

} // namespace hip

#endif // HIP_CORE_UTIL_DROP_REASON_H
