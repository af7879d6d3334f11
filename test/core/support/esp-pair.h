// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TEST_CORE_SUPPORT_ESP_PAIR_H
#define HIP_TEST_CORE_SUPPORT_ESP_PAIR_H

#include "core/crypto/crypto-engine.h"
#include "core/esp/security-association.h"
#include "core/wire/packet-buffer.h"

#include <array>
#include <ostream>
#include <string>
#include <vector>

namespace hip::test
{

/// What a test of ESP is run with.
struct EspCase
{
    EspSuite suite;
    CryptoFidelity fidelity;

    /// "Aes128Gcm16Modelled", fit for the name of a test
    std::string GetName() const;
};

/// Every suite, with the real and with the modelled engine.
const std::vector<EspCase>& GetEspCases();

std::ostream& operator<<(std::ostream& out, const EspCase& espCase);

/// The two ends of one direction of ESP, with keys of their own that are always the same.
class EspPair
{
  public:
    static constexpr std::uint32_t SPI = 0x281f460f;

    /// @param sequence the last number that the sender has used
    explicit EspPair(const EspCase& espCase,
                     std::size_t replayWindow = 64,
                     std::uint64_t sequence = 0);

    EspOutboundSa& GetOutbound()
    {
        return m_outbound;
    }

    EspInboundSa& GetInbound()
    {
        return m_inbound;
    }

    const Bytes& GetEncryptionKey() const
    {
        return m_encryptionKey;
    }

    const Bytes& GetAuthenticationKey() const
    {
        return m_authenticationKey;
    }

  private:
    Bytes m_encryptionKey;
    Bytes m_authenticationKey;
    EspOutboundSa m_outbound;
    EspInboundSa m_inbound;
};

/// A packet in a buffer of its own that has the usual room on both sides.
class RoomyPacket
{
  public:
    explicit RoomyPacket(ByteSpan content,
                         std::size_t headroom = PacketBuffer::HEADROOM,
                         std::size_t tailroom = PacketBuffer::TAILROOM);

    RoomyPacket(const RoomyPacket&) = delete;
    RoomyPacket& operator=(const RoomyPacket&) = delete;

    /// Puts another content in the place of the first one; it must not be longer than that one.
    void Refill(ByteSpan content);

    PacketBuffer& GetBuffer()
    {
        return m_buffer;
    }

    Bytes GetContent() const;

    /// The whole storage, room included.
    const Bytes& GetStorage() const
    {
        return m_storage;
    }

  private:
    std::size_t m_headroom;
    Bytes m_storage;
    PacketBuffer m_buffer;
};

/// Octets that count up from @p first, @p length of them.
Bytes MakeCountingBytes(std::size_t length, Byte first = 0);

} // namespace hip::test

#endif // HIP_TEST_CORE_SUPPORT_ESP_PAIR_H
