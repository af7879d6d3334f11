// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_CRYPTO_SECRET_BYTES_H
#define HIP_CORE_CRYPTO_SECRET_BYTES_H

#include "core/crypto/hash.h"
#include "core/util/span.h"

#include <utility>

namespace hip
{

/// Octets that are overwritten when their holder gives them up. It can be moved but not copied.
class SecretBytes
{
  public:
    SecretBytes() = default;

    /// Takes over the storage of @p bytes, so that no copy stays behind.
    explicit SecretBytes(Bytes&& bytes)
        : m_bytes(std::move(bytes))
    {
    }

    ~SecretBytes()
    {
        Wipe(m_bytes);
    }

    SecretBytes(SecretBytes&& other) noexcept
        : m_bytes(std::exchange(other.m_bytes, {}))
    {
    }

    SecretBytes& operator=(SecretBytes&& other) noexcept
    {
        if (this != &other)
        {
            Wipe(m_bytes);
            m_bytes = std::exchange(other.m_bytes, {});
        }
        return *this;
    }

    ByteSpan Get() const
    {
        return m_bytes;
    }

    MutableByteSpan Get()
    {
        return m_bytes;
    }

  private:
    Bytes m_bytes;
};

} // namespace hip

#endif // HIP_CORE_CRYPTO_SECRET_BYTES_H
