// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/esp/security-association.h"

#include "core/util/endian.h"

#include <utility>

namespace hip
{

namespace
{

constexpr std::size_t TRAILER_LENGTH = 2; // pad length and next header

std::size_t
RoundUp(std::size_t length, std::size_t unit)
{
    return (length + unit - 1) / unit * unit;
}

/// The padding that RFC 4303 §2.4 prescribes where the algorithm prescribes none: 1, 2, 3 …
void
WriteTrailer(MutableByteSpan trailer, Byte nextHeader)
{
    const std::size_t padLength = trailer.size() - TRAILER_LENGTH;
    for (std::size_t i = 0; i < padLength; ++i)
    {
        trailer[i] = static_cast<Byte>(i + 1);
    }
    trailer[padLength] = static_cast<Byte>(padLength);
    trailer[padLength + 1] = nextHeader;
}

/**
 * @param text decrypted octets, at least a trailer
 * @return octets of padding and trailer at the end of the text; else BAD_PADDING
 */
Result<std::size_t>
CheckTrailer(ByteSpan text)
{
    const std::size_t padLength = text[text.size() - TRAILER_LENGTH];
    const std::size_t length = padLength + TRAILER_LENGTH;
    if (length > text.size())
    {
        return DropReason::BAD_PADDING;
    }
    const ByteSpan padding = text.subspan(text.size() - length, padLength);
    for (std::size_t i = 0; i < padLength; ++i)
    {
        if (padding[i] != i + 1)
        {
            return DropReason::BAD_PADDING;
        }
    }
    return length;
}

/// The parts of an ESP packet.
template <class Span>
struct EspParts
{
    EspParts(Span esp, const EspSuiteInfo& info)
        : header(esp.first(ESP_HEADER_LENGTH)),
          iv(esp.subspan(ESP_HEADER_LENGTH, info.ivLength)),
          text(esp.subspan(ESP_HEADER_LENGTH + info.ivLength,
                           esp.size() - ESP_HEADER_LENGTH - info.ivLength - info.icvLength)),
          icv(esp.last(info.icvLength))
    {
    }

    Span header;
    Span iv;
    Span text;
    Span icv;
};

} // namespace

std::size_t
GetEspOverhead(EspSuite suite, std::size_t payloadLength)
{
    const EspSuiteInfo& info = GetEspSuiteInfo(suite);
    const std::size_t textLength = RoundUp(payloadLength + TRAILER_LENGTH, info.padUnit);
    return ESP_HEADER_LENGTH + info.ivLength + textLength - payloadLength + info.icvLength;
}

std::size_t
GetLargestEspPayload(EspSuite suite, std::size_t room)
{
    const EspSuiteInfo& info = GetEspSuiteInfo(suite);
    const std::size_t fixedLength = ESP_HEADER_LENGTH + info.ivLength + info.icvLength;
    if (room < fixedLength + info.padUnit)
    {
        return 0;
    }
    return (room - fixedLength) / info.padUnit * info.padUnit - TRAILER_LENGTH;
}

EspOutboundSa::EspOutboundSa(std::uint32_t spi,
                             EspSuite suite,
                             std::unique_ptr<EspCipher> cipher,
                             std::uint64_t sequence)
    : m_spi(spi),
      m_suite(suite),
      m_info(&GetEspSuiteInfo(suite)),
      m_cipher(std::move(cipher)),
      m_sequence(sequence)
{
}

Result<void>
EspOutboundSa::Seal(PacketBuffer& payload, Byte nextHeader)
{
    const std::size_t frontLength = ESP_HEADER_LENGTH + m_info->ivLength;
    const std::size_t trailerLength =
        RoundUp(payload.GetLength() + TRAILER_LENGTH, m_info->padUnit) - payload.GetLength();
    if (payload.GetHeadroom() < frontLength ||
        payload.GetTailroom() < trailerLength + m_info->icvLength)
    {
        return DropReason::NO_ROOM;
    }
    if (m_sequence >= m_info->maxSequence)
    {
        return DropReason::SEQUENCE_EXHAUSTED;
    }
    ++m_sequence;
    payload.Append(trailerLength);
    WriteTrailer(payload.GetPacket().last(trailerLength), nextHeader);
    payload.Prepend(frontLength);
    payload.Append(m_info->icvLength);
    const EspParts<MutableByteSpan> parts(payload.GetPacket(), *m_info);
    WriteU32(parts.header, 0, m_spi);
    WriteU32(parts.header, 4, static_cast<std::uint32_t>(m_sequence));
    m_cipher->Seal(parts.header, m_sequence, parts.iv, parts.text, parts.icv);
    return {};
}

EspInboundSa::EspInboundSa(std::uint32_t spi,
                           EspSuite suite,
                           std::unique_ptr<EspCipher> cipher,
                           std::size_t replayWindow)
    : m_spi(spi),
      m_suite(suite),
      m_info(&GetEspSuiteInfo(suite)),
      m_cipher(std::move(cipher)),
      m_replay(replayWindow)
{
}

Result<Byte>
EspInboundSa::Open(PacketBuffer& esp)
{
    const std::size_t fixedLength = ESP_HEADER_LENGTH + m_info->ivLength + m_info->icvLength;
    if (esp.GetLength() < fixedLength + m_info->padUnit ||
        (esp.GetLength() - fixedLength) % m_info->padUnit != 0)
    {
        return DropReason::TRUNCATED;
    }
    const EspParts<MutableByteSpan> parts(esp.GetPacket(), *m_info);
    const std::uint32_t low = ReadU32(parts.header, 4);
    const std::uint64_t sequence = m_info->HasExtendedSequence() ? m_replay.Reconstruct(low) : low;
    if (!m_replay.IsAcceptable(sequence))
    {
        return DropReason::REPLAYED;
    }
    if (!m_cipher->Open(parts.header, sequence, parts.iv, parts.text, parts.icv))
    {
        return DropReason::BAD_ICV;
    }
    m_replay.Accept(sequence);
    const Result<std::size_t> trailerLength = CheckTrailer(parts.text);
    if (!trailerLength)
    {
        return trailerLength.error();
    }
    ++m_packets;
    const Byte nextHeader = parts.text.back();
    esp.TrimFront(ESP_HEADER_LENGTH + m_info->ivLength);
    esp.TrimBack(*trailerLength + m_info->icvLength);
    return nextHeader;
}

} // namespace hip
