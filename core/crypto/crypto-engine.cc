// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/crypto-engine.h"

#include "core/crypto/modelled-crypto.h"
#include "core/crypto/openssl-crypto.h"

namespace hip
{

std::unique_ptr<CryptoEngine>
MakeCryptoEngine(CryptoFidelity fidelity, CryptoContext& context)
{
    if (fidelity == CryptoFidelity::MODELLED)
    {
        return std::make_unique<ModelledCrypto>(context);
    }
    return std::make_unique<OpenSslCrypto>(context);
}

} // namespace hip
