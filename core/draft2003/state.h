// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_DRAFT2003_STATE_H
#define HIP_CORE_DRAFT2003_STATE_H

#include "core/association/state.h"

namespace hip::draft2003
{

/**
 * The table of hip-08 §5.4, which the draft calls informative: E0 is UNASSOCIATED, E1 I1_SENT, E2
 * I2_SENT, E3 ESTABLISHED; E4 is ESTABLISHED while a rekey is under way. NES, REA, AC and ACR are
 * the input UPDATE.
 */
Action Decide(State state, Input input);

} // namespace hip::draft2003

#endif // HIP_CORE_DRAFT2003_STATE_H
