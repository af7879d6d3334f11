// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/checksum.h"

#include "core/util/endian.h"

#include <array>
#include <cstring>

namespace hip
{

namespace
{

/// Adds the carries back in until 16 bits are left. A sum that is not zero does not become zero.
std::uint32_t
Fold(std::uint64_t sum)
{
    sum = (sum & 0xffffffff) + (sum >> 32);
    sum = (sum & 0xffffffff) + (sum >> 32);
    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    return static_cast<std::uint32_t>(sum);
}

/// The big-endian value of a sum of words that were loaded in the byte order of this machine.
std::uint32_t
FromHostOrder(std::uint32_t folded)
{
    const auto word = static_cast<std::uint16_t>(folded);
    std::array<Byte, 2> bytes;
    std::memcpy(bytes.data(), &word, bytes.size());
    return ReadU16(bytes);
}

} // namespace

std::uint32_t
SumBytes(ByteSpan bytes, std::uint32_t initial)
{
    // The sum does not depend on byte order but for a swap at the end (RFC 1071 §2B), so whole
    // words are loaded as they are. Each accumulator takes halves of 32 bits: 2^32 fit without
    // carry.
    const Byte* at = bytes.data();
    std::size_t left = bytes.size();
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    for (; left >= 16; left -= 16, at += 16)
    {
        std::array<std::uint64_t, 2> words;
        std::memcpy(words.data(), at, 16);
        low += (words[0] & 0xffffffff) + (words[1] & 0xffffffff);
        high += (words[0] >> 32) + (words[1] >> 32);
    }
    if (left > 0)
    {
        std::array<std::uint64_t, 2> words{};
        std::memcpy(words.data(), at, left);
        low += (words[0] & 0xffffffff) + (words[1] & 0xffffffff);
        high += (words[0] >> 32) + (words[1] >> 32);
    }
    const std::uint32_t sum = Fold(static_cast<std::uint64_t>(Fold(low)) + Fold(high));
    return Fold(static_cast<std::uint64_t>(FromHostOrder(sum)) + initial);
}

std::uint16_t
FoldChecksum(std::uint32_t sum)
{
    return static_cast<std::uint16_t>(~Fold(sum));
}

std::uint32_t
SumPseudoHeader(const Path& path, std::uint32_t upperLength, Byte nextHeader)
{
    const bool isV4 = path.source.IsV4() && path.destination.IsV4();
    const std::size_t skip = isV4 ? 12 : 0;
    std::uint32_t sum = Fold(static_cast<std::uint64_t>(upperLength) + nextHeader);
    sum = SumBytes(ByteSpan(path.source.GetBytes()).subspan(skip), sum);
    return SumBytes(ByteSpan(path.destination.GetBytes()).subspan(skip), sum);
}

void
WriteHipChecksum(Bytes& packet, std::size_t at, Byte protocol, const Path& path)
{
    WriteU16(packet, at, 0);
    const auto length = static_cast<std::uint32_t>(packet.size());
    WriteU16(packet, at, FoldChecksum(SumBytes(packet, SumPseudoHeader(path, length, protocol))));
}

std::uint16_t
UpdateChecksum(std::uint16_t checksum, ByteSpan oldBytes, ByteSpan newBytes)
{
    const std::uint32_t withoutOld = (checksum ^ 0xffffU) + (SumBytes(oldBytes) ^ 0xffffU);
    return FoldChecksum(SumBytes(newBytes, withoutOld));
}

} // namespace hip
