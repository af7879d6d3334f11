// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "test/bench/crypto-costs.h"

#include "core/association/puzzle.h"
#include "core/crypto/crypto-context.h"
#include "core/crypto/hash.h"
#include "core/crypto/host-key.h"
#include "core/crypto/random.h"
#include "core/draft2003/host-key.h"
#include "core/util/operation-name.h"
#include "test/bench/best-time.h"
#include "test/bench/esp-costs.h"

#include <stdexcept>

namespace hip
{

namespace
{

constexpr std::size_t MESSAGE_LENGTH = 512; // of a HIP packet that gets signed
constexpr std::size_t MAC_LENGTH = 128;     // of what HMACs of I1 and UPDATE cover
constexpr std::size_t HIT_LENGTH = 16;

PrivateKey
MakeKey(CryptoContext& context, KeyKind kind)
{
    switch (kind)
    {
    case KeyKind::RSA_2048:
        return PrivateKey::GenerateRsa(context, 2048);
    case KeyKind::RSA_3072:
        return PrivateKey::GenerateRsa(context, 3072);
    case KeyKind::RSA_4096:
        return PrivateKey::GenerateRsa(context, 4096);
    case KeyKind::ECDSA_P256:
    case KeyKind::ECDSA_P384:
        break;
    case KeyKind::DSA_1024:
        return draft2003::GenerateDsaKey(context);
    case KeyKind::RSA_1024:
        return draft2003::GenerateRsaKey(context, 1024);
    }
    return PrivateKey::GenerateEcdsa(context, kind);
}

/// @throw std::logic_error, since a table of failures would be worth nothing
void
Require(bool isDone)
{
    if (!isDone)
    {
        throw std::logic_error("an operation under measurement failed");
    }
}

/// Collects the rows.
class Meter
{
  public:
    Meter(double seconds, const std::function<void(const std::string&)>& onProgress)
        : m_seconds(seconds),
          m_onProgress(onProgress),
          m_context(m_random),
          m_engine(MakeCryptoEngine(CryptoFidelity::REAL, m_context))
    {
    }

    void MeasureKey(KeyKind kind)
    {
        m_onProgress(ToString(kind));
        const PrivateKey key = MakeKey(m_context, kind);
        const Bytes message(MESSAGE_LENGTH, 1);
        const Bytes signature = m_engine->Sign(key, message);
        Add(Operation::SIGN, ToString(kind), [&] { m_engine->Sign(key, message); });
        Add(Operation::VERIFY, ToString(kind), [&] {
            Require(m_engine->Verify(key.GetPublic(), message, signature));
        });
    }

    void MeasureGroup(DhGroup group)
    {
        m_onProgress(ToString(group));
        const auto own = m_engine->MakeDhKeyPair(group);
        const auto peer = m_engine->MakeDhKeyPair(group);
        Add(Operation::DH_GENERATE, ToString(group), [&] { m_engine->MakeDhKeyPair(group); });
        Add(Operation::DH_COMPUTE, ToString(group), [&] {
            Require(own->ComputeSecret(peer->GetPublicValue()).has_value());
        });
    }

    /// A try as the search has it, with the part that never changes hashed ahead.
    void MeasureHash(HashKind kind)
    {
        m_onProgress(ToString(kind));
        const std::size_t length = GetHashLength(kind);
        PrefixHasher hasher(kind, Bytes(length + 2 * HIT_LENGTH, 1));
        Bytes j(length);
        Bytes digest(length);
        Add(Operation::PUZZLE_TRY, ToString(kind), [&] {
            ++j[0];
            hasher.Hash(j, digest);
        });
        const Bytes key(length, 1);
        const Bytes packet(MAC_LENGTH, 1);
        Add(Operation::HMAC, ToString(kind), [&] { Hmac(kind, key, {packet}); });
    }

    void MeasureSuite(EspSuite suite)
    {
        m_onProgress(ToString(suite));
        const EspCosts costs = MeasureEspCosts(*m_engine, suite, m_seconds);
        m_rows.push_back({Operation::SEAL_PACKET, ToString(suite), costs.sealPacket});
        m_rows.push_back({Operation::SEAL_BYTE, ToString(suite), costs.sealByte});
        m_rows.push_back({Operation::OPEN_PACKET, ToString(suite), costs.openPacket});
        m_rows.push_back({Operation::OPEN_BYTE, ToString(suite), costs.openByte});
    }

    std::vector<CryptoCost> TakeRows()
    {
        return std::move(m_rows);
    }

  private:
    template <class Call>
    void Add(Operation operation, const std::string& algorithm, Call call)
    {
        m_rows.push_back({operation, algorithm, GetBestTimePerCall(m_seconds, call)});
    }

    double m_seconds;
    const std::function<void(const std::string&)>& m_onProgress;
    SeededRandom m_random{1, 0, "calibrate"}; ///< the same keys every time
    CryptoContext m_context;
    std::unique_ptr<CryptoEngine> m_engine;
    std::vector<CryptoCost> m_rows;
};

} // namespace

std::vector<CryptoCost>
MeasureCryptoCosts(double seconds, const std::function<void(const std::string&)>& onProgress)
{
    Meter meter(seconds, onProgress);
    for (const KeyKind kind : {KeyKind::RSA_2048,
                               KeyKind::RSA_3072,
                               KeyKind::RSA_4096,
                               KeyKind::ECDSA_P256,
                               KeyKind::ECDSA_P384,
                               KeyKind::DSA_1024,
                               KeyKind::RSA_1024})
    {
        meter.MeasureKey(kind);
    }
    for (const DhGroup group : {DhGroup::MODP_1536,
                                DhGroup::MODP_3072,
                                DhGroup::P256,
                                DhGroup::P384,
                                DhGroup::P521,
                                DhGroup::OAKLEY_1,
                                DhGroup::OAKLEY_2,
                                DhGroup::MODP_2048,
                                DhGroup::MODP_4096,
                                DhGroup::MODP_6144,
                                DhGroup::MODP_8192})
    {
        meter.MeasureGroup(group);
    }
    for (const HashKind kind : {HashKind::SHA256, HashKind::SHA384, HashKind::SHA1})
    {
        meter.MeasureHash(kind);
    }
    for (const EspSuite suite : {EspSuite::NULL_SHA256,
                                 EspSuite::AES_128_CBC_SHA256,
                                 EspSuite::AES_256_CBC_SHA256,
                                 EspSuite::AES_128_GCM_8,
                                 EspSuite::AES_128_GCM_16,
                                 EspSuite::AES_128_CBC_SHA1,
                                 EspSuite::TRIPLE_DES_CBC_SHA1,
                                 EspSuite::NULL_SHA1})
    {
        meter.MeasureSuite(suite);
    }
    return meter.TakeRows();
}

} // namespace hip
