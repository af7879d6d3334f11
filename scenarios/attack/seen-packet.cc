// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/attack/seen-packet.h"

#include "core/draft2003/hip-packet.h"
#include "core/draft2003/parameters.h"
#include "core/wire/hip-packet.h"
#include "core/wire/parameters.h"

#include <algorithm>

namespace hipscenario
{

using namespace hip;

namespace
{

constexpr Byte MADE_UP = 0xa5;
constexpr std::size_t MAC_LENGTH = 32;
constexpr std::size_t SIGNATURE_LENGTH = 64;
constexpr std::size_t DSA_SIGNATURE_LENGTH = 41; // RFC 2536 §3
constexpr std::uint32_t LIFETIME = 3600;         // seconds

// Of AC_INFO.
constexpr std::size_t AT_TIMESTAMP = 4;
constexpr std::size_t TIMESTAMP_LENGTH = 4;

/// @return where an address stands in a packet that has it
ByteSpan
FindAddress(const Bytes& packet, const IpAddress& address)
{
    const auto& octets = address.GetBytes();
    const auto at = std::search(packet.begin(), packet.end(), octets.begin(), octets.end());
    return ByteSpan(packet).subspan(static_cast<std::size_t>(at - packet.begin()), octets.size());
}

ByteSpan
FindToldInUpdate(const Bytes& packet)
{
    const auto set = PacketView::Parse(packet)->Get<LocatorSetParameter>();
    const bool tells = set && !set->locators.empty();
    return tells ? FindAddress(packet, set->locators.front().address) : ByteSpan();
}

ByteSpan
FindToldOf2003(const Bytes& packet)
{
    const auto view = draft2003::PacketView::Parse(packet);
    if (const auto check = view->Find(draft2003::ParameterType::AC_INFO))
    {
        return check->contents.subspan(AT_TIMESTAMP, TIMESTAMP_LENGTH);
    }
    const auto rea = view->Get<draft2003::ReaInfoParameter>();
    const bool tells = rea && !rea->addresses.empty();
    return tells ? FindAddress(packet, rea->addresses.front().address) : ByteSpan();
}

Bytes
MakeUpdate(const Bytes& packet, const Hit& sender, const IpAddress& address, std::uint32_t number)
{
    const PacketView view = PacketView::Parse(packet).value();
    Locator locator;
    locator.isPreferred = true;
    locator.lifetime = LIFETIME;
    locator.address = address;
    PacketWriter writer(PacketType::UPDATE, 0, sender, view.GetReceiver());
    writer.Add(LocatorSetParameter{{locator}})
        .Add(SeqParameter{view.Get<SeqParameter>()->updateId + 1 + number})
        .Add(HipMacParameter{Bytes(MAC_LENGTH, MADE_UP)})
        .Add(HipSignatureParameter{HiAlgorithm::ECDSA, Bytes(SIGNATURE_LENGTH, MADE_UP)});
    return writer.GetBytes();
}

/// REA, AC or ACR.
Bytes
MakeOf2003(const Bytes& packet, const Hit& sender, const IpAddress& address, std::uint32_t number)
{
    using namespace draft2003;
    const auto view = draft2003::PacketView::Parse(packet).value();
    HmacParameter hmac;
    hmac.mac.fill(MADE_UP);
    draft2003::PacketWriter writer(view.GetType(), 0, sender, view.GetReceiver());
    if (auto check = view.Get<AcInfoParameter>())
    {
        check->timestamp += 1 + number;
        writer.Add(*check).Add(hmac);
        return writer.GetBytes();
    }
    auto info = view.Get<ReaInfoParameter>().value();
    info.reaId = static_cast<std::uint16_t>(info.reaId + 1 + number);
    info.addresses = {{LIFETIME, address}};
    writer.Add(info).Add(hmac).Add(
        draft2003::HipSignatureParameter{HiAlgorithm::DSA, Bytes(DSA_SIGNATURE_LENGTH, MADE_UP)});
    return writer.GetBytes();
}

} // namespace

bool
IsOf2003(const SeenPacket& seen)
{
    return seen.protocol == draft2003::PROTOCOL_HIP;
}

ByteSpan
FindTold(const SeenPacket& seen)
{
    return IsOf2003(seen) ? FindToldOf2003(seen.hip) : FindToldInUpdate(seen.hip);
}

Bytes
MakeWithoutKey(const SeenPacket& seen,
               const Hit& sender,
               const IpAddress& address,
               std::uint32_t number)
{
    return IsOf2003(seen) ? MakeOf2003(seen.hip, sender, address, number)
                          : MakeUpdate(seen.hip, sender, address, number);
}

} // namespace hipscenario
