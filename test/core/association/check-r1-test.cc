// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// What an Initiator makes of an R1 (RFC 7401 §6.8).

#include "core/association/check-r1.h"
#include "core/association/packet-auth.h"
#include "core/association/r1-pool.h"
#include "test/core/support/packet-edit.h"
#include "test/core/support/test-host.h"

#include <functional>
#include <gtest/gtest.h>

namespace hip
{
namespace
{

using namespace hip::test;

class CheckR1Test : public testing::Test
{
  protected:
    TestHost initiator{1, "2001:db8::1"};
    TestHost responder{2, "2001:db8::2"};
    R1Pool pool{responder.context, responder.GetIdentity()};
    Bytes r1 = pool.MakeR1(initiator.GetHit(),
                           {responder.GetAddress(), initiator.GetAddress()},
                           initiator.context.config.dhGroups,
                           {},
                           Time{});

    Result<Agreement> Check(const Bytes& packet)
    {
        return CheckR1(initiator.context,
                       initiator.GetIdentity(),
                       PacketView::Parse(packet).value());
    }

    /// The R1 with a change, signed by the Responder as if it had meant it.
    Bytes Sign(const PacketEdit& edit)
    {
        PacketWriter writer = edit.WriteUnsigned();
        Work work;
        AddSignature2(writer, responder.GetIdentity(), responder.context.engine, work);
        return writer.GetBytes();
    }

