// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// What cryptography costs. Each Seal stands beside a Raw: the plain loop over OpenSSL's EVP calls
// that "openssl speed -evp" runs, over the same octets in the same process. The ratio of the two
// is what our ESP path adds (IV, 64-bit sequence numbers, HMAC set-up).

#include "core/crypto/crypto-context.h"
#include "core/crypto/crypto-engine.h"
#include "core/crypto/hash.h"
#include "core/crypto/host-key.h"
#include "core/crypto/openssl-ptr.h"
#include "core/crypto/random.h"
#include "core/draft2003/host-key.h"

#include <array>
#include <benchmark/benchmark.h>
#include <openssl/core_names.h>
#include <openssl/params.h>

namespace hip
{
namespace
{

/// A context that draws from the same sequence in every run.
struct Source
{
    SeededRandom random{1, 0, "bench-crypto"};
    CryptoContext context{random};
};

void
SetBytes(benchmark::State& state)
{
    state.SetBytesProcessed(state.iterations() * state.range(0));
}

/// One ESP packet as it lies in a buffer.
struct Packet
{
    Packet(EspSuite suite, std::size_t textLength)
        : info(GetEspSuiteInfo(suite)),
          storage(8 + info.ivLength + textLength + info.icvLength),
          header(MutableByteSpan(storage).first(8)),
          iv(MutableByteSpan(storage).subspan(8, info.ivLength)),
          text(MutableByteSpan(storage).subspan(8 + info.ivLength, textLength)),
          icv(MutableByteSpan(storage).last(info.icvLength))
    {
    }

    const EspSuiteInfo& info;
    Bytes storage;
    MutableByteSpan header;
    MutableByteSpan iv;
    MutableByteSpan text;
    MutableByteSpan icv;
};

std::unique_ptr<EspCipher>
MakeCipher(CryptoEngine& engine, EspSuite suite)
{
    const EspSuiteInfo& info = GetEspSuiteInfo(suite);
    return engine.MakeEspCipher(suite,
                                Bytes(info.encryptionKeyLength, 1),
                                Bytes(info.authenticationKeyLength, 2));
}

void
Seal(benchmark::State& state, EspSuite suite, CryptoFidelity fidelity)
{
    Source source;
    const auto engine = MakeCryptoEngine(fidelity, source.context);
    const auto cipher = MakeCipher(*engine, suite);
    Packet packet(suite, static_cast<std::size_t>(state.range(0)));
    std::uint64_t sequence = 0;
    for (auto _ : state)
    {
        cipher->Seal(packet.header, ++sequence, packet.iv, packet.text, packet.icv);
        benchmark::DoNotOptimize(packet.icv.data());
    }
    SetBytes(state);
}

void
Open(benchmark::State& state, EspSuite suite, CryptoFidelity fidelity)
{
    Source source;
    const auto engine = MakeCryptoEngine(fidelity, source.context);
    const auto cipher = MakeCipher(*engine, suite);
    Packet packet(suite, static_cast<std::size_t>(state.range(0)));
    cipher->Seal(packet.header, 1, packet.iv, packet.text, packet.icv);
    const Bytes sealed(packet.text.begin(), packet.text.end());
    for (auto _ : state)
    {
        std::copy(sealed.begin(), sealed.end(), packet.text.begin());
        if (!cipher->Open(packet.header, 1, packet.iv, packet.text, packet.icv))
        {
            state.SkipWithError("a packet was refused");
            break;
        }
    }
    SetBytes(state);
}

/// Encryption alone, one update for each packet.
void
RawCipher(benchmark::State& state, const char* name)
{
    const CipherPtr cipher(EVP_CIPHER_fetch(nullptr, name, nullptr));
    const CipherContextPtr context(EVP_CIPHER_CTX_new());
    const Bytes key(32, 1);
    Bytes iv(16);
    Bytes text(static_cast<std::size_t>(state.range(0)));
    Bytes tag(16);
    const bool isGcm = EVP_CIPHER_is_a(cipher.get(), "AES-128-GCM") == 1;
    EVP_EncryptInit_ex2(context.get(), cipher.get(), key.data(), iv.data(), nullptr);
    EVP_CIPHER_CTX_set_padding(context.get(), 0);
    for (auto _ : state)
    {
        int length = 0;
        ++iv[0];
        EVP_EncryptInit_ex2(context.get(), nullptr, nullptr, iv.data(), nullptr);
        EVP_EncryptUpdate(context.get(),
                          text.data(),
                          &length,
                          text.data(),
                          static_cast<int>(text.size()));
        if (isGcm)
        {
            EVP_EncryptFinal_ex(context.get(), text.data(), &length);
            EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, 16, tag.data());
        }
        benchmark::DoNotOptimize(text.data());
    }
    SetBytes(state);
}

/// OpenSSL's own HMAC under a key that stays.
void
RawHmac(benchmark::State& state)
{
    const MacPtr hmac(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
    const MacContextPtr context(EVP_MAC_CTX_new(hmac.get()));
    std::array<char, 9> name{"SHA2-256"};
    const std::array<OSSL_PARAM, 2> parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name.data(), 0),
        OSSL_PARAM_construct_end()};
    const Bytes key(32, 1);
    EVP_MAC_init(context.get(), key.data(), key.size(), parameters.data());
    const Bytes text(static_cast<std::size_t>(state.range(0)));
    Bytes mac(32);
    for (auto _ : state)
    {
        std::size_t length = 0;
        EVP_MAC_init(context.get(), nullptr, 0, nullptr);
        EVP_MAC_update(context.get(), text.data(), text.size());
        EVP_MAC_final(context.get(), mac.data(), &length, mac.size());
        benchmark::DoNotOptimize(mac.data());
    }
    SetBytes(state);
}

