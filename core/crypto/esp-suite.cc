// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/esp-suite.h"

#include <stdexcept>
#include <string>

namespace hip
{

const EspSuiteInfo&
GetEspSuiteInfo(EspSuite suite)
{
    // Key for encryption, key for authentication, IV, ICV, pad unit.
    static constexpr EspSuiteInfo NULL_SHA256{0, 32, 0, 16, 4};
    static constexpr EspSuiteInfo AES_128_CBC{16, 32, 16, 16, 16};
    static constexpr EspSuiteInfo AES_256_CBC{32, 32, 16, 16, 16};
    static constexpr EspSuiteInfo AES_128_GCM_8{16 + 4, 0, 8, 8, 4};
    static constexpr EspSuiteInfo AES_128_GCM_16{16 + 4, 0, 8, 16, 4};
    switch (suite)
    {
    case EspSuite::NULL_SHA256:
        return NULL_SHA256;
    case EspSuite::AES_128_CBC_SHA256:
        return AES_128_CBC;
    case EspSuite::AES_256_CBC_SHA256:
        return AES_256_CBC;
    case EspSuite::AES_128_GCM_8:
        return AES_128_GCM_8;
    case EspSuite::AES_128_GCM_16:
        return AES_128_GCM_16;
    }
    throw std::invalid_argument("ESP suite " + std::to_string(static_cast<unsigned>(suite)) +
                                " is not supported");
}

void
RequireEspKeyLengths(EspSuite suite, ByteSpan encryptionKey, ByteSpan authenticationKey)
{
    const EspSuiteInfo& info = GetEspSuiteInfo(suite);
    if (encryptionKey.size() != info.encryptionKeyLength ||
        authenticationKey.size() != info.authenticationKeyLength)
    {
        throw std::invalid_argument("ESP suite " + std::to_string(static_cast<unsigned>(suite)) +
                                    ": the keys have the wrong length");
    }
}

} // namespace hip
