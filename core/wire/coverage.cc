// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/coverage.h"

#include "core/util/endian.h"
#include "core/wire/hip-header.h"
#include "core/wire/hip-packet.h"

#include <algorithm>

namespace hip
{

namespace
{

/// K and Lifetime of the PUZZLE stay; Opaque and I go, since they are filled into a ready R1.
void
ZeroPuzzle(Bytes& packet)
{
    for (auto it = ReadTlv(packet, HIP_HEADER_LENGTH); it;
         it = ReadTlv(packet, it->offset + it->tlv.size()))
    {
        if (it->type == ParameterType::PUZZLE && it->contents.size() > 2)
        {
            const auto gone = MutableByteSpan(packet)
                                  .subspan(it->offset + TLV_HEADER_LENGTH, it->contents.size())
                                  .subspan(2);
            std::fill(gone.begin(), gone.end(), Byte{0});
        }
    }
}

} // namespace

Bytes
CopyCovered(ByteSpan before, Coverage coverage, ByteSpan hostIdTlv)
{
    Bytes covered(before.begin(), before.end());
    switch (coverage)
    {
    case Coverage::MAC:
    case Coverage::SIGNATURE:
        break;
    case Coverage::SIGNATURE_2:
        std::fill_n(covered.begin() + header::AT_RECEIVER, 16, Byte{0});
        ZeroPuzzle(covered);
        break;
    case Coverage::MAC_2:
        Append(covered, hostIdTlv);
        break;
    }
    WriteU16(covered, header::AT_CHECKSUM, 0);
    covered[header::AT_LENGTH] = static_cast<Byte>(covered.size() / 8 - 1);
    return covered;
}

} // namespace hip
