// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/crypto-context.h"
#include "core/crypto/crypto-engine.h"
#include "core/crypto/dh-group.h"
#include "core/crypto/host-key.h"
#include "core/crypto/random.h"
#include "core/util/endian.h"
#include "test/core/draft2003/sample-keys.h"
#include "test/core/support/allocation-counter.h"
#include "test/core/support/hex.h"
#include "test/core/support/sample-keys.h"

#include <gtest/gtest.h>
#include <stdexcept>

namespace hip
{
namespace
{

constexpr EspSuite SUITES[] = {EspSuite::NULL_SHA256,
                               EspSuite::AES_128_CBC_SHA256,
                               EspSuite::AES_256_CBC_SHA256,
                               EspSuite::AES_128_GCM_8,
                               EspSuite::AES_128_GCM_16,
                               EspSuite::AES_128_CBC_SHA1,
                               EspSuite::TRIPLE_DES_CBC_SHA1,
                               EspSuite::NULL_SHA1};

constexpr DhGroup GROUPS[] = {DhGroup::MODP_1536,
                              DhGroup::MODP_3072,
                              DhGroup::P256,
                              DhGroup::P384,
                              DhGroup::P521,
                              DhGroup::OAKLEY_1,
                              DhGroup::OAKLEY_2,
                              DhGroup::MODP_2048,
                              DhGroup::MODP_4096};

/// What must hold for both fidelities, so that one may stand in for the other.
class CryptoEngineTest : public testing::TestWithParam<CryptoFidelity>
{
  protected:
    static Bytes MakeKey(std::size_t length, Byte first)
    {
        Bytes key(length);
        for (std::size_t n = 0; n < length; ++n)
        {
            key[n] = static_cast<Byte>(first + n);
        }
        return key;
    }

    std::unique_ptr<EspCipher> MakeCipher(EspSuite suite, Byte first = 1)
    {
        const EspSuiteInfo& info = GetEspSuiteInfo(suite);
        return m_engine->MakeEspCipher(suite,
                                       MakeKey(info.encryptionKeyLength, first),
                                       MakeKey(info.authenticationKeyLength, 100));
    }

    SeededRandom m_random{1, 0, "crypto-engine-test"};
    CryptoContext m_context{m_random};
    std::unique_ptr<CryptoEngine> m_engine = MakeCryptoEngine(GetParam(), m_context);
};

/// The parts of an ESP packet, each in a buffer of its own.
struct SealedPacket
{
    SealedPacket(EspCipher& cipher, EspSuite suite, std::uint64_t number, const Bytes& plaintext)
        : sequence(number),
          iv(GetEspSuiteInfo(suite).ivLength),
          text(plaintext),
          icv(GetEspSuiteInfo(suite).icvLength)
    {
        WriteU32(header, 4, static_cast<std::uint32_t>(number));
        cipher.Seal(header, sequence, iv, text, icv);
    }

    bool Open(EspCipher& cipher)
    {
        return cipher.Open(header, sequence, iv, text, icv);
    }

