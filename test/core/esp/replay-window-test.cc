// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/esp/replay-window.h"

#include <algorithm>
#include <cstdint>
#include <gtest/gtest.h>
#include <limits>
#include <random>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace hip
{
namespace
{

constexpr std::uint64_t WRAP = std::uint64_t{1} << 32;
const std::vector<std::size_t> WIDTHS = {64, 128, 192, 256, 1024};

/// One packet that arrives: its 64-bit number, and whether it must be let in.
struct Step
{
    std::uint64_t sequence;
    bool isAccepted;
};

/// Feeds the numbers in order, as a receiver would that sees only their low half.
void
Walk(ReplayWindow& window, const std::vector<Step>& steps)
{
    std::size_t at = 0;
    for (const Step& step : steps)
    {
        SCOPED_TRACE("step " + std::to_string(at++) + ", number " + std::to_string(step.sequence));
        const std::uint64_t number = window.Reconstruct(static_cast<std::uint32_t>(step.sequence));
        // A number that lies too far to the left is taken for one of the next round, as RFC 4303
        // has it; then only the ICV can tell.
        const bool isAccepted = number == step.sequence && window.IsAcceptable(number);
        EXPECT_EQ(isAccepted, step.isAccepted);
        if (isAccepted)
        {
            window.Accept(number);
        }
    }
}

TEST(ReplayWindow, RefusesWidthsThatAreNoWholeWords)
{
    for (const std::size_t width : {0, 1, 32, 63, 65, 96, 1000})
    {
        EXPECT_THROW(ReplayWindow{width}, std::invalid_argument) << width;
    }
    for (const std::size_t width : WIDTHS)
    {
        EXPECT_NO_THROW(ReplayWindow{width}) << width;
    }
}

TEST(ReplayWindow, RefusesNumberZero)
{
    EXPECT_FALSE(ReplayWindow().IsAcceptable(0));
}

TEST(ReplayWindow, RefusesASecondCopy)
{
    ReplayWindow window;
    Walk(window, {{1, true}, {1, false}, {2, true}, {1, false}, {2, false}});
    EXPECT_EQ(window.GetHighest(), 2u);
}

TEST(ReplayWindow, LooksWithoutTouching)
{
    ReplayWindow window;
    EXPECT_TRUE(window.IsAcceptable(1000));
    EXPECT_TRUE(window.IsAcceptable(1000));
    EXPECT_EQ(window.GetHighest(), 0u);
    EXPECT_TRUE(window.IsAcceptable(1));
}

TEST(ReplayWindow, TakesLateNumbersUpToItsLeftEdgeOnce)
{
    for (const std::uint64_t width : WIDTHS)
    {
        SCOPED_TRACE(width);
        ReplayWindow window(width);
        const std::uint64_t highest = 5 * width + 7;
        Walk(window,
             {
                 {highest, true},
                 {highest - width + 1, true},  // the left edge itself
                 {highest - width, false},     // one further
                 {highest - width + 1, false}, // a second copy
                 {highest - width + 2, true},
                 {highest - 1, true},
                 {highest - 1, false},
                 {highest + 1, true},          // moves the window by one …
                 {highest - width + 1, false}, // … so that the old edge falls out
                 {highest - width + 2, false}, // seen before
                 {highest - width + 3, true},
                 {highest, false},
             });
        EXPECT_EQ(window.GetHighest(), highest + 1);
    }
}

TEST(ReplayWindow, ForgetsEverythingAfterALeapOfItsWidth)
{
    for (const std::uint64_t width : WIDTHS)
    {
        SCOPED_TRACE(width);
        // A leap by one less than the width keeps one number in sight; its neighbours are new.
        ReplayWindow window(width);
        Walk(window,
             {
                 {10, true},
                 {10 + width - 1, true},
                 {10, false},
                 {11, true},
                 {10 + width - 2, true},
             });
        // After a leap by the width, all but the newest number are new, and 10 is out of sight.
        ReplayWindow leapt(width);
        Walk(leapt, {{10, true}, {10 + width, true}, {10, false}, {11, true}, {9 + width, true}});
        // A leap over several widths leaves no old bit behind.
        ReplayWindow far(width);
        for (std::uint64_t number = 1; number <= width; ++number)
        {
            far.Accept(number);
        }
        const std::uint64_t highest = 7 * width + 3;
        far.Accept(highest);
        for (std::uint64_t number = highest - width + 1; number < highest; ++number)
        {
            EXPECT_TRUE(far.IsAcceptable(number)) << number;
        }
    }
}

TEST(ReplayWindow, IgnoresAnAcceptedNumberLeftOfIt)
{
    ReplayWindow window;
    window.Accept(1000);
    window.Accept(1000 - 63 - 64); // would share its bit with the left edge
    EXPECT_EQ(window.GetHighest(), 1000u);
    EXPECT_TRUE(window.IsAcceptable(1000 - 63));
}

TEST(ReplayWindow, AgreesWithASetOfAllNumbersSeen)
{
    std::mt19937_64 random(4303);
    for (const std::uint64_t width : WIDTHS)
    {
        ReplayWindow window(width);
        std::set<std::uint64_t> seen = {0};
        for (int i = 0; i < 20000; ++i)
        {
            // Mostly near the right edge, at times a leap, at times too old.
            const std::uint64_t highest = *seen.rbegin();
            const std::uint64_t reach = random() % 50 == 0 ? 3 * width : width / 2 + 3;
            const std::uint64_t shifted = highest + random() % reach;
            const std::uint64_t back = random() % (width + 8);
            const std::uint64_t number = shifted > back ? shifted - back : 1;
            const bool isInSight = number > highest || highest - number < width;
            const bool isNew = isInSight && seen.count(number) == 0;
            ASSERT_EQ(window.IsAcceptable(number), isNew) << number << " of " << width;
            if (isNew)
            {
                window.Accept(number);
                seen.insert(number);
            }
            ASSERT_EQ(window.GetHighest(), *seen.rbegin());
        }
    }
}

TEST(ReplayWindow, GoesOnAcrossTheWrapOfTheLowHalf)
{
    for (const std::uint64_t width : WIDTHS)
    {
        SCOPED_TRACE(width);
        ReplayWindow window(width);
        Walk(window,
             {
                 {WRAP - 2, true},
                 {WRAP - 1, true},
                 {WRAP, true}, // low half 0 is an ordinary number now
                 {WRAP, false},
                 {WRAP + 1, true},
                 {WRAP - 1, false}, // back across the wrap: seen
                 {WRAP - 3, true},  // back across the wrap: late
                 {WRAP - 3, false},
                 {WRAP - width + 2, true},
                 {WRAP - width + 1, false}, // left of the window
                 {WRAP + width, true},
                 {WRAP - 1, false},
                 {2 * WRAP - 1, true}, // far ahead, and over the next wrap
                 {2 * WRAP, true},
                 {2 * WRAP - 2, true},
             });
        EXPECT_EQ(window.GetHighest(), 2 * WRAP);
    }
}

/// The cases of RFC 4303, appendix A2.2, as they are written there, for 64-bit T.
std::uint64_t
ReconstructAsInRfc4303(std::uint64_t highest, std::uint64_t width, std::uint32_t low)
{
    const std::uint64_t highestLow = highest % WRAP;
    const std::uint64_t highestHigh = highest / WRAP;
    if (highestLow >= width - 1) // case A: the window lies in one subspace
    {
        const std::uint64_t high = low >= highestLow - width + 1 ? highestHigh : highestHigh + 1;
        return high * WRAP + low;
    }
    // Case B: it spans two.
    const std::uint64_t high = low >= highestLow + WRAP - width + 1 ? highestHigh - 1 : highestHigh;
    return high * WRAP + low;
}

TEST(ReplayWindow, ReconstructsTheHighHalfAsRfc4303HasIt)
{
    for (const std::uint64_t width : WIDTHS)
    {
        for (const std::uint64_t highest : {WRAP - 1,
                                            WRAP,
                                            WRAP + 1,
                                            WRAP + width - 2,
                                            WRAP + width - 1,
                                            WRAP + width,
                                            3 * WRAP + WRAP / 2,
                                            5 * WRAP - 1})
        {
            ReplayWindow window(width);
            window.Accept(highest);
            const auto highestLow = static_cast<std::uint32_t>(highest);
            for (const std::uint32_t low : {highestLow,
                                            highestLow + 1,
                                            highestLow - 1,
                                            static_cast<std::uint32_t>(highestLow - width + 2),
                                            static_cast<std::uint32_t>(highestLow - width + 1),
                                            static_cast<std::uint32_t>(highestLow - width),
                                            highestLow + 0x7fffffffU,
                                            highestLow + 0x80000000U,
                                            0U,
                                            1U,
                                            0xffffffffU})
            {
                EXPECT_EQ(window.Reconstruct(low), ReconstructAsInRfc4303(highest, width, low))
                    << "width " << width << ", highest " << highest << ", low " << low;
            }
        }
    }
}

TEST(ReplayWindow, TakesNothingForOlderThanTheFirstRound)
{
    // With few packets seen, case B of the RFC would yield high half -1.
    ReplayWindow window;
    EXPECT_EQ(window.Reconstruct(0xffffffff), 0xffffffffU);
    window.Accept(5);
    EXPECT_EQ(window.Reconstruct(0xffffffff), 0xffffffffU);
}

TEST(ReplayWindow, RefusesToStartAgainAfterTheLastNumber)
{
    constexpr std::uint64_t LAST = std::numeric_limits<std::uint64_t>::max();
    ReplayWindow window;
    Walk(window, {{LAST - 1, false}}); // cannot be guessed from its low half
    window.Accept(LAST - 1);
    Walk(window, {{LAST, true}, {LAST, false}, {LAST - 63, true}, {LAST - 64, false}});
    EXPECT_FALSE(window.IsAcceptable(window.Reconstruct(0)));
    EXPECT_FALSE(window.IsAcceptable(window.Reconstruct(1)));
    EXPECT_EQ(window.GetHighest(), LAST);
}

} // namespace
} // namespace hip
