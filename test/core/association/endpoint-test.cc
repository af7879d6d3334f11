// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/endpoint.h"
#include "core/wire/ip-info.h"
#include "test/core/support/world.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <ostream>

namespace hip
{
namespace
{

using namespace hip::test;
using namespace std::chrono_literals;

const Bytes PING{'p', 'i', 'n', 'g'};
const Bytes PONG{'p', 'o', 'n', 'g'};

/// What an exchange is run with.
struct Case
{
    const char* name;
    EndpointConfig initiator = {};
    EndpointConfig responder = {};
    KeyKind initiatorKey = KeyKind::ECDSA_P256;
    KeyKind responderKey = KeyKind::ECDSA_P256;
    const char* initiatorAddress = "2001:db8:1::1";
    const char* responderAddress = "2001:db8:2::1";
    CryptoFidelity fidelity = CryptoFidelity::REAL;
};

std::ostream&
operator<<(std::ostream& out, const Case& it)
{
    return out << it.name;
}

EndpointConfig
With(DhGroup group)
{
    EndpointConfig config;
    config.dhGroups = {group};
    return config;
}

EndpointConfig
With(HipCipher cipher)
{
    EndpointConfig config;
    config.hipCiphers = {cipher};
    return config;
}

EndpointConfig
With(EspSuite suite)
{
    EndpointConfig config;
    config.espSuites = {suite};
    return config;
}

EndpointConfig
WithPuzzle(std::uint8_t difficulty)
{
    EndpointConfig config;
    config.puzzleDifficulty = difficulty;
    return config;
}

EndpointConfig
WithHostIdInClear()
{
    EndpointConfig config;
    config.encryptHostId = false;
    return config;
}

EndpointConfig
WithoutPrecomputedR1()
{
    EndpointConfig config;
    config.precomputeR1 = false;
    return config;
}

Case
Same(const char* name, const EndpointConfig& config)
{
    return Case{name, config, config};
}

Case
WithKeys(const char* name, KeyKind initiator, KeyKind responder)
{
    return Case{name, {}, {}, initiator, responder};
}

Case
WithAddresses(const char* name, const char* initiator, const char* responder)
{
    Case it{name};
    it.initiatorAddress = initiator;
    it.responderAddress = responder;
    return it;
}

std::vector<Case>
GetCases()
{
    std::vector<Case> cases{
        Case{"Defaults"},
        WithAddresses("V4", "192.0.2.1", "198.51.100.2"),
        WithAddresses("BothFamilies", "192.0.2.1 2001:db8::1", "2001:db8::2 192.0.2.2"),
        WithKeys("RsaToRsa", KeyKind::RSA_2048, KeyKind::RSA_2048),
        WithKeys("RsaToEcdsa", KeyKind::RSA_2048, KeyKind::ECDSA_P256),
        WithKeys("EcdsaToRsa", KeyKind::ECDSA_P256, KeyKind::RSA_2048),
        WithKeys("P384ToP384", KeyKind::ECDSA_P384, KeyKind::ECDSA_P384),
        WithKeys("P256ToP384", KeyKind::ECDSA_P256, KeyKind::ECDSA_P384),
        Same("Modp1536", With(DhGroup::MODP_1536)),
        Same("Modp3072", With(DhGroup::MODP_3072)),
        Same("P256", With(DhGroup::P256)),
        Same("P384", With(DhGroup::P384)),
        Same("P521", With(DhGroup::P521)),
        Same("Aes128", With(HipCipher::AES_128_CBC)),
        Same("Aes256", With(HipCipher::AES_256_CBC)),
        Same("NullEncrypt", With(HipCipher::NULL_ENCRYPT)),
        Same("EspNull", With(EspSuite::NULL_SHA256)),
        Same("EspAes128Cbc", With(EspSuite::AES_128_CBC_SHA256)),
        Same("EspAes256Cbc", With(EspSuite::AES_256_CBC_SHA256)),
        Same("EspGcm8", With(EspSuite::AES_128_GCM_8)),
        Same("EspGcm16", With(EspSuite::AES_128_GCM_16)),
        Same("Puzzle0", WithPuzzle(0)),
        Same("Puzzle10", WithPuzzle(10)),
        Same("Puzzle16", WithPuzzle(16)),
        Same("HostIdInClear", WithHostIdInClear()),
        Same("R1MadeWhenAsked", WithoutPrecomputedR1()),
    };
    const std::vector<Case> real = cases;
    static std::vector<std::string> names; // the modelled cases' names live as long as the tests
    names.reserve(real.size());
    for (Case it : real)
    {
        it.name = names.emplace_back(std::string("Modelled") + it.name).c_str();
        it.fidelity = CryptoFidelity::MODELLED;
        cases.push_back(it);
    }
    return cases;
}

class BaseExchange : public testing::TestWithParam<Case>
{
  protected:
    World world{7, GetParam().fidelity};
    Host& initiator = world.AddHost("initiator",
                                    GetParam().initiatorAddress,
                                    GetParam().initiator,
                                    GetParam().initiatorKey);
    Host& responder = world.AddHost("responder",
                                    GetParam().responderAddress,
                                    GetParam().responder,
                                    GetParam().responderKey);

