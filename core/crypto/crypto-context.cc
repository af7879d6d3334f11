// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/crypto-context.h"

#include "core/crypto/openssl-ptr.h"
#include "core/crypto/random-provider.h"

#include <openssl/crypto.h>
#include <openssl/provider.h>
#include <openssl/rand.h>

namespace hip
{

namespace
{

using LibraryPtr = OpenSslPtr<OSSL_LIB_CTX, OSSL_LIB_CTX_free>;
using ProviderPtr = OpenSslPtr<OSSL_PROVIDER, OSSL_PROVIDER_unload>;

ProviderPtr
Load(OSSL_LIB_CTX* library, const char* name)
{
    return ProviderPtr(RequireOpenSslObject(OSSL_PROVIDER_load(library, name), "load a provider"));
}

} // namespace

struct CryptoContext::Impl
{
    RandomSource& random;
    LibraryPtr library{RequireOpenSslObject(OSSL_LIB_CTX_new(), "library context")};
    ProviderPtr randomProvider{}; ///< the providers go before the library that they belong to
    ProviderPtr defaultProvider{};
};

CryptoContext::CryptoContext(RandomSource& random)
    : m_impl(new Impl{random})
{
    OSSL_LIB_CTX* library = m_impl->library.get();
    RequireOpenSsl(OSSL_PROVIDER_add_builtin(library,
                                             RandomProvider::PROVIDER_NAME,
                                             RandomProvider::Init) == 1,
                   "add a provider");
    m_impl->randomProvider = Load(library, RandomProvider::PROVIDER_NAME);
    m_impl->defaultProvider = Load(library, "default");
    void* provider = OSSL_PROVIDER_get0_provider_ctx(m_impl->randomProvider.get());
    static_cast<RandomProvider*>(provider)->source = &random;

    // Both must be chosen before anything draws: neither seed nor generator then asks the system.
    const char* generator = RandomProvider::GENERATOR_NAME;
    RequireOpenSsl(RAND_set_seed_source_type(library, generator, nullptr) == 1 &&
                       RAND_set_DRBG_type(library, generator, nullptr, nullptr, nullptr) == 1,
                   "choose the random generator");
}

CryptoContext::~CryptoContext() = default;

OSSL_LIB_CTX*
CryptoContext::GetLibrary() const
{
    return m_impl->library.get();
}

RandomSource&
CryptoContext::GetRandom() const
{
    return m_impl->random;
}

} // namespace hip
