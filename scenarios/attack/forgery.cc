// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/attack/forgery.h"

#include "core/draft2003/hip-header.h"
#include "core/wire/checksum.h"
#include "core/wire/hip-header.h"
#include "core/wire/ip-packet.h"

#include <algorithm>

namespace hipscenario
{

using namespace hip;

namespace
{

constexpr Byte HOP_LIMIT = 64;
constexpr std::size_t ADDRESS_LENGTH = 16;

void
SetChecksum(const Path& path, SeenPacket& seen)
{
    const std::size_t at =
        IsOf2003(seen) ? draft2003::header::AT_CHECKSUM : hip::header::AT_CHECKSUM;
    WriteHipChecksum(seen.hip, at, seen.protocol, path);
}

/// As MakeCarrier, with the checksum that it has.
Bytes
Carry(const Path& path, const SeenPacket& seen)
{
    return MakeIpPacket(path, seen.protocol, HOP_LIMIT, seen.hip);
}

Hit
GetSender(const SeenPacket& seen)
{
    return Hit::FromBytes(ByteSpan(seen.hip).subspan(header::AT_SENDER, ADDRESS_LENGTH));
}

} // namespace

std::vector<Forgery>
ListForgeries(const SeenPacket& seen)
{
    const ByteSpan told = FindTold(seen);
    if (told.empty())
    {
        return {};
    }
    std::vector<Forgery> kinds{Forgery::BIT_FLIP, Forgery::BAD_CHECKSUM};
    if (told.size() == ADDRESS_LENGTH)
    {
        kinds.push_back(Forgery::NEW_ADDRESS);
    }
    kinds.insert(kinds.end(), {Forgery::NO_KEY, Forgery::STRANGER});
    return kinds;
}

Bytes
MakeCarrier(const Path& path, SeenPacket seen)
{
    SetChecksum(path, seen);
    return Carry(path, seen);
}

Bytes
Forge(Forgery kind,
      const Path& path,
      const SeenPacket& seen,
      const IpAddress& address,
      std::uint32_t number)
{
    SeenPacket forged = seen;
    const ByteSpan told = FindTold(seen);
    const auto first = forged.hip.begin() + (told.data() - seen.hip.data());
    Byte& last = *(first + static_cast<std::ptrdiff_t>(told.size()) - 1);
    switch (kind)
    {
    case Forgery::BIT_FLIP:
        last ^= Byte{1} << number % 8;
        return MakeCarrier(path, forged);
    case Forgery::BAD_CHECKSUM:
        SetChecksum(path, forged);
        last ^= Byte{1} << number % 8;
        return Carry(path, forged);
    case Forgery::NEW_ADDRESS:
        std::copy(address.GetBytes().begin(), address.GetBytes().end(), first);
        return MakeCarrier(path, forged);
    case Forgery::NO_KEY:
        forged.hip = MakeWithoutKey(seen, GetSender(seen), address, number);
        return MakeCarrier(path, forged);
    case Forgery::STRANGER: {
        auto stranger = GetSender(seen).GetBytes();
        stranger.back() ^= 1;
        forged.hip = MakeWithoutKey(seen, Hit(stranger), address, number);
        return MakeCarrier(path, forged);
    }
    }
    return {};
}

} // namespace hipscenario
