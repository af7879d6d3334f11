// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_COMMON_WIRESHARK_H
#define HIP_SCENARIOS_COMMON_WIRESHARK_H

#include "ns3/hip-trace.h"

#include <string>

namespace hipscenario
{

/**
 * A row of Wireshark's table of ESP SAs (User Accessible Table "esp_sa"), as both Wireshark and
 * `tshark -o esp.enable_encryption_decode:TRUE` read it.
 */
std::string MakeEspSaRow(const ns3::HipSaRecord& record);

} // namespace hipscenario

#endif // HIP_SCENARIOS_COMMON_WIRESHARK_H
