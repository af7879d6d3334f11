// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/dialect-parts.h"

#include "core/draft2003/packet-auth.h"
#include "core/draft2003/puzzle.h"
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

Result<PublicKey>
AuthenticateR1(HostContext& host, const PacketView& r1)
{
    const auto hostId = FindHostId(r1);
    if (!hostId)
    {
        return hostId.error();
    }
    auto key = VerifyHostId(host.crypto, hostId->hostId, r1.GetSender());
    if (!key)
    {
        return key.error();
    }
    if (const auto good = CheckSignature2(r1, *key, host.engine, host.GetWork()); !good)
    {
        return good.error();
    }
    if ((r1.GetControls() & CONTROL_ANONYMOUS) != 0 && !host.config.acceptAnonymous)
    {
        return DropReason::ANONYMOUS_REFUSED;
    }
    return key;
}

Result<std::uint64_t>
SolvePuzzle(HostContext& host, const CookieParameter& cookie, const Hit& initiator, const Hit& peer)
{
    if (cookie.k > host.config.maxPuzzleDifficulty)
    {
        return DropReason::PUZZLE_TOO_HARD;
    }
    const auto solution = Solve({cookie.k, cookie.i, initiator, peer}, host.random);
    host.GetWork().Add(Operation::PUZZLE_TRY,
                       static_cast<Byte>(HashKind::SHA1),
                       solution ? solution->tries : GetMaxTries(cookie.k));
    return solution ? Result<std::uint64_t>(solution->j) : solution.error();
}

Bytes
ToBytes(std::uint64_t number)
{
    Bytes bytes;
    AppendU64(bytes, number);
    return bytes;
}

} // namespace hip::draft2003
