// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TEST_CORE_SUPPORT_HOST_PAIR_H
#define HIP_TEST_CORE_SUPPORT_HOST_PAIR_H

#include "core/draft2003/hip-packet.h"
#include "core/wire/ip-info.h"
#include "test/core/support/world.h"

#include <optional>

namespace hip::test
{

/// Two hosts that know each other's addresses; `a` has the smaller HIT.
class HostPair
{
  public:
    static constexpr CryptoFidelity MODELLED = CryptoFidelity::MODELLED;

    explicit HostPair(const EndpointConfig& config = {},
                      std::uint64_t seed = 1,
                      CryptoFidelity fidelity = MODELLED)
        : HostPair(config, config, seed, fidelity)
    {
    }

    HostPair(const EndpointConfig& first,
             const EndpointConfig& second,
             std::uint64_t seed = 1,
             CryptoFidelity fidelity = MODELLED,
             KeyKind kind = KeyKind::ECDSA_P256)
        : world(seed, fidelity),
          m_first(world.AddHost("first", "2001:db8:1::1", first, kind)),
          m_second(world.AddHost("second", "2001:db8:2::1", second, kind)),
          a(m_first.GetHit() < m_second.GetHit() ? m_first : m_second),
          b(m_first.GetHit() < m_second.GetHit() ? m_second : m_first)
    {
        a.endpoint->AddPeer(b.GetHit(), b.addresses);
        b.endpoint->AddPeer(a.GetHit(), a.addresses);
    }

    /// Runs a base exchange that `a` starts; one packet each way makes both ESTABLISHED.
    void Establish()
    {
        a.endpoint->Connect(b.GetHit(), world.GetNow());
        world.Drain(a);
        world.Run(std::chrono::seconds(1));
        Exchange();
    }

    /// Sends a packet each way and gives it time. @return whether both came out
    bool Exchange()
    {
        const auto before = std::make_pair(a.delivered.size(), b.delivered.size());
        world.SendData(a, b.GetHit(), Bytes{'a'});
        world.Run(std::chrono::milliseconds(500));
        world.SendData(b, a.GetHit(), Bytes{'b'});
        world.Run(std::chrono::milliseconds(500));
        return a.delivered.size() == before.first + 1 && b.delivered.size() == before.second + 1;
    }

    State GetState(const Host& host) const
    {
        return host.endpoint->GetState(GetOther(host).GetHit());
    }

    const Host& GetOther(const Host& host) const
    {
        return &host == &a ? b : a;
    }

    World world;

  private:
    Host& m_first;
    Host& m_second;

  public:
    Host& a;
    Host& b;
};

/// @return the HIP packet type of a whole IP packet; nothing if it carries no HIP
inline std::optional<PacketKind>
GetHipType(const Bytes& packet)
{
    const auto info = ParseIp(packet);
    if (!info || (info->protocol != PROTOCOL_HIP && info->protocol != draft2003::PROTOCOL_HIP))
    {
        return std::nullopt;
    }
    return static_cast<PacketKind>(packet.at(info->headerLength + 2) & 0x7f);
}

/// A filter for World: loses the next @p count packets of one type.
inline std::function<bool(Bytes&)>
Lose(PacketKind type, unsigned count)
{
    return [type, count](Bytes& packet) mutable {
        return GetHipType(packet) != type || count == 0 || count-- == 0;
    };
}

} // namespace hip::test

#endif // HIP_TEST_CORE_SUPPORT_HOST_PAIR_H
