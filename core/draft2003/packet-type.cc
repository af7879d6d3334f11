// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/packet-type.h"

namespace hip::draft2003
{

namespace
{

/// @return nullptr for a type outside the table
const char*
FindName(PacketType type)
{
    switch (type)
    {
#define HIP_CASE(name)                                                                             \
    case PacketType::name:                                                                         \
        return #name;
        HIP_CASE(I1)
        HIP_CASE(R1)
        HIP_CASE(I2)
        HIP_CASE(R2)
        HIP_CASE(NES)
        HIP_CASE(REA)
        HIP_CASE(BOS)
        HIP_CASE(CER)
        HIP_CASE(AC)
        HIP_CASE(ACR)
        HIP_CASE(FAQ)
        HIP_CASE(FAA)
        HIP_CASE(FAD)
        HIP_CASE(PAYLOAD)
#undef HIP_CASE
    }
    return nullptr;
}

} // namespace

bool
IsKnown(PacketType type)
{
    return FindName(type) != nullptr;
}

const char*
ToString(PacketType type)
{
    const char* name = FindName(type);
    return name != nullptr ? name : "unknown";
}

} // namespace hip::draft2003
