// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_DRAFT2003_ALGORITHMS_H
#define HIP_CORE_DRAFT2003_ALGORITHMS_H

#include "core/util/span.h"
#include "core/wire/algorithms.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace hip::draft2003
{

// Code points of 2003; those that are not listed are not supported.

/// hip-08 §6.2.5. Not those of the RFCs: 4 and up are other groups there.
enum class DhGroup : Byte
{
    OAKLEY_1 = 1, ///< 768 bits
    OAKLEY_2 = 2, ///< 1024 bits
    MODP_1536 = 3,
    MODP_2048 = 4,
    MODP_3072 = 5,
    MODP_4096 = 6,
    MODP_6144 = 7,
    MODP_8192 = 8,
};

/// hip-08 makes no group mandatory; this is what implementations of the time took.
inline constexpr DhGroup DEFAULT_DH_GROUP = DhGroup::MODP_1536;

/// @return octets of p, and so of a public value and of Kij; 0 if the group is not known
std::size_t GetDhLength(DhGroup group);

/// @return the group as core/crypto knows it; nothing for an unknown number
std::optional<hip::DhGroup> ToDhGroup(DhGroup group);

/// @return the number in DIFFIE_HELLMAN of 2003; nothing for the curves, which only HIPv2 has
std::optional<DhGroup> FromDhGroup(hip::DhGroup group);

/// Transforms, the same numbers in HIP_TRANSFORM and ESP_TRANSFORM (hip-08 §6.2.6, §6.2.7).
enum class Suite : std::uint16_t
{
    AES_CBC_SHA1 = 1,
    TRIPLE_DES_CBC_SHA1 = 2, ///< mandatory
    TRIPLE_DES_CBC_MD5 = 3,
    BLOWFISH_CBC_SHA1 = 4,
    NULL_SHA1 = 5, ///< mandatory, but to be refused by default (hip-08 §11.3)
    NULL_MD5 = 6,
};

/// Sizes of a suite in octets.
struct SuiteInfo
{
    std::size_t encryptionKeyLength;
    std::size_t authenticationKeyLength;
    std::size_t blockLength; ///< of the cipher and of its IV; 0 without encryption
};

/// @return nullptr if the suite is not known
const SuiteInfo* FindSuiteInfo(Suite suite);

/// @throw std::invalid_argument if the suite is not known
const SuiteInfo& GetSuiteInfo(Suite suite);

/// @return the suite as core/esp knows it; nothing if the cipher or the hash is not at hand there:
/// Blowfish, MD5 and unknown numbers
std::optional<EspSuite> ToEspSuite(Suite suite);

/// @return the number in ESP_TRANSFORM of 2003; nothing for a suite that only HIPv2 has
std::optional<Suite> FromEspSuite(EspSuite suite);

/// @return true if the HIP packets of an association may use it: the cipher is at hand, and the
/// integrity is HMAC-SHA-1, the only one that the HMAC parameter has room for
bool IsHipSuite(Suite suite);

/// @return true if there is a suite that every host has; each list of an R1 must hold one
bool HasMandatorySuite(const std::vector<Suite>& suites);

const char* ToString(DhGroup group);
const char* ToString(Suite suite);

} // namespace hip::draft2003

#endif // HIP_CORE_DRAFT2003_ALGORITHMS_H
