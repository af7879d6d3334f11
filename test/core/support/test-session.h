// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TEST_CORE_SUPPORT_TEST_SESSION_H
#define HIP_TEST_CORE_SUPPORT_TEST_SESSION_H

#include "core/association/key-material.h"
#include "test/core/support/test-host.h"

namespace hip::test
{

inline constexpr EspSuite SESSION_SUITE = EspSuite::AES_128_GCM_16;
inline constexpr std::size_t FIRST_ESP_INDEX = 128; ///< of KEYMAT, where the first keys begin

/// @return what two hosts have agreed on, as one of them has it, but for its SAs
inline Session
MakeSession(TestHost& host,
            const TestHost& peer,
            std::shared_ptr<DhKeyPair> own,
            const DhKeyPair& peers)
{
    const ByteSpan value = peers.GetPublicValue();
    auto keymat = std::make_shared<KeyMaterial>(HashKind::SHA384,
                                                host.GetHit(),
                                                peer.GetHit(),
                                                Bytes(48, 1),
                                                Bytes(48, 2),
                                                own->ComputeSecret(value).value());
    return Session{true,
                   peer.GetIdentity().GetPublicKey(),
                   DhGroup::P256,
                   std::move(own),
                   Bytes(value.begin(), value.end()),
                   static_cast<std::uint16_t>(HipCipher::AES_128_CBC),
                   SESSION_SUITE,
                   HashKind::SHA384,
                   {Bytes(48, 1), Bytes(48, 2)},
                   std::move(keymat),
                   {},
                   FIRST_ESP_INDEX + KeyMaterial::GetEspKeysLength(SESSION_SUITE),
                   {}};
}

} // namespace hip::test

#endif // HIP_TEST_CORE_SUPPORT_TEST_SESSION_H
