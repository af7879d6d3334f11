// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/util/work.h"

#include <gtest/gtest.h>
#include <vector>

namespace hip
{
namespace
{

std::vector<std::uint64_t>
GetAmounts(const Work& work)
{
    std::vector<std::uint64_t> amounts;
    for (const WorkItem& item : work)
    {
        amounts.push_back(item.amount);
    }
    return amounts;
}

TEST(Work, StartsEmpty)
{
    Work work;
    EXPECT_TRUE(work.IsEmpty());
    EXPECT_EQ(work.begin(), work.end());
}

TEST(Work, SumsUpTheSameOperationWithTheSameAlgorithm)
{
    Work work;
    work.Add(Operation::SEAL_BYTE, 8, 100);
    work.Add(Operation::SEAL_BYTE, 8, 40);
    EXPECT_FALSE(work.IsEmpty());
    EXPECT_EQ(GetAmounts(work), std::vector<std::uint64_t>{140});
}

TEST(Work, KeepsOperationsAndAlgorithmsApartInOrderOfArrival)
{
    Work work;
    work.Add(Operation::SIGN, 1, 1);
    work.Add(Operation::SIGN, 4, 2);
    work.Add(Operation::VERIFY, 1, 3);
    EXPECT_EQ(GetAmounts(work), (std::vector<std::uint64_t>{1, 2, 3}));
    EXPECT_EQ(work.begin()[1].operation, Operation::SIGN);
    EXPECT_EQ(work.begin()[1].algorithm, 4);
}

TEST(Work, AddsAllOfAnother)
{
    Work first;
    first.Add(Operation::PUZZLE_TRY, 1, 1000);
    Work second;
    second.Add(Operation::DH_COMPUTE, 7, 1);
    second.Add(Operation::PUZZLE_TRY, 1, 24);
    first.Add(second);
    EXPECT_EQ(GetAmounts(first), (std::vector<std::uint64_t>{1024, 1}));
}

TEST(Work, HasRoomForEveryOperationWithTwoAlgorithms)
{
    Work work;
    for (std::size_t i = 0; i < OPERATION_COUNT; ++i)
    {
        work.Add(static_cast<Operation>(i), 1, i);
        work.Add(static_cast<Operation>(i), 2, i);
    }
    EXPECT_EQ(work.end() - work.begin(), static_cast<std::ptrdiff_t>(2 * OPERATION_COUNT));
}

} // namespace
} // namespace hip
