// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/attack/forgery.h"

#include "core/util/endian.h"
#include "core/wire/checksum.h"
#include "core/wire/hip-header.h"
#include "core/wire/hip-packet.h"
#include "core/wire/ip-packet.h"
#include "core/wire/parameters.h"

#include <algorithm>

namespace hipscenario
{

using namespace hip;

namespace
{

constexpr Byte HOP_LIMIT = 64;
constexpr std::size_t MAC_LENGTH = 32;
constexpr std::size_t SIGNATURE_LENGTH = 64;
constexpr Byte MADE_UP = 0xa5;

/// Bits that hold the address of a host on its link.
constexpr std::size_t LAST_OF_ADDRESS = 15;

void
SetChecksum(const Path& path, Bytes& packet)
{
    WriteU16(packet, header::AT_CHECKSUM, 0);
    const std::uint32_t sum =
        SumBytes(packet,
                 SumPseudoHeader(path, static_cast<std::uint32_t>(packet.size()), PROTOCOL_HIP));
    WriteU16(packet, header::AT_CHECKSUM, FoldChecksum(sum));
}

/// @return where the first address of the LOCATOR_SET stands in the packet
std::size_t
FindAddress(const Bytes& update)
{
    const auto set = PacketView::Parse(update)->Get<LocatorSetParameter>();
    const auto& address = set->locators.front().address.GetBytes();
    const auto at = std::search(update.begin(), update.end(), address.begin(), address.end());
    return static_cast<std::size_t>(at - update.begin());
}

Bytes
MakeWithoutKey(const Hit& sender,
               const Hit& receiver,
               const IpAddress& address,
               std::uint32_t updateId)
{
    Locator locator;
    locator.isPreferred = true;
    locator.lifetime = 3600;
    locator.address = address;
    PacketWriter writer(PacketType::UPDATE, 0, sender, receiver);
    writer.Add(LocatorSetParameter{{locator}})
        .Add(SeqParameter{updateId})
        .Add(HipMacParameter{Bytes(MAC_LENGTH, MADE_UP)})
        .Add(HipSignatureParameter{HiAlgorithm::ECDSA, Bytes(SIGNATURE_LENGTH, MADE_UP)});
    return writer.GetBytes();
}

} // namespace

Bytes
MakeCarrier(const Path& path, Bytes hip)
{
    SetChecksum(path, hip);
    return MakeIpPacket(path, PROTOCOL_HIP, HOP_LIMIT, hip);
}

Bytes
Forge(Forgery kind,
      const Path& path,
      const Bytes& update,
      const IpAddress& address,
      std::uint32_t number)
{
    const PacketView view = PacketView::Parse(update).value();
    const std::uint32_t updateId = view.Get<SeqParameter>()->updateId + 1 + number;
    Bytes forged = update;
    const std::size_t at = FindAddress(update);
    switch (kind)
    {
    case Forgery::BIT_FLIP:
        forged[at + LAST_OF_ADDRESS] ^= Byte{1} << number % 8;
        return MakeCarrier(path, forged);
    case Forgery::BAD_CHECKSUM:
        SetChecksum(path, forged);
        forged[at + LAST_OF_ADDRESS] ^= Byte{1} << number % 8;
        return MakeIpPacket(path, PROTOCOL_HIP, HOP_LIMIT, forged);
    case Forgery::NEW_ADDRESS:
        std::copy(address.GetBytes().begin(), address.GetBytes().end(), &forged[at]);
        return MakeCarrier(path, forged);
    case Forgery::NO_KEY:
        return MakeCarrier(path,
                           MakeWithoutKey(view.GetSender(), view.GetReceiver(), address, updateId));
    case Forgery::STRANGER: {
        auto stranger = view.GetSender().GetBytes();
        stranger[LAST_OF_ADDRESS] ^= 1;
        return MakeCarrier(path,
                           MakeWithoutKey(Hit(stranger), view.GetReceiver(), address, updateId));
    }
    }
    return {};
}

} // namespace hipscenario
