// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/packet-kind.h"

#include "core/draft2003/packet-type.h"
#include "core/wire/hip-packet.h"

namespace hip
{

const char*
ToString(PacketKind kind)
{
    const auto hipv2 = static_cast<PacketType>(kind);
    return IsKnown(hipv2) ? ToString(hipv2) : ToString(static_cast<draft2003::PacketType>(kind));
}

} // namespace hip
