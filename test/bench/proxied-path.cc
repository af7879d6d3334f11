// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// What the proxied path costs this computer: UDP packets of 1400 octets from a legacy host through
// NAT and real ESP to a HIP host, against plain IPv6 forwarding over the same nodes, in alternating
// rounds of one process.

#include "core/crypto/crypto-context.h"
#include "core/crypto/random.h"
#include "core/esp/beet.h"
#include "core/wire/ip-packet.h"
#include "test/bench/best-time.h"
#include "test/bench/forwarding-chain.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iostream>

namespace
{

constexpr uint32_t PACKET_LENGTH = 1400;

struct Options
{
    std::string suite = "aes-128-gcm-16";
    uint64_t packets = 2000;
    unsigned rounds = 49;
    bool needsHelp = false;
};

const char* const HELP = R"(Usage: hip-bench-proxied-path [--suite S] [--packets N] [--rounds N]

Prints what a delivered packet of 1400 octets costs: as plain IPv6, and through the HIP proxy with
real cryptography, over the same nodes.

  --suite S    ESP suite (default: aes-128-gcm-16)
  --packets N  packets in each round, 100 to 10000000 (default: 2000)
  --rounds N   rounds of each kind, 5 to 1000 (default: 49)
  --help       print this text
)";

/// @throw std::invalid_argument
uint64_t
ParseNumber(const std::string& name, const std::string& text, uint64_t low, uint64_t high)
{
    const bool isNumber = !text.empty() && text.size() <= 9 &&
                          text.find_first_not_of("0123456789") == std::string::npos;
    const uint64_t number = isNumber ? std::stoull(text) : 0;
    if (number < low || number > high)
    {
        throw std::invalid_argument(name + ": '" + text + "' is no number from " +
                                    std::to_string(low) + " to " + std::to_string(high));
    }
    return number;
}

/// @throw std::invalid_argument with a one-line cause
Options
ParseOptions(int argc, char** argv)
{
    Options options;
    for (int i = 1; i < argc; ++i)
    {
        const std::string name = argv[i];
        if (name == "--help" || name == "-h")
        {
            options.needsHelp = true;
            continue;
        }
        const std::string value = i + 1 < argc ? argv[++i] : "";
        if (name == "--suite")
        {
            options.suite = value;
        }
        else if (name == "--packets")
        {
            options.packets = ParseNumber(name, value, 100, 10000000);
        }
        else if (name == "--rounds")
        {
            options.rounds = static_cast<unsigned>(ParseNumber(name, value, 5, 1000));
        }
        else
        {
            throw std::invalid_argument("unknown option '" + name + "'");
        }
    }
    if (!hip::ParseEspSuite(options.suite))
    {
        throw std::invalid_argument("unknown ESP suite '" + options.suite + "'");
    }
    return options;
}

/// @return microseconds of CPU time to seal and to open one packet, by itself
double
MeasureEsp(hip::EspSuite suite)
{
    using namespace hip;
    const Path hits = {*IpAddress::Parse("2001:21::1"), *IpAddress::Parse("2001:21::2")};
    const Path outer = {*IpAddress::Parse("2001:db8::1"), *IpAddress::Parse("2001:db8::2")};
    SeededRandom random(1, 0, "bench");
    CryptoContext context(random);
    const auto engine = MakeCryptoEngine(CryptoFidelity::REAL, context);
    const EspSuiteInfo& info = GetEspSuiteInfo(suite);
    const Bytes encryption(info.encryptionKeyLength, 1);
    const Bytes authentication(info.authenticationKeyLength, 2);
    EspOutboundSa out(1, suite, engine->MakeEspCipher(suite, encryption, authentication));
    EspInboundSa in(1, suite, engine->MakeEspCipher(suite, encryption, authentication), 64);
    Bytes storage(PacketBuffer::HEADROOM + PACKET_LENGTH + PacketBuffer::TAILROOM);
    PacketBuffer packet(storage, PacketBuffer::HEADROOM, PACKET_LENGTH);
    WriteIpv6Header(packet.GetPacket(),
                    hits,
                    PROTOCOL_UDP,
                    64,
                    0,
                    0,
                    PACKET_LENGTH - IPV6_HEADER_LENGTH);
    return GetBestTimePerCall(0.2,
                              [&] {
                                  if (!BeetSeal(packet, out, outer) ||
                                      !BeetOpen(packet, IPV6_HEADER_LENGTH, in, hits))
                                  {
                                      throw std::logic_error("a packet was refused");
                                  }
                              }) /
           1000;
}