/// A try of the puzzle: I, both HITs, then J.
void
PuzzleTry(benchmark::State& state, HashKind kind)
{
    const std::size_t hashLength = GetHashLength(kind);
    const Bytes prefix(hashLength + 2 * 16, 1);
    PrefixHasher hasher(kind, prefix);
    Bytes suffix(hashLength);
    Bytes digest(hashLength);
    for (auto _ : state)
    {
        ++suffix[0];
        hasher.Hash(suffix, digest);
        benchmark::DoNotOptimize(digest.data());
    }
}

void
HashOf128(benchmark::State& state, HashKind kind)
{
    const Bytes data(128, 1);
    for (auto _ : state)
    {
        benchmark::DoNotOptimize(Hash(kind, {data}));
    }
}

void
HmacOf128(benchmark::State& state, HashKind kind)
{
    const Bytes key(GetHashLength(kind), 1);
    const Bytes data(128, 1);
    for (auto _ : state)
    {
        benchmark::DoNotOptimize(Hmac(kind, key, {data}));
    }
}

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

void
Sign(benchmark::State& state, KeyKind kind, CryptoFidelity fidelity)
{
    Source source;
    const auto engine = MakeCryptoEngine(fidelity, source.context);
    const PrivateKey key = MakeKey(source.context, kind);
    const Bytes data(600, 1);
    for (auto _ : state)
    {
        benchmark::DoNotOptimize(engine->Sign(key, data));
    }
}

void
Verify(benchmark::State& state, KeyKind kind, CryptoFidelity fidelity)
{
    Source source;
    const auto engine = MakeCryptoEngine(fidelity, source.context);
    const PrivateKey key = MakeKey(source.context, kind);
    const Bytes data(600, 1);
    const Bytes signature = engine->Sign(key, data);
    for (auto _ : state)
    {
        benchmark::DoNotOptimize(engine->Verify(key.GetPublic(), data, signature));
    }
}

void
DhGenerate(benchmark::State& state, DhGroup group, CryptoFidelity fidelity)
{
    Source source;
    const auto engine = MakeCryptoEngine(fidelity, source.context);
    for (auto _ : state)
    {
        benchmark::DoNotOptimize(engine->MakeDhKeyPair(group));
    }
}

void
DhCompute(benchmark::State& state, DhGroup group, CryptoFidelity fidelity)
{
    Source source;
    const auto engine = MakeCryptoEngine(fidelity, source.context);
    const auto mine = engine->MakeDhKeyPair(group);
    const auto peers = engine->MakeDhKeyPair(group);
    for (auto _ : state)
    {
        benchmark::DoNotOptimize(mine->ComputeSecret(peers->GetPublicValue()));
    }
}

void
MakeContext(benchmark::State& state)
{
    for (auto _ : state)
    {
        Source source;
        benchmark::DoNotOptimize(source.context.GetLibrary());
    }
}

