// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/modelled-crypto.h"

#include "core/crypto/crypto-context.h"
#include "core/crypto/dh-group.h"
#include "core/crypto/esp-suite.h"
#include "core/crypto/hash.h"
#include "core/crypto/host-key.h"
#include "core/crypto/mix.h"
#include "core/crypto/modelled-esp-cipher.h"

#include <algorithm>

namespace hip
{

namespace
{

/// A hash over @p parts, lengthened without strength to @p length octets, at least 32.
Bytes
MakeDigest(std::initializer_list<ByteSpan> parts, std::size_t length)
{
    Bytes digest = Hash(HashKind::SHA256, parts);
    const std::uint64_t state = ReadMixWord(digest);
    const std::size_t hashLength = digest.size();
    digest.resize(length);
    FillWithMix(state, MutableByteSpan(digest).subspan(hashLength));
    return digest;
}

class ModelledDhKeyPair : public DhKeyPair
{
  public:
    ModelledDhKeyPair(RandomSource& random, DhGroup group)
        : m_group(group),
          m_info(&GetDhGroupInfo(group))
    {
        Bytes secret(32);
        random.Fill(secret);
        m_publicValue = MakeDigest({secret}, m_info->publicValueLength);
    }

    DhGroup GetGroup() const override
    {
        return m_group;
    }

    ByteSpan GetPublicValue() const override
    {
        return m_publicValue;
    }

    Result<Bytes> ComputeSecret(ByteSpan peerPublicValue) const override
    {
        const auto isZero = [](Byte octet) { return octet == 0; };
        if (peerPublicValue.size() != m_publicValue.size() ||
            std::all_of(peerPublicValue.begin(), peerPublicValue.end(), isZero))
        {
            return DropReason::BAD_DH_VALUE;
        }
        ByteSpan first = m_publicValue;
        ByteSpan second = peerPublicValue;
        if (std::lexicographical_compare(second.begin(), second.end(), first.begin(), first.end()))
        {
            std::swap(first, second);
        }
        return MakeDigest({first, second}, m_info->secretLength);
    }

  private:
    DhGroup m_group;
    const DhGroupInfo* m_info;
    Bytes m_publicValue;
};

Bytes
MakeModelledSignature(const PublicKey& key, ByteSpan data)
{
    Bytes signature = MakeDigest({key.GetHostIdentity(), data}, key.GetSignatureLength());
    if (key.GetScheme() == SignatureScheme::DSA_SHA1)
    {
        signature[0] = key.GetHostIdentity()[0]; // T, which both begin with
    }
    return signature;
}

} // namespace

ModelledCrypto::ModelledCrypto(CryptoContext& context)
    : m_context(context)
{
}

std::unique_ptr<DhKeyPair>
ModelledCrypto::MakeDhKeyPair(DhGroup group)
{
    return std::make_unique<ModelledDhKeyPair>(m_context.GetRandom(), group);
}

Bytes
ModelledCrypto::Sign(const PrivateKey& key, ByteSpan data)
{
    return MakeModelledSignature(key.GetPublic(), data);
}

bool
ModelledCrypto::Verify(const PublicKey& key, ByteSpan data, ByteSpan signature)
{
    return IsEqualConstantTime(MakeModelledSignature(key, data), signature);
}

std::unique_ptr<EspCipher>
ModelledCrypto::MakeEspCipher(EspSuite suite, ByteSpan encryptionKey, ByteSpan authenticationKey)
{
    RequireEspKeyLengths(suite, encryptionKey, authenticationKey);
    return std::make_unique<ModelledEspCipher>(encryptionKey,
                                               authenticationKey,
                                               GetEspSuiteInfo(suite).icvLength);
}

} // namespace hip
