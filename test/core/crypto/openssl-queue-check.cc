// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// A refusal must not stay in OpenSSL's error queue, where the next caller would take it for its
// own: held after every test of the program, whatever it tests.

#include <gtest/gtest.h>
#include <openssl/err.h>

namespace hip::test
{

namespace
{

class OpenSslQueueCheck : public testing::EmptyTestEventListener
{
    void OnTestEnd(const testing::TestInfo&) override
    {
        EXPECT_EQ(ERR_peek_error(), 0u) << ERR_reason_error_string(ERR_peek_error());
        ERR_clear_error();
    }
};

[[maybe_unused]] const bool isListening = [] {
    testing::UnitTest::GetInstance()->listeners().Append(new OpenSslQueueCheck);
    return true;
}();

} // namespace

} // namespace hip::test
