// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_NODE_STATE_H
#define HIP_NODE_STATE_H

#include "core/association/endpoint.h"
#include "core/crypto/crypto-context.h"
#include "core/crypto/random.h"
#include "hip-bytes.h"
#include "hip-cpu.h"
#include "hip-esp-watch.h"
#include "hip-ip-sender.h"
#include "hip-node-application.h"

#include <memory>
#include <optional>

// Private to this module: not installed.

namespace ns3
{

/// The core's objects of one node, in the order in which they depend on each other.
struct HipNodeApplication::State
{
    /// @param seed,run of the simulation; @param stream of this node; @param restarts of the host,
    /// which change all randomness but the key's
    State(uint64_t seed, uint64_t run, uint64_t stream, unsigned restarts);

    /// Deadline while no timer runs.
    static constexpr int64_t NO_TIMER = hip::NEVER.time_since_epoch().count();

    std::unique_ptr<hip::SeededRandom> protocolRandom; ///< nonces, SPIs, puzzle
    std::unique_ptr<hip::SeededRandom> cryptoRandom;   ///< inside OpenSSL, and DH keys
    std::unique_ptr<hip::SeededRandom> keyRandom;      ///< the host key, if it is generated
    std::unique_ptr<hip::CryptoContext> keyContext;
    std::unique_ptr<hip::CryptoContext> context;
    std::unique_ptr<hip::CryptoEngine> engine;
    std::shared_ptr<const hip::LocalIdentity> identity;
    std::unique_ptr<hip::Endpoint> endpoint;

    HipIpSender sender;
    HipCpu cpu;
    hipbytes::Scratch scratch;
    Time delay; ///< until the CPU has done the work of the event under way
    HipEspWatch esp;
    std::optional<HipEspRecord> arrived; ///< the ESP packet under way, if anybody wants to know

    /// Fires the traces of the application that belong to an event of the core.
    static void Report(HipNodeApplication& application, const hip::Event& event);
};

} // namespace ns3

#endif // HIP_NODE_STATE_H
