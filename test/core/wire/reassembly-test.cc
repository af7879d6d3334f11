// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/reassembly.h"
#include "test/core/support/hex.h"
#include "test/core/support/ip-samples.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace hip::test
{

namespace
{

using std::chrono::seconds;

constexpr Time START{seconds(1000)};

Bytes
MakeUdpPacket(const Path& path, std::size_t length)
{
    return MakePacket(path, PROTOCOL_UDP, MakeUdp(path, Numbers(7).GetBytes(length)));
}

/// A fragment of either family with octets [offset, offset + length) of some datagram.
Bytes
MakePiece(bool isV4, std::size_t offset, std::size_t length, bool more, std::uint16_t id = 1)
{
    Bytes data(length);
    for (std::size_t i = 0; i < length; ++i)
    {
        data[i] = static_cast<Byte>((offset + i) * 7);
    }
    if (isV4)
    {
        Bytes packet = MakePacket(GetPathV4(), PROTOCOL_UDP, data);
        WriteU16(packet, 4, id);
        return AsFragmentV4(packet, offset, more);
    }
    Bytes payload = MakeFragmentHeader(PROTOCOL_UDP, offset, more, id);
    Append(payload, data);
    return MakePacket(GetPathV6(), PROTOCOL_FRAGMENT, payload);
}

/// A reassembler that tells its answers as text.
class Subject
{
  public:
    explicit Subject(const ReassemblyLimits& limits = {})
        : m_reassembler(limits)
    {
    }

    /// @return "waiting", "whole", or why not
    std::string Give(const Bytes& packet, Time now = START)
    {
        const auto result = m_reassembler.HandleFragment(packet, now);
        if (!result)
        {
            return ToString(result.error());
        }
        if (*result)
        {
            m_whole = **result;
        }
        return *result ? "whole" : "waiting";
    }

    const Bytes& GetWhole() const
    {
        return m_whole;
    }

    Reassembler& Get()
    {
        return m_reassembler;
    }

  private:
    Reassembler m_reassembler;
    Bytes m_whole;
};

class ReassemblyOfBoth : public testing::TestWithParam<bool>
{
};

INSTANTIATE_TEST_SUITE_P(Families, ReassemblyOfBoth, testing::Bool(), [](const auto& info) {
    return info.param ? "IPv4" : "IPv6";
});

} // namespace

TEST_P(ReassemblyOfBoth, GivesBackWhatWasCutInAnyOrder)
{
    const Bytes packet = MakeUdpPacket(GetParam() ? GetPathV4() : GetPathV6(), 3000);
    std::mt19937 random(1);
    for (const std::size_t mtu : {1500, 700, 200})
    {
        std::vector<Bytes> fragments = Fragment(packet, mtu, 99);
        for (int i = 0; i < 20; ++i)
        {
            std::shuffle(fragments.begin(), fragments.end(), random);
            Subject subject;
            for (const Bytes& fragment : fragments)
            {
                EXPECT_EQ(subject.Give(fragment),
                          &fragment == &fragments.back() ? "whole" : "waiting");
            }
            EXPECT_EQ(subject.GetWhole(), packet);
            EXPECT_EQ(subject.Get().GetOctets(), 0u);
            EXPECT_EQ(subject.Get().GetDatagramCount(), 0u);
            EXPECT_EQ(subject.Get().GetDeadline(), NEVER);
        }
    }
}

TEST_P(ReassemblyOfBoth, KeepsDatagramsApart)
{
    Subject subject;
    EXPECT_EQ(subject.Give(MakePiece(GetParam(), 0, 16, true, 1)), "waiting");
    EXPECT_EQ(subject.Give(MakePiece(GetParam(), 16, 8, false, 2)), "waiting");
    EXPECT_EQ(subject.Give(MakePiece(!GetParam(), 16, 8, false, 1)), "waiting");
    Bytes reverse = MakePiece(GetParam(), 16, 8, false, 1);
    const Path path = GetParam() ? GetPathV4() : GetPathV6();
    RewritePath(reverse, Reverse(path));
    EXPECT_EQ(subject.Give(reverse), "waiting");
    EXPECT_EQ(subject.Get().GetDatagramCount(), 4u);
    EXPECT_EQ(subject.Give(MakePiece(GetParam(), 16, 8, false, 1)), "whole");
}

TEST_P(ReassemblyOfBoth, PassesWhatIsNoFragment)
{
    const Bytes packet = MakeUdpPacket(GetParam() ? GetPathV4() : GetPathV6(), 10);
    Subject subject;
    Bytes padded = packet;
    padded.resize(packet.size() + 6);
    EXPECT_EQ(subject.Give(padded), "whole");
    EXPECT_EQ(subject.GetWhole(), packet);
    EXPECT_EQ(subject.Give(Bytes(3)), "malformed");
    EXPECT_EQ(subject.Get().GetDrops().Get(DropReason::MALFORMED), 1u);
}

TEST_P(ReassemblyOfBoth, RefusesOverlapsOfEveryShapeAndWhatFollows)
{
    struct Shape
    {
        std::size_t offset;
        std::size_t length;
    };

    // Against octets [32, 64): RFC 5722 §3 and §4
    const Shape shapes[] =
        {{24, 16}, {56, 16}, {40, 8}, {24, 48}, {32, 8}, {56, 8}, {32, 40}, {24, 40}};
    for (const Shape& shape : shapes)
    {
        Subject subject;
        EXPECT_EQ(subject.Give(MakePiece(GetParam(), 32, 32, true)), "waiting");
        EXPECT_EQ(subject.Give(MakePiece(GetParam(), shape.offset, shape.length, true)),
                  "fragment-overlap")
            << shape.offset << "+" << shape.length;
        EXPECT_EQ(subject.Get().GetOctets(), 0u);
        EXPECT_EQ(subject.Give(MakePiece(GetParam(), 0, 32, true)), "fragment-overlap");
        EXPECT_EQ(subject.Give(MakePiece(GetParam(), 64, 8, false)), "fragment-overlap");
        EXPECT_EQ(subject.Get().GetDrops().Get(DropReason::FRAGMENT_OVERLAP), 3u);
        EXPECT_EQ(subject.Give(MakePiece(GetParam(), 0, 32, true, 2)), "waiting");
    }
}

TEST_P(ReassemblyOfBoth, TakesAnIdentificationAgainAfterTheTimeoutOfAnOverlap)
{
    Subject subject;
    subject.Give(MakePiece(GetParam(), 0, 16, true));
    subject.Give(MakePiece(GetParam(), 8, 16, true));
    const Time later = START + seconds(60);
    EXPECT_EQ(subject.Give(MakePiece(GetParam(), 0, 16, true), later), "waiting");
    EXPECT_EQ(subject.Give(MakePiece(GetParam(), 16, 16, false), later), "whole");
    EXPECT_EQ(subject.Get().GetDrops().Get(DropReason::FRAGMENT_TIMEOUT), 0u);
}

TEST_P(ReassemblyOfBoth, IgnoresExactCopies)
{
    Subject subject;
    const Bytes piece = MakePiece(GetParam(), 0, 16, true);
    EXPECT_EQ(subject.Give(piece), "waiting");
    EXPECT_EQ(subject.Give(piece), "duplicate");
    EXPECT_EQ(subject.Give(MakePiece(GetParam(), 16, 8, false)), "whole");
    Bytes other = piece;
    other.back() ^= 1;
    EXPECT_EQ(subject.Give(piece), "waiting");
    EXPECT_EQ(subject.Give(other), "fragment-overlap") << "same place, other content";
}

TEST_P(ReassemblyOfBoth, RefusesFragmentsThatContradictTheEnd)
{
    Subject subject;
    EXPECT_EQ(subject.Give(MakePiece(GetParam(), 64, 8, false)), "waiting");
    EXPECT_EQ(subject.Give(MakePiece(GetParam(), 72, 8, true)), "malformed");
    EXPECT_EQ(subject.Give(MakePiece(GetParam(), 80, 8, false)), "malformed");
    EXPECT_EQ(subject.Give(MakePiece(GetParam(), 8, 8, false)), "malformed");
    EXPECT_EQ(subject.Give(MakePiece(GetParam(), 0, 64, true)), "whole");
    EXPECT_EQ(subject.Give(MakePiece(GetParam(), 64, 8, true)), "waiting");
    EXPECT_EQ(subject.Give(MakePiece(GetParam(), 8, 8, false)), "malformed");
}

TEST_P(ReassemblyOfBoth, RefusesLengthsThatLeaveAHole)
{
    Subject subject;
    EXPECT_EQ(subject.Give(MakePiece(GetParam(), 0, 15, true)), "malformed");
    EXPECT_EQ(subject.Give(MakePiece(GetParam(), 0, 0, true)), "malformed");
    EXPECT_EQ(subject.Give(MakePiece(GetParam(), 8, 0, false)), "malformed");
    EXPECT_EQ(subject.Get().GetDatagramCount(), 0u);
}

TEST_P(ReassemblyOfBoth, ForgetsWhatWaitsForTooLong)
{
    Subject subject;
    Reassembler& reassembler = subject.Get();
    subject.Give(MakePiece(GetParam(), 0, 16, true, 1));
    subject.Give(MakePiece(GetParam(), 0, 16, true, 2), START + seconds(10));
    // Another fragment does not prolong the life of a datagram.
    subject.Give(MakePiece(GetParam(), 16, 16, true, 1), START + seconds(20));
    EXPECT_EQ(reassembler.GetDeadline(), START + seconds(60));
    reassembler.HandleTimeout(START + seconds(60) - Duration(1));
    EXPECT_EQ(reassembler.GetDatagramCount(), 2u);
    reassembler.HandleTimeout(START + seconds(60));
    EXPECT_EQ(reassembler.GetDatagramCount(), 1u);
    EXPECT_EQ(reassembler.GetDeadline(), START + seconds(70));
    EXPECT_EQ(reassembler.GetDrops().Get(DropReason::FRAGMENT_TIMEOUT), 1u);
    EXPECT_EQ(subject.Give(MakePiece(GetParam(), 32, 8, false, 1), START + seconds(61)), "waiting");
    reassembler.HandleTimeout(NEVER);
    EXPECT_EQ(reassembler.GetOctets(), 0u);
    EXPECT_EQ(reassembler.GetDrops().Get(DropReason::FRAGMENT_TIMEOUT), 3u);
}

TEST_P(ReassemblyOfBoth, HoldsNoMoreDatagramsThanAllowed)
{
    ReassemblyLimits limits;
    limits.maximumDatagrams = 2;
    Subject subject(limits);
    EXPECT_EQ(subject.Give(MakePiece(GetParam(), 0, 16, true, 1)), "waiting");
    EXPECT_EQ(subject.Give(MakePiece(GetParam(), 0, 16, true, 2)), "waiting");
    EXPECT_EQ(subject.Give(MakePiece(GetParam(), 0, 16, true, 3)), "fragment-bound");
    EXPECT_EQ(subject.Give(MakePiece(GetParam(), 16, 16, false, 1)), "whole");
    EXPECT_EQ(subject.Give(MakePiece(GetParam(), 0, 16, true, 3)), "waiting");
}

TEST_P(ReassemblyOfBoth, HoldsNoMoreOctetsThanAllowed)
{
    ReassemblyLimits limits;
    limits.maximumOctets = 5000;
    Subject subject(limits);
    EXPECT_EQ(subject.Give(MakePiece(GetParam(), 0, 16, true, 1)), "waiting");
    std::string answer = "waiting";
    for (std::size_t offset = 0; answer == "waiting"; offset += 8)
    {
        ASSERT_LT(offset, 500u) << "small fragments must cost more than their octets";
        answer = subject.Give(MakePiece(GetParam(), offset, 8, true, 2));
        EXPECT_LE(subject.Get().GetOctets(), 5000u);
    }
    EXPECT_EQ(answer, "fragment-bound");
    EXPECT_EQ(subject.Get().GetDatagramCount(), 1u) << "what cannot be completed makes room";
    EXPECT_EQ(subject.Give(MakePiece(GetParam(), 16, 16, false, 1)), "whole");
    EXPECT_EQ(subject.Get().GetOctets(), 0u);
}

TEST_P(ReassemblyOfBoth, MarksThePacketIfAFragmentWasMarked)
{
    const bool isV4 = GetParam();
    const auto withEcn = [isV4](Bytes piece, Byte ecn) {
        piece[1] = static_cast<Byte>(piece[1] | (isV4 ? ecn : ecn << 4));
        return isV4 ? AsFragmentV4(piece, ReadU16(piece, 6) % 0x2000 * 8, (piece[6] & 0x20) != 0)
                    : piece;
    };
    Subject subject;
    subject.Give(withEcn(MakePiece(isV4, 0, 16, true), 2));
    subject.Give(withEcn(MakePiece(isV4, 16, 16, true), 3));
    ASSERT_EQ(subject.Give(withEcn(MakePiece(isV4, 32, 16, false), 2)), "whole");
    EXPECT_EQ(ParseIp(subject.GetWhole())->trafficClass, 3);
}

TEST(Reassembly, RefusesAPacketLongerThanItsHeaderCanSay)
{
    Subject subject;
    const std::size_t half = 32768;
    EXPECT_EQ(subject.Give(MakePiece(true, 0, half, true)), "waiting");
    EXPECT_EQ(subject.Give(MakePiece(true, half, 65535 - 20 - half, false)), "whole");
    EXPECT_EQ(subject.GetWhole().size(), 65535u);
    Bytes withOptions = MakePiece(true, 0, half, true);
    withOptions.insert(withOptions.begin() + 20, 4, 1);
    withOptions[0] = 0x46;
    WriteU16(withOptions, 2, static_cast<std::uint16_t>(withOptions.size()));
    WriteU16(withOptions, 10, 0);
    WriteU16(withOptions, 10, ComputeNaively(ByteSpan(withOptions).first(24)));
    EXPECT_EQ(subject.Give(withOptions), "waiting");
    EXPECT_EQ(subject.Give(MakePiece(true, half, 65535 - 20 - half, false)), "too-long");
    EXPECT_EQ(subject.Get().GetOctets(), 0u);
}

TEST(Reassembly, KeepsIpv4ProtocolsApart)
{
    Subject subject;
    Bytes tcp = MakePiece(true, 16, 8, false);
    tcp[9] = PROTOCOL_TCP;
    tcp = AsFragmentV4(tcp, 16, false);
    EXPECT_EQ(subject.Give(MakePiece(true, 0, 16, true)), "waiting");
    EXPECT_EQ(subject.Give(tcp), "waiting");
    EXPECT_EQ(subject.Give(MakePiece(true, 16, 8, false)), "whole");
}

TEST(Reassembly, TakesTheFragmentHeaderOffAnAtomicFragment)
{
    const Bytes udp = MakeUdp(GetPathV6(), Bytes(20));
    Bytes payload = MakeFragmentHeader(PROTOCOL_UDP, 0, false, 1);
    Append(payload, udp);
    Subject subject;
    EXPECT_EQ(subject.Give(MakePiece(false, 8, 8, true)), "waiting");
    EXPECT_EQ(subject.Give(MakePacket(GetPathV6(), PROTOCOL_FRAGMENT, payload)), "whole");
    EXPECT_EQ(subject.GetWhole(), MakePacket(GetPathV6(), PROTOCOL_UDP, udp));
    EXPECT_EQ(subject.Get().GetDatagramCount(), 1u) << "in isolation from others (RFC 6946)";
}

TEST(Reassembly, GivesBackExtensionHeaders)
{
    Bytes payload{PROTOCOL_DESTINATION_OPTIONS, 0, 1, 4, 0, 0, 0, 0};
    Append(payload, Bytes{PROTOCOL_UDP, 0, 1, 4, 0, 0, 0, 0});
    Append(payload, MakeUdp(GetPathV6(), Bytes(500)));
    const Bytes packet = MakePacket(GetPathV6(), PROTOCOL_HOP_BY_HOP, payload);
    Subject subject;
    std::string answer;
    for (const Bytes& fragment : Fragment(packet, 200, 3))
    {
        answer = subject.Give(fragment);
    }
    EXPECT_EQ(answer, "whole");
    EXPECT_EQ(subject.GetWhole(), packet);
}

TEST(Reassembly, WantsLimitsAboveZero)
{
    ReassemblyLimits noOctets;
    noOctets.maximumOctets = 0;
    EXPECT_THROW(Reassembler{noOctets}, std::invalid_argument);
    ReassemblyLimits noDatagrams;
    noDatagrams.maximumDatagrams = 0;
    EXPECT_THROW(Reassembler{noDatagrams}, std::invalid_argument);
    ReassemblyLimits noTime;
    noTime.timeout = Duration::zero();
    EXPECT_THROW(Reassembler{noTime}, std::invalid_argument);
}

} // namespace hip::test
