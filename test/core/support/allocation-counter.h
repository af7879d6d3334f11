// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TEST_CORE_SUPPORT_ALLOCATION_COUNTER_H
#define HIP_TEST_CORE_SUPPORT_ALLOCATION_COUNTER_H

#include <cstdint>

namespace hip::test
{

/// Calls of operator new in this program so far. Linking the .cc replaces the global operators.
std::uint64_t GetAllocationCount();

} // namespace hip::test

#endif // HIP_TEST_CORE_SUPPORT_ALLOCATION_COUNTER_H
