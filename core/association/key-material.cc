// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/key-material.h"

#include "core/crypto/block-cipher.h"
#include "core/crypto/hash.h"
#include "core/util/endian.h"

#include <algorithm>
#include <utility>

namespace hip
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

} // namespace

KeyMaterial::KeyMaterial(HashKind hash,
                         const Hit& local,
                         const Hit& peer,
                         Bytes i,
                         Bytes j,
                         Bytes secret)
    : m_hash(hash),
      m_isLarger(peer < local),
      m_i(std::move(i)),
      m_j(std::move(j)),
      m_secret(std::move(secret))
{
    Append(m_info, std::min(local, peer).GetBytes());
    Append(m_info, std::max(local, peer).GetBytes());
}

KeyMaterial::~KeyMaterial()
{
    Wipe(m_secret);
}

Bytes
KeyMaterial::Expand(std::size_t length) const
{
    Bytes salt = m_i;
    Append(salt, m_j);
    return Hkdf(m_hash, salt, m_secret, m_info, length);
}

HipKeys
KeyMaterial::DrawHipKeys(HipCipher cipher) const
{
    const std::size_t cipherLength = GetKeyLength(cipher);
    const std::size_t macLength = GetHashLength(m_hash);
    const Bytes keymat = Expand(2 * (cipherLength + macLength));
    Cutter cutter(keymat, 0);
    HipKeys keys;
    keys.encryptionOut = cutter.Cut(cipherLength);
    keys.macOut = cutter.Cut(macLength);
    keys.encryptionIn = cutter.Cut(cipherLength);
    keys.macIn = cutter.Cut(macLength);
    if (!m_isLarger)
    {
        std::swap(keys.encryptionOut, keys.encryptionIn);
        std::swap(keys.macOut, keys.macIn);
    }
    return keys;
}

std::uint16_t
KeyMaterial::GetEspIndex(HipCipher cipher) const
{
    return static_cast<std::uint16_t>(2 * (GetKeyLength(cipher) + GetHashLength(m_hash)));
}

std::size_t
KeyMaterial::GetEspKeysLength(EspSuite suite)
{
    const EspSuiteInfo& info = GetEspSuiteInfo(suite);
    return 2 * (info.encryptionKeyLength + info.authenticationKeyLength);
}

std::optional<EspKeys>
KeyMaterial::DrawEspKeys(std::size_t index, EspSuite suite) const
{
    const std::size_t end = index + GetEspKeysLength(suite);
    if (end > 255 * GetHashLength(m_hash))
    {
        return std::nullopt;
    }
    const EspSuiteInfo& info = GetEspSuiteInfo(suite);
    const Bytes keymat = Expand(end);
    Cutter cutter(keymat, index);
    EspKeys keys;
    keys.encryptionOut = cutter.Cut(info.encryptionKeyLength);
    keys.authenticationOut = cutter.Cut(info.authenticationKeyLength);
    keys.encryptionIn = cutter.Cut(info.encryptionKeyLength);
    keys.authenticationIn = cutter.Cut(info.authenticationKeyLength);
    if (!m_isLarger)
    {
        std::swap(keys.encryptionOut, keys.encryptionIn);
        std::swap(keys.authenticationOut, keys.authenticationIn);
    }
    return keys;
}

KeyMaterial
KeyMaterial::Renew(Bytes secret) const
{
    KeyMaterial renewed;
    renewed.m_hash = m_hash;
    renewed.m_isLarger = m_isLarger;
    renewed.m_info = m_info;
    renewed.m_i = m_i;
    renewed.m_j = m_j;
    renewed.m_secret = std::move(secret);
    return renewed;
}

} // namespace hip
