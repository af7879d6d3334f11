// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/common/command-line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdexcept>
#include <string>
#include <vector>

namespace hipscenario
{

namespace
{

using testing::ElementsAre;

constexpr NumberRules<double> DELAYS{0, 500, " ms"};
constexpr NumberRules<unsigned> HOSTS{10, 100000};

/// @return what the error says; empty if there is none
template <class T>
std::string
Refusal(const std::string& text, const NumberRules<T>& rules, ListOrder order = ListOrder::ANY)
{
    try
    {
        ParseNumbers("option", text, rules, order);
    }
    catch (const std::invalid_argument& cause)
    {
        return cause.what();
    }
    return "";
}

TEST(ParseNumbers, ReadsWhatStandsBetweenCommas)
{
    EXPECT_THAT(ParseNumbers("option", "0.5,500,1e2,0", DELAYS), ElementsAre(0.5, 500, 100, 0));
    EXPECT_THAT(ParseNumbers("option", "10,100000", HOSTS), ElementsAre(10, 100000));
}

TEST(ParseNumbers, NamesOptionAndWordThatIsNoSuchNumber)
{
    for (const std::string word :
         {"", "x", "1x", "0x10", "1 ", "nan", "inf", "-1", "500.1", "1e400"})
    {
        const std::string cause = "--option: '" + word + "' is no number from 0 to 500 ms";
        EXPECT_EQ(Refusal("3," + word + ",4", DELAYS), cause);
        EXPECT_EQ(Refusal(word, DELAYS), cause);
    }
}

TEST(ParseNumbers, TakesOnlyWholeNumbersIntoAWholeType)
{
    for (const std::string word : {"", "9", "100001", "20.5", "5e3", "-4294967276", "4294967316"})
    {
        EXPECT_EQ(Refusal("20," + word, HOSTS),
                  "--option: '" + word + "' is no whole number from 10 to 100000");
    }
}

TEST(ParseNumbers, WantsTheOrderThatItIsTold)
{
    EXPECT_EQ(Refusal("2,1,1", DELAYS), "");
    EXPECT_EQ(Refusal("2,1", DELAYS, ListOrder::DISTINCT), "");
    EXPECT_EQ(Refusal("2,1,2.0", DELAYS, ListOrder::DISTINCT), "--option: '2.0' twice");
    EXPECT_EQ(Refusal("1,2", DELAYS, ListOrder::GROWING), "");
    for (const std::string word : {"1", "2", "2.0"})
    {
        EXPECT_EQ(Refusal("1,2," + word, DELAYS, ListOrder::GROWING),
                  "--option: '" + word + "' is not more than the one before");
    }
}

TEST(ParseNumbers, TakesAHundred)
{
    std::string text = "1";
    for (int i = 1; i < 100; ++i)
    {
        text += ",1";
    }
    EXPECT_EQ(Refusal(text, DELAYS), "");
    EXPECT_EQ(Refusal(text + ",1", DELAYS), "--option: more than 100");
}

} // namespace

} // namespace hipscenario
