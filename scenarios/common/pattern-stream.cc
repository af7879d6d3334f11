// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/common/pattern-stream.h"

#include "scenarios/common/byte-pattern.h"

#include "ns3/simulator.h"

#include <algorithm>

namespace hipscenario
{

using namespace ns3;

namespace
{

constexpr std::uint64_t CHUNK = 16384; ///< octets handed to the socket at once

} // namespace

Ptr<Packet>
MakeRequest(std::uint64_t wanted)
{
    std::uint8_t octets[REQUEST_LENGTH];
    for (std::size_t i = 0; i < REQUEST_LENGTH; ++i)
    {
        octets[i] = static_cast<std::uint8_t>(wanted >> (8 * (REQUEST_LENGTH - 1 - i)));
    }
    return Create<Packet>(octets, REQUEST_LENGTH);
}

std::uint64_t
ParseRequest(const std::vector<std::uint8_t>& octets)
{
    std::uint64_t wanted = 0;
    for (std::size_t i = 0; i < REQUEST_LENGTH; ++i)
    {
        wanted = (wanted << 8) | octets[i];
    }
    return wanted;
}

std::vector<std::uint8_t>
ReadOctets(Ptr<Socket> socket)
{
    Ptr<Packet> packet = socket->Recv();
    std::vector<std::uint8_t> octets(packet ? packet->GetSize() : 0);
    if (packet)
    {
        packet->CopyData(octets.data(), packet->GetSize());
    }
    return octets;
}

bool
WriteStream(Ptr<Socket> socket, std::uint64_t& sent, std::uint64_t wanted)
{
    std::vector<std::uint8_t> octets;
    while (sent < wanted)
    {
        const std::uint64_t room = socket->GetTxAvailable();
        octets.resize(std::min({CHUNK, wanted - sent, room}));
        if (octets.empty())
        {
            return false;
        }
        for (std::size_t i = 0; i < octets.size(); ++i)
        {
            octets[i] = GetPatternByte(sent + i);
        }
        const int taken =
            socket->Send(Create<Packet>(octets.data(), static_cast<uint32_t>(octets.size())));
        if (taken <= 0)
        {
            return false;
        }
        sent += static_cast<std::uint64_t>(taken);
    }
    return true;
}

void
NoteOctets(const std::vector<std::uint8_t>& octets, Measurement& to, StreamHash& hash)
{
    if (to.received == 0)
    {
        to.firstByte = Simulator::Now();
    }
    hash.Add(octets);
    for (const std::uint8_t octet : octets)
    {
        to.wrong += octet != GetPatternByte(to.received++) ? 1 : 0;
    }
    to.arrivals.emplace_back(Simulator::Now(), static_cast<unsigned>(octets.size()));
    to.finished = Simulator::Now();
}

} // namespace hipscenario
