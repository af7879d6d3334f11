// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/crypto-context.h"
#include "core/crypto/random.h"
#include "core/esp/security-association.h"
#include "core/util/endian.h"
#include "test/core/support/allocation-counter.h"
#include "test/core/support/esp-pair.h"
#include "test/core/support/hex.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <limits>
#include <numeric>
#include <utility>

namespace hip
{
namespace
{

using test::EspCase;
using test::EspPair;
using test::FromHex;
using test::MakeCountingBytes;
using test::RoomyPacket;

constexpr Byte NEXT_HEADER = 17;
constexpr std::uint64_t WRAP = std::uint64_t{1} << 32;
constexpr std::uint64_t LAST = std::numeric_limits<std::uint64_t>::max();

/// Leaves the text in clear and marks IV and ICV, so that the layout around them can be read.
class ClearCipher : public EspCipher
{
  public:
    static constexpr Byte IV_OCTET = 0xaa;
    static constexpr Byte ICV_OCTET = 0xcc;

    explicit ClearCipher(std::uint64_t& sequence)
        : m_sequence(sequence)
    {
    }

    void Seal(ByteSpan,
              std::uint64_t sequence,
              MutableByteSpan iv,
              MutableByteSpan,
              MutableByteSpan icv) override
    {
        m_sequence = sequence;
        std::fill(iv.begin(), iv.end(), IV_OCTET);
        std::fill(icv.begin(), icv.end(), ICV_OCTET);
    }

    bool Open(ByteSpan, std::uint64_t sequence, ByteSpan, MutableByteSpan, ByteSpan icv) override
    {
        m_sequence = sequence;
        return std::all_of(icv.begin(), icv.end(), [](Byte byte) { return byte == ICV_OCTET; });
    }

