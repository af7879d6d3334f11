// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_EVENT_TEXT_H
#define HIP_EVENT_TEXT_H

#include "core/association/output.h"
#include "hip-trace.h"

// Private to this module: not installed.

namespace ns3
{
namespace hiptext
{

/**
 * An event of the core as people and CSV files want it. HIP packets are "I1-sent", "I1-received"
 * and so on; all texts are free of commas.
 */
HipEventRecord Describe(const hip::Event& event);

HipSaRecord MakeSaRecord(const hip::SaEvent& event);
HipKeyRecord MakeKeyRecord(const hip::KeyEvent& event);

} // namespace hiptext
} // namespace ns3

#endif // HIP_EVENT_TEXT_H
