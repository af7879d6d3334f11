// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_DRAFT2003_KEY_MATERIAL_H
#define HIP_CORE_DRAFT2003_KEY_MATERIAL_H

#include "core/crypto/keymat.h"
#include "core/crypto/secret-bytes.h"
#include "core/draft2003/algorithms.h"
#include "core/wire/ip-address.h"

#include <optional>

namespace hip::draft2003
{

/// Which end of the base exchange a host was. A rekey keeps the roles (hip-08 does not say).
enum class Role
{
    INITIATOR,
    RESPONDER,
};

/**
 * KEYMAT of an association (hip-08 §9): one long string of which keys are drawn in order, those of
 * what the Initiator sends before those of what the Responder sends.
 */
class KeyMaterial : public Keymat
{
  public:
    /// KEYMAT ends where the 15 bits of an index do, in octets.
    static constexpr std::size_t MAX_LENGTH = 32767;

    /**
     * @param role of this host
     * @param local,peer both HITs
     * @param secret Kij, padded on the left to the length of p
     */
    KeyMaterial(Role role, const Hit& local, const Hit& peer, Bytes secret);

    /// Draws the HIP keys from the start; the ESP keys begin at GetEspIndex. Only I2 is encrypted,
    /// so the Responder's encryption key has no use.
    HipKeys DrawHipKeys(Suite suite) const;

    /// Index of the first ESP key after a base exchange, in octets.
    static std::size_t GetEspIndex(Suite hipSuite);

    /// @return the four ESP keys at this index; nothing if KEYMAT ends before, and a new
    /// Diffie-Hellman key is needed
    std::optional<EspKeys> DrawEspKeys(std::size_t index, Suite suite) const;

    /// As above. @param suite one of 2003
    std::optional<EspKeys> DrawEspKeys(std::size_t index, EspSuite suite) const override;

    std::size_t GetLength() const override
    {
        return MAX_LENGTH;
    }

    Bytes GetSecret() const override
    {
        const ByteSpan secret = m_secret.Get();
        return Bytes(secret.begin(), secret.end());
    }

    using Keymat::GetEspKeysLength;

    /// Octets that the four ESP keys of a suite take.
    static std::size_t GetEspKeysLength(Suite suite);

    /// The first octets of KEYMAT. @param length at most MAX_LENGTH
    Bytes Expand(std::size_t length) const;

    /// KEYMAT of a rekey with a new Diffie-Hellman secret: same HITs and roles.
    std::unique_ptr<Keymat> Renew(Bytes secret) const override;

  private:
    Role m_role;
    Hit m_smaller; ///< numerically, of the two HITs
    Hit m_larger;
    SecretBytes m_secret;
};

} // namespace hip::draft2003

#endif // HIP_CORE_DRAFT2003_KEY_MATERIAL_H
