// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_UTIL_OPERATION_NAME_H
#define HIP_CORE_UTIL_OPERATION_NAME_H

#include "core/util/work.h"

#include <optional>
#include <string>

namespace hip
{

/// @return the name of an operation in tables of costs, such as "dh-generate"
const char* ToString(Operation operation);

/// @return the operation with this name; nothing if there is none
std::optional<Operation> ParseOperation(const std::string& name);

} // namespace hip

#endif // HIP_CORE_UTIL_OPERATION_NAME_H
