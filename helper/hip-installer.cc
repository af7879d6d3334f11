// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-installer.h"

#include "ns3/boolean.h"
#include "ns3/global-value.h"

namespace ns3
{

void
HipEnableChecksums()
{
    GlobalValue::Bind("ChecksumEnabled", BooleanValue(true));
}

} // namespace ns3
