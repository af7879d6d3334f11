// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_WIRE_ALGORITHMS_H
#define HIP_CORE_WIRE_ALGORITHMS_H

#include "core/util/span.h"

#include <optional>
#include <string>

namespace hip
{

// Code points of HIPv2; those that are not listed are not supported. ToString gives the names that
// tables, traces and command lines use, such as "aes-128-gcm-16".
//
// What only the dialect of 2003 has is listed too, so that one engine and one table of costs serve
// both, with values that do not fit into the field of HIPv2: no packet of it can name them. The low
// octets differ from all others, since Work counts by them. core/draft2003 has the numbers of 2003.

/// HIT suites (RFC 7401 §5.2.10); the value is the OGA ID of the HIT.
enum class HitSuite : Byte
{
    RSA_SHA256 = 1,
    ECDSA_SHA384 = 2,
};

/// Host Identity algorithms in HOST_ID and signatures (RFC 7401 §5.2.9, and hip-08 §6.2.8, since
/// both took the numbers of DNSSEC).
enum class HiAlgorithm : std::uint16_t
{
    DSA = 3, ///< only in the dialect of 2003
    RSA = 5,
    ECDSA = 7,
};

/// RFC 7401 §5.2.7, 8 bits in DIFFIE_HELLMAN. Both dialects have MODP_1536 and MODP_3072.
enum class DhGroup : std::uint16_t
{
    MODP_1536 = 3,
    MODP_3072 = 4,
    P256 = 7,
    P384 = 8,
    P521 = 9,
    OAKLEY_1 = 0x1e1, ///< 768 bits; only in the dialect of 2003, as all that follow
    OAKLEY_2 = 0x1e2, ///< 1024 bits
    MODP_2048 = 0x1e4,
    MODP_4096 = 0x1e6,
    MODP_6144 = 0x1e7,
    MODP_8192 = 0x1e8,
};

/// @return whether DIFFIE_HELLMAN of HIPv2 has room for this group
constexpr bool
IsHipv2(DhGroup group)
{
    return static_cast<std::uint16_t>(group) <= 0xff;
}

/// RFC 7401 §5.2.8
enum class HipCipher : std::uint16_t
{
    NULL_ENCRYPT = 1,
    AES_128_CBC = 2,
    AES_256_CBC = 4,
};

/// RFC 7402 §5.1.2, 16 bits in ESP_TRANSFORM.
enum class EspSuite : std::uint32_t
{
    NULL_SHA256 = 7,
    AES_128_CBC_SHA256 = 8,
    AES_256_CBC_SHA256 = 9,
    AES_128_GCM_8 = 12,
    AES_128_GCM_16 = 13,
    AES_128_CBC_SHA1 = 0x10081,    ///< only in the dialect of 2003
    TRIPLE_DES_CBC_SHA1 = 0x10082, ///< only in the dialect of 2003
    NULL_SHA1 = 0x10085,           ///< only in the dialect of 2003
};

/// @return whether ESP_TRANSFORM of HIPv2 has room for this suite
constexpr bool
IsHipv2(EspSuite suite)
{
    return static_cast<std::uint32_t>(suite) <= 0xffff;
}

/// Hash functions; RHASH is that of the Responder's HIT suite (RFC 7401 §2.3).
enum class HashKind : Byte
{
    SHA256 = 1,
    SHA384 = 2,
    SHA1 = 3, ///< only in the dialect of 2003
};

/// @return octets of the digest
constexpr std::size_t
GetHashLength(HashKind kind)
{
    switch (kind)
    {
    case HashKind::SHA256:
        return 32;
    case HashKind::SHA384:
        return 48;
    case HashKind::SHA1:
        return 20;
    }
    return 0;
}

/// Kinds of host keys, as cost tables tell them apart.
enum class KeyKind : Byte
{
    RSA_2048 = 1, ///< from 1536 up to 2559 bits
    RSA_3072 = 2, ///< up to 3583 bits
    RSA_4096 = 3, ///< larger
    ECDSA_P256 = 4,
    ECDSA_P384 = 5,
    DSA_1024 = 6, ///< and smaller; only in the dialect of 2003
    RSA_1024 = 7, ///< up to 1535 bits; only in the dialect of 2003
};

/// @return whether HIPv2 takes keys of this kind
constexpr bool
IsHipv2(KeyKind kind)
{
    return kind != KeyKind::DSA_1024 && kind != KeyKind::RSA_1024;
}

const char* ToString(HitSuite suite);
const char* ToString(HiAlgorithm algorithm);
const char* ToString(DhGroup group);
const char* ToString(HipCipher cipher);
const char* ToString(EspSuite suite);
const char* ToString(HashKind kind);
const char* ToString(KeyKind kind);

// The way back, for command lines and attributes: nothing if no value has that name.

std::optional<DhGroup> ParseDhGroup(const std::string& name);
std::optional<HipCipher> ParseHipCipher(const std::string& name);
std::optional<EspSuite> ParseEspSuite(const std::string& name);
std::optional<HashKind> ParseHashKind(const std::string& name);
std::optional<KeyKind> ParseKeyKind(const std::string& name);

} // namespace hip

#endif // HIP_CORE_WIRE_ALGORITHMS_H
