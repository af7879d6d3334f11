// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/esp-suite.h"

#include <limits>
#include <stdexcept>
#include <string>

namespace hip
{

const EspSuiteInfo&
GetEspSuiteInfo(EspSuite suite)
{
    // HIPv2 numbers packets with 64 bits (RFC 7402 §3.3.6), 2003 knew 32 (RFC 2406 §2.2).
    constexpr std::uint64_t LONG = std::numeric_limits<std::uint64_t>::max();
    constexpr std::uint64_t SHORT = std::numeric_limits<std::uint32_t>::max();
    // Key for encryption, key for authentication, IV, ICV, pad unit, last sequence number.
    static constexpr EspSuiteInfo NULL_SHA256{0, 32, 0, 16, 4, LONG};
    static constexpr EspSuiteInfo AES_128_CBC{16, 32, 16, 16, 16, LONG};
    static constexpr EspSuiteInfo AES_256_CBC{32, 32, 16, 16, 16, LONG};
    static constexpr EspSuiteInfo AES_128_GCM_8{16 + 4, 0, 8, 8, 4, LONG};
    static constexpr EspSuiteInfo AES_128_GCM_16{16 + 4, 0, 8, 16, 4, LONG};
    static constexpr EspSuiteInfo AES_128_CBC_SHA1{16, 20, 16, 12, 16, SHORT};
    static constexpr EspSuiteInfo TRIPLE_DES_CBC_SHA1{24, 20, 8, 12, 8, SHORT};
    static constexpr EspSuiteInfo NULL_SHA1{0, 20, 0, 12, 4, SHORT};
    switch (suite)
    {
    case EspSuite::NULL_SHA256:
        return NULL_SHA256;
    case EspSuite::AES_128_CBC_SHA256:
        return AES_128_CBC;
    case EspSuite::AES_256_CBC_SHA256:
        return AES_256_CBC;
    case EspSuite::AES_128_GCM_8:
        return AES_128_GCM_8;
    case EspSuite::AES_128_GCM_16:
        return AES_128_GCM_16;
    case EspSuite::AES_128_CBC_SHA1:
        return AES_128_CBC_SHA1;
    case EspSuite::TRIPLE_DES_CBC_SHA1:
        return TRIPLE_DES_CBC_SHA1;
    case EspSuite::NULL_SHA1:
        return NULL_SHA1;
    }
    throw std::invalid_argument("ESP suite " + std::to_string(static_cast<unsigned>(suite)) +
                                " is not supported");
}

void
RequireEspKeyLengths(EspSuite suite, ByteSpan encryptionKey, ByteSpan authenticationKey)
{
    const EspSuiteInfo& info = GetEspSuiteInfo(suite);
    if (encryptionKey.size() != info.encryptionKeyLength ||
        authenticationKey.size() != info.authenticationKeyLength)
    {
        throw std::invalid_argument("ESP suite " + std::to_string(static_cast<unsigned>(suite)) +
                                    ": the keys have the wrong length");
    }
}

} // namespace hip
