// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/update-policy.h"
#include "test/core/resolver/update-support.h"

#include <gtest/gtest.h>
#include <stdexcept>

namespace hip
{
namespace
{

using test::At;
using test::Key;
using test::MoveTo;
using test::Name;
using test::OTHER_SECRET;

const Time NOW = At(1000000);

class UpdatePolicyTest : public testing::Test
{
  protected:
    UpdatePolicyTest()
    {
        m_policy.Grant(Key("one.key"), Name("hip.foo.com"), false);
        m_policy.Grant(Key("all.key"), Name("foo.com"), true);
    }

    UpdatePolicy::Sender Send(const TsigKey& key, Time at = NOW, Time now = NOW)
    {
        Bytes wire = MoveTo("3ffe:1::2").ToMessage(1).Write();
        Sign(wire, key, {}, at);
        return m_policy.Authenticate(wire, DnsMessage::Parse(wire).value(), now);
    }

    UpdatePolicy m_policy;
};

TEST_F(UpdatePolicyTest, KnowsTheHolderOfAKey)
{
    const UpdatePolicy::Sender sender = Send(Key("one.key"));
    EXPECT_EQ(sender.rcode, DnsRcode::NO_PROBLEM);
    ASSERT_NE(sender.key, nullptr);
    EXPECT_EQ(sender.key->name, Name("one.key"));
}

TEST_F(UpdatePolicyTest, SaysWhatIsWrongWithASignature)
{
    EXPECT_EQ(Send(Key("other.key")).error, TsigError::BAD_KEY);
    EXPECT_EQ(Send(Key("one.key", OTHER_SECRET)).error, TsigError::BAD_SIGNATURE);
    EXPECT_EQ(Send(Key("one.key", OTHER_SECRET)).key, nullptr);
    const UpdatePolicy::Sender late = Send(Key("one.key"), NOW, At(2000000));
    EXPECT_EQ(late.error, TsigError::BAD_TIME);
    EXPECT_NE(late.key, nullptr);
    EXPECT_EQ(late.rcode, DnsRcode::NOT_AUTHORITATIVE);
}

TEST_F(UpdatePolicyTest, TakesNoMessageThatIsOlderThanOneBefore)
{
    EXPECT_EQ(Send(Key("one.key"), At(1000010)).error, TsigError::NONE);
    EXPECT_EQ(Send(Key("one.key"), At(1000010)).error, TsigError::NONE); // a copy does no harm
    EXPECT_EQ(Send(Key("one.key"), At(1000009)).error, TsigError::BAD_TIME);
    EXPECT_EQ(Send(Key("all.key"), At(1000009)).error, TsigError::NONE);
}

TEST_F(UpdatePolicyTest, LetsNobodyDoAnythingUnsigned)
{
    const Bytes wire = MoveTo("3ffe:1::2").ToMessage(1).Write();
    const auto sender = m_policy.Authenticate(wire, DnsMessage::Parse(wire).value(), NOW);
    EXPECT_EQ(sender.rcode, DnsRcode::NO_PROBLEM);
    EXPECT_EQ(sender.key, nullptr);
    EXPECT_FALSE(m_policy.MayUpdate(nullptr, Name("foo.com")));
    EXPECT_FALSE(m_policy.MayApply(nullptr, {}));
}

TEST_F(UpdatePolicyTest, TiesAKeyToItsNames)
{
    const TsigKey one = Key("one.key");
    const TsigKey all = Key("all.key");
    EXPECT_TRUE(m_policy.MayUpdate(&one, Name("foo.com")));
    EXPECT_FALSE(m_policy.MayUpdate(&one, Name("bar.com")));
    EXPECT_TRUE(m_policy.MayUpdate(&all, Name("sub.foo.com")));
    EXPECT_TRUE(m_policy.MayApply(&one, {DeleteName(Name("HIP.foo.com"))}));
    EXPECT_FALSE(m_policy.MayApply(&one, {DeleteName(Name("below.hip.foo.com"))}));
    EXPECT_FALSE(
        m_policy.MayApply(&one,
                          {DeleteName(Name("hip.foo.com")), DeleteName(Name("hip2.foo.com"))}));
    EXPECT_TRUE(m_policy.MayApply(&all, {DeleteName(Name("below.hip.foo.com"))}));
}

TEST_F(UpdatePolicyTest, RefusesTwoSecretsForOneKey)
{
    m_policy.Grant(Key("one.key"), Name("hip2.foo.com"), false);
    const TsigKey one = Key("one.key");
    EXPECT_TRUE(m_policy.MayApply(&one, {DeleteName(Name("hip2.foo.com"))}));
    EXPECT_THROW(m_policy.Grant(Key("one.key", OTHER_SECRET), Name("hip3.foo.com"), false),
                 std::invalid_argument);
}

} // namespace
} // namespace hip
