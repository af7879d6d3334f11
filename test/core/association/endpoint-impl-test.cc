// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/endpoint-impl.h"
#include "test/core/support/test-host.h"

#include <functional>
#include <gtest/gtest.h>

namespace hip
{
namespace
{

using namespace std::chrono_literals;

/// An endpoint's inside around one host's keys.
class EndpointImplTest : public testing::Test
{
  protected:
    std::unique_ptr<Endpoint::Impl> Make(const EndpointConfig& config,
                                         std::vector<HostIdentity> identities)
    {
        HostContext& host = m_host.context;
        return std::make_unique<Endpoint::Impl>(config,
                                                std::move(identities),
                                                host.crypto,
                                                host.engine,
                                                host.random);
    }

    test::TestHost m_host{1, "10.0.0.1"};
    const Hit m_peer = *IpAddress::Parse("2001:21::2");
};

TEST_F(EndpointImplTest, RefusesConfigurationsThatCannotWork)
{
    const std::vector<std::function<void(EndpointConfig&)>> faults = {
        [](EndpointConfig& config) { config.dhGroups.clear(); },
        [](EndpointConfig& config) { config.hipCiphers.clear(); },
        [](EndpointConfig& config) { config.espSuites.clear(); },
        [](EndpointConfig& config) { config.replayWindow = 0; },
        [](EndpointConfig& config) { config.replayWindow = 65; },
        [](EndpointConfig& config) { config.puzzleDifficulty = 41; },
        [](EndpointConfig& config) { config.retransmission = Duration::zero(); },
        [](EndpointConfig& config) { config.r1Lifetime = Duration::zero(); },
    };
    for (const auto& fault : faults)
    {
        EndpointConfig config;
        fault(config);
        EXPECT_THROW(Make(config, {m_host.GetIdentity()}), std::invalid_argument);
    }
    EXPECT_THROW(Make({}, {}), std::invalid_argument);
    EXPECT_NO_THROW(Make({}, {m_host.GetIdentity()}));
}

TEST_F(EndpointImplTest, MakesOneAssociationForAPairOfHits)
{
    const auto impl = Make({}, {m_host.GetIdentity()});
    EXPECT_EQ(impl->Find(m_host.GetHit(), m_peer), nullptr);
    Association* made = impl->FindOrMake(m_host.GetHit(), m_peer);
    ASSERT_NE(made, nullptr);
    EXPECT_EQ(impl->FindOrMake(m_host.GetHit(), m_peer), made);
    EXPECT_EQ(impl->Find(m_host.GetHit(), m_peer), made);
    EXPECT_EQ(impl->FindByPeer(m_peer), made);
}

TEST_F(EndpointImplTest, MakesNoMoreAssociationsThanItMay)
{
    EndpointConfig config;
    config.maxAssociations = 1;
    const auto impl = Make(config, {m_host.GetIdentity()});
    ASSERT_NE(impl->FindOrMake(m_host.GetHit(), m_peer), nullptr);
    EXPECT_EQ(impl->FindOrMake(m_host.GetHit(), *IpAddress::Parse("2001:21::3")), nullptr);
}

TEST_F(EndpointImplTest, ForgetsAnAssociationThatIsFinished)
{
    const auto impl = Make({}, {m_host.GetIdentity()});
    impl->host.locators = {m_host.GetAddress()};
    Association* made = impl->FindOrMake(m_host.GetHit(), m_peer);
    made->SetPeerAddresses({*IpAddress::Parse("10.0.0.2")});
    made->Start(Time(0s));
    impl->Touch(*made);
    EXPECT_EQ(impl->timers.GetDeadline(), Time(impl->host.config.retransmission));
    EXPECT_EQ(impl->Find(m_host.GetHit(), m_peer), made) << "its exchange is under way";
    Association* idle = impl->FindOrMake(m_host.GetHit(), *IpAddress::Parse("2001:21::3"));
    impl->Touch(*idle);
    EXPECT_EQ(impl->Find(m_host.GetHit(), *IpAddress::Parse("2001:21::3")), nullptr);
}

} // namespace
} // namespace hip