    void SetUp() override
    {
        initiator.endpoint->AddPeer(responder.GetHit(), responder.addresses);
    }
};

TEST_P(BaseExchange, CarriesDataBothWaysAfterFourPackets)
{
    EXPECT_EQ(world.SendData(initiator, responder.GetHit(), PING).kind, Verdict::Kind::CONSUMED);
    EXPECT_EQ(initiator.endpoint->GetState(responder.GetHit()), State::I1_SENT);
    world.Run(1s);

    EXPECT_EQ(initiator.endpoint->GetState(responder.GetHit()), State::ESTABLISHED);
    EXPECT_EQ(responder.endpoint->GetState(initiator.GetHit()), State::ESTABLISHED)
        << "the held packet confirms the exchange";
    ASSERT_EQ(responder.delivered.size(), 1u);
    EXPECT_EQ(GetPayload(responder.delivered[0]), PING);
    EXPECT_EQ(world.SendData(responder, initiator.GetHit(), PONG).kind, Verdict::Kind::TRANSMIT);
    world.Run(1s);
    ASSERT_EQ(initiator.delivered.size(), 1u);
    EXPECT_EQ(GetPayload(initiator.delivered[0]), PONG);

    const EspSuite suite = GetParam().responder.espSuites.front();
    EXPECT_EQ(initiator.endpoint->GetEspSuite(responder.GetHit()), suite);
    EXPECT_EQ(responder.endpoint->GetEspSuite(initiator.GetHit()), suite);
    const auto inner = ParseIp(responder.delivered[0]);
    ASSERT_TRUE(inner);
    EXPECT_EQ(inner->path, (Path{initiator.GetHit(), responder.GetHit()})) << "HITs inside";

    const bool areAddressesChecked = initiator.addresses.size() > 1;
    EXPECT_EQ(world.wire.size(), areAddressesChecked ? 10u : 6u)
        << "I1, R1, I2, R2 and two ESP packets; the check of each other address takes two UPDATEs";
    EXPECT_EQ(initiator.endpoint->GetDrops().GetTotal(), 0u);
    EXPECT_EQ(responder.endpoint->GetDrops().GetTotal(), 0u);
    EXPECT_EQ(initiator.endpoint->GetAssociationCount(), 1u);
    EXPECT_EQ(responder.endpoint->GetAssociationCount(), 1u);
}

INSTANTIATE_TEST_SUITE_P(All, BaseExchange, testing::ValuesIn(GetCases()), [](const auto& info) {
    return info.param.name;
});

TEST(Endpoint, FindsAPeerAgainThatItWasNeverToldOf)
{
    World world(3, CryptoFidelity::MODELLED);
    Host& caller = world.AddHost("caller", "2001:db8:1::1");
    Host& called = world.AddHost("called", "2001:db8:2::1");
    caller.endpoint->AddPeer(called.GetHit(), called.addresses);
    world.SendData(caller, called.GetHit(), Bytes{1});
    world.Run(1s);
    world.Run(2h); // it is closed, since nobody used it, and forgotten
    ASSERT_EQ(called.endpoint->GetAssociationCount(), 0u);
    EXPECT_EQ(world.SendData(called, caller.GetHit(), Bytes{2}).kind, Verdict::Kind::CONSUMED);
    world.Run(1s);
    EXPECT_EQ(caller.delivered.size(), 1u);
}

} // namespace
} // namespace hip
