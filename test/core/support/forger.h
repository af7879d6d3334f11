// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TEST_CORE_SUPPORT_FORGER_H
#define HIP_TEST_CORE_SUPPORT_FORGER_H

#include "core/association/key-material.h"
#include "core/association/packet-auth.h"
#include "core/wire/ip-packet.h"
#include "test/core/support/world.h"

#include <functional>

namespace hip::test
{

/**
 * Makes packets that one host of an association might have sent, with good MAC and signature:
 * what a peer that misbehaves can do. Needs EndpointConfig::exportKeys at that host.
 */
class Forger
{
  public:
    /// @param as the host that misbehaves, with an association to @p to
    Forger(World& world, Host& as, Host& to)
        : m_world(world),
          m_as(as),
          m_to(to),
          m_key(as.Get<KeyEvent>().back()),
          m_keymat(GetHash(m_key.responder).value(),
                   as.GetHit(),
                   to.GetHit(),
                   m_key.i,
                   m_key.j,
                   m_key.secret),
          m_keys(m_keymat.DrawHipKeys(HipCipher::AES_128_CBC))
    {
    }

    /// @param fill adds the parameters before MAC and signature. @return the whole IP packet
    Bytes Make(PacketType type, const std::function<void(PacketWriter&)>& fill)
    {
        PacketWriter writer(type, 0, m_as.GetHit(), m_to.GetHit());
        fill(writer);
        if (type != PacketType::NOTIFY)
        {
            AddMac(writer, GetHash(m_key.responder).value(), m_keys.macOut);
        }
        Work work;
        AddSignature(writer, *m_as.identity, *m_as.engine, work);
        const Path path{m_as.addresses.front(), m_to.addresses.front()};
        return MakeIpPacket(path, PROTOCOL_HIP, 64, writer.Finish(path));
    }

    /// Makes a packet and hands it to the other host at once.
    Verdict Inject(PacketType type, const std::function<void(PacketWriter&)>& fill)
    {
        return m_world.Inject(m_to, Make(type, fill));
    }

    const HipKeys& GetKeys() const
    {
        return m_keys;
    }

    const KeyMaterial& GetKeyMaterial() const
    {
        return m_keymat;
    }

  private:
    World& m_world;
    Host& m_as;
    Host& m_to;
    KeyEvent m_key;
    KeyMaterial m_keymat;
    HipKeys m_keys;
};

} // namespace hip::test

#endif // HIP_TEST_CORE_SUPPORT_FORGER_H
