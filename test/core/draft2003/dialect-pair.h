// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TEST_CORE_DRAFT2003_DIALECT_PAIR_H
#define HIP_TEST_CORE_DRAFT2003_DIALECT_PAIR_H

#include "core/association/association.h"
#include "core/draft2003/dialect.h"
#include "core/draft2003/host-identity.h"
#include "core/draft2003/packet-auth.h"
#include "core/draft2003/parameters.h"
#include "test/core/support/packet-edit.h"
#include "test/core/support/test-host.h"

#include <functional>
#include <gtest/gtest.h>

namespace hip::draft2003::test
{

using Edit = hip::test::BasicPacketEdit<PacketView, PacketWriter, ParameterType::HMAC>;
using EditFunction = std::function<void(Edit&)>;

/// A change of a packet that its sender makes on purpose, and why it is refused.
struct EditCase
{
    const char* name;
    EditFunction edit;
    DropReason reason;
};

/// @return a case in which a parameter is left out
inline EditCase
Without(const char* name, ParameterType type)
{
    return {name, [type](Edit& packet) { packet.Remove(type); }, DropReason::MISSING_PARAMETER};
}

/// What the dialect writes and reads of two hosts, packet by packet: `a` is the Initiator.
class DialectPair
{
  public:
    hip::test::TestHost a{1, "2001:db8::1", MakeConfig(), KeyKind::DSA_1024};
    hip::test::TestHost b{2, "2001:db8::2", MakeConfig(), KeyKind::DSA_1024};
    const hip::Dialect& dialect = GetDraft2003();
    const Path path{a.GetAddress(), b.GetAddress()};
    const Path back{b.GetAddress(), a.GetAddress()};
    Exchange exchange; ///< of `a`

    Bytes MakeR1()
    {
        const Bytes r1 =
            dialect.MakeR1(b.context, b.GetLocalIdentity(), {1, Bytes(20, 0x55), *m_dh});
        return dialect.FinishR1(r1, a.GetHit(), 0, {}, {}, back);
    }

    Result<void> AnswerR1(const Bytes& r1)
    {
        return dialect.AnswerR1(a.context, a.GetLocalIdentity(), *PacketView::Parse(r1), exchange);
    }

    /// Runs the exchange up to I2. @return it, HIP header first
    Bytes MakeI2()
    {
        const Bytes r1 = MakeR1();
        EXPECT_TRUE(AnswerR1(r1));
        exchange.lease = std::make_unique<SpiLease>(a.context, m_associationOfA);
        auto i2 =
            dialect.MakeI2(a.context, a.GetLocalIdentity(), *PacketView::Parse(r1), exchange, {});
        return i2->Finish(path);
    }

    Result<VerifiedI2> VerifyI2(const Bytes& i2)
    {
        return dialect.VerifyI2(b.context,
                                b.GetLocalIdentity(),
                                m_dh,
                                *PacketView::Parse(i2),
                                path);
    }

    /// Runs the exchange up to the sessions; that of `a` is in the exchange. @return that of `b`
    Session Establish()
    {
        auto verified = VerifyI2(MakeI2());
        Session& session = verified->session;
        session.sas = MakeSaPair(b.context,
                                 *session.keymat,
                                 session.suite,
                                 verified->espIndex,
                                 std::make_unique<SpiLease>(b.context, m_associationOfB),
                                 verified->peerSpi)
                          .value();
        Session& own = *exchange.session;
        own.sas = MakeSaPair(a.context,
                             *own.keymat,
                             own.suite,
                             exchange.espIndex,
                             std::move(exchange.lease),
                             session.sas.lease->Get())
                      .value();
        return std::move(session);
    }

    /// Signs a changed packet anew. @param hasHmac with the keys of `a` before the signature
    Bytes Sign(const Edit& edit, const hip::test::TestHost& signer, bool hasHmac = false)
    {
        PacketWriter writer = edit.WriteUnsigned();
        Work work;
        if (hasHmac)
        {
            AddHmac(writer, exchange.session->keys.macOut);
        }
        const PrivateKey& key = signer.GetLocalIdentity().GetKey();
        edit.type == PacketType::R1 ? AddSignature2(writer, key, signer.context.engine, work)
                                    : AddSignature(writer, key, signer.context.engine, work);
        return writer.GetBytes();
    }

  private:
    std::shared_ptr<hip::DhKeyPair> m_dh = b.context.engine.MakeDhKeyPair(hip::DhGroup::MODP_1536);
    Association m_associationOfA{a.context, a.GetLocalIdentity(), b.GetHit(), 0};
    Association m_associationOfB{b.context, b.GetLocalIdentity(), a.GetHit(), 0};
};

} // namespace hip::draft2003::test

#endif // HIP_TEST_CORE_DRAFT2003_DIALECT_PAIR_H
