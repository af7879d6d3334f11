// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-default-costs.h"

namespace ns3
{

const char* const DEFAULT_COST_TABLE = R"(operation,algorithm,nanoseconds
)";

} // namespace ns3
