// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ESP_SECURITY_ASSOCIATION_H
#define HIP_CORE_ESP_SECURITY_ASSOCIATION_H

#include "core/crypto/crypto-engine.h"
#include "core/esp/replay-window.h"
#include "core/util/result.h"
#include "core/wire/packet-buffer.h"

#include <memory>

namespace hip
{

/// IP protocol number of ESP.
inline constexpr Byte PROTOCOL_ESP = 50;
inline constexpr std::size_t ESP_HEADER_LENGTH = 8;

/// Octets that ESP adds to @p payloadLength octets of upper-layer data: header, IV, padding,
/// trailer and ICV (RFC 7402 §5, RFC 4303 §2).
std::size_t GetEspOverhead(EspSuite suite, std::size_t payloadLength);

/// The largest upper-layer payload whose ESP packet fits into @p room octets behind the IP header.
std::size_t GetLargestEspPayload(EspSuite suite, std::size_t room);

/// One direction out: seals payloads under one SPI, in place.
class EspOutboundSa
{
  public:
    /// @param sequence the last number that was used under this key, 0 for a fresh SA
    EspOutboundSa(std::uint32_t spi,
                  EspSuite suite,
                  std::unique_ptr<EspCipher> cipher,
                  std::uint64_t sequence = 0);

    /**
     * Turns upper-layer octets into an ESP packet, in place.
     *
     * @param payload upper-layer octets; needs headroom for SPI, sequence number and IV, and
     *        tailroom for padding and ICV (PacketBuffer::HEADROOM and TAILROOM are enough)
     * @param nextHeader protocol of the payload
     * @return SEQUENCE_EXHAUSTED (after the last number of the suite, which never wraps) or NO_ROOM
     *         if it cannot be sealed; the buffer is then unchanged
     * @see RFC 4303 §3.3
     */
    Result<void> Seal(PacketBuffer& payload, Byte nextHeader);

    std::uint32_t GetSpi() const
    {
        return m_spi;
    }

    EspSuite GetSuite() const
    {
        return m_suite;
    }

    /// Packets sealed so far, which is the last sequence number.
    std::uint64_t GetSequence() const
    {
        return m_sequence;
    }

  private:
    std::uint32_t m_spi;
    EspSuite m_suite;
    const EspSuiteInfo* m_info; ///< of the suite
    std::unique_ptr<EspCipher> m_cipher;
    std::uint64_t m_sequence;
};

/// One direction in: checks and opens ESP packets of one SPI, in place.
class EspInboundSa
{
  public:
    EspInboundSa(std::uint32_t spi,
                 EspSuite suite,
                 std::unique_ptr<EspCipher> cipher,
                 std::size_t replayWindow);

    /**
     * Opens one ESP packet in place: replay check, ICV, replay update, decryption, padding, in that
     * order. A packet that fails its ICV moves no window.
     *
     * @param esp the whole ESP packet, SPI first; afterwards the upper-layer octets
     * @return the next header; else TRUNCATED, REPLAYED, BAD_ICV or BAD_PADDING, and the octets of
     *         the buffer are then unspecified
     * @see RFC 4303 §3.4
     */
    Result<Byte> Open(PacketBuffer& esp);

    std::uint32_t GetSpi() const
    {
        return m_spi;
    }

    EspSuite GetSuite() const
    {
        return m_suite;
    }

    /// Packets opened so far.
    std::uint64_t GetPackets() const
    {
        return m_packets;
    }

  private:
    std::uint32_t m_spi;
    EspSuite m_suite;
    const EspSuiteInfo* m_info; ///< of the suite
    std::unique_ptr<EspCipher> m_cipher;
    ReplayWindow m_replay;
    std::uint64_t m_packets = 0;
};

} // namespace hip

#endif // HIP_CORE_ESP_SECURITY_ASSOCIATION_H
