// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// What a Responder makes of an I2 whose puzzle is solved (RFC 7401 §6.9).

#include "core/association/association.h"
#include "core/association/hipv2-parts.h"
#include "core/association/i2-verifier.h"
#include "core/association/key-material.h"
#include "core/association/packet-auth.h"
#include "core/association/r1-pool.h"
#include "core/crypto/block-cipher.h"
#include "core/crypto/hash.h"
#include "core/wire/tlv.h"
#include "test/core/support/packet-edit.h"
#include "test/core/support/test-host.h"

#include <functional>
#include <gtest/gtest.h>
#include <map>

namespace hip
{
namespace
{

using namespace hip::test;

class VerifyI2Test : public testing::Test
{
  protected:
    TestHost initiator{1, "2001:db8::1"};
    TestHost responder{2, "2001:db8::2"};
    R1Pool pool{responder.context, responder.GetIdentity()};
    Association association{initiator.context, initiator.GetIdentity(), responder.GetHit(), 0};
    Path path{initiator.GetAddress(), responder.GetAddress()};

    /// Runs the exchange up to I2. @return it, HIP header first
    Bytes MakeI2()
    {
        association.SetPeerAddresses({responder.GetAddress()});
        association.Start(Time{});
        initiator.TakeSent();
        const Path back{path.destination, path.source};
        const Bytes r1 =
            pool.MakeR1(initiator.GetHit(), back, initiator.context.config.dhGroups, {}, Time{});
        EXPECT_TRUE(association.HandleR1(*PacketView::Parse(r1), back, Time{}));
        return initiator.TakeSent().at(0);
    }

    Result<VerifiedI2> Verify(const Bytes& i2)
    {
        const auto view = PacketView::Parse(i2);
        const auto answered = pool.CheckI2(*view, path, Time{});
        if (!answered)
        {
            return answered.error();
        }
        return VerifyI2(responder.context, responder.GetIdentity(), answered->dh, *view, path);
    }

    /// The keys of the Initiator, worked out from the Responder's DH key.
    HipKeys FindKeys(const PacketEdit& i2)
    {
        const Bytes bytes = i2.Write().GetBytes();
        const auto answered = pool.CheckI2(*PacketView::Parse(bytes), path, Time{});
        const auto solution = i2.Get<SolutionParameter>();
        const KeyMaterial keymat(
            HashKind::SHA384,
            initiator.GetHit(),
            responder.GetHit(),
            solution.i,
            solution.j,
            answered->dh->ComputeSecret(i2.Get<DiffieHellmanParameter>().publicValue).value());
        return keymat.DrawHipKeys(HipCipher::AES_128_CBC);
    }

    /// A change that the Initiator makes on purpose: MAC and signature cover it.
    Result<VerifiedI2> VerifyEdited(const std::function<void(PacketEdit&, const HipKeys&)>& edit)
    {
        PacketEdit i2(MakeI2());
        const HipKeys keys = FindKeys(i2);
        edit(i2, keys);
        PacketWriter writer = i2.WriteUnsigned();
        AddMac(writer, HashKind::SHA384, keys.macOut);
        Work work;
        AddSignature(writer, initiator.GetIdentity(), initiator.context.engine, work);
        return Verify(writer.GetBytes());
    }

