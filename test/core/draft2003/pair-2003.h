// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TEST_CORE_DRAFT2003_PAIR_2003_H
#define HIP_TEST_CORE_DRAFT2003_PAIR_2003_H

#include "core/draft2003/dialect.h"
#include "core/wire/ip-packet.h"
#include "test/core/support/host-pair.h"

#include <utility>
#include <vector>

namespace hip::draft2003::test
{

/// Two hosts that speak the dialect of 2003.
struct Pair2003 : hip::test::HostPair
{
    explicit Pair2003(const EndpointConfig& config = MakeConfig(),
                      std::uint64_t seed = 1,
                      CryptoFidelity fidelity = MODELLED)
        : HostPair(config, config, seed, fidelity, KeyKind::DSA_1024)
    {
    }

    /// Octets of each HIP packet on the wire, from the HIP header on.
    std::vector<std::pair<PacketKind, std::size_t>> GetSizes() const
    {
        std::vector<std::pair<PacketKind, std::size_t>> sizes;
        for (const Bytes& packet : world.wire)
        {
            if (const auto kind = hip::test::GetHipType(packet))
            {
                sizes.emplace_back(*kind, packet.size() - ParseIp(packet)->headerLength);
            }
        }
        return sizes;
    }

    /// Lets a host end an association with somebody else, so that its Birthday grows. @return him
    hip::test::Host& GrowOlder(hip::test::Host& host, const std::string& otherAt)
    {
        hip::test::Host& other =
            world.AddHost("peer of " + host.name, otherAt, MakeConfig(), KeyKind::DSA_1024);
        other.endpoint->AddPeer(host.GetHit(), host.addresses);
        other.endpoint->Connect(host.GetHit(), world.GetNow());
        world.Drain(other);
        world.Run(std::chrono::seconds(1));
        host.endpoint->Close(other.GetHit(), world.GetNow());
        return other;
    }

    /// @return the R1 that a host gives to @p by, who says he is its peer
    Bytes FetchR1(hip::test::Host& host, const hip::test::Host& by)
    {
        PacketWriter i1(PacketType::I1, 0, GetOther(host).GetHit(), host.GetHit());
        const Path path{by.addresses.front(), host.addresses.front()};
        world.Inject(host, MakeIpPacket(path, PROTOCOL_HIP, 64, i1.Finish(path)));
        return world.wire.back();
    }

    bool IsUp() const
    {
        return GetState(a) == State::ESTABLISHED && GetState(b) == State::ESTABLISHED;
    }
};

using Sizes = std::vector<std::pair<PacketKind, std::size_t>>;

} // namespace hip::draft2003::test

#endif // HIP_TEST_CORE_DRAFT2003_PAIR_2003_H
