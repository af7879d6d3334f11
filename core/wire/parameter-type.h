// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_WIRE_PARAMETER_TYPE_H
#define HIP_CORE_WIRE_PARAMETER_TYPE_H

#include <cstdint>

namespace hip
{

/// Parameter types of RFC 7401, 7402, 8002, 8003, 8004 and 8046. Odd types are critical.
enum class ParameterType : std::uint16_t
{
    ESP_INFO = 65,
    R1_COUNTER = 129,
    LOCATOR_SET = 193,
    PUZZLE = 257,
    SOLUTION = 321,
    SEQ = 385,
    ACK = 449,
    DH_GROUP_LIST = 511,
    DIFFIE_HELLMAN = 513,
    HIP_CIPHER = 579,
    ENCRYPTED = 641,
    HOST_ID = 705,
    HIT_SUITE_LIST = 715,
    CERT = 768,
    NOTIFICATION = 832,
    ECHO_REQUEST_SIGNED = 897,
    REG_INFO = 930,
    REG_REQUEST = 932,
    REG_RESPONSE = 934,
    REG_FAILED = 936,
    ECHO_RESPONSE_SIGNED = 961,
    TRANSPORT_FORMAT_LIST = 2049,
    ESP_TRANSFORM = 4095,
    HIP_MAC = 61505,
    HIP_MAC_2 = 61569,
    HIP_SIGNATURE_2 = 61633,
    HIP_SIGNATURE = 61697,
    ECHO_RESPONSE_UNSIGNED = 63425,
    ECHO_REQUEST_UNSIGNED = 63661,
    FROM = 65498,
    RVS_HMAC = 65500,
    VIA_RVS = 65502,
};

/// @return true if a receiver that does not know the type must refuse the packet (RFC 7401 §5.2.1)
constexpr bool
IsCritical(ParameterType type)
{
    return (static_cast<std::uint16_t>(type) & 1) != 0;
}

/// @return true if this implementation understands parameters of this type
bool IsKnown(ParameterType type);

/// @return the RFC's name, or "UNKNOWN"
const char* ToString(ParameterType type);

} // namespace hip

#endif // HIP_CORE_WIRE_PARAMETER_TYPE_H
