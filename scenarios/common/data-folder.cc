// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/common/data-folder.h"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace hipscenario
{

std::string
GetDataFile(const std::string& name)
{
    const char* folder = std::getenv("HIP_DATA");
    return (folder ? std::string(folder) : std::string(HIP_SOURCE_DIR "/data")) + "/" + name;
}

std::string
ReadFile(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    file.peek(); // a folder can be opened, but not read
    text << file.rdbuf();
    if (!file.is_open() || file.bad())
    {
        throw std::invalid_argument(path + ": cannot be read");
    }
    return text.str();
}

} // namespace hipscenario
