// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TEST_CORE_PROXY_HIP_NODE_H
#define HIP_TEST_CORE_PROXY_HIP_NODE_H

#include "core/association/endpoint.h"
#include "core/crypto/crypto-context.h"
#include "core/crypto/crypto-engine.h"
#include "core/crypto/random.h"
#include "core/identity/hip-record.h"

#include <memory>
#include <string>
#include <vector>

namespace hip::test
{

/// A node that speaks HIP: host, agent, or the proxy's own endpoint.
struct HipNode
{
    IpAddress address;
    std::unique_ptr<SeededRandom> random;
    std::unique_ptr<SeededRandom> cryptoRandom;
    std::unique_ptr<CryptoContext> context;
    std::unique_ptr<CryptoEngine> engine;
    std::unique_ptr<Endpoint> endpoint;
    HipRecord record;            ///< without rendezvous servers
    std::vector<Bytes> received; ///< inner packets
    bool isSilent = false;       ///< its applications answer nothing
    Time wakeUp = NEVER;

    /// Makes the node with a key of its own. @param stream different for each node of a seed
    void Make(const std::string& at,
              const EndpointConfig& config,
              CryptoFidelity fidelity,
              std::uint64_t seed,
              std::uint64_t stream);
};

/// What the applications of a HIP host say to a packet: UDP with the same data, TCP with SYN+ACK or
/// the same data, and echoes. @return an inner packet; empty if nothing
Bytes MakeApplicationReply(const Bytes& inner);

} // namespace hip::test

#endif // HIP_TEST_CORE_PROXY_HIP_NODE_H
