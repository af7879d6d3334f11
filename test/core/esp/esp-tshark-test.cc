// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// tshark as a judge that shares no code with us. It knows no 64-bit sequence numbers and so calls
// good ICVs of HIPv2 bad; therefore it judges the ICVs of 2003, and the decryption of all.

#include "core/esp/beet.h"
#include "core/util/endian.h"
#include "core/wire/ip-info.h"
#include "core/wire/ip-packet.h"
#include "core/wire/transport.h"
#include "test/core/support/esp-pair.h"
#include "test/core/support/hex.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace hip
{
namespace
{

using test::EspCase;
using test::EspPair;
using test::ToHex;

constexpr std::size_t PACKETS_PER_SUITE = 5;

const Path HITS = {*IpAddress::Parse("2001:21:17ff:234:b200:ad27:767:f466"),
                   *IpAddress::Parse("2001:21:1010:fb60:685e:ada0:17cf:5987")};

bool
HasTshark()
{
    return std::system("tshark --version >/dev/null 2>&1") == 0;
}

/// An SA has an outer source of its own, so that tshark can tell it from the others.
Path
MakeOuterPath(EspSuite suite, bool isV4)
{
    const std::string host = std::to_string(static_cast<Byte>(suite));
    return isV4 ? Path{*IpAddress::Parse("192.0.2." + host), *IpAddress::Parse("198.51.100.1")}
                : Path{*IpAddress::Parse("2001:db8::" + host), *IpAddress::Parse("2001:db8:1::1")};
}

/// The rows of Wireshark's esp_sa table for one SA, over either family.
std::vector<std::string>
MakeTableRows(EspSuite suite, const EspPair& pair)
{
    std::string encryption = "AES-CBC [RFC3602]";
    std::string authentication = "HMAC-SHA-256-128 [RFC4868]";
    switch (suite)
    {
    case EspSuite::NULL_SHA256:
        encryption = "NULL";
        break;
    case EspSuite::AES_128_CBC_SHA256:
    case EspSuite::AES_256_CBC_SHA256:
        break;
    case EspSuite::AES_128_GCM_8:
        encryption = "AES-GCM with 8 octet ICV [RFC4106]";
        authentication = "NULL";
        break;
    case EspSuite::AES_128_GCM_16:
        encryption = "AES-GCM with 16 octet ICV [RFC4106]";
        authentication = "NULL";
        break;
    case EspSuite::AES_128_CBC_SHA1:
        authentication = "HMAC-SHA-1-96 [RFC2404]";
        break;
    case EspSuite::TRIPLE_DES_CBC_SHA1:
        encryption = "TripleDES-CBC [RFC2451]";
        authentication = "HMAC-SHA-1-96 [RFC2404]";
        break;
    case EspSuite::NULL_SHA1:
        encryption = "NULL";
        authentication = "HMAC-SHA-1-96 [RFC2404]";
        break;
    }
    const auto hexKey = [](const Bytes& key) { return key.empty() ? "" : "0x" + ToHex(key); };
    std::vector<std::string> rows;
    for (const bool isV4 : {true, false})
    {
        std::ostringstream row;
        row << (isV4 ? "\"IPv4\"" : "\"IPv6\"") << ",\""
            << MakeOuterPath(suite, isV4).source.ToString() << "\",\"*\",\"0x" << std::hex
            << EspPair::SPI << "\",\"" << encryption << "\",\"" << hexKey(pair.GetEncryptionKey())
            << "\",\"" << authentication << "\",\"" << hexKey(pair.GetAuthenticationKey()) << '"';
        rows.push_back(row.str());
    }
    return rows;
}

/// A UDP datagram between the HITs, with a good checksum.
Bytes
MakeInner(std::size_t dataLength, Byte first)
{
    const std::size_t length = UDP_HEADER_LENGTH + dataLength;
    Bytes packet(IPV6_HEADER_LENGTH);
    WriteIpv6Header(packet, HITS, PROTOCOL_UDP, 64, 0, 0, length);
    AppendU16(packet, 50000);
    AppendU16(packet, 50001);
    AppendU16(packet, static_cast<std::uint16_t>(length));
    AppendU16(packet, 0);
    Append(packet, test::MakeCountingBytes(dataLength, first));
    FillTransportChecksum(HITS, PROTOCOL_UDP, MutableByteSpan(packet).subspan(IPV6_HEADER_LENGTH));
    return packet;
}

/// A capture file of raw IP packets.
class PcapWriter
{
  public:
    explicit PcapWriter(const std::string& path)
        : m_file(path, std::ios::binary)
    {
        // Magic, version 2.4, time zone, accuracy, snapshot length, LINKTYPE_RAW
        Write(test::FromHex("a1b2c3d4 0002 0004 00000000 00000000 0000ffff 00000065"));
    }

    void Add(ByteSpan packet)
    {
        Bytes header(8); // the time, 0
        AppendU32(header, static_cast<std::uint32_t>(packet.size()));
        AppendU32(header, static_cast<std::uint32_t>(packet.size()));
        Write(header);
        Write(packet);
    }

    bool Close()
    {
        m_file.close();
        return m_file.good();
    }

  private:
    void Write(ByteSpan bytes)
    {
        m_file.write(reinterpret_cast<const char*>(bytes.data()),
                     static_cast<std::streamsize>(bytes.size()));
    }

    std::ofstream m_file;
};

/// @return what tshark prints, by line
std::vector<std::string>
RunTshark(const std::string& capture, const std::vector<std::string>& rows)
{
    std::string command = "tshark -r '" + capture +
                          "' -o esp.enable_encryption_decode:TRUE"
                          " -o esp.enable_authentication_check:TRUE";
    for (const std::string& row : rows)
    {
        command += " -o 'uat:esp_sa:" + row + "'";
    }
    command += " -T fields -e esp.spi -e esp.sequence -e esp.protocol -e udp.payload"
               " -e esp.icv_good 2>/dev/null";
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    std::string output;
    std::array<char, 4096> chunk;
    while (const std::size_t count = std::fread(chunk.data(), 1, chunk.size(), pipe.get()))
    {
        output.append(chunk.data(), count);
    }
    std::vector<std::string> lines;
    std::istringstream stream(output);
    for (std::string line; std::getline(stream, line);)
    {
        lines.push_back(line);
    }
    return lines;
}

TEST(EspBeforeTshark, DecryptsToWhatWeSealed)
{
    if (!HasTshark())
    {
        GTEST_SKIP() << "tshark is not installed";
    }
    const std::string capture = testing::TempDir() + "hip-esp-tshark-test.pcap";
    PcapWriter pcap(capture);
    std::vector<std::string> rows;
    std::vector<std::string> expected;
    for (const EspCase& espCase : test::GetEspCases())
    {
        if (espCase.fidelity == CryptoFidelity::MODELLED)
        {
            continue;
        }
        EspPair pair(espCase);
        for (const std::string& row : MakeTableRows(espCase.suite, pair))
        {
            rows.push_back(row);
        }
        for (std::size_t i = 1; i <= PACKETS_PER_SUITE; ++i)
        {
            const Bytes inner = MakeInner(20 + 7 * i, static_cast<Byte>(i));
            test::RoomyPacket packet(inner);
            const Path outer = MakeOuterPath(espCase.suite, i % 2 == 0);
            ASSERT_TRUE(BeetSeal(packet.GetBuffer(), pair.GetOutbound(), outer).has_value());
            pcap.Add(packet.GetContent());
            const ByteSpan data = ByteSpan(inner).subspan(IPV6_HEADER_LENGTH + UDP_HEADER_LENGTH);
            const bool isShort = !GetEspSuiteInfo(espCase.suite).HasExtendedSequence();
            expected.push_back("0x281f460f\t" + std::to_string(i) + "\t0x11\t" + ToHex(data) +
                               (isShort ? "\t1" : "\t0"));
        }
    }
    ASSERT_TRUE(pcap.Close());
    EXPECT_EQ(RunTshark(capture, rows), expected);
    std::remove(capture.c_str());
}

} // namespace
} // namespace hip
