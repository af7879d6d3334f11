// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_CRYPTO_ESP_SUITE_H
#define HIP_CORE_CRYPTO_ESP_SUITE_H

#include "core/crypto/crypto-engine.h"

namespace hip
{

/// @throw std::invalid_argument if a key does not have the length that GetEspSuiteInfo tells
void RequireEspKeyLengths(EspSuite suite, ByteSpan encryptionKey, ByteSpan authenticationKey);

} // namespace hip

#endif // HIP_CORE_CRYPTO_ESP_SUITE_H
