// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_POPULATION_STATE_H
#define HIP_POPULATION_STATE_H

#include "core/association/dialect.h"
#include "core/association/endpoint.h"
#include "core/crypto/crypto-context.h"
#include "core/crypto/random.h"
#include "hip-bytes.h"
#include "hip-cpu.h"
#include "hip-ip-sender.h"
#include "hip-population.h"

#include <boost/unordered/unordered_flat_map.hpp>
#include <deque>
#include <memory>
#include <set>
#include <utility>

// Private to this module: not installed.

namespace ns3
{

/// One HIP host.
struct HipPopulation::Host
{
    static constexpr int64_t NO_DEADLINE = hip::NEVER.time_since_epoch().count();

    /// @param itsNumber from 0; @param state outlives it, with its engine
    Host(uint32_t itsNumber,
         const hip::EndpointConfig& config,
         const hip::Dialect& dialect,
         std::shared_ptr<const hip::LocalIdentity> identity,
         State& state);

    uint32_t number;
    hip::Endpoint endpoint;
    HipCpu cpu;
    uint32_t moves = 0;
    int64_t deadline = NO_DEADLINE; ///< nanoseconds of simulation time
};

/// The core's objects of all hosts, in the order in which they depend on each other.
struct HipPopulation::State
{
    /// @param seed of the simulation and its run; @param stream of this population
    State(uint64_t seed, uint64_t stream);

    hip::SeededRandom protocolRandom;
    hip::SeededRandom cryptoRandom;
    hip::SeededRandom keyRandom;
    hip::CryptoContext keyContext;
    hip::CryptoContext context;
    std::unique_ptr<hip::CryptoEngine> engine;
    std::deque<Host> hosts; ///< which stay where they are
    boost::unordered_flat_map<hip::Hit, uint32_t> numbers;
    std::set<std::pair<int64_t, uint32_t>> deadlines; ///< and whose they are
    HipIpSender sender;
    hipbytes::Scratch scratch;
};

} // namespace ns3

#endif // HIP_POPULATION_STATE_H
