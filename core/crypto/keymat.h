// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_CRYPTO_KEYMAT_H
#define HIP_CORE_CRYPTO_KEYMAT_H

#include "core/crypto/drawn-keys.h"
#include "core/wire/algorithms.h"

#include <cstddef>
#include <memory>
#include <optional>

namespace hip
{

/// The long string of which an association draws its keys in order, as each dialect makes it.
class Keymat
{
  public:
    virtual ~Keymat() = default;

    /// @return the four ESP keys at this index; nothing if KEYMAT ends before
    virtual std::optional<EspKeys> DrawEspKeys(std::size_t index, EspSuite suite) const = 0;

    /// Octets that can be drawn; past them a new Diffie-Hellman secret is needed.
    virtual std::size_t GetLength() const = 0;

    /// Kij, for key exports.
    virtual Bytes GetSecret() const = 0;

    /// KEYMAT of a rekey with a new Diffie-Hellman secret: all else as in the base exchange.
    virtual std::unique_ptr<Keymat> Renew(Bytes secret) const = 0;

    /// Octets that the four ESP keys of a suite take.
    static std::size_t GetEspKeysLength(EspSuite suite);
};

} // namespace hip

#endif // HIP_CORE_CRYPTO_KEYMAT_H