constexpr std::int64_t SMALL = 64;
constexpr std::int64_t LARGE = 1408;

#define HIP_BENCH_RAW(function, name, ...)                                                         \
    BENCHMARK_CAPTURE(function, name, __VA_ARGS__)->Arg(SMALL)->Arg(LARGE)

HIP_BENCH_RAW(RawCipher, aes_128_cbc, "AES-128-CBC");
HIP_BENCH_RAW(RawCipher, aes_256_cbc, "AES-256-CBC");
HIP_BENCH_RAW(RawCipher, aes_128_gcm, "AES-128-GCM");
BENCHMARK(RawHmac)->Arg(SMALL)->Arg(LARGE);

#define HIP_BENCH_SUITE(name, suite)                                                               \
    BENCHMARK_CAPTURE(Seal, name##_real, suite, CryptoFidelity::REAL)->Arg(SMALL)->Arg(LARGE);     \
    BENCHMARK_CAPTURE(Open, name##_real, suite, CryptoFidelity::REAL)->Arg(SMALL)->Arg(LARGE);     \
    BENCHMARK_CAPTURE(Seal, name##_modelled, suite, CryptoFidelity::MODELLED)                      \
        ->Arg(SMALL)                                                                               \
        ->Arg(LARGE)

HIP_BENCH_SUITE(null_sha256, EspSuite::NULL_SHA256);
HIP_BENCH_SUITE(aes_128_cbc_sha256, EspSuite::AES_128_CBC_SHA256);
HIP_BENCH_SUITE(aes_256_cbc_sha256, EspSuite::AES_256_CBC_SHA256);
HIP_BENCH_SUITE(aes_128_gcm_8, EspSuite::AES_128_GCM_8);
HIP_BENCH_SUITE(aes_128_gcm_16, EspSuite::AES_128_GCM_16);
HIP_BENCH_SUITE(aes_128_cbc_sha1, EspSuite::AES_128_CBC_SHA1);
HIP_BENCH_SUITE(triple_des_cbc_sha1, EspSuite::TRIPLE_DES_CBC_SHA1);
HIP_BENCH_SUITE(null_sha1, EspSuite::NULL_SHA1);

#define HIP_BENCH_HASH(name, kind)                                                                 \
    BENCHMARK_CAPTURE(PuzzleTry, name, kind);                                                      \
    BENCHMARK_CAPTURE(HashOf128, name, kind);                                                      \
    BENCHMARK_CAPTURE(HmacOf128, name, kind)

HIP_BENCH_HASH(sha256, HashKind::SHA256);
HIP_BENCH_HASH(sha384, HashKind::SHA384);

#define HIP_BENCH_KEY(name, kind)                                                                  \
    BENCHMARK_CAPTURE(Sign, name##_real, kind, CryptoFidelity::REAL);                              \
    BENCHMARK_CAPTURE(Verify, name##_real, kind, CryptoFidelity::REAL);                            \
    BENCHMARK_CAPTURE(Sign, name##_modelled, kind, CryptoFidelity::MODELLED)

HIP_BENCH_KEY(rsa_2048, KeyKind::RSA_2048);
HIP_BENCH_KEY(ecdsa_p256, KeyKind::ECDSA_P256);
HIP_BENCH_KEY(ecdsa_p384, KeyKind::ECDSA_P384);

#define HIP_BENCH_GROUP(name, group)                                                               \
    BENCHMARK_CAPTURE(DhGenerate, name##_real, group, CryptoFidelity::REAL);                       \
    BENCHMARK_CAPTURE(DhCompute, name##_real, group, CryptoFidelity::REAL);                        \
    BENCHMARK_CAPTURE(DhGenerate, name##_modelled, group, CryptoFidelity::MODELLED);               \
    BENCHMARK_CAPTURE(DhCompute, name##_modelled, group, CryptoFidelity::MODELLED)

HIP_BENCH_GROUP(modp_1536, DhGroup::MODP_1536);
HIP_BENCH_GROUP(modp_3072, DhGroup::MODP_3072);
HIP_BENCH_GROUP(p256, DhGroup::P256);
HIP_BENCH_GROUP(p384, DhGroup::P384);
HIP_BENCH_GROUP(p521, DhGroup::P521);

BENCHMARK(MakeContext);

} // namespace
} // namespace hip
