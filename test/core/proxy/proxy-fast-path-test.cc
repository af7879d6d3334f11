// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// The fast path of the proxy as a whole: what it may cost, and that bursts change nothing.

#include "core/proxy/packet-storage.h"
#include "test/core/proxy/proxy-world.h"
#include "test/core/support/allocation-counter.h"

#include <gtest/gtest.h>
#include <memory>
#include <random>

namespace hip::test
{

namespace
{

const Path LEGACY = Between("3ffe:400::50", "3ffe:401::5");
const Path LEGACY_V4 = Between("192.0.2.50", "198.51.100.1");

/// A packet in a buffer that can be filled again without an allocation.
class Reusable
{
  public:
    explicit Reusable(Bytes packet)
        : m_packet(std::move(packet)),
          m_storage(PacketBuffer::HEADROOM + m_packet.size() + PacketBuffer::TAILROOM)
    {
        Refill();
    }

    PacketBuffer& Refill()
    {
        std::copy(m_packet.begin(), m_packet.end(), m_storage.begin() + PacketBuffer::HEADROOM);
        m_buffer = PacketBuffer(m_storage, PacketBuffer::HEADROOM, m_packet.size());
        return m_buffer;
    }

  private:
    Bytes m_packet;
    Bytes m_storage;
    PacketBuffer m_buffer;
};

/// What a burst of packets does to one world, one by one or all at once.
struct Outcome
{
    std::vector<std::pair<Verdict::Kind, DropReason>> verdicts;
    std::vector<Bytes> packets;
    std::vector<std::string> outputs;
};

Outcome
RunBurst(const std::vector<Bytes>& packets, bool isBurst)
{
    ProxyWorld world;
    world.Connect();
    world.Connect(LEGACY_V4.source.ToString());
    std::vector<std::unique_ptr<Reusable>> buffers;
    std::vector<PacketBuffer> burst;
    for (const Bytes& packet : packets)
    {
        buffers.push_back(std::make_unique<Reusable>(packet));
        burst.push_back(buffers.back()->Refill());
    }
    std::vector<Verdict> verdicts(burst.size());
    if (isBurst)
    {
        world.proxy->HandleForwardedBurst(burst, verdicts, world.now);
    }
    for (std::size_t i = 0; i < burst.size() && !isBurst; ++i)
    {
        verdicts[i] = world.proxy->HandleForwarded(burst[i], world.now);
    }
    Outcome outcome;
    for (std::size_t i = 0; i < burst.size(); ++i)
    {
        outcome.verdicts.emplace_back(verdicts[i].kind, verdicts[i].reason);
        const MutableByteSpan octets = burst[i].GetPacket();
        const bool isKept =
            verdicts[i].kind == Verdict::Kind::TRANSMIT || verdicts[i].kind == Verdict::Kind::PASS;
        outcome.packets.push_back(isKept ? Bytes(octets.begin(), octets.end()) : Bytes());
    }
    world.Drain();
    outcome.outputs.push_back(world.GetLetters());
    outcome.outputs.push_back(std::to_string(world.proxy->GetDrops().GetTotal()));
    outcome.outputs.push_back(std::to_string(world.toLegacy.size()));
    return outcome;
}

std::vector<Bytes>
MakeMixture()
{
    std::mt19937 random(7);
    std::vector<Bytes> packets;
    for (int i = 0; i < 100; ++i)
    {
        const Path& path = random() % 2 == 0 ? LEGACY : LEGACY_V4;
        const auto port = static_cast<std::uint16_t>(1000 + random() % 20);
        const Bytes data(random() % 1800);
        switch (random() % 8)
        {
        case 0:
            packets.push_back(BuildTcp(path, port, 80, TCP_SYN, {}, 1440));
            break;
        case 1:
            packets.push_back(BuildTcp(path, port, 80, TCP_RST));
            break;
        case 2:
            packets.push_back(BuildEcho(path, true, port, data));
            break;
        case 3:
            packets.push_back(BuildUdp(Between("3ffe:400::50", "3ffe:600::1"), port, 1, {}));
            break;
        case 4:
            packets.push_back(Bytes(random() % 60, static_cast<Byte>(random())));
            break;
        case 5:
            packets.push_back(BuildUdp(Between("3ffe:400::50", "3ffe:401::99"), port, 1, {}));
            break;
        default:
            packets.push_back(BuildUdp(path, port, 7, data));
            break;
        }
    }
    return packets;
}

} // namespace

TEST(ProxyFastPath, AllocatesNothingForPacketsOfKnownFlows)
{
    ProxyWorld world;
    world.Connect();
    world.Connect(LEGACY_V4.source.ToString());
    Reusable packets[] = {Reusable(BuildUdp(LEGACY, 5000, 7, Bytes(1000))),
                          Reusable(BuildTcp(LEGACY, 5000, 80, TCP_ACK, Bytes(1000))),
                          Reusable(BuildEcho(LEGACY, true, 5000, Bytes(1000))),
                          Reusable(BuildUdp(LEGACY_V4, 5000, 7, Bytes(1000))),
                          Reusable(BuildTcp(LEGACY_V4, 5000, 80, TCP_ACK, Bytes(1000)))};
    for (Reusable& packet : packets)
    {
        ASSERT_EQ(world.proxy->HandleForwarded(packet.Refill(), world.now).kind,
                  Verdict::Kind::TRANSMIT);
    }
    world.Drain();
    const std::uint64_t before = GetAllocationCount();
    unsigned transmitted = 0;
    for (int i = 0; i < 200; ++i)
    {
        for (Reusable& packet : packets)
        {
            const Verdict verdict = world.proxy->HandleForwarded(packet.Refill(), world.now);
            transmitted += verdict.kind == Verdict::Kind::TRANSMIT ? 1 : 0;
        }
    }
    EXPECT_EQ(GetAllocationCount(), before);
    EXPECT_EQ(transmitted, 1000U);
}

TEST(ProxyFastPath, AllocatesNothingOnTheWayBack)
{
    ProxyWorld world;
    world.Connect();
    world.host.isSilent = true;
    world.Send(BuildUdp(LEGACY, 5000, 7, Bytes(4)));
    world.Run(100ms);
    const Path inner{world.host.endpoint->GetHit(), world.own.endpoint->GetHit()};
    const std::uint16_t port = Parts(world.host.received.back()).flow.sourcePort;
    std::vector<std::unique_ptr<Reusable>> sealed;
    for (int i = 0; i < 200; ++i)
    {
        PacketStorage storage(BuildUdp(inner, 7, port, Bytes(1000)));
        ASSERT_EQ(world.host.endpoint->HandleUpper(storage.buffer, world.now).kind,
                  Verdict::Kind::TRANSMIT);
        sealed.push_back(std::make_unique<Reusable>(storage.GetBytes()));
    }
    EXPECT_EQ(world.proxy->HandleWire(sealed[0]->Refill(), world.now).kind,
              Verdict::Kind::TRANSMIT);
    world.Drain();
    const std::uint64_t before = GetAllocationCount();
    unsigned transmitted = 0;
    for (std::size_t i = 1; i < sealed.size(); ++i)
    {
        const Verdict verdict = world.proxy->HandleWire(sealed[i]->Refill(), world.now);
        transmitted += verdict.kind == Verdict::Kind::TRANSMIT ? 1 : 0;
    }
    EXPECT_EQ(GetAllocationCount(), before);
    EXPECT_EQ(transmitted, 199U);
}

TEST(ProxyFastPath, AllocatesNothingForWhatPasses)
{
    ProxyWorld world;
    world.Connect();
    Reusable packet(BuildUdp(Between("3ffe:400::50", "3ffe:600::1"), 1, 2, Bytes(1000)));
    const std::uint64_t before = GetAllocationCount();
    for (int i = 0; i < 1000; ++i)
    {
        world.proxy->HandleForwarded(packet.Refill(), world.now);
    }
    EXPECT_EQ(GetAllocationCount(), before);
}

TEST(ProxyFastPath, DoesInBurstsWhatItDoesOneByOne)
{
    const std::vector<Bytes> packets = MakeMixture();
    const Outcome one = RunBurst(packets, false);
    const Outcome burst = RunBurst(packets, true);
    EXPECT_EQ(burst.verdicts, one.verdicts);
    EXPECT_EQ(burst.packets, one.packets);
    EXPECT_EQ(burst.outputs, one.outputs);
    std::size_t transmitted = 0;
    for (const auto& [kind, reason] : one.verdicts)
    {
        transmitted += kind == Verdict::Kind::TRANSMIT ? 1 : 0;
    }
    EXPECT_GT(transmitted, 20U);
    EXPECT_LT(transmitted, 90U);
}

} // namespace hip::test
