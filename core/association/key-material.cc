// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/key-material.h"

#include "core/crypto/block-cipher.h"
#include "core/crypto/hash.h"
#include "core/util/endian.h"

#include <algorithm>
#include <utility>

namespace hip
{

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
    return CutHipKeys(keymat, cipherLength, macLength, m_isLarger);
}

std::uint16_t
KeyMaterial::GetEspIndex(HipCipher cipher) const
{
    return static_cast<std::uint16_t>(2 * (GetKeyLength(cipher) + GetHashLength(m_hash)));
}

std::size_t
KeyMaterial::GetLength() const
{
    return 255 * GetHashLength(m_hash);
}

std::optional<EspKeys>
KeyMaterial::DrawEspKeys(std::size_t index, EspSuite suite) const
{
    const std::size_t end = index + GetEspKeysLength(suite);
    if (end > GetLength())
    {
        return std::nullopt;
    }
    const EspSuiteInfo& info = GetEspSuiteInfo(suite);
    const Bytes keymat = Expand(end);
    return CutEspKeys(ByteSpan(keymat).subspan(index),
                      info.encryptionKeyLength,
                      info.authenticationKeyLength,
                      m_isLarger);
}

std::unique_ptr<Keymat>
KeyMaterial::Renew(Bytes secret) const
{
    std::unique_ptr<KeyMaterial> renewed(new KeyMaterial);
    renewed->m_hash = m_hash;
    renewed->m_isLarger = m_isLarger;
    renewed->m_info = m_info;
    renewed->m_i = m_i;
    renewed->m_j = m_j;
    renewed->m_secret = std::move(secret);
    return renewed;
}

} // namespace hip
