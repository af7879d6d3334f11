// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/peer-locators.h"

#include <gtest/gtest.h>

using namespace std::chrono_literals;

namespace hip
{
namespace
{

constexpr std::size_t MAX = 4;

const IpAddress FIRST = IpAddress::Parse("2001:db8:1::1").value();
const IpAddress SECOND = IpAddress::Parse("2001:db8:2::1").value();
const IpAddress THIRD = IpAddress::Parse("2001:db8:3::1").value();
const IpAddress V4 = IpAddress::Parse("192.0.2.1").value();

Locator
Make(const IpAddress& address, bool isPreferred = false, std::uint32_t lifetime = 0xffffffff)
{
    Locator locator;
    locator.address = address;
    locator.isPreferred = isPreferred;
    locator.lifetime = lifetime;
    return locator;
}

class PeerLocatorsTest : public testing::Test
{
  protected:
    PeerLocatorsTest()
    {
        peer.Begin(FIRST);
    }

    void Replace(std::vector<Locator> locators, Time now = {})
    {
        peer.Replace(LocatorSetParameter{std::move(locators)}, now, MAX);
    }

    IpAddress Choose(const std::vector<IpAddress>& local = {SECOND, V4}) const
    {
        const auto* entry = peer.Choose(local);
        return entry ? entry->address : IpAddress();
    }

    LocatorStatus GetStatus(const IpAddress& address) const
    {
        for (const auto& entry : peer.GetEntries())
        {
            if (entry.address == address)
            {
                return entry.status;
            }
        }
        ADD_FAILURE() << address.ToString() << " is not known";
        return LocatorStatus::DEPRECATED;
    }

