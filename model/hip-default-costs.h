// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_DEFAULT_COSTS_H
#define HIP_DEFAULT_COSTS_H

// Private to this module: not installed.

namespace ns3
{

/// The cost table that CryptoCostModel::LoadDefault reads, as `./hip calibrate` printed it.
extern const char* const DEFAULT_COST_TABLE;

} // namespace ns3

#endif // HIP_DEFAULT_COSTS_H