  private:
    std::uint64_t& m_sequence; ///< of the latest packet
};

Bytes
Sealed(EspOutboundSa& sa, ByteSpan payload)
{
    RoomyPacket packet(payload);
    EXPECT_TRUE(sa.Seal(packet.GetBuffer(), NEXT_HEADER).has_value());
    return packet.GetContent();
}

/// @return the reason of refusal, or nothing if the packet was opened
std::optional<DropReason>
Refusal(EspInboundSa& sa, ByteSpan esp)
{
    RoomyPacket packet(esp);
    const Result<Byte> opened = sa.Open(packet.GetBuffer());
    return opened ? std::nullopt : std::optional(opened.error());
}

class EspSuites : public testing::TestWithParam<EspCase>
{
};

std::vector<EspCase>
GetCases(bool hasExtendedSequence)
{
    std::vector<EspCase> cases;
    for (const EspCase& espCase : test::GetEspCases())
    {
        if (GetEspSuiteInfo(espCase.suite).HasExtendedSequence() == hasExtendedSequence)
        {
            cases.push_back(espCase);
        }
    }
    return cases;
}

/// Those that number packets with 64 bits, and those that know 32.
class EspSuitesOfLongNumbers : public EspSuites
{
};

class EspSuitesOfShortNumbers : public EspSuites
{
};

std::string
GetName(const testing::TestParamInfo<EspCase>& info)
{
    return info.param.GetName();
}

INSTANTIATE_TEST_SUITE_P(All, EspSuites, testing::ValuesIn(test::GetEspCases()), GetName);
INSTANTIATE_TEST_SUITE_P(Long, EspSuitesOfLongNumbers, testing::ValuesIn(GetCases(true)), GetName);
INSTANTIATE_TEST_SUITE_P(Short,
                         EspSuitesOfShortNumbers,
                         testing::ValuesIn(GetCases(false)),
                         GetName);

TEST(EspOverhead, IsThatOfTheRfcsFormats)
{
    // Header 8, IV, text rounded up with its 2 octets of trailer, ICV.
    EXPECT_EQ(GetEspOverhead(EspSuite::AES_128_CBC_SHA256, 64), 8u + 16 + 80 + 16 - 64);
    EXPECT_EQ(GetEspOverhead(EspSuite::AES_256_CBC_SHA256, 14), 8u + 16 + 16 + 16 - 14);
    EXPECT_EQ(GetEspOverhead(EspSuite::AES_256_CBC_SHA256, 15), 8u + 16 + 32 + 16 - 15);
    EXPECT_EQ(GetEspOverhead(EspSuite::AES_128_GCM_16, 64), 8u + 8 + 68 + 16 - 64);
    EXPECT_EQ(GetEspOverhead(EspSuite::AES_128_GCM_8, 66), 8u + 8 + 68 + 8 - 66);
    EXPECT_EQ(GetEspOverhead(EspSuite::NULL_SHA256, 1400), 8u + 0 + 1404 + 16 - 1400);
    EXPECT_EQ(GetEspOverhead(EspSuite::NULL_SHA256, 0), 8u + 0 + 4 + 16);
    EXPECT_EQ(GetEspOverhead(EspSuite::AES_128_CBC_SHA1, 64), 8u + 16 + 80 + 12 - 64);
    EXPECT_EQ(GetEspOverhead(EspSuite::TRIPLE_DES_CBC_SHA1, 64), 8u + 8 + 72 + 12 - 64);
    EXPECT_EQ(GetEspOverhead(EspSuite::TRIPLE_DES_CBC_SHA1, 70), 8u + 8 + 72 + 12 - 70);
    EXPECT_EQ(GetEspOverhead(EspSuite::NULL_SHA1, 1400), 8u + 0 + 1404 + 12 - 1400);
}

TEST(EspOverhead, LeavesTheLargestPayloadThatFits)
{
    for (const EspCase& espCase : test::GetEspCases())
    {
        const EspSuite suite = espCase.suite;
        for (std::size_t room = 0; room < 200; ++room)
        {
            const std::size_t largest = GetLargestEspPayload(suite, room);
            EXPECT_GT(largest + 1 + GetEspOverhead(suite, largest + 1), room) << room;
            if (largest > 0)
            {
                EXPECT_LE(largest + GetEspOverhead(suite, largest), room) << room;
            }
        }
    }
}

TEST_P(EspSuites, AddTheOverheadAndLayOutThePartsInOrder)
{
    const EspSuiteInfo& info = GetEspSuiteInfo(GetParam().suite);
    for (std::size_t length = 0; length <= 40; ++length)
    {
        std::uint64_t sequence = 0;
        EspOutboundSa sa(0x01020304, GetParam().suite, std::make_unique<ClearCipher>(sequence));
        const Bytes payload = MakeCountingBytes(length, 0x60);
        const Bytes esp = Sealed(sa, payload);
        ASSERT_EQ(esp.size(), length + GetEspOverhead(GetParam().suite, length));

        Bytes expected = FromHex("01020304 00000001");
        expected.insert(expected.end(), info.ivLength, ClearCipher::IV_OCTET);
        Append(expected, payload);
        Byte padLength = 0;
        while ((length + padLength + 2) % info.padUnit != 0)
        {
            expected.push_back(++padLength); // RFC 4303 §2.4: 1, 2, 3 …
        }
        expected.push_back(padLength);
        expected.push_back(NEXT_HEADER);
        expected.insert(expected.end(), info.icvLength, ClearCipher::ICV_OCTET);
        EXPECT_EQ(esp, expected) << length;
    }
}

TEST_P(EspSuites, OpenWhatTheySealed)
{
    EspPair pair(GetParam());
    std::vector<std::size_t> lengths(1501);
    std::iota(lengths.begin(), lengths.end(), 0);
    lengths.insert(lengths.end(), {9000, 65000});
    for (const std::size_t length : lengths)
    {
        const Bytes payload = MakeCountingBytes(length);
        RoomyPacket packet(payload);
        ASSERT_TRUE(pair.GetOutbound().Seal(packet.GetBuffer(), NEXT_HEADER).has_value());
        const Result<Byte> nextHeader = pair.GetInbound().Open(packet.GetBuffer());
        ASSERT_TRUE(nextHeader.has_value()) << ToString(nextHeader.error());
        EXPECT_EQ(*nextHeader, NEXT_HEADER);
        EXPECT_EQ(packet.GetContent(), payload);
    }
    EXPECT_EQ(pair.GetOutbound().GetSequence(), lengths.size());
    EXPECT_EQ(pair.GetInbound().GetPackets(), lengths.size());
}

TEST(EspOutboundSa, HidesThePayloadUnlessNullIsTheCipher)
{
    for (const EspCase& espCase : test::GetEspCases())
    {
        if (espCase.fidelity == CryptoFidelity::MODELLED)
        {
            continue; // promises no secrecy
        }
        EspPair pair(espCase);
        const Bytes payload = MakeCountingBytes(64);
        const Bytes esp = Sealed(pair.GetOutbound(), payload);
        const bool isVisible =
            std::search(esp.begin(), esp.end(), payload.begin(), payload.begin() + 8) != esp.end();
        EXPECT_EQ(isVisible,
                  espCase.suite == EspSuite::NULL_SHA256 || espCase.suite == EspSuite::NULL_SHA1)
            << espCase;
    }
}

TEST_P(EspSuites, RefuseAPacketWithAnyBitChanged)
{
    EspPair pair(GetParam());
    const Bytes esp = Sealed(pair.GetOutbound(), MakeCountingBytes(37));
    for (std::size_t bit = 0; bit < 8 * esp.size(); ++bit)
    {
        Bytes forged = esp;
        forged[bit / 8] ^= static_cast<Byte>(1 << (bit % 8));
        // The last bit of the sequence number makes it 0, which is never used.
        const bool isNumberZero = bit / 8 == 7 && bit % 8 == 0;
        EXPECT_EQ(Refusal(pair.GetInbound(), forged),
                  isNumberZero ? DropReason::REPLAYED : DropReason::BAD_ICV)
            << "bit " << bit;
    }
    EXPECT_EQ(pair.GetInbound().GetPackets(), 0u);
    EXPECT_EQ(Refusal(pair.GetInbound(), esp), std::nullopt);
}

TEST_P(EspSuites, RefuseAPacketOfAnyOtherLength)
{
    EspPair pair(GetParam());
    const Bytes esp = Sealed(pair.GetOutbound(), MakeCountingBytes(37));
    const EspSuiteInfo& info = GetEspSuiteInfo(GetParam().suite);
    const std::size_t fixedLength = ESP_HEADER_LENGTH + info.ivLength + info.icvLength;
    Bytes longer = esp;
    longer.resize(esp.size() + 64);
    for (std::size_t length = 0; length <= longer.size(); ++length)
    {
        if (length == esp.size())
        {
            continue;
        }
        const bool isWhole =
            length >= fixedLength + info.padUnit && (length - fixedLength) % info.padUnit == 0;
        EXPECT_EQ(Refusal(pair.GetInbound(), ByteSpan(longer).first(length)),
                  isWhole ? DropReason::BAD_ICV : DropReason::TRUNCATED)
            << length;
    }
    EXPECT_EQ(pair.GetInbound().GetPackets(), 0u);
    EXPECT_EQ(Refusal(pair.GetInbound(), esp), std::nullopt);
}

TEST_P(EspSuitesOfLongNumbers, GoOnAcrossTheWrapOfTheLowHalf)
{
    EspPair pair(GetParam(), 64, WRAP - 4);
    std::vector<Bytes> packets;
    for (int i = 0; i < 8; ++i)
    {
        packets.push_back(Sealed(pair.GetOutbound(), MakeCountingBytes(20)));
    }
    EXPECT_EQ(pair.GetOutbound().GetSequence(), WRAP + 4);
    EXPECT_EQ(ReadU32(packets[2], 4), 0xffffffffU);
    EXPECT_EQ(ReadU32(packets[3], 4), 0U);
    // Out of order on both sides of the wrap, and each one twice.
    for (const std::size_t at : {0, 4, 2, 3, 1, 7, 5, 6})
    {
        EXPECT_EQ(Refusal(pair.GetInbound(), packets[at]), std::nullopt) << at;
        EXPECT_EQ(Refusal(pair.GetInbound(), packets[at]), DropReason::REPLAYED) << at;
    }
}

TEST_P(EspSuitesOfShortNumbers, EndWithTheLast32BitNumber)
{
    EspPair pair(GetParam(), 64, WRAP - 3);
    const Bytes one = Sealed(pair.GetOutbound(), MakeCountingBytes(20));
    const Bytes last = Sealed(pair.GetOutbound(), MakeCountingBytes(20));
    EXPECT_EQ(ReadU32(last, 4), 0xffffffffU);
    RoomyPacket packet(MakeCountingBytes(20));
    const Bytes storage = packet.GetStorage();
    for (int i = 0; i < 3; ++i)
    {
        EXPECT_EQ(pair.GetOutbound().Seal(packet.GetBuffer(), NEXT_HEADER).error(),
                  DropReason::SEQUENCE_EXHAUSTED);
        EXPECT_EQ(packet.GetStorage(), storage);
    }
    EXPECT_EQ(pair.GetOutbound().GetSequence(), WRAP - 1);
    EXPECT_EQ(Refusal(pair.GetInbound(), last), std::nullopt);
    EXPECT_EQ(Refusal(pair.GetInbound(), one), std::nullopt);
    EXPECT_EQ(Refusal(pair.GetInbound(), one), DropReason::REPLAYED);
    EXPECT_EQ(Refusal(pair.GetInbound(), last), DropReason::REPLAYED);
}

/// There is no next round, for which such a number could be meant: it is refused unread.
TEST_P(EspSuitesOfShortNumbers, RefuseWhatLiesLeftOfTheWindowAsReplayed)
{
    EspPair pair(GetParam(), 64);
    std::vector<Bytes> packets;
    for (int i = 0; i < 100; ++i)
    {
        packets.push_back(Sealed(pair.GetOutbound(), MakeCountingBytes(8)));
    }
    EXPECT_EQ(ReadU32(packets[0], 4), 1U);
    EXPECT_EQ(Refusal(pair.GetInbound(), packets[99]), std::nullopt);
    EXPECT_EQ(Refusal(pair.GetInbound(), packets[99 - 63]), std::nullopt);
    EXPECT_EQ(Refusal(pair.GetInbound(), packets[99 - 64]), DropReason::REPLAYED);
    EXPECT_EQ(Refusal(pair.GetInbound(), packets[0]), DropReason::REPLAYED);
    Bytes zero = packets[98];
    WriteU32(zero, 4, 0);
    EXPECT_EQ(Refusal(pair.GetInbound(), zero), DropReason::REPLAYED);
}

TEST_P(EspSuitesOfLongNumbers, CoverTheHighHalfOfTheNumberByTheIcv)
{
    EspPair early(GetParam());
    EspPair late(GetParam(), 64, WRAP); // the same low half, the next round
    const Bytes payload = MakeCountingBytes(20);
    const Bytes first = Sealed(early.GetOutbound(), payload);
    const Bytes second = Sealed(late.GetOutbound(), payload);
    ASSERT_TRUE(std::equal(first.begin(), first.begin() + ESP_HEADER_LENGTH, second.begin()));
    EXPECT_EQ(Refusal(early.GetInbound(), second), DropReason::BAD_ICV);
    EXPECT_EQ(Refusal(early.GetInbound(), first), std::nullopt);
}

TEST_P(EspSuites, AllocateNothingPerPacket)
{
    EspPair pair(GetParam());
    const Bytes payload = MakeCountingBytes(1400);
    RoomyPacket packet(payload);
    std::size_t opened = 0;
    const std::uint64_t before = test::GetAllocationCount();
    for (int i = 0; i < 1000; ++i)
    {
        packet.Refill(payload);
        if (pair.GetOutbound().Seal(packet.GetBuffer(), NEXT_HEADER) &&
            pair.GetInbound().Open(packet.GetBuffer()))
        {
            ++opened;
        }
    }
    EXPECT_EQ(test::GetAllocationCount() - before, 0u);
    EXPECT_EQ(opened, 1000u);
}

TEST(EspOutboundSa, CountsFromOneAndHandsTheCipherAll64Bits)
{
    std::uint64_t sequence = 0;
    EspOutboundSa fresh(1, EspSuite::NULL_SHA256, std::make_unique<ClearCipher>(sequence));
    EXPECT_EQ(fresh.GetSequence(), 0u);
    Sealed(fresh, {});
    EXPECT_EQ(sequence, 1u);
    EspOutboundSa old(1, EspSuite::NULL_SHA256, std::make_unique<ClearCipher>(sequence), WRAP + 6);
    EXPECT_EQ(ReadU32(Sealed(old, {}), 4), 7u);
    EXPECT_EQ(sequence, WRAP + 7);
}

TEST(EspOutboundSa, StopsWhenTheNumbersAreUsedUp)
{
    std::uint64_t sequence = 0;
    EspOutboundSa sa(1, EspSuite::NULL_SHA256, std::make_unique<ClearCipher>(sequence), LAST - 1);
    Sealed(sa, {});
    EXPECT_EQ(sequence, LAST);
    const Bytes payload = MakeCountingBytes(20);
    RoomyPacket packet(payload);
    const Bytes storage = packet.GetStorage();
    const Result<void> sealed = sa.Seal(packet.GetBuffer(), NEXT_HEADER);
    ASSERT_FALSE(sealed.has_value());
    EXPECT_EQ(sealed.error(), DropReason::SEQUENCE_EXHAUSTED);
    EXPECT_EQ(packet.GetContent(), payload);
    EXPECT_EQ(packet.GetStorage(), storage);
    EXPECT_EQ(sa.GetSequence(), LAST);
}

TEST(EspOutboundSa, NeedsRoomOnBothSides)
{
    constexpr EspSuite SUITE = EspSuite::AES_128_CBC_SHA256;
    const Bytes payload = MakeCountingBytes(20); // to 32 octets of text
    constexpr std::size_t FRONT = 8 + 16;
    constexpr std::size_t BACK = 12 + 16;
    for (const auto& [headroom, tailroom, fits] : {std::tuple(FRONT, BACK, true),
                                                   std::tuple(FRONT - 1, BACK, false),
                                                   std::tuple(FRONT, BACK - 1, false),
                                                   std::tuple(std::size_t{0}, BACK, false),
                                                   std::tuple(FRONT, std::size_t{0}, false)})
    {
        std::uint64_t sequence = 0;
        EspOutboundSa sa(1, SUITE, std::make_unique<ClearCipher>(sequence));
        RoomyPacket packet(payload, headroom, tailroom);
        const Bytes storage = packet.GetStorage();
        const Result<void> sealed = sa.Seal(packet.GetBuffer(), NEXT_HEADER);
        ASSERT_EQ(sealed.has_value(), fits) << headroom << " " << tailroom;
        EXPECT_EQ(sa.GetSequence(), fits ? 1u : 0u);
        if (!fits)
        {
            EXPECT_EQ(sealed.error(), DropReason::NO_ROOM);
            EXPECT_EQ(packet.GetContent(), payload);
            EXPECT_EQ(packet.GetStorage(), storage);
        }
    }
}

TEST(EspInboundSa, RefusesASecondCopyAndWhatIsTooOld)
{
    EspPair pair({EspSuite::AES_128_GCM_16, CryptoFidelity::REAL}, 128);
    std::vector<Bytes> packets;
    for (int i = 0; i < 200; ++i)
    {
        packets.push_back(Sealed(pair.GetOutbound(), MakeCountingBytes(8)));
    }
    EXPECT_EQ(Refusal(pair.GetInbound(), packets[199]), std::nullopt);
    EXPECT_EQ(Refusal(pair.GetInbound(), packets[199]), DropReason::REPLAYED);
    EXPECT_EQ(Refusal(pair.GetInbound(), packets[199 - 127]), std::nullopt);
    EXPECT_EQ(Refusal(pair.GetInbound(), packets[199 - 127]), DropReason::REPLAYED);
    // Left of the window, a number can only be meant for the next round, and then the ICV is wrong.
    EXPECT_EQ(Refusal(pair.GetInbound(), packets[199 - 128]), DropReason::BAD_ICV);
    EXPECT_EQ(pair.GetInbound().GetPackets(), 2u);
}

TEST(EspInboundSa, MovesItsWindowForAuthenticPacketsOnly)
{
    EspPair pair({EspSuite::AES_128_CBC_SHA256, CryptoFidelity::REAL});
    const Bytes first = Sealed(pair.GetOutbound(), MakeCountingBytes(8));
    for (const std::uint32_t number : {2U, 65U, 1000000U, 0xffffffffU})
    {
        Bytes forged = first;
        WriteU32(forged, 4, number);
        EXPECT_EQ(Refusal(pair.GetInbound(), forged), DropReason::BAD_ICV) << number;
    }
    EXPECT_EQ(Refusal(pair.GetInbound(), first), std::nullopt);
    EXPECT_EQ(Refusal(pair.GetInbound(), Sealed(pair.GetOutbound(), {})), std::nullopt);
}

/// An authentic packet whose text is @p text, trailer and all, for ClearCipher and NULL.
Bytes
MakeClearPacket(std::uint32_t sequence, const std::string& text)
{
    Bytes esp = FromHex("00000001");
    AppendU32(esp, sequence);
    Append(esp, FromHex(text));
    esp.insert(esp.end(), 16, ClearCipher::ICV_OCTET);
    return esp;
}

TEST(EspInboundSa, RefusesWrongPaddingOfAnAuthenticPacket)
{
    std::uint64_t sequence = 0;
    EspInboundSa sa(1, EspSuite::NULL_SHA256, std::make_unique<ClearCipher>(sequence), 64);
    std::uint32_t number = 0;
    for (const char* text : {
             "0203 0311", // longer by one, and the number 1 before it would do
             "11223344 55010203 55010202 00000000 0103 0211", // 1, 3
             "11223344 55667788 0000 0211",                   // zeros
             "11223344 02 01 0211",                           // backwards
             "11223344 5566 0711",                            // longer than the packet
             "0311 ff11",
         })
    {
        EXPECT_EQ(Refusal(sa, MakeClearPacket(++number, text)), DropReason::BAD_PADDING) << text;
        // It was authentic, so its number is used up.
        EXPECT_EQ(Refusal(sa, MakeClearPacket(number, text)), DropReason::REPLAYED) << text;
    }
    EXPECT_EQ(sa.GetPackets(), 0u);
    for (const char* text : {"11223344 0102 0211",
                             "1122 0011",
                             "0102 0211",
                             "01020304 05060708 090a 0a11",
                             "11 01 0111"})
    {
        EXPECT_EQ(Refusal(sa, MakeClearPacket(++number, text)), std::nullopt) << text;
    }
    EXPECT_EQ(sa.GetPackets(), 5u);
}

/// The key pair SA-gl and the packet of sections 17.7 and 17.9 of the wire reference.
class ReferencePacket : public testing::Test
{
  protected:
    std::unique_ptr<EspCipher> MakeCipher()
    {
        return m_engine->MakeEspCipher(
            EspSuite::AES_128_CBC_SHA256,
            FromHex("cfd4dbc7e57ecc20c34149f56696a24f"),
            FromHex("636370a0c89f26020d54715c999ebaf47140f066905bc2b2e13411e0d1bca26b"));
    }

