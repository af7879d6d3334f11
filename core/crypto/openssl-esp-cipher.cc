// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/openssl-esp-cipher.h"

#include "core/crypto/esp-cbc.h"
#include "core/crypto/esp-gcm.h"
#include "core/crypto/esp-hmac.h"
#include "core/crypto/esp-suite.h"

#include <utility>

namespace hip
{

namespace
{

/// NULL encryption with HMAC.
class NullEspCipher : public EspCipher
{
  public:
    explicit NullEspCipher(EspHmac hmac)
        : m_hmac(std::move(hmac))
    {
    }

    void Seal(ByteSpan header,
              std::uint64_t sequence,
              MutableByteSpan iv,
              MutableByteSpan text,
              MutableByteSpan icv) override
    {
        m_hmac.Compute(header, iv, text, sequence, icv);
    }

    bool Open(ByteSpan header,
              std::uint64_t sequence,
              ByteSpan iv,
              MutableByteSpan text,
              ByteSpan icv) override
    {
        return m_hmac.Verify(header, iv, text, sequence, icv);
    }

  private:
    EspHmac m_hmac;
};

} // namespace

struct OpenSslEspCiphers::Impl
{
    explicit Impl(OSSL_LIB_CTX* library)
        : sha256(FetchHash(library, "SHA2-256")),
          sha1(FetchHash(library, "SHA1")),
          tripleDesCbc(Fetch(library, "DES-EDE3-CBC")),
          aes128Cbc(Fetch(library, "AES-128-CBC")),
          aes256Cbc(Fetch(library, "AES-256-CBC")),
          aes128Gcm(Fetch(library, "AES-128-GCM"))
    {
    }

    static CipherPtr Fetch(OSSL_LIB_CTX* library, const char* name)
    {
        return CipherPtr(RequireOpenSslObject(EVP_CIPHER_fetch(library, name, nullptr), name));
    }

    static DigestPtr FetchHash(OSSL_LIB_CTX* library, const char* name)
    {
        return DigestPtr(RequireOpenSslObject(EVP_MD_fetch(library, name, nullptr), name));
    }

    DigestPtr sha256;
    DigestPtr sha1;
    CipherPtr tripleDesCbc;
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
    const EspSuiteInfo& info = GetEspSuiteInfo(suite);
    const auto makeHmac = [&](const DigestPtr& hash) {
        return EspHmac(hash.get(), info, authenticationKey);
    };
    const auto makeCbc = [&](const CipherPtr& cbc, const DigestPtr& hash) {
        return std::make_unique<CbcEspCipher>(cbc.get(), encryptionKey, makeHmac(hash));
    };
    switch (suite)
    {
    case EspSuite::NULL_SHA256:
        break;
    case EspSuite::AES_128_CBC_SHA256:
        return makeCbc(m_impl->aes128Cbc, m_impl->sha256);
    case EspSuite::AES_256_CBC_SHA256:
        return makeCbc(m_impl->aes256Cbc, m_impl->sha256);
    case EspSuite::AES_128_GCM_8:
    case EspSuite::AES_128_GCM_16:
        return std::make_unique<GcmEspCipher>(m_impl->aes128Gcm.get(),
                                              encryptionKey,
                                              info.icvLength);
    case EspSuite::AES_128_CBC_SHA1:
        return makeCbc(m_impl->aes128Cbc, m_impl->sha1);
    case EspSuite::TRIPLE_DES_CBC_SHA1:
        return makeCbc(m_impl->tripleDesCbc, m_impl->sha1);
    case EspSuite::NULL_SHA1:
        return std::make_unique<NullEspCipher>(makeHmac(m_impl->sha1));
    }
    return std::make_unique<NullEspCipher>(makeHmac(m_impl->sha256));
}

} // namespace hip
