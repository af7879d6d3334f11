// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_COMMON_DATA_FOLDER_H
#define HIP_SCENARIOS_COMMON_DATA_FOLDER_H

#include <string>

namespace hipscenario
{

/**
 * Files that ship with the project, such as "topologies/Geant2012.graphml".
 *
 * @return a path below the folder `data` of the source tree that was built, or below $HIP_DATA
 */
std::string GetDataFile(const std::string& name);

/// @return the whole file. @throw std::invalid_argument "FILE: cannot be read"
std::string ReadFile(const std::string& path);

} // namespace hipscenario

#endif // HIP_SCENARIOS_COMMON_DATA_FOLDER_H
