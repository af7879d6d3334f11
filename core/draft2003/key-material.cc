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

/// Cuts keys off a string of octets, one after the other.
class Cutter
{
  public:
    Cutter(ByteSpan bytes, std::size_t at)
        : m_rest(bytes.subspan(at))
    {
    }

    Bytes Cut(std::size_t length)
    {
        Bytes key(m_rest.begin(), m_rest.begin() + static_cast<std::ptrdiff_t>(length));
        m_rest = m_rest.subspan(length);
        return key;
    }

  private:
    ByteSpan m_rest;
};

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
    Cutter cutter(keymat, 0);
    HipKeys keys;
    keys.encryptionOut = cutter.Cut(info.encryptionKeyLength);
    keys.macOut = cutter.Cut(info.authenticationKeyLength);
    keys.encryptionIn = cutter.Cut(info.encryptionKeyLength);
    keys.macIn = cutter.Cut(info.authenticationKeyLength);
    if (m_role == Role::RESPONDER)
    {
        std::swap(keys.encryptionOut, keys.encryptionIn);
        std::swap(keys.macOut, keys.macIn);
    }
    return keys;
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
    Cutter cutter(keymat, index);
    EspKeys keys;
    keys.encryptionOut = cutter.Cut(info.encryptionKeyLength);
    keys.authenticationOut = cutter.Cut(info.authenticationKeyLength);
    keys.encryptionIn = cutter.Cut(info.encryptionKeyLength);
    keys.authenticationIn = cutter.Cut(info.authenticationKeyLength);
    if (m_role == Role::RESPONDER)
    {
        std::swap(keys.encryptionOut, keys.encryptionIn);
        std::swap(keys.authenticationOut, keys.authenticationIn);
    }
    return keys;
}

KeyMaterial
KeyMaterial::Renew(Bytes secret) const
{
    return KeyMaterial(m_role, m_smaller, m_larger, std::move(secret));
}

} // namespace hip::draft2003
