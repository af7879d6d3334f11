// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_DRAFT2003_PARAMETER_TYPE_H
#define HIP_CORE_DRAFT2003_PARAMETER_TYPE_H

#include <cstdint>

namespace hip::draft2003
{

/// Parameter types of hip-08 §6.2.2 and mm-00 §6.1. Even types are critical.
enum class ParameterType : std::uint16_t
{
    SPI_LSI = 0,
    BIRTHDAY_COOKIE_R1 = 2, ///< BIRTHDAY_COOKIE with a puzzle
    BIRTHDAY_COOKIE_I2 = 4, ///< BIRTHDAY_COOKIE with its solution
    DIFFIE_HELLMAN = 6,
    NES_INFO = 10,
    HIP_TRANSFORM = 16,
    ESP_TRANSFORM = 18,
    ENCRYPTED = 20,
    HOST_ID = 32,
    HOST_ID_FQDN = 34,
    CERT = 64,
    REA_INFO = 128,
    AC_INFO = 129,
    FA_INFO = 130,
    HMAC = 65500, ///< also in REA, AC and ACR, for which mm-00 draws 65532: that is HIP_SIGNATURE_2
    HIP_SIGNATURE_2 = 65532,
    HIP_SIGNATURE = 65534,
};

/// @return true if a receiver that does not know the type must drop the packet (hip-08 §6.2.1);
/// the RFCs have it the other way round
constexpr bool
IsCritical(ParameterType type)
{
    return (static_cast<std::uint16_t>(type) & 1) == 0;
}

/// @return true if this implementation understands parameters of this type
bool IsKnown(ParameterType type);

/// @return true if a packet may carry several; no draft says which, but these formats need it
constexpr bool
MayRepeat(ParameterType type)
{
    return type == ParameterType::CERT || type == ParameterType::REA_INFO;
}

/// @return the drafts' name, or "UNKNOWN"
const char* ToString(ParameterType type);

} // namespace hip::draft2003

#endif // HIP_CORE_DRAFT2003_PARAMETER_TYPE_H
