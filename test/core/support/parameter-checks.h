// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TEST_CORE_SUPPORT_PARAMETER_CHECKS_H
#define HIP_TEST_CORE_SUPPORT_PARAMETER_CHECKS_H

#include "core/wire/parameters.h"
#include "test/core/support/hex.h"

#include <gtest/gtest.h>

namespace hip::test
{

/// @return the contents that a value writes, as hex digits
template <class T>
std::string
Write(const T& value)
{
    Bytes out;
    value.Write(out);
    return ToHex(out);
}

/// Expects that contents parse and are written back the same. @return the value
template <class T>
T
ParseAndWriteBack(const std::string& hex)
{
    const Bytes contents = FromHex(hex);
    const auto value = T::Parse(contents);
    EXPECT_TRUE(value) << hex;
    if (!value)
    {
        return T{};
    }
    EXPECT_EQ(Write(*value), ToHex(contents));
    return *value;
}

template <class T>
void
ExpectRefused(const std::string& hex)
{
    const auto value = T::Parse(FromHex(hex));
    ASSERT_FALSE(value) << "accepted: " << hex;
    EXPECT_EQ(value.error(), DropReason::BAD_PARAMETER);
}

/// For a parameter whose length follows from its contents: any other length is refused.
template <class T>
void
ExpectOnlyThisLength(const std::string& hex)
{
    ParseAndWriteBack<T>(hex);
    const Bytes contents = FromHex(hex + "00");
    for (std::size_t length = 0; length <= contents.size(); ++length)
    {
        if (length != contents.size() - 1)
        {
            ExpectRefused<T>(ToHex(ByteSpan(contents).first(length)));
        }
    }
}

} // namespace hip::test

#endif // HIP_TEST_CORE_SUPPORT_PARAMETER_CHECKS_H