  public:
    static Bytes Seal(const HipKeys& keys, const Bytes& plaintext)
    {
        Bytes contents(4 + 16, 0);
        Append(contents, Encrypt(HipCipher::AES_128_CBC, keys.encryptionOut, Bytes(16), plaintext));
        return contents;
    }
};

TEST_F(VerifyI2Test, FindsWhatBothHaveAgreedOn)
{
    const Bytes i2 = MakeI2();
    const auto accepted = Verify(i2);
    ASSERT_TRUE(accepted);
    EXPECT_FALSE(accepted->session.isInitiator);
    EXPECT_EQ(accepted->session.group, DhGroup::P256);
    EXPECT_EQ(static_cast<HipCipher>(accepted->session.hipSuite), HipCipher::AES_128_CBC);
    EXPECT_EQ(accepted->session.suite, EspSuite::AES_128_GCM_16);
    EXPECT_EQ(accepted->session.peerKey.GetHostIdentity(),
              initiator.GetIdentity().GetPublicKey().GetHostIdentity());
    EXPECT_EQ(accepted->peerSpi, PacketEdit(i2).Get<EspInfoParameter>().newSpi);
    EXPECT_EQ(accepted->session.keys.macIn, FindKeys(PacketEdit(i2)).macOut);
    EXPECT_TRUE(accepted->registrations.empty());
}

TEST_F(VerifyI2Test, CountsItsWork)
{
    const Bytes i2 = MakeI2();
    responder.context.outbox.TakeWork();
    ASSERT_TRUE(Verify(i2));
    std::map<Operation, std::uint64_t> work;
    for (const WorkItem& item : responder.context.outbox.TakeWork())
    {
        work[item.operation] += item.amount;
    }
    EXPECT_EQ(work,
              (std::map<Operation, std::uint64_t>{{Operation::PUZZLE_TRY, 1},
                                                  {Operation::HMAC, 1},
                                                  {Operation::DH_COMPUTE, 1},
                                                  {Operation::VERIFY, 1}}));
}

TEST_F(VerifyI2Test, AcceptsAHostIdInClear)
{
    initiator.context.config.encryptHostId = false;
    const Bytes i2 = MakeI2();
    EXPECT_TRUE(PacketView::Parse(i2)->Find(ParameterType::HOST_ID));
    EXPECT_TRUE(Verify(i2));
}

TEST_F(VerifyI2Test, RefusesAnyChangeOfACoveredOctet)
{
    const Bytes i2 = MakeI2();
    const auto signature = PacketView::Parse(i2)->Find(ParameterType::HIP_SIGNATURE);
    const std::size_t end = signature->offset + signature->tlv.size() - 2; // padding
    for (std::size_t at = 0; at < end; ++at)
    {
        Bytes changed = i2;
        changed[at] ^= 0x04;
        const auto view = PacketView::Parse(changed);
        const bool isChecksum = at == 4 || at == 5;
        if (!isChecksum && view && view->GetType() == PacketType::I2)
        {
            EXPECT_FALSE(Verify(changed)) << at;
        }
    }
    EXPECT_TRUE(Verify(i2));
}

struct I2Case
{
    const char* name;
    DropReason reason;
    std::function<void(PacketEdit&, const HipKeys&)> edit;
};

std::vector<I2Case>
GetI2Cases()
{
    using P = ParameterType;
    using R = DropReason;
    const auto without = [](P type) {
        return [type](PacketEdit& packet, const HipKeys&) { packet.Remove(type); };
    };
    const auto broken = [](P type, std::size_t length) {
        return [=](PacketEdit& packet, const HipKeys&) { packet.SetRaw(type, Bytes(length)); };
    };
    const auto with = [](const auto& parameter) {
        return [parameter](PacketEdit& packet, const HipKeys&) { packet.Set(parameter); };
    };
    const auto withInfo = [](const std::function<void(EspInfoParameter&)>& change) {
        return [change](PacketEdit& packet, const HipKeys&) {
            auto info = packet.Get<EspInfoParameter>();
            change(info);
            packet.Set(info);
        };
    };
    const auto sealed = [](const Bytes& plaintext) {
        return [plaintext](PacketEdit& packet, const HipKeys& keys) {
            packet.SetRaw(P::ENCRYPTED, VerifyI2Test::Seal(keys, plaintext));
        };
    };
    Bytes puzzleTlv;
    AppendTlv(puzzleTlv, P::PUZZLE, Bytes(36));
    Bytes brokenHostId;
    AppendTlv(brokenHostId, P::HOST_ID, Bytes(12, 0xff));
    return {
        {"NoEspInfo", R::MISSING_PARAMETER, without(P::ESP_INFO)},
        {"BrokenEspInfo", R::BAD_PARAMETER, broken(P::ESP_INFO, 4)},
        {"OldSpi", R::BAD_PARAMETER, withInfo([](auto& info) { info.oldSpi = 1; })},
        {"ReservedSpi", R::BAD_PARAMETER, withInfo([](auto& info) { info.newSpi = 255; })},
        {"NoSpi", R::BAD_PARAMETER, withInfo([](auto& info) { info.newSpi = 0; })},
        {"KeymatIndex", R::BAD_KEYMAT_INDEX, withInfo([](auto& info) { ++info.keymatIndex; })},
        {"NoCipher", R::MISSING_PARAMETER, without(P::HIP_CIPHER)},
        {"TwoCiphers",
         R::NO_CIPHER_PROPOSAL,
         with(HipCipherParameter{{HipCipher::AES_128_CBC, HipCipher::AES_256_CBC}})},
        {"NullCipher", R::NO_CIPHER_PROPOSAL, with(HipCipherParameter{{HipCipher::NULL_ENCRYPT}})},
        {"NoEsp", R::MISSING_PARAMETER, without(P::ESP_TRANSFORM)},
        {"TwoEspSuites",
         R::NO_ESP_PROPOSAL,
         with(EspTransformParameter{{EspSuite::AES_128_GCM_16, EspSuite::AES_128_GCM_8}})},
        {"NullEsp", R::NO_ESP_PROPOSAL, with(EspTransformParameter{{EspSuite::NULL_SHA256}})},
        {"NoFormats", R::MISSING_PARAMETER, without(P::TRANSPORT_FORMAT_LIST)},
        {"OtherFormat", R::NO_TRANSPORT_FORMAT, with(TransportFormatListParameter{{4711}})},
        {"TwoFormats", R::NO_TRANSPORT_FORMAT, with(TransportFormatListParameter{{4095, 4711}})},
        {"NoDh", R::MISSING_PARAMETER, without(P::DIFFIE_HELLMAN)},
        {"ShortDh", R::BAD_DH_VALUE, with(DiffieHellmanParameter{DhGroup::P256, Bytes(63)})},
        {"NoHostId", R::MISSING_PARAMETER, without(P::ENCRYPTED)},
        {"BrokenEncrypted", R::BAD_PARAMETER, broken(P::ENCRYPTED, 3)},
        {"NoRoomForIv", R::BAD_ENCRYPTION, broken(P::ENCRYPTED, 8)},
        {"NoCiphertext", R::BAD_ENCRYPTION, broken(P::ENCRYPTED, 20)},
        {"OddCiphertext", R::BAD_ENCRYPTION, broken(P::ENCRYPTED, 44)},
        {"Gibberish", R::BAD_ENCRYPTION, broken(P::ENCRYPTED, 116)},
        {"SomethingElseEncrypted", R::BAD_ENCRYPTION, sealed(puzzleTlv)},
        {"NothingEncrypted", R::BAD_ENCRYPTION, sealed({})},
        {"TruncatedEncrypted", R::BAD_ENCRYPTION, sealed({2, 193, 0, 200})},
        {"BrokenHostId", R::BAD_PARAMETER, sealed(brokenHostId)},
        {"Anonymous",
         R::ANONYMOUS_REFUSED,
         [](PacketEdit& packet, const HipKeys&) { packet.controls = CONTROL_ANONYMOUS; }},
    };
}

class RefusedI2 : public VerifyI2Test, public testing::WithParamInterface<I2Case>
{
};

TEST_P(RefusedI2, HasAReason)
{
    responder.context.config.acceptAnonymous = false;
    const auto accepted = VerifyEdited(GetParam().edit);
    ASSERT_FALSE(accepted);
    EXPECT_EQ(accepted.error(), GetParam().reason);
}

INSTANTIATE_TEST_SUITE_P(Fields, RefusedI2, testing::ValuesIn(GetI2Cases()), [](const auto& info) {
    return info.param.name;
});

TEST_F(VerifyI2Test, AcceptsWhatIsSignedAnew)
{
    EXPECT_TRUE(VerifyEdited([](PacketEdit&, const HipKeys&) {})) << "the cases above are sound";
}

TEST_F(VerifyI2Test, RefusesTheIdentityOfSomebodyElse)
{
    const auto accepted = VerifyEdited([&](PacketEdit& packet, const HipKeys&) {
        packet.Remove(ParameterType::ENCRYPTED).Set(responder.GetIdentity().GetHostId());
    });
    EXPECT_EQ(accepted.error(), DropReason::HIT_MISMATCH);
}

TEST_F(VerifyI2Test, RefusesAnI2WithoutMacOrSignature)
{
    const Bytes i2 = MakeI2();
    EXPECT_EQ(Verify(PacketEdit(i2).Remove(ParameterType::HIP_MAC).Write().GetBytes()).error(),
              DropReason::MISSING_PARAMETER);
    EXPECT_EQ(
        Verify(PacketEdit(i2).Remove(ParameterType::HIP_SIGNATURE).Write().GetBytes()).error(),
        DropReason::MISSING_PARAMETER);
}

TEST_F(VerifyI2Test, RefusesTheSignatureOfSomebodyElse)
{
    PacketEdit i2(MakeI2());
    const HipKeys keys = FindKeys(i2);
    PacketWriter writer = i2.WriteUnsigned();
    AddMac(writer, HashKind::SHA384, keys.macOut);
    Work work;
    AddSignature(writer, responder.GetIdentity(), responder.context.engine, work);
    EXPECT_EQ(Verify(writer.GetBytes()).error(), DropReason::BAD_SIGNATURE);
}

/// Registrations are read only where a service is given.
TEST_F(VerifyI2Test, TurnsEachServiceThatIsAskedForIntoOneRequest)
{
    const Bytes i2 = MakeI2();
    const auto accepted = Verify(i2);
    ASSERT_TRUE(accepted);
    const auto requests = MakeClientRequests(RegRequestParameter{90, {1, 7, 1, 7, 1}},
                                             *PacketView::Parse(i2),
                                             path,
                                             accepted->session);
    ASSERT_EQ(requests.size(), 2u);
    EXPECT_EQ(requests[0].service, 1);
    EXPECT_EQ(requests[1].service, 7);
    EXPECT_EQ(requests[0].lifetime, 90);
    EXPECT_EQ(requests[0].client, initiator.GetHit());
    EXPECT_EQ(requests[0].registrar, responder.GetHit());
    EXPECT_EQ(requests[0].clientAddress, initiator.GetAddress());
    EXPECT_EQ(requests[0].registrarAddress, responder.GetAddress());
    EXPECT_EQ(requests[0].macKey, accepted->session.keys.macOut);
}

} // namespace
} // namespace hip
