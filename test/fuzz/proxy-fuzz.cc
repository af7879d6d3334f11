// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

/**
 * A sequence of packets, DNS messages and timeouts, into a proxy that has a HIP host behind it.
 *
 * Each step is three octets, kind, variant and length, and that many octets of content. Kinds
 * (modulo 8): 0 a forwarded packet as it is; 1 one with addresses, protocol and checksum made good;
 * 2 a DNS query, sound or not; 3 a response to the last query of the proxy; 4 a packet of the HIP
 * host, through ESP; 5 a packet to the proxy itself; 6 time that passes; 7 a DNS query over TCP.
 *
 * What must hold: nothing crashes; what passes is unchanged; each drop is counted once; what goes
 * to legacy hosts can be read; bounds hold; at the end, once all has timed out, nothing is left.
 */

#include "core/proxy/packet-storage.h"
#include "test/core/proxy/proxy-world.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

using namespace hip;
using namespace hip::test;

namespace
{

constexpr std::size_t MAX_BINDINGS = 12;
constexpr unsigned MAX_STEPS = 60;

void
Require(bool condition, const char* what)
{
    if (!condition)
    {
        std::fprintf(stderr, "broken: %s\n", what);
        std::abort();
    }
}

WorldOptions
MakeOptions()
{
    WorldOptions options;
    options.fidelity = CryptoFidelity::MODELLED;
    options.hasAgent = false;
    options.proxy.nat.maxBindings = MAX_BINDINGS;
    options.proxy.nat.maxBindingsPerHost = MAX_BINDINGS - 2;
    options.proxy.dns.maxPending = 3;
    options.proxy.mappings.maxMappings = 2;
    options.proxy.reassembly.maximumDatagrams = 3;
    options.proxy.reassembly.maximumOctets = 20000;
    options.zone = "alias CNAME hip\nwww A 192.0.2.200\n";
    return options;
}

struct Step
{
    Byte kind;
    Byte variant;
    ByteSpan content;
};

Step
TakeStep(ByteSpan& input)
{
    const std::size_t length = std::min<std::size_t>(input[2] * 8U, input.size() - 3);
    const Step step{static_cast<Byte>(input[0] % 8), input[1], input.subspan(3, length)};
    input = input.subspan(3 + length);
    return step;
}

/// Two legacy hosts of each family, to the substitute of their family or to another address.
Path
ChoosePath(Byte variant)
{
    const bool isV4 = (variant & 1) != 0;
    const bool isOther = (variant & 2) != 0;
    const std::string source = isV4 ? "192.0.2.5" : "3ffe:400::5";
    const std::string destination = isV4 ? "198.51.100." : "3ffe:401::";
    return Between(source + (isOther ? "1" : "0"),
                   destination + ((variant & 4) != 0 ? "9"
                                  : isV4             ? "1"
                                                     : "5"));
}

Byte
ChooseProtocol(Byte variant, bool isV4)
{
    const Byte protocols[] = {PROTOCOL_TCP, PROTOCOL_UDP, PROTOCOL_ICMPV6, PROTOCOL_FRAGMENT};
    const Byte chosen = protocols[(variant >> 3) & 3];
    if (!isV4)
    {
        return chosen;
    }
    return chosen == PROTOCOL_ICMPV6 || chosen == PROTOCOL_FRAGMENT ? PROTOCOL_ICMP : chosen;
}

Bytes
ToBytes(ByteSpan octets)
{
    return Bytes(octets.begin(), octets.end());
}

Bytes
MakeDnsQuery(const Step& step)
{
    if ((step.variant & 0x80) != 0)
    {
        return ToBytes(step.content);
    }
    const char* names[] = {"hip.foo.com.", "www.foo.com.", "alias.foo.com.", "x.bar."};
    const std::uint16_t types[] = {DnsType::A, DnsType::AAAA, DnsType::HIP, DnsType::MX};
    return DnsMessage::MakeQuery(step.variant,
                                 *DnsName::Parse(names[step.variant & 3]),
                                 types[(step.variant >> 2) & 3],
                                 (step.variant & 0x10) != 0 ? 1232 : 0,
                                 true)
        .Write();
}

/// One input, step by step.
class Run
{
  public:
    Run()
        : m_world(MakeOptions())
    {
        m_world.Connect();
        m_world.Connect("192.0.2.50");
        m_inner = Path{m_world.host.endpoint->GetHit(), m_world.own.endpoint->GetHit()};
        CheckOutputs();
    }

