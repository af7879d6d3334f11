// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/keymat.h"

#include "core/crypto/crypto-engine.h"

namespace hip
{

std::size_t
Keymat::GetEspKeysLength(EspSuite suite)
{
    const EspSuiteInfo& info = GetEspSuiteInfo(suite);
    return 2 * (info.encryptionKeyLength + info.authenticationKeyLength);
}

} // namespace hip
