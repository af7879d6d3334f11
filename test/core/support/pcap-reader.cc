// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "test/core/support/pcap-reader.h"

#include "core/util/endian.h"

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace hip::test
{

namespace
{

constexpr std::size_t FILE_HEADER_LENGTH = 24;
constexpr std::size_t RECORD_HEADER_LENGTH = 16;
constexpr std::size_t ETHERNET_HEADER_LENGTH = 14;
constexpr std::size_t IPV4_HEADER_LENGTH = 20;

void
Require(bool condition, const char* what)
{
    if (!condition)
    {
        throw std::runtime_error(std::string("capture: ") + what);
    }
}

std::uint32_t
ReadLittleU32(ByteSpan bytes, std::size_t at)
{
    return bytes[at] | bytes[at + 1] << 8 | bytes[at + 2] << 16 |
           static_cast<std::uint32_t>(bytes[at + 3]) << 24;
}

CapturedPacket
ReadFrame(ByteSpan frame)
{
    Require(frame.size() >= ETHERNET_HEADER_LENGTH + IPV4_HEADER_LENGTH, "short frame");
    Require(ReadU16(frame, 12) == 0x0800, "not IPv4");
    const ByteSpan ip = frame.subspan(ETHERNET_HEADER_LENGTH);
    Require(ip[0] == 0x45, "options in the IP header");
    const std::size_t length = ReadU16(ip, 2);
    Require(length >= IPV4_HEADER_LENGTH && length <= ip.size(), "bad total length");
    CapturedPacket packet;
    packet.path = {IpAddress::FromBytes(ip.subspan(12, 4)),
                   IpAddress::FromBytes(ip.subspan(16, 4))};
    packet.protocol = ip[9];
    packet.payload.assign(ip.begin() + IPV4_HEADER_LENGTH, ip.begin() + length);
    return packet;
}

} // namespace

std::vector<CapturedPacket>
ReadPcap(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    const Bytes bytes{std::istreambuf_iterator<char>(file), {}};
    Require(bytes.size() >= FILE_HEADER_LENGTH, "no such file, or too short");
    Require(ReadLittleU32(bytes, 0) == 0xa1b2c3d4, "not a little-endian pcap file");
    Require(ReadLittleU32(bytes, 20) == 1, "not Ethernet");

    std::vector<CapturedPacket> packets;
    Duration start{};
    for (std::size_t at = FILE_HEADER_LENGTH; at < bytes.size();)
    {
        const ByteSpan record = ByteSpan(bytes).subspan(at);
        Require(record.size() >= RECORD_HEADER_LENGTH, "cut record");
        const std::size_t length = ReadLittleU32(record, 8);
        Require(length <= record.size() - RECORD_HEADER_LENGTH, "cut frame");
        const Duration time = std::chrono::seconds(ReadLittleU32(record, 0)) +
                              std::chrono::microseconds(ReadLittleU32(record, 4));
        start = packets.empty() ? time : start;
        packets.push_back(ReadFrame(record.subspan(RECORD_HEADER_LENGTH, length)));
        packets.back().at = time - start;
        at += RECORD_HEADER_LENGTH + length;
    }
    return packets;
}

} // namespace hip::test