    Bytes header = test::FromHex("281f460f00000000");
    std::uint64_t sequence;
    Bytes iv;
    Bytes text;
    Bytes icv;
};

TEST_P(CryptoEngineTest, BothSidesOfADhExchangeGetTheSameSecret)
{
    for (const DhGroup group : GROUPS)
    {
        const DhGroupInfo& info = GetDhGroupInfo(group);
        const auto a = m_engine->MakeDhKeyPair(group);
        const auto b = m_engine->MakeDhKeyPair(group);
        EXPECT_EQ(a->GetGroup(), group);
        EXPECT_EQ(a->GetPublicValue().size(), info.publicValueLength);
        const auto ab = a->ComputeSecret(b->GetPublicValue());
        const auto ba = b->ComputeSecret(a->GetPublicValue());
        ASSERT_TRUE(ab && ba);
        EXPECT_EQ(*ab, *ba);
        EXPECT_EQ(ab->size(), info.secretLength);
        const auto c = m_engine->MakeDhKeyPair(group);
        EXPECT_NE(*a->ComputeSecret(c->GetPublicValue()), *ab);
    }
}

TEST_P(CryptoEngineTest, RefusesDhValuesOfWrongLengthAndZero)
{
    for (const DhGroup group : GROUPS)
    {
        const auto pair = m_engine->MakeDhKeyPair(group);
        const std::size_t length = pair->GetPublicValue().size();
        for (const std::size_t wrong : {std::size_t{0}, length - 1, length + 1, length})
        {
            const auto secret = pair->ComputeSecret(Bytes(wrong));
            ASSERT_FALSE(secret);
            EXPECT_EQ(secret.error(), DropReason::BAD_DH_VALUE);
        }
    }
}

TEST_P(CryptoEngineTest, DrawsDhKeysFromTheContext)
{
    SeededRandom first(2, 0, "dh");
    SeededRandom second(2, 0, "dh");
    CryptoContext a(first);
    CryptoContext b(second);
    const auto engineA = MakeCryptoEngine(GetParam(), a);
    const auto engineB = MakeCryptoEngine(GetParam(), b);
    for (const DhGroup group : GROUPS)
    {
        const auto pairA = engineA->MakeDhKeyPair(group);
        const auto pairB = engineB->MakeDhKeyPair(group);
        EXPECT_EQ(test::ToHex(pairA->GetPublicValue()), test::ToHex(pairB->GetPublicValue()));
    }
}

TEST_P(CryptoEngineTest, SignsAtTheLengthOfTheKeyAndFindsAnyChange)
{
    const Bytes data = test::FromText("what is signed");
    for (const PrivateKey& key :
         {PrivateKey::FromPem(m_context, test::ToPrivatePem(test::GetRsaKey())),
          PrivateKey::GenerateEcdsa(m_context, KeyKind::ECDSA_P256),
          PrivateKey::GenerateEcdsa(m_context, KeyKind::ECDSA_P384),
          draft2003::ReadPrivateKey(m_context, draft2003::test::DSA_1024_PEM),
          draft2003::ReadPrivateKey(m_context, draft2003::test::RSA_1024_PEM)})
    {
        const Bytes signature = m_engine->Sign(key, data);
        EXPECT_EQ(signature.size(), key.GetPublic().GetSignatureLength());
        EXPECT_TRUE(m_engine->Verify(key.GetPublic(), data, signature));
        for (std::size_t n = 0; n < data.size(); ++n)
        {
            Bytes changed = data;
            changed[n] ^= 0x20;
            EXPECT_FALSE(m_engine->Verify(key.GetPublic(), changed, signature)) << n;
        }
        for (std::size_t n = 0; n < signature.size(); ++n)
        {
            Bytes changed = signature;
            changed[n] ^= 1;
            EXPECT_FALSE(m_engine->Verify(key.GetPublic(), data, changed)) << n;
        }
        EXPECT_FALSE(m_engine->Verify(key.GetPublic(), data, {}));
    }
}

TEST_P(CryptoEngineTest, SignaturesBelongToOneKey)
{
    const PrivateKey key = PrivateKey::GenerateEcdsa(m_context, KeyKind::ECDSA_P256);
    const PrivateKey other = PrivateKey::GenerateEcdsa(m_context, KeyKind::ECDSA_P256);
    const Bytes data = test::FromText("what is signed");
    EXPECT_FALSE(m_engine->Verify(other.GetPublic(), data, m_engine->Sign(key, data)));
}

/// The same numbers, but another dialect: the host must not be tricked into mixing them.
TEST_P(CryptoEngineTest, SignsRsaAsTheDialectOfTheKeyDoes)
{
    if (GetParam() == CryptoFidelity::MODELLED)
    {
        return; // has no schemes
    }
    const std::string pem = test::ToPrivatePem(test::GetRsaKey());
    const PrivateKey key = PrivateKey::FromPem(m_context, pem);
    const PrivateKey old = draft2003::ReadPrivateKey(m_context, pem);
    EXPECT_EQ(key.GetPublic().GetHostIdentity(), old.GetPublic().GetHostIdentity());
    EXPECT_EQ(key.GetPublic().GetKind(), old.GetPublic().GetKind());
    const Bytes data = test::FromText("what is signed");
    EXPECT_TRUE(m_engine->Verify(old.GetPublic(), data, m_engine->Sign(old, data)));
    EXPECT_FALSE(m_engine->Verify(old.GetPublic(), data, m_engine->Sign(key, data)));
    EXPECT_FALSE(m_engine->Verify(key.GetPublic(), data, m_engine->Sign(old, data)));
}

TEST_P(CryptoEngineTest, OpensWhatItSeals)
{
    for (const EspSuite suite : SUITES)
    {
        const auto sender = MakeCipher(suite);
        const auto receiver = MakeCipher(suite);
        // Crosses into the high half, if there is one.
        std::uint64_t sequence = GetEspSuiteInfo(suite).HasExtendedSequence() ? 0xfffffffe : 0;
        for (std::size_t length = GetEspSuiteInfo(suite).padUnit; length < 300;
             length += GetEspSuiteInfo(suite).padUnit)
        {
            const Bytes plaintext = MakeKey(length, 7);
            SealedPacket packet(*sender, suite, ++sequence, plaintext);
            EXPECT_TRUE(packet.Open(*receiver)) << length;
            EXPECT_EQ(packet.text, plaintext) << length;
        }
    }
}

TEST_P(CryptoEngineTest, SealsNeighbouringPartsAsItSealsSeparateOnes)
{
    for (const EspSuite suite : SUITES)
    {
        const EspSuiteInfo& info = GetEspSuiteInfo(suite);
        const Bytes plaintext = MakeKey(64, 7);
        const SealedPacket apart(*MakeCipher(suite), suite, 5, plaintext);
        Bytes joined = apart.header;
        joined.resize(8 + info.ivLength + 64 + info.icvLength);
        std::copy(plaintext.begin(), plaintext.end(), joined.begin() + 8 + info.ivLength);
        const MutableByteSpan all(joined);
        MakeCipher(suite)->Seal(all.first(8),
                                5,
                                all.subspan(8, info.ivLength),
                                all.subspan(8 + info.ivLength, 64),
                                all.last(info.icvLength));
        Bytes expected = apart.header;
        Append(expected, apart.iv);
        Append(expected, apart.text);
        Append(expected, apart.icv);
        EXPECT_EQ(joined, expected) << static_cast<int>(suite);
    }
}

TEST_P(CryptoEngineTest, FindsAnyChangedBitOfAPacket)
{
    for (const EspSuite suite : SUITES)
    {
        const auto cipher = MakeCipher(suite);
        const SealedPacket good(*cipher, suite, 9, MakeKey(80, 3));
        for (const auto part :
             {&SealedPacket::header, &SealedPacket::iv, &SealedPacket::text, &SealedPacket::icv})
        {
            // The low half of the number stands in the header and in the argument; GCM
            // authenticates it from the latter.
            const std::size_t count = part == &SealedPacket::header ? 4 : (good.*part).size();
            for (std::size_t bit = 0; bit < 8 * count; ++bit)
            {
                SealedPacket changed = good;
                (changed.*part)[bit / 8] ^= static_cast<Byte>(1U << (bit % 8));
                EXPECT_FALSE(changed.Open(*cipher)) << static_cast<int>(suite) << " " << bit;
            }
        }
        const int numberBits = GetEspSuiteInfo(suite).HasExtendedSequence() ? 64 : 32;
        for (int bit = 0; bit < numberBits; ++bit)
        {
            SealedPacket changed = good;
            changed.sequence ^= std::uint64_t{1} << bit;
            WriteU32(changed.header, 4, static_cast<std::uint32_t>(changed.sequence));
            EXPECT_FALSE(changed.Open(*cipher)) << static_cast<int>(suite) << " number " << bit;
        }
        SealedPacket untouched = good;
        EXPECT_TRUE(untouched.Open(*cipher)) << "a refused packet must not disturb the next";
    }
}

TEST_P(CryptoEngineTest, DoesNotOpenWithAnotherKey)
{
    for (const EspSuite suite : SUITES)
    {
        const EspSuiteInfo& info = GetEspSuiteInfo(suite);
        SealedPacket packet(*MakeCipher(suite), suite, 1, MakeKey(32, 3));
        const auto other = m_engine->MakeEspCipher(suite,
                                                   Bytes(info.encryptionKeyLength, 9),
                                                   Bytes(info.authenticationKeyLength, 9));
        EXPECT_FALSE(packet.Open(*other));
    }
}

TEST_P(CryptoEngineTest, RefusesPartsOfOtherLengths)
{
    for (const EspSuite suite : SUITES)
    {
        const auto cipher = MakeCipher(suite);
        const SealedPacket good(*cipher, suite, 1, MakeKey(32, 3));
        for (const auto part : {&SealedPacket::iv, &SealedPacket::text, &SealedPacket::icv})
        {
            SealedPacket longer = good;
            (longer.*part).push_back(0);
            EXPECT_FALSE(longer.Open(*cipher)) << static_cast<int>(suite);
            if (!(good.*part).empty())
            {
                SealedPacket shorter = good;
                (shorter.*part).pop_back();
                EXPECT_FALSE(shorter.Open(*cipher)) << static_cast<int>(suite);
            }
        }
    }
}

TEST_P(CryptoEngineTest, GivesEveryPacketItsOwnIv)
{
    for (const EspSuite suite : SUITES)
    {
        if (GetEspSuiteInfo(suite).ivLength == 0)
        {
            continue;
        }
        const auto cipher = MakeCipher(suite);
        const SealedPacket first(*cipher, suite, 1, Bytes(16));
        const SealedPacket second(*cipher, suite, 2, Bytes(16));
        const SealedPacket high(*cipher, suite, 0x100000001, Bytes(16));
        EXPECT_NE(first.iv, second.iv);
        EXPECT_NE(first.iv, high.iv);
        EXPECT_EQ(SealedPacket(*MakeCipher(suite), suite, 1, Bytes(16)).iv, first.iv);
    }
}

TEST_P(CryptoEngineTest, AllocatesNothingForAPacket)
{
    for (const EspSuite suite : SUITES)
    {
        const auto cipher = MakeCipher(suite);
        SealedPacket packet(*cipher, suite, 1, Bytes(64));
        const std::uint64_t before = test::GetAllocationCount();
        for (std::uint64_t sequence = 1; sequence <= 100; ++sequence)
        {
            cipher->Seal(packet.header, sequence, packet.iv, packet.text, packet.icv);
            cipher->Open(packet.header, sequence, packet.iv, packet.text, packet.icv);
        }
        EXPECT_EQ(test::GetAllocationCount(), before) << static_cast<int>(suite);
    }
}

TEST_P(CryptoEngineTest, RefusesKeysOfWrongLength)
{
    for (const EspSuite suite : SUITES)
    {
        const EspSuiteInfo& info = GetEspSuiteInfo(suite);
        EXPECT_THROW(m_engine->MakeEspCipher(suite,
                                             Bytes(info.encryptionKeyLength + 1),
                                             Bytes(info.authenticationKeyLength)),
                     std::invalid_argument);
        EXPECT_THROW(m_engine->MakeEspCipher(suite,
                                             Bytes(info.encryptionKeyLength),
                                             Bytes(info.authenticationKeyLength + 1)),
                     std::invalid_argument);
    }
}

INSTANTIATE_TEST_SUITE_P(Fidelity,
                         CryptoEngineTest,
                         testing::Values(CryptoFidelity::REAL, CryptoFidelity::MODELLED),
                         [](const auto& info) {
                             return info.param == CryptoFidelity::REAL ? "Real" : "Modelled";
                         });

} // namespace
} // namespace hip
