// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/drawn-keys.h"

#include <array>
#include <utility>

namespace hip
{

namespace
{

/// @return encryption and MAC of what this host sends, then of what it receives
std::array<Bytes, 4>
Cut(ByteSpan keymat, std::size_t encryptionLength, std::size_t macLength, bool isFirst)
{
    std::array<Bytes, 4> keys;
    for (std::size_t i = 0; i < keys.size(); ++i)
    {
        const ByteSpan key = keymat.first(i % 2 == 0 ? encryptionLength : macLength);
        keys[i].assign(key.begin(), key.end());
        keymat = keymat.subspan(key.size());
    }
    if (!isFirst)
    {
        std::swap(keys[0], keys[2]);
        std::swap(keys[1], keys[3]);
    }
    return keys;
}

} // namespace

HipKeys
CutHipKeys(ByteSpan keymat, std::size_t encryptionLength, std::size_t macLength, bool isFirst)
{
    auto keys = Cut(keymat, encryptionLength, macLength, isFirst);
    return {std::move(keys[0]), std::move(keys[1]), std::move(keys[2]), std::move(keys[3])};
}

EspKeys
CutEspKeys(ByteSpan keymat,
           std::size_t encryptionLength,
           std::size_t authenticationLength,
           bool isFirst)
{
    auto keys = Cut(keymat, encryptionLength, authenticationLength, isFirst);
    return {std::move(keys[0]), std::move(keys[1]), std::move(keys[2]), std::move(keys[3])};
}

} // namespace hip