    void Do(const Step& step)
    {
        const Path path = ChoosePath(step.variant);
        const Byte protocol = ChooseProtocol(step.variant, path.source.IsV4());
        switch (step.kind)
        {
        case 0:
            Forward(ToBytes(step.content));
            break;
        case 1:
            Forward(BuildIp(path, protocol, ToBytes(step.content), step.variant >> 6));
            break;
        case 2:
            Forward(BuildUdp({path.source, Ip(path.source.IsV4() ? "203.0.113.53" : "3ffe:1::53")},
                             4000,
                             DNS_PORT,
                             MakeDnsQuery(step)));
            break;
        case 3:
            Respond(step);
            break;
        case 4:
            m_world.SendFromHost(
                BuildIp(m_inner, ChooseProtocol(step.variant, false), ToBytes(step.content)));
            m_world.Run(20ms);
            break;
        case 5:
            Receive(ToBytes(step.content));
            break;
        case 6:
            m_world.Run(step.variant * 100ms * (step.content.empty() ? 1 : 30));
            break;
        case 7:
            m_world.proxy->HandleDnsQuery(MakeDnsQuery(step),
                                          {path.source, 4001, DnsTransport::TCP},
                                          Ip("3ffe:1::53"),
                                          m_world.now);
            m_world.Drain();
            break;
        }
        Require(m_world.proxy->GetBindingCount() <= MAX_BINDINGS, "bindings are bounded");
        Require(m_world.proxy->GetMappings().GetSize() <= 2, "mappings are bounded");
        CheckOutputs();
    }

    void End()
    {
        m_world.Run(24h);
        Require(m_world.proxy->GetBindingCount() == 0, "bindings end");
        Require(m_world.proxy->GetMappings().GetSize() == 0, "mappings end");
        CheckOutputs();
    }

  private:
    std::uint64_t CountDrops() const
    {
        return m_world.proxy->GetDrops().GetTotal() + m_world.own.endpoint->GetDrops().GetTotal();
    }

    void Forward(const Bytes& packet)
    {
        const std::uint64_t drops = CountDrops();
        const std::uint64_t timeouts = m_world.proxy->GetDrops().Get(DropReason::FRAGMENT_TIMEOUT);
        const Verdict verdict = m_world.Send(packet);
        if (verdict.kind == Verdict::Kind::PASS)
        {
            Require(m_world.passed.back() == packet, "what passes is unchanged");
        }
        const std::uint64_t dropped =
            CountDrops() - drops -
            (m_world.proxy->GetDrops().Get(DropReason::FRAGMENT_TIMEOUT) - timeouts);
        if (verdict.kind == Verdict::Kind::DROPPED)
        {
            Require(dropped == 1, "a drop is counted once");
        }
        else if (verdict.kind != Verdict::Kind::CONSUMED)
        {
            Require(dropped == 0, "what is not dropped is not counted");
        }
    }

    void Respond(const Step& step)
    {
        if (m_world.queries.empty())
        {
            return;
        }
        const SendQuery& query = m_world.queries.back();
        Bytes response = (step.variant & 1) != 0
                             ? m_world.dns.Answer(query.message, query.transport)
                             : ToBytes(step.content);
        if (response.size() > 12 && (step.variant & 2) != 0)
        {
            std::copy(query.message.begin(), query.message.begin() + 2, response.begin());
            response[2] |= 0x80;
        }
        m_world.proxy->HandleDnsResponse(response,
                                         query.server,
                                         query.localPort,
                                         query.transport,
                                         m_world.now);
        m_world.Drain();
    }

    void Receive(const Bytes& packet)
    {
        const std::uint64_t drops = CountDrops();
        const Verdict verdict = m_world.SendToProxy(packet);
        Require(verdict.kind != Verdict::Kind::DROPPED || CountDrops() > drops,
                "a drop on the wire is counted");
    }

    void CheckOutputs()
    {
        for (const Bytes& packet : m_world.toLegacy)
        {
            const auto info = ParseIp(packet);
            Require(info.has_value(), "legacy hosts can read what they get");
            Require(!info->path.source.IsOrchid() && !info->path.destination.IsOrchid(),
                    "no HIT reaches a legacy host");
        }
        for (const Bytes& packet : m_world.toOutside)
        {
            Require(ParseIp(packet).has_value(), "what leaves can be read");
        }
        m_world.toLegacy.clear();
        m_world.toOutside.clear();
        m_world.host.received.clear();
    }

    ProxyWorld m_world;
    Path m_inner;
};

} // namespace

extern "C" int
LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    ByteSpan input(data, size);
    Run run;
    for (unsigned i = 0; i < MAX_STEPS && input.size() >= 3; ++i)
    {
        run.Do(TakeStep(input));
    }
    run.End();
    return 0;
}
