// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/session.h"

namespace hip
{

Result<SaPair>
MakeSaPair(HostContext& host,
           const Keymat& keymat,
           EspSuite suite,
           std::size_t index,
           std::unique_ptr<SpiLease> lease,
           std::uint32_t outboundSpi)
{
    const auto keys = keymat.DrawEspKeys(index, suite);
    if (!keys)
    {
        return DropReason::BAD_KEYMAT_INDEX;
    }
    SaPair pair;
    pair.lease = std::move(lease);
    pair.inbound = std::make_unique<EspInboundSa>(
        pair.lease->Get(),
        suite,
        host.engine.MakeEspCipher(suite, keys->encryptionIn, keys->authenticationIn),
        host.config.replayWindow);
    pair.lease->Bind(*pair.inbound);
    pair.outbound = std::make_unique<EspOutboundSa>(
        outboundSpi,
        suite,
        host.engine.MakeEspCipher(suite, keys->encryptionOut, keys->authenticationOut));
    pair.keysAt = index;
    return pair;
}

} // namespace hip
