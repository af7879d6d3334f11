// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/parameter-type.h"

namespace hip::draft2003
{

namespace
{

/// @return nullptr for a type that this implementation does not understand
const char*
FindName(ParameterType type)
{
    switch (type)
    {
    case ParameterType::BIRTHDAY_COOKIE_R1:
    case ParameterType::BIRTHDAY_COOKIE_I2:
        return "BIRTHDAY_COOKIE";
#define HIP_CASE(name)                                                                             \
    case ParameterType::name:                                                                      \
        return #name;
        HIP_CASE(SPI_LSI)
        HIP_CASE(DIFFIE_HELLMAN)
        HIP_CASE(NES_INFO)
        HIP_CASE(HIP_TRANSFORM)
        HIP_CASE(ESP_TRANSFORM)
        HIP_CASE(ENCRYPTED)
        HIP_CASE(HOST_ID)
        HIP_CASE(HOST_ID_FQDN)
        HIP_CASE(CERT)
        HIP_CASE(REA_INFO)
        HIP_CASE(AC_INFO)
        HIP_CASE(FA_INFO)
        HIP_CASE(HMAC)
        HIP_CASE(HIP_SIGNATURE_2)
        HIP_CASE(HIP_SIGNATURE)
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

} // namespace hip::draft2003
