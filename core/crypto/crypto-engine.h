// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_CRYPTO_CRYPTO_ENGINE_H
#define HIP_CORE_CRYPTO_CRYPTO_ENGINE_H

#include "core/util/result.h"
#include "core/util/span.h"
#include "core/wire/algorithms.h"

#include <limits>
#include <memory>

namespace hip
{

class PrivateKey;
class PublicKey;

/// One Diffie-Hellman key pair.
class DhKeyPair
{
  public:
    virtual ~DhKeyPair() = default;

    virtual DhGroup GetGroup() const = 0;

    /// The public value as DIFFIE_HELLMAN carries it, at full width: MODP as long as p, such as 192
    /// or 384 octets, EC x|y 64, 96 or 132 octets (RFC 7401 §5.2.7, RFC 5903).
    virtual ByteSpan GetPublicValue() const = 0;

    /**
     * @param peerPublicValue the peer's public value in the same group
     * @return Kij at full field width (as long as p; 32, 48 or 66 octets); else BAD_DH_VALUE if the
     *         value has the wrong length, is not on the curve, or is 0, 1 or p-1 (RFC 2785)
     */
    virtual Result<Bytes> ComputeSecret(ByteSpan peerPublicValue) const = 0;
};

/**
 * Encryption and integrity of ESP packets with one key, in place. Holds the key schedule; per
 * packet it allocates nothing. Not thread safe.
 */
class EspCipher
{
  public:
    virtual ~EspCipher() = default;

    /**
     * Encrypts @p text in place, fills in @p iv and @p icv.
     *
     * @param header SPI and low 32 bits of the sequence number, as on the wire, 8 octets
     * @param sequence the whole sequence number; also the source of a unique IV
     * @param iv GetEspSuiteInfo(suite).ivLength octets, output
     * @param text plaintext with padding; a multiple of the suite's pad unit
     * @param icv GetEspSuiteInfo(suite).icvLength octets, output
     */
    virtual void Seal(ByteSpan header,
                      std::uint64_t sequence,
                      MutableByteSpan iv,
                      MutableByteSpan text,
                      MutableByteSpan icv) = 0;

    /**
     * Verifies @p icv in constant time, then decrypts @p text in place.
     *
     * @return false if the ICV is wrong; then @p text holds nothing usable
     */
    virtual bool Open(ByteSpan header,
                      std::uint64_t sequence,
                      ByteSpan iv,
                      MutableByteSpan text,
                      ByteSpan icv) = 0;
};

/// Sizes of an ESP suite in octets (RFC 7402 §5.1.2, hip-08 §6.2.7 and the RFCs they name).
struct EspSuiteInfo
{
    /// @return whether sequence numbers have 64 bits, of which 32 travel (RFC 4304)
    constexpr bool HasExtendedSequence() const
    {
        return maxSequence > std::numeric_limits<std::uint32_t>::max();
    }

    std::size_t encryptionKeyLength; ///< with the salt for GCM: 16 + 4
    std::size_t authenticationKeyLength;
    std::size_t ivLength;
    std::size_t icvLength;
    std::size_t padUnit;
    std::uint64_t maxSequence; ///< the last sequence number that may be used under one key
};

const EspSuiteInfo& GetEspSuiteInfo(EspSuite suite);

/**
 * The expensive cryptography, which a simulation may replace: `real` is OpenSSL; `modelled` has the
 * same sizes and the same packet sequence, and detects any change of a byte, but is cheap and gives
 * no secrecy. Hashes, HMACs, HKDF and HIP_CIPHER are cheap enough to be real in both.
 */
class CryptoEngine
{
  public:
    virtual ~CryptoEngine() = default;

    virtual std::unique_ptr<DhKeyPair> MakeDhKeyPair(DhGroup group) = 0;

    /// @return the signature as HIP_SIGNATURE carries it, in the scheme of the key
    virtual Bytes Sign(const PrivateKey& key, ByteSpan data) = 0;

    virtual bool Verify(const PublicKey& key, ByteSpan data, ByteSpan signature) = 0;

    /// @param encryptionKey, authenticationKey of the lengths that GetEspSuiteInfo tells
    virtual std::unique_ptr<EspCipher> MakeEspCipher(EspSuite suite,
                                                     ByteSpan encryptionKey,
                                                     ByteSpan authenticationKey) = 0;
};

/// "real" or "modelled"
enum class CryptoFidelity
{
    REAL,
    MODELLED,
};

class CryptoContext;

/// @param context outlives the engine; DH keys and signature nonces draw from its randomness
std::unique_ptr<CryptoEngine> MakeCryptoEngine(CryptoFidelity fidelity, CryptoContext& context);

} // namespace hip

#endif // HIP_CORE_CRYPTO_CRYPTO_ENGINE_H
