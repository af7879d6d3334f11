// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// What the data path costs: one packet sealed, sent nowhere and opened again, for each suite with
// the real and with the modelled engine. Bytes per second count the inner packet once.

#include "core/crypto/crypto-context.h"
#include "core/crypto/random.h"
#include "core/esp/beet.h"
#include "core/wire/ip-info.h"
#include "core/wire/ip-packet.h"

#include <algorithm>
#include <benchmark/benchmark.h>
#include <memory>

namespace hip
{
namespace
{

constexpr std::size_t INNER_LENGTH = 1400;

const Path HITS = {*IpAddress::Parse("2001:21::1"), *IpAddress::Parse("2001:21::2")};
const Path OUTER = {*IpAddress::Parse("2001:db8::1"), *IpAddress::Parse("2001:db8::2")};

void
BeetRoundTrip(benchmark::State& state, EspSuite suite, CryptoFidelity fidelity)
{
    SeededRandom random(1, 0, "bench-esp");
    CryptoContext context(random);
    const auto engine = MakeCryptoEngine(fidelity, context);
    const EspSuiteInfo& info = GetEspSuiteInfo(suite);
    const Bytes encryptionKey(info.encryptionKeyLength, 1);
    const Bytes authenticationKey(info.authenticationKeyLength, 2);
    EspOutboundSa out(1, suite, engine->MakeEspCipher(suite, encryptionKey, authenticationKey));
    EspInboundSa in(1, suite, engine->MakeEspCipher(suite, encryptionKey, authenticationKey), 64);

    Bytes storage(PacketBuffer::HEADROOM + INNER_LENGTH + PacketBuffer::TAILROOM);
    PacketBuffer packet(storage, PacketBuffer::HEADROOM, INNER_LENGTH);
    WriteIpv6Header(packet.GetPacket(), HITS, 17, 64, 0, 0, INNER_LENGTH - IPV6_HEADER_LENGTH);
    for (auto _ : state)
    {
        if (!BeetSeal(packet, out, OUTER) || !BeetOpen(packet, IPV6_HEADER_LENGTH, in, HITS))
        {
            state.SkipWithError("a packet was refused");
            break;
        }
    }
    state.SetItemsProcessed(state.iterations());
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(INNER_LENGTH));
}

#define HIP_BENCH_SUITE(name, suite)                                                               \
    BENCHMARK_CAPTURE(BeetRoundTrip, name##_real, suite, CryptoFidelity::REAL);                    \
    BENCHMARK_CAPTURE(BeetRoundTrip, name##_modelled, suite, CryptoFidelity::MODELLED)

HIP_BENCH_SUITE(null_sha256, EspSuite::NULL_SHA256);
HIP_BENCH_SUITE(aes_128_cbc_sha256, EspSuite::AES_128_CBC_SHA256);
HIP_BENCH_SUITE(aes_256_cbc_sha256, EspSuite::AES_256_CBC_SHA256);
HIP_BENCH_SUITE(aes_128_gcm_8, EspSuite::AES_128_GCM_8);
HIP_BENCH_SUITE(aes_128_gcm_16, EspSuite::AES_128_GCM_16);

} // namespace
} // namespace hip
