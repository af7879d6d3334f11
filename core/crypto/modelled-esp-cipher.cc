// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/modelled-esp-cipher.h"

#include "core/crypto/hash.h"
#include "core/util/endian.h"

#include <algorithm>

namespace hip
{

ModelledEspCipher::ModelledEspCipher(ByteSpan encryptionKey,
                                     ByteSpan authenticationKey,
                                     std::size_t icvLength)
    : m_icvLength(icvLength)
{
    const Bytes digest = Hash(HashKind::SHA256, {encryptionKey, authenticationKey});
    for (std::size_t n = 0; n < m_start.size(); ++n)
    {
        m_start[n] = ReadMixWord(ByteSpan(digest).subspan(8 * n));
    }
}

void
ModelledEspCipher::ComputeIcv(ByteSpan header,
                              std::uint64_t sequence,
                              ByteSpan iv,
                              ByteSpan text,
                              MutableByteSpan icv) const
{
    MixChecksum checksum(m_start);
    checksum.Absorb(ReadMixWord(header));
    checksum.Absorb(sequence);
    checksum.Absorb(iv);
    checksum.Absorb(text);
    FillWithMix(checksum.Finish(), icv);
}

void
ModelledEspCipher::Seal(ByteSpan header,
                        std::uint64_t sequence,
                        MutableByteSpan iv,
                        MutableByteSpan text,
                        MutableByteSpan icv)
{
    if (!iv.empty()) // 8 octets, or 16 with the number at their end
    {
        std::fill(iv.begin(), iv.end(), Byte{0});
        WriteU64(iv, iv.size() - 8, sequence);
    }
    ComputeIcv(header, sequence, iv, text, icv);
}

bool
ModelledEspCipher::Open(ByteSpan header,
                        std::uint64_t sequence,
                        ByteSpan iv,
                        MutableByteSpan text,
                        ByteSpan icv)
{
    std::array<Byte, MAX_ICV_LENGTH> computed;
    const MutableByteSpan expected = MutableByteSpan(computed).first(m_icvLength);
    ComputeIcv(header, sequence, iv, text, expected);
    return IsEqualConstantTime(expected, icv);
}

} // namespace hip
