// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_KEY_MATERIAL_H
#define HIP_CORE_ASSOCIATION_KEY_MATERIAL_H

#include "core/crypto/crypto-engine.h"
#include "core/crypto/keymat.h"
#include "core/util/span.h"
#include "core/wire/algorithms.h"
#include "core/wire/ip-address.h"

#include <optional>

namespace hip
{

/**
 * KEYMAT of an association (RFC 7401 §6.5): one long string of which keys are drawn in order. The
 * host with the larger HIT draws the first key of each pair for what it sends.
 */
class KeyMaterial : public Keymat
{
  public:
    /**
     * @param hash RHASH
     * @param local,peer both HITs
     * @param i,j of the puzzle, the HKDF salt
     * @param secret Kij
     */
    KeyMaterial(HashKind hash, const Hit& local, const Hit& peer, Bytes i, Bytes j, Bytes secret);

    ~KeyMaterial() override;
    KeyMaterial(const KeyMaterial&) = delete;
    KeyMaterial& operator=(const KeyMaterial&) = delete;

    /// Draws the HIP keys from the start; the ESP keys begin at GetEspIndex.
    HipKeys DrawHipKeys(HipCipher cipher) const;

    /// KEYMAT Index of the first ESP key after a base exchange, in octets.
    std::uint16_t GetEspIndex(HipCipher cipher) const;

    /// @return the four ESP keys at this index; nothing if KEYMAT ends before (RFC 7402 §7)
    std::optional<EspKeys> DrawEspKeys(std::size_t index, EspSuite suite) const override;

    /// HKDF ends after 255 hashes (RFC 5869 §2.3).
    std::size_t GetLength() const override;

    Bytes GetSecret() const override
    {
        return m_secret;
    }

    /// KEYMAT of a rekey with a new Diffie-Hellman secret: same HITs, I and J (RFC 7402 §6.9).
    std::unique_ptr<Keymat> Renew(Bytes secret) const override;

  private:
    KeyMaterial() = default;
    Bytes Expand(std::size_t length) const;

    HashKind m_hash{};
    bool m_isLarger = false; ///< the local HIT is the larger one
    Bytes m_info;
    Bytes m_i;
    Bytes m_j;
    Bytes m_secret;
};

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_KEY_MATERIAL_H
