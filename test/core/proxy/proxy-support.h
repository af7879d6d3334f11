// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TEST_CORE_PROXY_PROXY_SUPPORT_H
#define HIP_TEST_CORE_PROXY_PROXY_SUPPORT_H

#include "core/util/clock.h"
#include "core/util/random-source.h"
#include "core/wire/ip-address.h"

#include <algorithm>
#include <chrono>
#include <string>

namespace hip::test
{

using namespace std::chrono_literals;

/// The epoch of all tests.
inline constexpr Time START{};

/// An address literal; throws std::bad_optional_access if it is none.
inline IpAddress
Ip(const std::string& text)
{
    return IpAddress::Parse(text).value();
}

/// A random source without randomness: every octet is the same.
class ConstantRandom : public RandomSource
{
  public:
    explicit ConstantRandom(Byte value)
        : m_value(value)
    {
    }

    void Fill(MutableByteSpan out) override
    {
        std::fill(out.begin(), out.end(), m_value);
    }

  private:
    Byte m_value;
};

} // namespace hip::test

#endif // HIP_TEST_CORE_PROXY_PROXY_SUPPORT_H
