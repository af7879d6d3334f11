// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/proxy-step.h"

#include <gtest/gtest.h>
#include <set>

namespace hip::test
{

TEST(ProxyStep, HasTheLettersOfThePatentInTheirOrder)
{
    std::string letters;
    for (int i = 0; i <= static_cast<int>(ProxyStep::MAPPING_EXPIRED); ++i)
    {
        letters += GetLetter(static_cast<ProxyStep>(i));
    }
    EXPECT_EQ(letters, "ABCDEFF.1GHH.1IJK");
}

TEST(ProxyStep, HasOneNameForEachStep)
{
    std::set<std::string> names;
    for (int i = 0; i <= static_cast<int>(ProxyStep::MAPPING_EXPIRED); ++i)
    {
        EXPECT_TRUE(names.insert(ToString(static_cast<ProxyStep>(i))).second);
    }
    EXPECT_EQ(names.count("unknown"), 0U);
    EXPECT_EQ(names.count("locator-replaced"), 1U);
}

} // namespace hip::test
