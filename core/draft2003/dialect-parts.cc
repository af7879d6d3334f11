// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/dialect-parts.h"

#include "core/draft2003/packet-auth.h"
#include "core/util/endian.h"

namespace hip::draft2003
{

std::uint16_t
GetControls(const LocalIdentity& identity)
{
    return identity.IsAnonymous() ? CONTROL_ANONYMOUS : std::uint16_t{0};
}

Result<void>
CheckAuth(HostContext& host, const Session& session, const PacketView& packet)
{
    host.GetWork().Add(Operation::HMAC, static_cast<Byte>(HashKind::SHA1), 1);
    if (const auto good = CheckHmac(packet, session.keys.macIn); !good)
    {
        return good;
    }
    return CheckSignature(packet, session.peerKey, host.engine, host.GetWork());
}

Bytes
ToBytes(std::uint64_t number)
{
    Bytes bytes;
    AppendU64(bytes, number);
    return bytes;
}

} // namespace hip::draft2003
