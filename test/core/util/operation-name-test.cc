// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/util/operation-name.h"

#include <gtest/gtest.h>
#include <set>

namespace hip
{
namespace
{

TEST(OperationName, IsWrittenAsCostTablesHaveIt)
{
    EXPECT_STREQ(ToString(Operation::SIGN), "sign");
    EXPECT_STREQ(ToString(Operation::DH_COMPUTE), "dh-compute");
    EXPECT_STREQ(ToString(Operation::PUZZLE_TRY), "puzzle-try");
    EXPECT_STREQ(ToString(Operation::HMAC), "hmac");
    EXPECT_STREQ(ToString(Operation::OPEN_BYTE), "open-byte");
}

TEST(OperationName, LeadsBackToItsOperation)
{
    std::set<std::string> names;
    for (std::size_t i = 0; i < OPERATION_COUNT; ++i)
    {
        const auto operation = static_cast<Operation>(i);
        names.insert(ToString(operation));
        EXPECT_EQ(ParseOperation(ToString(operation)), operation);
    }
    EXPECT_EQ(names.size(), OPERATION_COUNT);
    EXPECT_EQ(names.count("unknown"), 0U);
}

TEST(OperationName, IsNothingElse)
{
    EXPECT_EQ(ParseOperation("unknown"), std::nullopt);
    EXPECT_EQ(ParseOperation("Sign"), std::nullopt);
    EXPECT_EQ(ParseOperation(""), std::nullopt);
    EXPECT_STREQ(ToString(static_cast<Operation>(OPERATION_COUNT)), "unknown");
}

} // namespace
} // namespace hip
