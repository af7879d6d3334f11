// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TEST_CORE_SUPPORT_SAMPLE_KEYS_H
#define HIP_TEST_CORE_SUPPORT_SAMPLE_KEYS_H

#include "core/crypto/openssl-ptr.h"

#include <openssl/pem.h>
#include <string>

namespace hip::test
{

// One P-256 key in three forms, made with "openssl ecparam -genkey", "openssl pkcs8 -topk8 -v2
// aes-256-cbc" and "openssl ec -aes128". The password is "x".

inline const std::string TRADITIONAL_P256_PEM =
    "-----BEGIN EC PARAMETERS-----\n"
    "BggqhkjOPQMBBw==\n"
    "-----END EC PARAMETERS-----\n"
    "-----BEGIN EC PRIVATE KEY-----\n"
    "MHcCAQEEIMrPM2g5pz2gfdeCCo1D4eHqqDkjVv5CXp/sv2/k8YY3oAoGCCqGSM49\n"
    "AwEHoUQDQgAE18RoG+kN8EBTedZ3HutBBzuf4phf8/FD37g7gG3v4jSuTOwUSrZ5\n"
    "iM1+ICQ8yq7GokksUPnnBNARuArdcr7LKg==\n"
    "-----END EC PRIVATE KEY-----\n";

inline const std::string ENCRYPTED_PKCS8_PEM =
    "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
    "MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAj/UOgEIcaM7gICCAAw\n"
    "DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEF4FCxMCvWe9BGdfFBlShY0EgZBl\n"
    "jWC8PPm2Sbeg+osxZhVL2/aRcqPeHYuiOl3HhfRDaWu9/qQNvk6h4CJ3HjOTTA4h\n"
    "uwmbl5cHr++XzCqXn5BvVM2bVwmNr2Qd4exiwGsktM8ZcDx3lOnaK1C58kaNOjj+\n"
    "+ztWyfpDMwTDJsrwYnnogpkClehiku7o7lu5kaNzZY7yD/mZZZMVyTtZ7UVsKgM=\n"
    "-----END ENCRYPTED PRIVATE KEY-----\n";

inline const std::string ENCRYPTED_TRADITIONAL_PEM =
    "-----BEGIN EC PRIVATE KEY-----\n"
    "Proc-Type: 4,ENCRYPTED\n"
    "DEK-Info: AES-128-CBC,ECDADA1B7CEED9E0309A4137C39C7B9C\n"
    "\n"
    "TGZGbD4JjUn1sUkNbeGir63VRs7d5+Py41WlyqDro67uIYWDJf683JjYOz6GD6oH\n"
    "xuCvKGOHLQzJg2nFDKg5pDNLAn4ur0NScOgVDGyPa7KPi6iyB8rXded6i2aPvhGl\n"
    "VqAT3EpMZEzrxba2CQtyQB+K2rZ1RZ8kRFuTX/RlYJI=\n"
    "-----END EC PRIVATE KEY-----\n";

/// Host Identity of the three, from "openssl ec -text".
inline const char* const P256_HOST_IDENTITY =
    "0001"
    "d7c4681be90df0405379d6771eeb41073b9fe2985ff3f143dfb83b806defe234"
    "ae4cec144ab67988cd7e20243ccaaec6a2492c50f9e704d011b80add72becb2a";

/// PKCS#8 text of a key made by OpenSSL's default context, so that it is not from our own code.
inline std::string
ToPrivatePem(const PkeyPtr& key)
{
    const BioPtr text(BIO_new(BIO_s_mem()));
    PEM_write_bio_PrivateKey(text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    char* octets = nullptr;
    const long length = BIO_get_mem_data(text.get(), &octets);
    return std::string(octets, static_cast<std::size_t>(length));
}

inline std::string
ToPublicPem(const PkeyPtr& key)
{
    const BioPtr text(BIO_new(BIO_s_mem()));
    PEM_write_bio_PUBKEY(text.get(), key.get());
    char* octets = nullptr;
    const long length = BIO_get_mem_data(text.get(), &octets);
    return std::string(octets, static_cast<std::size_t>(length));
}

inline PkeyPtr
MakeRsaKey(std::size_t bits)
{
    return PkeyPtr(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", bits));
}

/// One RSA key of 2048 bits for all tests, since making one takes long.
inline const PkeyPtr&
GetRsaKey()
{
    static const PkeyPtr key = MakeRsaKey(2048);
    return key;
}

} // namespace hip::test

#endif // HIP_TEST_CORE_SUPPORT_SAMPLE_KEYS_H
