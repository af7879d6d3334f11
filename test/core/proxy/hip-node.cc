// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "test/core/proxy/hip-node.h"

#include "test/core/proxy/packet-kit.h"

namespace hip::test
{

void
HipNode::Make(const std::string& at,
              const EndpointConfig& config,
              CryptoFidelity fidelity,
              std::uint64_t seed,
              std::uint64_t stream)
{
    address = Ip(at);
    random = std::make_unique<SeededRandom>(seed, stream, "protocol");
    cryptoRandom = std::make_unique<SeededRandom>(seed, stream, "crypto");
    context = std::make_unique<CryptoContext>(*cryptoRandom);
    engine = MakeCryptoEngine(fidelity, *context);
    std::vector<HostIdentity> identities;
    identities.emplace_back(PrivateKey::GenerateEcdsa(*context, KeyKind::ECDSA_P256));
    record = MakeHipRecord(identities.front());
    endpoint =
        std::make_unique<Endpoint>(config, std::move(identities), *context, *engine, *random);
    endpoint->SetLocators({address}, START);
}

Bytes
MakeApplicationReply(const Bytes& inner)
{
    const Parts parts(inner);
    const Path back = Back(parts.info.path);
    const std::uint16_t from = parts.flow.destinationPort;
    const std::uint16_t to = parts.flow.sourcePort;
    if (parts.info.protocol == PROTOCOL_UDP)
    {
        return BuildUdp(back, from, to, parts.payload);
    }
    if (parts.info.protocol == PROTOCOL_TCP)
    {
        const bool isSyn = (parts.transport[13] & TCP_SYN) != 0;
        return isSyn ? BuildTcp(back, from, to, TCP_SYN | TCP_ACK, {}, 1440)
                     : BuildTcp(back, from, to, TCP_ACK, parts.payload);
    }
    const bool isPing =
        parts.info.protocol == PROTOCOL_ICMPV6 && parts.transport[0] == ICMPV6_ECHO_REQUEST;
    return isPing ? BuildEcho(back, false, parts.flow.sourcePort, parts.payload) : Bytes();
}

} // namespace hip::test