    Result<Agreement> CheckEdited(const std::function<void(PacketEdit&)>& edit)
    {
        PacketEdit packet(r1);
        edit(packet);
        return Check(Sign(packet));
    }
};

TEST_F(CheckR1Test, AgreesOnWhatBothPrefer)
{
    const auto agreement = Check(r1);
    ASSERT_TRUE(agreement);
    EXPECT_EQ(agreement->dh.group, DhGroup::P256);
    EXPECT_EQ(agreement->cipher, HipCipher::AES_128_CBC);
    EXPECT_EQ(agreement->suite, EspSuite::AES_128_GCM_16);
    EXPECT_EQ(agreement->hash, HashKind::SHA384) << "of the Responder's suite";
    EXPECT_EQ(agreement->puzzle.k, responder.context.config.puzzleDifficulty);
    ASSERT_TRUE(agreement->counter);
    EXPECT_EQ(agreement->counter->counter, 1u);
    const auto hostId = PacketView::Parse(r1)->Find(ParameterType::HOST_ID)->tlv;
    EXPECT_EQ(agreement->hostIdTlv, Bytes(hostId.begin(), hostId.end()));
}

TEST_F(CheckR1Test, FollowsTheOrderOfTheResponder)
{
    initiator.context.config.hipCiphers = {HipCipher::AES_128_CBC, HipCipher::AES_256_CBC};
    initiator.context.config.espSuites = {EspSuite::AES_128_CBC_SHA256, EspSuite::AES_128_GCM_8};
    const auto agreement = CheckEdited([](PacketEdit& packet) {
        packet.Set(HipCipherParameter{{HipCipher::AES_256_CBC, HipCipher::AES_128_CBC}})
            .Set(EspTransformParameter{
                {EspSuite::AES_128_GCM_16, EspSuite::AES_128_GCM_8, EspSuite::AES_128_CBC_SHA256}});
    });
    ASSERT_TRUE(agreement);
    EXPECT_EQ(agreement->cipher, HipCipher::AES_256_CBC);
    EXPECT_EQ(agreement->suite, EspSuite::AES_128_GCM_8);
}

TEST_F(CheckR1Test, LooksAtSixEntriesOnly)
{
    std::vector<EspSuite> suites(6, EspSuite::NULL_SHA256);
    suites.push_back(EspSuite::AES_128_GCM_16);
    const auto agreement =
        CheckEdited([&](PacketEdit& packet) { packet.Set(EspTransformParameter{suites}); });
    EXPECT_EQ(agreement.error(), DropReason::NO_ESP_PROPOSAL);
}

TEST_F(CheckR1Test, NeedsNoR1Counter)
{
    const auto agreement =
        CheckEdited([](PacketEdit& packet) { packet.Remove(ParameterType::R1_COUNTER); });
    ASSERT_TRUE(agreement);
    EXPECT_FALSE(agreement->counter);
}

TEST_F(CheckR1Test, DoesNotMindWhatTheSignatureLeavesOut)
{
    // Receiver HIT, Opaque and I are filled in after the R1 was signed.
    PacketEdit packet(r1);
    PuzzleParameter puzzle = packet.Get<PuzzleParameter>();
    puzzle.opaque ^= 0xffff;
    puzzle.i.assign(puzzle.i.size(), 0x77);
    packet.Set(puzzle);
    packet.receiver = Hit();
    EXPECT_TRUE(Check(packet.Write().GetBytes()));
    puzzle.k ^= 1;
    packet.Set(puzzle);
    EXPECT_EQ(Check(packet.Write().GetBytes()).error(), DropReason::BAD_SIGNATURE);
}

TEST_F(CheckR1Test, RefusesAnyChangeOfASignedOctet)
{
    const auto signature = PacketView::Parse(r1)->Find(ParameterType::HIP_SIGNATURE_2);
    const auto puzzle = PacketView::Parse(r1)->Find(ParameterType::PUZZLE);
    const std::size_t end = signature->offset + signature->tlv.size() - 2; // two octets of padding
    for (std::size_t at = 0; at < end; ++at)
    {
        const bool isUncovered =
            (at >= 4 && at < 6) ||   // checksum
            (at >= 24 && at < 40) || // receiver HIT
            (at >= puzzle->offset + 6 && at < puzzle->offset + 4 + puzzle->contents.size());
        Bytes changed = r1;
        changed[at] ^= 0x10;
        const auto view = PacketView::Parse(changed);
        if (!isUncovered && view && view->GetType() == PacketType::R1)
        {
            EXPECT_FALSE(CheckR1(initiator.context, initiator.GetIdentity(), *view)) << at;
        }
    }
}

struct R1Case
{
    const char* name;
    DropReason reason;
    std::function<void(PacketEdit&)> edit;
};

std::vector<R1Case>
GetR1Cases()
{
    const auto without = [](ParameterType type) {
        return [type](PacketEdit& packet) { packet.Remove(type); };
    };
    const auto broken = [](ParameterType type, std::size_t length) {
        return [=](PacketEdit& packet) { packet.SetRaw(type, Bytes(length)); };
    };
    using P = ParameterType;
    using R = DropReason;
    const auto setPuzzle = [](const std::function<void(PuzzleParameter&)>& change) {
        return [change](PacketEdit& packet) {
            PuzzleParameter puzzle = packet.Get<PuzzleParameter>();
            change(puzzle);
            packet.Set(puzzle);
        };
    };
    return {
        {"NoHostId", R::MISSING_PARAMETER, without(P::HOST_ID)},
        {"BrokenHostId", R::BAD_PARAMETER, broken(P::HOST_ID, 5)},
        {"NoHitSuites", R::MISSING_PARAMETER, without(P::HIT_SUITE_LIST)},
        {"OtherHitSuites",
         R::UNSUPPORTED_HIT_SUITE,
         [](PacketEdit& packet) { packet.Set(HitSuiteListParameter{{HitSuite::RSA_SHA256}}); }},
        {"NoGroups", R::MISSING_PARAMETER, without(P::DH_GROUP_LIST)},
        {"OtherGroups",
         R::NO_DH_PROPOSAL,
         [](PacketEdit& packet) { packet.Set(DhGroupListParameter{{DhGroup(11)}}); }},
        {"NoDh", R::MISSING_PARAMETER, without(P::DIFFIE_HELLMAN)},
        {"BrokenDh", R::BAD_PARAMETER, broken(P::DIFFIE_HELLMAN, 2)},
        {"WeakerGroup",
         R::DH_DOWNGRADE,
         [](PacketEdit& packet) {
             packet.Set(DhGroupListParameter{{DhGroup::P384, DhGroup::P256}});
         }},
        {"NoCipher", R::MISSING_PARAMETER, without(P::HIP_CIPHER)},
        {"NullCipher",
         R::NO_CIPHER_PROPOSAL,
         [](PacketEdit& packet) { packet.Set(HipCipherParameter{{HipCipher::NULL_ENCRYPT}}); }},
        {"NoEsp", R::MISSING_PARAMETER, without(P::ESP_TRANSFORM)},
        {"NullEsp",
         R::NO_ESP_PROPOSAL,
         [](PacketEdit& packet) { packet.Set(EspTransformParameter{{EspSuite::NULL_SHA256}}); }},
        {"NoFormats", R::NO_TRANSPORT_FORMAT, without(P::TRANSPORT_FORMAT_LIST)},
        {"OtherFormats",
         R::NO_TRANSPORT_FORMAT,
         [](PacketEdit& packet) { packet.Set(TransportFormatListParameter{{4711}}); }},
        {"NoPuzzle", R::MISSING_PARAMETER, without(P::PUZZLE)},
        {"BrokenPuzzle", R::BAD_PARAMETER, broken(P::PUZZLE, 3)},
        {"ShortI", R::BAD_PARAMETER, setPuzzle([](auto& puzzle) { puzzle.i.resize(32); })},
        {"HardPuzzle", R::PUZZLE_TOO_HARD, setPuzzle([](auto& puzzle) { puzzle.k = 25; })},
        {"BrokenCounter", R::BAD_PARAMETER, broken(P::R1_COUNTER, 8)},
        {"Anonymous",
         R::ANONYMOUS_REFUSED,
         [](PacketEdit& packet) { packet.controls = CONTROL_ANONYMOUS; }},
        {"SuiteOfSender",
         R::UNSUPPORTED_HIT_SUITE,
         [](PacketEdit& packet) { packet.sender = *Hit::Parse("2001:2f::1"); }},
        {"SenderThatIsNoHit",
         R::UNSUPPORTED_HIT_SUITE,
         [](PacketEdit& packet) { packet.sender = *Hit::Parse("2001:db8::2"); }},
        {"HitOfAnotherKey",
         R::HIT_MISMATCH,
         [](PacketEdit& packet) { packet.sender = *Hit::Parse("2001:22::1"); }},
    };
}

class RefusedR1 : public CheckR1Test, public testing::WithParamInterface<R1Case>
{
};

TEST_P(RefusedR1, HasAReason)
{
    initiator.context.config.acceptAnonymous = false;
    const auto agreement = CheckEdited(GetParam().edit);
    ASSERT_FALSE(agreement);
    EXPECT_EQ(agreement.error(), GetParam().reason);
}

INSTANTIATE_TEST_SUITE_P(Fields, RefusedR1, testing::ValuesIn(GetR1Cases()), [](const auto& info) {
    return info.param.name;
});

TEST_F(CheckR1Test, RefusesAnR1WithoutSignature)
{
    EXPECT_EQ(
        Check(PacketEdit(r1).Remove(ParameterType::HIP_SIGNATURE_2).Write().GetBytes()).error(),
        DropReason::MISSING_PARAMETER);
}

TEST_F(CheckR1Test, RefusesTheSignatureOfSomebodyElse)
{
    PacketWriter writer = PacketEdit(r1).WriteUnsigned();
    Work work;
    AddSignature2(writer, initiator.GetIdentity(), initiator.context.engine, work);
    EXPECT_EQ(Check(writer.GetBytes()).error(), DropReason::BAD_SIGNATURE);
}

TEST_F(CheckR1Test, AcceptsAnonymousPeersUnlessToldOtherwise)
{
    EXPECT_TRUE(CheckEdited([](PacketEdit& packet) { packet.controls = CONTROL_ANONYMOUS; }));
}

TEST_F(CheckR1Test, AcceptsNullOnlyIfItIsListed)
{
    initiator.context.config.hipCiphers.push_back(HipCipher::NULL_ENCRYPT);
    initiator.context.config.espSuites.push_back(EspSuite::NULL_SHA256);
    const auto agreement = CheckEdited([](PacketEdit& packet) {
        packet.Set(HipCipherParameter{{HipCipher::NULL_ENCRYPT}})
            .Set(EspTransformParameter{{EspSuite::NULL_SHA256}});
    });
    ASSERT_TRUE(agreement);
    EXPECT_EQ(agreement->cipher, HipCipher::NULL_ENCRYPT);
    EXPECT_EQ(agreement->suite, EspSuite::NULL_SHA256);
}

TEST_F(CheckR1Test, LeavesOutGroupsThatItDoesNotKnow)
{
    const auto agreement = CheckEdited([](PacketEdit& packet) {
        packet.Set(DhGroupListParameter{{DhGroup(99), DhGroup::P256}});
    });
    EXPECT_TRUE(agreement);
}

} // namespace
} // namespace hip
