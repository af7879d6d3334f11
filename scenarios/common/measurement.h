// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_COMMON_MEASUREMENT_H
#define HIP_SCENARIOS_COMMON_MEASUREMENT_H

#include "ns3/nstime.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace hipscenario
{

/// What one contact of a legacy host measured; times are simulation times, zero = never.
struct Measurement
{
    ns3::Time asked;             ///< DNS query sent
    ns3::Time resolved;          ///< DNS answer there
    ns3::Time started;           ///< first packet sent
    ns3::Time connected;         ///< TCP connection established; else as started
    ns3::Time firstByte;         ///< first octet at the receiver
    ns3::Time finished;          ///< last octet at the receiver
    std::uint64_t wanted = 0;    ///< octets
    std::uint64_t received = 0;  ///< octets
    std::uint64_t sent = 0;      ///< datagrams; 0 over TCP
    std::uint64_t returned = 0;  ///< of these came, or whose echo did, at least once
    std::uint64_t wrong = 0;     ///< octets that differ from what was sent
    std::vector<ns3::Time> lost; ///< when the others were sent
    std::string sha256;          ///< of all octets, in hex; empty if they do not make one stream
    std::vector<std::pair<ns3::Time, unsigned>> arrivals; ///< when how many octets came

    bool IsIntact() const
    {
        return received == wanted && wrong == 0;
    }
};

} // namespace hipscenario

#endif // HIP_SCENARIOS_COMMON_MEASUREMENT_H
