// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-identity-maker.h"

#include "core/crypto/openssl-ptr.h"
#include "core/draft2003/host-identity.h"
#include "core/draft2003/key-codec.h"
#include "hip-config.h"

namespace ns3
{

namespace
{

/// @return a new key with the prime numbers of another one
hip::PrivateKey
GenerateDsaKeyLike(hip::CryptoContext& context, const hip::PrivateKey& other)
{
    const hip::PkeyContextPtr generator(hip::RequireOpenSslObject(
        EVP_PKEY_CTX_new_from_pkey(context.GetLibrary(), other.GetHandle(), nullptr),
        "DSA"));
    EVP_PKEY* generated = nullptr;
    hip::RequireOpenSsl(EVP_PKEY_keygen_init(generator.get()) == 1 &&
                            EVP_PKEY_generate(generator.get(), &generated) == 1,
                        "generate a DSA key");
    hip::PkeyPtr key(generated);
    const hip::KeyType type = hip::draft2003::GetKeyType(key.get(), hip::HiAlgorithm::DSA);
    hip::Bytes field = hip::draft2003::EncodeHostIdentity(key.get(), hip::HiAlgorithm::DSA);
    return hip::PrivateKey(hip::PublicKey(std::move(key), type, std::move(field)));
}

} // namespace

HipIdentityMaker::HipIdentityMaker(const hip::Dialect& dialect,
                                   hip::CryptoContext& context,
                                   const std::string& keyKind)
    : m_dialect(dialect),
      m_context(context),
      m_keyKind(keyKind)
{
}

std::shared_ptr<const hip::LocalIdentity>
HipIdentityMaker::MakeNext()
{
    if (m_first && m_first->GetPublicKey().GetKind() == hip::KeyKind::DSA_1024)
    {
        return std::make_shared<hip::draft2003::HostIdentity>(
            GenerateDsaKeyLike(m_context, m_first->GetKey()));
    }
    m_first = hipconfig::MakeIdentity(m_dialect, m_context, "", m_keyKind);
    return m_first;
}

} // namespace ns3
