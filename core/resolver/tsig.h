// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_RESOLVER_TSIG_H
#define HIP_CORE_RESOLVER_TSIG_H

#include "core/crypto/secret-bytes.h"
#include "core/resolver/dns-message.h"
#include "core/util/clock.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace hip
{

// Transaction signatures (RFC 8945), always with hmac-sha256 and whole MACs. ldns writes and reads
// the records; the MAC is made here, since ldns takes the time from the wall clock.

/// A secret that a client and a server share.
struct TsigKey
{
    DnsName name;
    SecretBytes secret;

    /**
     * @param name of the key, such as "hip.foo.com"
     * @param secret in base 64, 1 to 64 octets
     * @throw std::invalid_argument with one line that says which of both is wrong
     */
    static TsigKey Parse(const std::string& name, const std::string& secret);
};

/// The error field of a TSIG record (RFC 8945 §3).
enum class TsigError : std::uint16_t
{
    NONE = 0,
    BAD_SIGNATURE = 16,
    BAD_KEY = 17,
    BAD_TIME = 18,
    BAD_TRUNCATION = 22,
};

/// Clocks may differ by so much (RFC 8945 §10).
inline constexpr std::uint16_t TSIG_FUDGE = 300; // seconds

/// What stands in a TSIG record (RFC 8945 §4.2).
struct TsigRecord
{
    DnsName keyName;
    DnsName algorithm;
    std::uint64_t timeSigned = 0; ///< seconds since the epoch of both clocks; 48 bits
    std::uint16_t fudge = TSIG_FUDGE;
    Bytes mac;
    std::uint16_t originalId = 0;
    TsigError error = TsigError::NONE;
    Bytes otherData;

    /// @return nothing unless it is a TSIG record of class ANY and TTL 0
    static std::optional<TsigRecord> Read(const DnsRecord& record);

    DnsRecord ToRecord() const;

    /// @return true if it was made with the one algorithm that is known here
    bool IsHmacSha256() const;
};

/// A message that came with a TSIG record, taken apart.
struct SignedMessage
{
    TsigRecord tsig;
    Bytes message; ///< without that record, and with the id it was signed with

    /**
     * @param wire the whole message, which parses
     * @param message what it parses to
     * @return nothing if there is no TSIG record; BAD_DNS_MESSAGE if it is not the last record, or
     * wrong (RFC 8945 §5.1)
     */
    static Result<std::optional<SignedMessage>> Split(ByteSpan wire, const DnsMessage& message);

    /**
     * Checks MAC and time, in this order (RFC 8945 §5.2).
     *
     * @param key of the name in the record
     * @param requestMac that of the request if this is a response, else empty
     */
    TsigError Verify(const TsigKey& key, ByteSpan requestMac, Time now) const;
};

/**
 * Puts a TSIG record behind a message.
 *
 * @param message a whole one without TSIG, which grows
 * @param requestMac that of the request if this is a response, else empty
 * @return the MAC
 */
Bytes Sign(Bytes& message, const TsigKey& key, ByteSpan requestMac, Time now);

/**
 * Puts a TSIG record that tells an error behind a response (RFC 8945 §5.3.2): without MAC, but for
 * BAD_TIME, which is signed and tells the time here.
 *
 * @param request whose TSIG was wrong
 * @param key of the request, if it is known
 */
void AddTsigError(Bytes& message,
                  TsigError error,
                  const TsigRecord& request,
                  const TsigKey* key,
                  Time now);

} // namespace hip

#endif // HIP_CORE_RESOLVER_TSIG_H