    /// @param icv 16 octets
    static Bytes MakePacket(const std::string& icv)
    {
        return FromHex("281f460f 00000001"
                       "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf"
                       "31b7952d59d25b20c6f899fbc27fa4c50b432d404d9b2314f3a215a5ca2db934" +
                       icv);
    }

    static constexpr const char* ICV_HIGH_0 = "c2bc4b4d98f7cb0ed6ee90688a90f6b7";
    static constexpr const char* ICV_HIGH_1 = "0d825d4627e497f9ba55b1aacf6a04ec";
    static constexpr const char* ICV_WITHOUT_HIGH = "4b6fe1250054d895c1f64ac57bd3828b";

    SeededRandom m_random{1, 0, "reference-packet"};
    CryptoContext m_context{m_random};
    std::unique_ptr<CryptoEngine> m_engine = MakeCryptoEngine(CryptoFidelity::REAL, m_context);
};

TEST_F(ReferencePacket, Opens)
{
    EspInboundSa sa(0x281f460f, EspSuite::AES_128_CBC_SHA256, MakeCipher(), 64);
    RoomyPacket packet(MakePacket(ICV_HIGH_0));
    const Result<Byte> nextHeader = sa.Open(packet.GetBuffer());
    ASSERT_TRUE(nextHeader.has_value()) << ToString(nextHeader.error());
    EXPECT_EQ(*nextHeader, 17);
    EXPECT_EQ(packet.GetContent(), FromHex("1388138900107079 4849502d42454554"));
}

TEST_F(ReferencePacket, IsRefusedWithTheIcvOfAnotherRound)
{
    EspInboundSa sa(0x281f460f, EspSuite::AES_128_CBC_SHA256, MakeCipher(), 64);
    EXPECT_EQ(Refusal(sa, MakePacket(ICV_HIGH_1)), DropReason::BAD_ICV);
    EXPECT_EQ(Refusal(sa, MakePacket(ICV_WITHOUT_HIGH)), DropReason::BAD_ICV);
    EXPECT_EQ(Refusal(sa, MakePacket(ICV_HIGH_0)), std::nullopt);
}

TEST_F(ReferencePacket, OpensInTheSecondRound)
{
    EspOutboundSa out(0x281f460f, EspSuite::AES_128_CBC_SHA256, MakeCipher(), WRAP - 2);
    EspInboundSa in(0x281f460f, EspSuite::AES_128_CBC_SHA256, MakeCipher(), 64);
    EXPECT_EQ(Refusal(in, Sealed(out, {})), std::nullopt); // number 2^32 - 1
    EXPECT_EQ(Refusal(in, MakePacket(ICV_HIGH_0)), DropReason::BAD_ICV);
    EXPECT_EQ(Refusal(in, MakePacket(ICV_HIGH_1)), std::nullopt);
}

} // namespace
} // namespace hip
