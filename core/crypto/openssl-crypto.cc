// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/openssl-crypto.h"

#include "core/crypto/crypto-context.h"
#include "core/crypto/host-key.h"
#include "core/crypto/openssl-dh.h"
#include "core/crypto/signature.h"

namespace hip
{

OpenSslCrypto::OpenSslCrypto(CryptoContext& context)
    : m_context(context),
      m_espCiphers(context.GetLibrary())
{
}

std::unique_ptr<DhKeyPair>
OpenSslCrypto::MakeDhKeyPair(DhGroup group)
{
    return std::make_unique<OpenSslDhKeyPair>(m_context.GetLibrary(), group);
}

Bytes
OpenSslCrypto::Sign(const PrivateKey& key, ByteSpan data)
{
    return MakeSignature(m_context.GetLibrary(),
                         key.GetHandle(),
                         key.GetPublic().GetScheme(),
                         data);
}

bool
OpenSslCrypto::Verify(const PublicKey& key, ByteSpan data, ByteSpan signature)
{
    return IsValidSignature(m_context.GetLibrary(),
                            key.GetHandle(),
                            key.GetScheme(),
                            data,
                            signature);
}

std::unique_ptr<EspCipher>
OpenSslCrypto::MakeEspCipher(EspSuite suite, ByteSpan encryptionKey, ByteSpan authenticationKey)
{
    return m_espCiphers.Make(suite, encryptionKey, authenticationKey);
}

} // namespace hip
