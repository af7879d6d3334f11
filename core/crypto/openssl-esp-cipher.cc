// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/openssl-esp-cipher.h"

#include "core/crypto/esp-cbc.h"
#include "core/crypto/esp-gcm.h"
#include "core/crypto/esp-hmac.h"
#include "core/crypto/esp-suite.h"
#include "core/crypto/hash.h"

#include <algorithm>

namespace hip
{

namespace
{

/// NULL encryption with HMAC-SHA-256-128.
class NullEspCipher : public EspCipher
{
  public:
    NullEspCipher(const EVP_MD* sha256, ByteSpan authenticationKey)
        : m_hmac(sha256, authenticationKey)
    {
    }

    void Seal(ByteSpan header,
              std::uint64_t sequence,
              MutableByteSpan iv,
              MutableByteSpan text,
              MutableByteSpan icv) override
    {
        const EspHmac::Icv computed = m_hmac.Compute(header, iv, text, sequence);
        std::copy(computed.begin(), computed.end(), icv.begin());
    }

    bool Open(ByteSpan header,
              std::uint64_t sequence,
              ByteSpan iv,
              MutableByteSpan text,
              ByteSpan icv) override
    {
        return IsEqualConstantTime(m_hmac.Compute(header, iv, text, sequence), icv);
    }

  private:
    EspHmac m_hmac;
};

} // namespace

struct OpenSslEspCiphers::Impl
{
    explicit Impl(OSSL_LIB_CTX* library)
        : sha256(RequireOpenSslObject(EVP_MD_fetch(library, "SHA2-256", nullptr), "no SHA-256")),
          aes128Cbc(Fetch(library, "AES-128-CBC")),
          aes256Cbc(Fetch(library, "AES-256-CBC")),
          aes128Gcm(Fetch(library, "AES-128-GCM"))
    {
    }

    static CipherPtr Fetch(OSSL_LIB_CTX* library, const char* name)
    {
        return CipherPtr(RequireOpenSslObject(EVP_CIPHER_fetch(library, name, nullptr), name));
    }

    DigestPtr sha256;
    CipherPtr aes128Cbc;
    CipherPtr aes256Cbc;
    CipherPtr aes128Gcm;
};

OpenSslEspCiphers::OpenSslEspCiphers(OSSL_LIB_CTX* library)
    : m_impl(std::make_unique<Impl>(library))
{
}

OpenSslEspCiphers::~OpenSslEspCiphers() = default;

std::unique_ptr<EspCipher>
OpenSslEspCiphers::Make(EspSuite suite, ByteSpan encryptionKey, ByteSpan authenticationKey) const
{
    RequireEspKeyLengths(suite, encryptionKey, authenticationKey);
    const EVP_MD* sha256 = m_impl->sha256.get();
    switch (suite)
    {
    case EspSuite::NULL_SHA256:
        break;
    case EspSuite::AES_128_CBC_SHA256:
        return std::make_unique<CbcEspCipher>(m_impl->aes128Cbc.get(),
                                              encryptionKey,
                                              sha256,
                                              authenticationKey);
    case EspSuite::AES_256_CBC_SHA256:
        return std::make_unique<CbcEspCipher>(m_impl->aes256Cbc.get(),
                                              encryptionKey,
                                              sha256,
                                              authenticationKey);
    case EspSuite::AES_128_GCM_8:
    case EspSuite::AES_128_GCM_16:
        return std::make_unique<GcmEspCipher>(m_impl->aes128Gcm.get(),
                                              encryptionKey,
                                              GetEspSuiteInfo(suite).icvLength);
    }
    return std::make_unique<NullEspCipher>(sha256, authenticationKey);
}

} // namespace hip
