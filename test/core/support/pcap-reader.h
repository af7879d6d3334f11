// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TEST_CORE_SUPPORT_PCAP_READER_H
#define HIP_TEST_CORE_SUPPORT_PCAP_READER_H

#include "core/util/clock.h"
#include "core/util/span.h"
#include "core/wire/ip-address.h"

#include <string>
#include <vector>

namespace hip::test
{

/// One IPv4 packet of a capture, without its IP header.
struct CapturedPacket
{
    Duration at; ///< since the first packet
    Path path;
    Byte protocol; ///< 139 HIP, 50 ESP
    Bytes payload;
};

/**
 * Reads a capture of IPv4 on Ethernet without options or fragments, with times in microseconds and
 * fields in little-endian order: the form of our test data.
 *
 * @throw std::runtime_error if the file cannot be read or has another form
 */
std::vector<CapturedPacket> ReadPcap(const std::string& path);

} // namespace hip::test

#endif // HIP_TEST_CORE_SUPPORT_PCAP_READER_H
