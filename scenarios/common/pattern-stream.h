// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_COMMON_PATTERN_STREAM_H
#define HIP_SCENARIOS_COMMON_PATTERN_STREAM_H

#include "scenarios/common/measurement.h"
#include "scenarios/common/stream-hash.h"

#include "ns3/packet.h"
#include "ns3/socket.h"

// Streams of known octets (byte-pattern.h) over TCP: a request of 64 bits for so many of them, the
// octets, and their check.

namespace hipscenario
{

inline constexpr std::size_t REQUEST_LENGTH = 8; ///< octets

/// @return the request for so many octets, or the announcement of them
ns3::Ptr<ns3::Packet> MakeRequest(std::uint64_t wanted);

/// @param octets REQUEST_LENGTH or more. @return how many octets they ask for
std::uint64_t ParseRequest(const std::vector<std::uint8_t>& octets);

/// @return what is there to be read; empty at the end
std::vector<std::uint8_t> ReadOctets(ns3::Ptr<ns3::Socket> socket);

/// Sends as much of a stream as the socket takes now. @param sent so far; grows
/// @return whether all is sent; else the socket calls again
bool WriteStream(ns3::Ptr<ns3::Socket> socket, std::uint64_t& sent, std::uint64_t wanted);

/// Takes down the next octets of a stream, and how many are wrong.
void NoteOctets(const std::vector<std::uint8_t>& octets, Measurement& to, StreamHash& hash);

} // namespace hipscenario

#endif // HIP_SCENARIOS_COMMON_PATTERN_STREAM_H
