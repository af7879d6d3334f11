// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_CRYPTO_OPENSSL_PTR_H
#define HIP_CORE_CRYPTO_OPENSSL_PTR_H

#include <memory>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <stdexcept>
#include <string>

namespace hip
{

// What every file that calls OpenSSL needs: owners of its objects, and what to do when it fails.

template <auto freeFunction>
struct OpenSslDeleter
{
    template <class T>
    void operator()(T* object) const
    {
        freeFunction(object);
    }
};

template <class T, auto freeFunction>
using OpenSslPtr = std::unique_ptr<T, OpenSslDeleter<freeFunction>>;

using BioPtr = OpenSslPtr<BIO, BIO_free>;
using BignumPtr = OpenSslPtr<BIGNUM, BN_free>;
using CipherPtr = OpenSslPtr<EVP_CIPHER, EVP_CIPHER_free>;
using CipherContextPtr = OpenSslPtr<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free>;
using DigestPtr = OpenSslPtr<EVP_MD, EVP_MD_free>;
using DigestContextPtr = OpenSslPtr<EVP_MD_CTX, EVP_MD_CTX_free>;
using EcdsaSignaturePtr = OpenSslPtr<ECDSA_SIG, ECDSA_SIG_free>;
using KdfPtr = OpenSslPtr<EVP_KDF, EVP_KDF_free>;
using KdfContextPtr = OpenSslPtr<EVP_KDF_CTX, EVP_KDF_CTX_free>;
using MacPtr = OpenSslPtr<EVP_MAC, EVP_MAC_free>;
using MacContextPtr = OpenSslPtr<EVP_MAC_CTX, EVP_MAC_CTX_free>;
using PkeyPtr = OpenSslPtr<EVP_PKEY, EVP_PKEY_free>;
using PkeyContextPtr = OpenSslPtr<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;

/**
 * For calls that fail only when memory is out or OpenSSL lacks an algorithm, never because of
 * received octets.
 *
 * @param isDone what the call returned
 * @param what the work that could not be done, for the message
 * @throw std::runtime_error
 */
inline void
RequireOpenSsl(bool isDone, const char* what)
{
    if (!isDone)
    {
        const unsigned long code = ERR_get_error();
        const char* reason = ERR_reason_error_string(code);
        throw std::runtime_error(std::string("OpenSSL: ") + what +
                                 (reason ? std::string(": ") + reason : std::string()));
    }
}

/// As RequireOpenSsl, for calls that return a new object.
template <class T>
T*
RequireOpenSslObject(T* object, const char* what)
{
    RequireOpenSsl(object != nullptr, what);
    return object;
}

/// Forgets the errors that OpenSSL queues in its scope: a peer's bad input is no error of ours.
class OpenSslErrorScope
{
  public:
    OpenSslErrorScope()
    {
        ERR_set_mark();
    }

    ~OpenSslErrorScope()
    {
        ERR_pop_to_mark();
    }

    OpenSslErrorScope(const OpenSslErrorScope&) = delete;
    OpenSslErrorScope& operator=(const OpenSslErrorScope&) = delete;
};

} // namespace hip

#endif // HIP_CORE_CRYPTO_OPENSSL_PTR_H