    PeerLocators peer;
};

TEST_F(PeerLocatorsTest, HoldsTheAddressOfTheBaseExchangeForVerified)
{
    EXPECT_EQ(GetStatus(FIRST), LocatorStatus::ACTIVE);
    EXPECT_EQ(Choose(), FIRST);
    EXPECT_EQ(peer.GetDeadline(), NEVER);
    EXPECT_TRUE(peer.GetUnchecked({SECOND}).empty());
}

TEST_F(PeerLocatorsTest, ChecksThatOneTooIfNothingHasProvedIt)
{
    EXPECT_TRUE(peer.GetUnchecked({SECOND}).empty());
    peer.Suspect(SECOND);
    EXPECT_TRUE(peer.GetUnchecked({SECOND}).empty()) << "it was never told";
    peer.Suspect(FIRST);
    EXPECT_EQ(peer.GetUnchecked({SECOND}), std::vector{FIRST});
}

TEST_F(PeerLocatorsTest, TakesANewAddressForUnverifiedAndDeprecatesTheOthers)
{
    Replace({Make(SECOND, true)});
    EXPECT_EQ(GetStatus(SECOND), LocatorStatus::UNVERIFIED);
    EXPECT_EQ(GetStatus(FIRST), LocatorStatus::DEPRECATED);
    EXPECT_EQ(Choose(), SECOND) << "there is no other one";
    EXPECT_EQ(peer.GetUnchecked({FIRST}), std::vector<IpAddress>{SECOND});
}

/// RFC 8046 §5.5: an unverified preferred address waits for its check.
TEST_F(PeerLocatorsTest, StaysWithAnActiveAddressUntilThePreferredOneIsVerified)
{
    Replace({Make(SECOND, true), Make(FIRST)});
    EXPECT_EQ(Choose(), FIRST);
    peer.BeginCheck(SECOND, Bytes{1, 2, 3}, 9);
    EXPECT_TRUE(peer.GetUnchecked({FIRST}).empty()) << "it is under way";
    EXPECT_FALSE(peer.HandleEcho(Bytes{1, 2}));
    EXPECT_FALSE(peer.HandleEcho(Bytes{}));
    EXPECT_EQ(Choose(), FIRST);
    EXPECT_TRUE(peer.HandleEcho(Bytes{1, 2, 3}));
    EXPECT_EQ(Choose(), SECOND);
    EXPECT_FALSE(peer.HandleEcho(Bytes{1, 2, 3})) << "a nonce counts once";
}

/// RFC 8046 §5.1: DEPRECATED never becomes ACTIVE at once.
TEST_F(PeerLocatorsTest, ChecksAnAddressAgainThatComesBack)
{
    Replace({Make(SECOND, true)});
    Replace({Make(FIRST, true)});
    EXPECT_EQ(GetStatus(FIRST), LocatorStatus::UNVERIFIED);
    EXPECT_EQ(GetStatus(SECOND), LocatorStatus::DEPRECATED);
}

TEST_F(PeerLocatorsTest, UsesOnlyFamiliesThatThisHostHas)
{
    Replace({Make(FIRST, true), Make(V4)});
    EXPECT_EQ(Choose({SECOND}), FIRST);
    EXPECT_EQ(Choose({IpAddress::Parse("192.0.2.9").value()}), V4);
    EXPECT_EQ(peer.Choose({}), nullptr);
    EXPECT_TRUE(peer.GetUnchecked({SECOND}).empty()) << "no check from here reaches it";
}

TEST_F(PeerLocatorsTest, DeprecatesWhatDoesNotAnswer)
{
    Replace({Make(SECOND, true), Make(FIRST)});
    peer.BeginCheck(SECOND, Bytes{1}, 9);
    peer.FailCheck(8);
    EXPECT_EQ(GetStatus(SECOND), LocatorStatus::UNVERIFIED);
    peer.FailCheck(9);
    EXPECT_EQ(GetStatus(SECOND), LocatorStatus::DEPRECATED);
    EXPECT_EQ(Choose(), FIRST);
}

TEST_F(PeerLocatorsTest, DeprecatesAtTheEndOfALifetime)
{
    Replace({Make(FIRST, true, 10)}, Time(5s));
    EXPECT_EQ(peer.GetDeadline(), Time(15s));
    EXPECT_FALSE(peer.HandleTimeout(Time(14s)));
    EXPECT_EQ(Choose(), FIRST);
    EXPECT_TRUE(peer.HandleTimeout(Time(15s)));
    EXPECT_EQ(Choose(), IpAddress());
    EXPECT_EQ(peer.GetDeadline(), NEVER);
}

TEST_F(PeerLocatorsTest, EndsTheCheckOfAnAddressThatIsNotToldAnyMore)
{
    Replace({Make(SECOND, true)});
    peer.BeginCheck(SECOND, Bytes{1}, 9);
    Replace({Make(THIRD, true)});
    EXPECT_EQ(peer.TakeEndedChecks(), std::vector<std::uint32_t>{9});
    EXPECT_FALSE(peer.HandleEcho(Bytes{1}));
    EXPECT_EQ(GetStatus(SECOND), LocatorStatus::DEPRECATED);
}

TEST_F(PeerLocatorsTest, KeepsNoMoreThanTheMaximum)
{
    std::vector<Locator> many;
    for (int i = 0; i < 10; ++i)
    {
        many.push_back(Make(IpAddress::Parse("2001:db8:9::" + std::to_string(i + 1)).value()));
    }
    Replace(many);
    EXPECT_EQ(peer.GetEntries().size(), MAX);
    Replace({Make(FIRST, true), Make(FIRST), Make(SECOND, false, 0)});
    EXPECT_EQ(Choose(), FIRST);
    EXPECT_EQ(peer.GetEntries().size(), MAX) << "one new, three deprecated; no double, no zero";
}

TEST_F(PeerLocatorsTest, LosesAllWithAnEmptySet)
{
    Replace({});
    EXPECT_EQ(Choose(), IpAddress());
}

TEST_F(PeerLocatorsTest, TellsEachChangeOnce)
{
    Replace({Make(SECOND, true)});
    const auto first = peer.TakeChange();
    const auto second = peer.TakeChange();
    ASSERT_TRUE(first && second);
    EXPECT_EQ(*first, std::make_pair(SECOND, LocatorStatus::UNVERIFIED));
    EXPECT_EQ(*second, std::make_pair(FIRST, LocatorStatus::DEPRECATED));
    EXPECT_FALSE(peer.TakeChange());
}

TEST(LocatorStatus, HasTheNamesOfTheSpecification)
{
    EXPECT_STREQ(ToString(LocatorStatus::UNVERIFIED), "unverified");
    EXPECT_STREQ(ToString(LocatorStatus::ACTIVE), "active");
    EXPECT_STREQ(ToString(LocatorStatus::DEPRECATED), "deprecated");
}

} // namespace
} // namespace hip
