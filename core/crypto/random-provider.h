// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_CRYPTO_RANDOM_PROVIDER_H
#define HIP_CORE_CRYPTO_RANDOM_PROVIDER_H

#include "core/util/random-source.h"

#include <openssl/core.h>

namespace hip
{

/**
 * A provider inside this program that offers OpenSSL one random generator, which hands on what a
 * RandomSource gives.
 */
struct RandomProvider
{
    static constexpr const char* PROVIDER_NAME = "hip-random";
    static constexpr const char* GENERATOR_NAME = "HIP-RANDOM";

    /// For OSSL_PROVIDER_add_builtin. The provider's context is then a RandomProvider.
    static int Init(const OSSL_CORE_HANDLE* handle,
                    const OSSL_DISPATCH* core,
                    const OSSL_DISPATCH** provider,
                    void** context);

    RandomSource* source = nullptr; ///< to be set once the provider is loaded
};

} // namespace hip

#endif // HIP_CORE_CRYPTO_RANDOM_PROVIDER_H