/// Microseconds for each delivered packet of a round.
struct Cost
{
    double wall;
    double cpu;
};

Cost
MeasureRound(ns3::ForwardingChain& chain, ns3::Ipv6Address destination, uint64_t packets)
{
    const auto start = std::chrono::steady_clock::now();
    const double startCpu = hip::GetCpuNanoseconds();
    const uint64_t delivered = chain.Transfer(destination, packets, PACKET_LENGTH);
    const double cpu = hip::GetCpuNanoseconds() - startCpu;
    const std::chrono::duration<double, std::micro> wall = std::chrono::steady_clock::now() - start;
    if (delivered != packets)
    {
        throw std::runtime_error("only " + std::to_string(delivered) + " of " +
                                 std::to_string(packets) + " packets were delivered");
    }
    const auto count = static_cast<double>(packets);
    return Cost{wall.count() / count, cpu / 1000 / count};
}

/// @return the value below which a fraction of all lies
double
GetQuantile(std::vector<double> values, double fraction)
{
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(fraction * static_cast<double>(values.size() - 1))];
}

double
GetMedian(const std::vector<double>& values)
{
    return GetQuantile(values, 0.5);
}

void
PrintRow(const char* clock, const std::vector<double>& plain, const std::vector<double>& proxied)
{
    std::vector<double> ratios;
    for (std::size_t i = 0; i < plain.size(); ++i)
    {
        ratios.push_back(proxied[i] / plain[i]);
    }
    std::printf("  %-10s %8.2f us %8.2f us   %5.2f   %.2f to %.2f\n",
                clock,
                GetMedian(plain),
                GetMedian(proxied),
                GetMedian(ratios),
                GetQuantile(ratios, 0.25),
                GetQuantile(ratios, 0.75));
}

void
Compare(const Options& options, unsigned routers, double esp)
{
    ns3::ForwardingChain chain(routers, options.suite);
    chain.SetUp();
    std::vector<double> plainWall;
    std::vector<double> plainCpu;
    std::vector<double> proxiedWall;
    std::vector<double> proxiedCpu;
    for (unsigned round = 0; round <= options.rounds; ++round)
    {
        const Cost plain = MeasureRound(chain, chain.GetPlain(), options.packets);
        const Cost proxied = MeasureRound(chain, chain.GetSubstitute(), options.packets);
        if (round > 0) // the first one warms up
        {
            plainWall.push_back(plain.wall);
            plainCpu.push_back(plain.cpu);
            proxiedWall.push_back(proxied.wall);
            proxiedCpu.push_back(proxied.cpu);
        }
    }
    std::printf("legacy host, proxy, %u router%s, HIP host (%u links); %u rounds of %llu packets, "
                "all delivered\n",
                routers,
                routers == 1 ? "" : "s",
                routers + 2,
                options.rounds,
                static_cast<unsigned long long>(options.packets));
    std::printf("  median     plain IPv6      proxied   ratio   in half of the rounds\n");
    PrintRow("wall clock", plainWall, proxiedWall);
    PrintRow("CPU time", plainCpu, proxiedCpu);
    std::printf(
        "  sealing and opening alone, with warm caches: %.2f us, %.0f %% of a proxied packet\n",
        esp,
        100 * esp / GetMedian(proxiedCpu));
}

} // namespace

int
main(int argc, char** argv)
{
    try
    {
        const Options options = ParseOptions(argc, argv);
        if (options.needsHelp)
        {
            std::cout << HELP;
            return 0;
        }
        ns3::HipEnableChecksums();
        const double esp = MeasureEsp(*hip::ParseEspSuite(options.suite));
        std::printf("A delivered packet of %u octets, %s, real cryptography\n",
                    PACKET_LENGTH,
                    options.suite.c_str());
        for (const unsigned routers : {1U, 8U})
        {
            Compare(options, routers, esp);
        }
    }
    catch (const std::exception& error)
    {
        std::cerr << "hip-bench-proxied-path: " << error.what() << "\n";
        return 2;
    }
    return 0;
}
