// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/key-material.h"

#include "core/crypto/hash.h"
#include "core/util/endian.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

namespace hip::draft2003
{

namespace
{

/// Octets of two keys for each direction.
std::size_t
GetLengthOfPairs(Suite suite)
{
    const SuiteInfo& info = GetSuiteInfo(suite);
    return 2 * (info.encryptionKeyLength + info.authenticationKeyLength);
}

} // namespace

KeyMaterial::KeyMaterial(Role role, const Hit& local, const Hit& peer, Bytes secret)
    : m_role(role),
      m_smaller(std::min(local, peer)),
      m_larger(std::max(local, peer)),
      m_secret(std::move(secret))
{
}

Bytes
KeyMaterial::Expand(std::size_t length) const
{
    assert(length <= MAX_LENGTH);
    Bytes keymat;
    Bytes last;
    for (unsigned n = 1; keymat.size() < length; ++n)
    {
        const std::array<Byte, 1> counter{static_cast<Byte>(n)}; // modulo 256
        last = n == 1 ? Hash(HashKind::SHA1,
                             {m_secret.Get(), m_smaller.GetBytes(), m_larger.GetBytes(), counter})
                      : Hash(HashKind::SHA1, {m_secret.Get(), last, counter});
        Append(keymat, last);
    }
    keymat.resize(length);
    return keymat;
}

HipKeys
KeyMaterial::DrawHipKeys(Suite suite) const
{
    const SuiteInfo& info = GetSuiteInfo(suite);
    const Bytes keymat = Expand(GetLengthOfPairs(suite));
    return CutHipKeys(keymat,
                      info.encryptionKeyLength,
                      info.authenticationKeyLength,
                      m_role == Role::INITIATOR);
}

std::size_t
KeyMaterial::GetEspIndex(Suite hipSuite)
{
    return GetLengthOfPairs(hipSuite);
}

std::size_t
KeyMaterial::GetEspKeysLength(Suite suite)
{
    return GetLengthOfPairs(suite);
}

std::optional<EspKeys>
KeyMaterial::DrawEspKeys(std::size_t index, Suite suite) const
{
    const SuiteInfo& info = GetSuiteInfo(suite);
    if (index > MAX_LENGTH || GetLengthOfPairs(suite) > MAX_LENGTH - index)
    {
        return std::nullopt;
    }
    const Bytes keymat = Expand(index + GetLengthOfPairs(suite));
    return CutEspKeys(ByteSpan(keymat).subspan(index),
                      info.encryptionKeyLength,
                      info.authenticationKeyLength,
                      m_role == Role::INITIATOR);
}

std::optional<EspKeys>
KeyMaterial::DrawEspKeys(std::size_t index, EspSuite suite) const
{
    return DrawEspKeys(index, FromEspSuite(suite).value());
}

std::unique_ptr<Keymat>
KeyMaterial::Renew(Bytes secret) const
{
    return std::make_unique<KeyMaterial>(m_role, m_smaller, m_larger, std::move(secret));
}

} // namespace hip::draft2003
