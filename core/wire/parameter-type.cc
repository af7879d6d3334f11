// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/parameter-type.h"

namespace hip
{

namespace
{

/// @return nullptr for a type that this implementation does not understand
const char*
FindName(ParameterType type)
{
    switch (type)
    {
#define HIP_CASE(name)                                                                             \
    case ParameterType::name:                                                                      \
        return #name;
        HIP_CASE(ESP_INFO)
        HIP_CASE(R1_COUNTER)
        HIP_CASE(LOCATOR_SET)
        HIP_CASE(PUZZLE)
        HIP_CASE(SOLUTION)
        HIP_CASE(SEQ)
        HIP_CASE(ACK)
        HIP_CASE(DH_GROUP_LIST)
        HIP_CASE(DIFFIE_HELLMAN)
        HIP_CASE(HIP_CIPHER)
        HIP_CASE(ENCRYPTED)
        HIP_CASE(HOST_ID)
        HIP_CASE(HIT_SUITE_LIST)
        HIP_CASE(CERT)
        HIP_CASE(NOTIFICATION)
        HIP_CASE(ECHO_REQUEST_SIGNED)
        HIP_CASE(REG_INFO)
        HIP_CASE(REG_REQUEST)
        HIP_CASE(REG_RESPONSE)
        HIP_CASE(REG_FAILED)
        HIP_CASE(ECHO_RESPONSE_SIGNED)
        HIP_CASE(TRANSPORT_FORMAT_LIST)
        HIP_CASE(ESP_TRANSFORM)
        HIP_CASE(HIP_MAC)
        HIP_CASE(HIP_MAC_2)
        HIP_CASE(HIP_SIGNATURE_2)
        HIP_CASE(HIP_SIGNATURE)
        HIP_CASE(ECHO_RESPONSE_UNSIGNED)
        HIP_CASE(ECHO_REQUEST_UNSIGNED)
        HIP_CASE(FROM)
        HIP_CASE(RVS_HMAC)
        HIP_CASE(VIA_RVS)
#undef HIP_CASE
    }
    return nullptr;
}

} // namespace

bool
IsKnown(ParameterType type)
{
    return FindName(type) != nullptr;
}

const char*
ToString(ParameterType type)
{
    const char* name = FindName(type);
    return name != nullptr ? name : "UNKNOWN";
}

} // namespace hip
