// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/coverage.h"

#include "core/draft2003/hip-header.h"
#include "core/util/endian.h"

#include <algorithm>

namespace hip::draft2003
{

Bytes
CopyCovered(ByteSpan before, Coverage coverage)
{
    Bytes covered(before.begin(), before.end());
    if (coverage == Coverage::SIGNATURE_2)
    {
        std::fill_n(covered.begin() + header::AT_RECEIVER, 16, Byte{0});
    }
    WriteU16(covered, header::AT_CHECKSUM, 0);
    covered[header::AT_LENGTH] = static_cast<Byte>(covered.size() / 8 - 1);
    return covered;
}

} // namespace hip::draft2003
