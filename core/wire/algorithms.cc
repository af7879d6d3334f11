// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/algorithms.h"

#include <initializer_list>

namespace hip
{

namespace
{

/// @return the value of @p known with this name
template <class Algorithm>
std::optional<Algorithm>
FindByName(std::initializer_list<Algorithm> known, const std::string& name)
{
    for (const Algorithm algorithm : known)
    {
        if (name == ToString(algorithm))
        {
            return algorithm;
        }
    }
    return std::nullopt;
}

} // namespace

const char*
ToString(HitSuite suite)
{
    switch (suite)
    {
    case HitSuite::RSA_SHA256:
        return "rsa-sha256";
    case HitSuite::ECDSA_SHA384:
        return "ecdsa-sha384";
    }
    return "unknown";
}

const char*
ToString(HiAlgorithm algorithm)
{
    switch (algorithm)
    {
    case HiAlgorithm::DSA:
        return "dsa";
    case HiAlgorithm::RSA:
        return "rsa";
    case HiAlgorithm::ECDSA:
        return "ecdsa";
    }
    return "unknown";
}

const char*
ToString(DhGroup group)
{
    switch (group)
    {
    case DhGroup::MODP_1536:
        return "modp-1536";
    case DhGroup::MODP_3072:
        return "modp-3072";
    case DhGroup::P256:
        return "p256";
    case DhGroup::P384:
        return "p384";
    case DhGroup::P521:
        return "p521";
    case DhGroup::OAKLEY_1:
        return "oakley-1";
    case DhGroup::OAKLEY_2:
        return "oakley-2";
    case DhGroup::MODP_2048:
        return "modp-2048";
    case DhGroup::MODP_4096:
        return "modp-4096";
    case DhGroup::MODP_6144:
        return "modp-6144";
    case DhGroup::MODP_8192:
        return "modp-8192";
    }
    return "unknown";
}

const char*
ToString(HipCipher cipher)
{
    switch (cipher)
    {
    case HipCipher::NULL_ENCRYPT:
        return "null";
    case HipCipher::AES_128_CBC:
        return "aes-128-cbc";
    case HipCipher::AES_256_CBC:
        return "aes-256-cbc";
    }
    return "unknown";
}

const char*
ToString(EspSuite suite)
{
    switch (suite)
    {
    case EspSuite::NULL_SHA256:
        return "null-sha256";
    case EspSuite::AES_128_CBC_SHA256:
        return "aes-128-cbc-sha256";
    case EspSuite::AES_256_CBC_SHA256:
        return "aes-256-cbc-sha256";
    case EspSuite::AES_128_GCM_8:
        return "aes-128-gcm-8";
    case EspSuite::AES_128_GCM_16:
        return "aes-128-gcm-16";
    case EspSuite::AES_128_CBC_SHA1:
        return "aes-128-cbc-sha1";
    case EspSuite::TRIPLE_DES_CBC_SHA1:
        return "3des-cbc-sha1";
    case EspSuite::NULL_SHA1:
        return "null-sha1";
    }
    return "unknown";
}

const char*
ToString(HashKind kind)
{
    switch (kind)
    {
    case HashKind::SHA256:
        return "sha256";
    case HashKind::SHA384:
        return "sha384";
    case HashKind::SHA1:
        return "sha1";
    }
    return "unknown";
}

const char*
ToString(KeyKind kind)
{
    switch (kind)
    {
    case KeyKind::RSA_2048:
        return "rsa-2048";
    case KeyKind::RSA_3072:
        return "rsa-3072";
    case KeyKind::RSA_4096:
        return "rsa-4096";
    case KeyKind::ECDSA_P256:
        return "ecdsa-p256";
    case KeyKind::ECDSA_P384:
        return "ecdsa-p384";
    case KeyKind::DSA_1024:
        return "dsa-1024";
    case KeyKind::RSA_1024:
        return "rsa-1024";
    }
    return "unknown";
}

std::optional<DhGroup>
ParseDhGroup(const std::string& name)
{
    return FindByName({DhGroup::MODP_1536,
                       DhGroup::MODP_3072,
                       DhGroup::P256,
                       DhGroup::P384,
                       DhGroup::P521,
                       DhGroup::OAKLEY_1,
                       DhGroup::OAKLEY_2,
                       DhGroup::MODP_2048,
                       DhGroup::MODP_4096,
                       DhGroup::MODP_6144,
                       DhGroup::MODP_8192},
                      name);
}

std::optional<HipCipher>
ParseHipCipher(const std::string& name)
{
    return FindByName({HipCipher::NULL_ENCRYPT, HipCipher::AES_128_CBC, HipCipher::AES_256_CBC},
                      name);
}

std::optional<EspSuite>
ParseEspSuite(const std::string& name)
{
    return FindByName({EspSuite::NULL_SHA256,
                       EspSuite::AES_128_CBC_SHA256,
                       EspSuite::AES_256_CBC_SHA256,
                       EspSuite::AES_128_GCM_8,
                       EspSuite::AES_128_GCM_16,
                       EspSuite::AES_128_CBC_SHA1,
                       EspSuite::TRIPLE_DES_CBC_SHA1,
                       EspSuite::NULL_SHA1},
                      name);
}

std::optional<HashKind>
ParseHashKind(const std::string& name)
{
    return FindByName({HashKind::SHA256, HashKind::SHA384, HashKind::SHA1}, name);
}

std::optional<KeyKind>
ParseKeyKind(const std::string& name)
{
    return FindByName({KeyKind::RSA_2048,
                       KeyKind::RSA_3072,
                       KeyKind::RSA_4096,
                       KeyKind::ECDSA_P256,
                       KeyKind::ECDSA_P384,
                       KeyKind::DSA_1024,
                       KeyKind::RSA_1024},
                      name);
}

} // namespace hip
