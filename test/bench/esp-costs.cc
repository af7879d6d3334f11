// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "test/bench/esp-costs.h"

#include "core/esp/beet.h"
#include "core/wire/ip-packet.h"
#include "test/bench/best-time.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <vector>

namespace hip
{

namespace
{

constexpr std::array<std::size_t, 6> LENGTHS = {64, 128, 256, 512, 1024, 1400};
constexpr std::size_t BATCH = 64; // packets

const Path HITS = {*IpAddress::Parse("2001:21::1"), *IpAddress::Parse("2001:21::2")};
const Path OUTER = {*IpAddress::Parse("2001:db8::1"), *IpAddress::Parse("2001:db8::2")};

/// So many packets between two HITs, each in a buffer of its own.
class PacketBatch
{
  public:
    explicit PacketBatch(std::size_t length)
        : m_length(length),
          m_storage(BATCH, Bytes(PacketBuffer::HEADROOM + length + PacketBuffer::TAILROOM))
    {
        Reset();
    }

    /// Makes all of them inner packets again.
    void Reset()
    {
        packets.clear();
        for (Bytes& storage : m_storage)
        {
            packets.emplace_back(storage, PacketBuffer::HEADROOM, m_length);
            WriteIpv6Header(packets.back().GetPacket(),
                            HITS,
                            PROTOCOL_UDP,
                            64,
                            0,
                            0,
                            m_length - IPV6_HEADER_LENGTH);
        }
    }

    void Seal(EspOutboundSa& sa)
    {
        for (PacketBuffer& packet : packets)
        {
            Require(BeetSeal(packet, sa, OUTER));
        }
    }

    void Open(EspInboundSa& sa)
    {
        for (PacketBuffer& packet : packets)
        {
            Require(BeetOpen(packet, IPV6_HEADER_LENGTH, sa, HITS));
        }
    }

    std::vector<PacketBuffer> packets;

  private:
    /// @throw std::logic_error, since the time of failures would be worth nothing
    static void Require(const Result<void>& result)
    {
        if (!result)
        {
            throw std::logic_error("a packet under measurement was refused");
        }
    }

    std::size_t m_length;
    std::vector<Bytes> m_storage;
};

/// Time against octets.
struct Point
{
    double octets;
    double nanoseconds;
};

struct Line
{
    double fixed;
    double slope;
};

/// Least squares. Neither part is below zero: no work gives time back.
Line
Fit(const std::vector<Point>& points)
{
    double x = 0;
    double y = 0;
    for (const Point& point : points)
    {
        x += point.octets / static_cast<double>(points.size());
        y += point.nanoseconds / static_cast<double>(points.size());
    }
    double xx = 0;
    double xy = 0;
    for (const Point& point : points)
    {
        xx += (point.octets - x) * (point.octets - x);
        xy += (point.octets - x) * (point.nanoseconds - y);
    }
    const double slope = std::max(xy / xx, 0.0);
    return Line{std::max(y - slope * x, 0.0), slope};
}

} // namespace

EspCosts
MeasureEspCosts(CryptoEngine& engine, EspSuite suite, double seconds)
{
    const EspSuiteInfo& info = GetEspSuiteInfo(suite);
    const Bytes encryptionKey(info.encryptionKeyLength, 1);
    const Bytes authenticationKey(info.authenticationKeyLength, 2);
    EspOutboundSa out(1, suite, engine.MakeEspCipher(suite, encryptionKey, authenticationKey));
    EspInboundSa in(1, suite, engine.MakeEspCipher(suite, encryptionKey, authenticationKey), 64);
    const double share = seconds / LENGTHS.size();
    std::vector<Point> sealed;
    std::vector<Point> opened;
    for (const std::size_t length : LENGTHS)
    {
        PacketBatch batch(length);
        const double sealTime = GetBestTime(
            share,
            [&] { batch.Reset(); },
            [&] { batch.Seal(out); });
        sealed.push_back({static_cast<double>(length), sealTime / BATCH});
        const double octets =
            static_cast<double>(batch.packets.front().GetLength() - IPV6_HEADER_LENGTH);
        const double openTime = GetBestTime(
            share,
            [&] {
                batch.Reset();
                batch.Seal(out);
            },
            [&] { batch.Open(in); });
        opened.push_back({octets, openTime / BATCH});
    }
    const Line seal = Fit(sealed);
    const Line open = Fit(opened);
    return EspCosts{seal.fixed, seal.slope, open.fixed, open.slope};
}

} // namespace hip
