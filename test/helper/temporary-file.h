// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TEST_HELPER_TEMPORARY_FILE_H
#define HIP_TEST_HELPER_TEMPORARY_FILE_H

#include <fstream>
#include <stdexcept>
#include <stdlib.h>
#include <string>
#include <unistd.h>

namespace hip
{

/// A file with a given content, gone at the end of its scope.
class TemporaryFile
{
  public:
    explicit TemporaryFile(const std::string& content)
        : m_name("/tmp/hip-test-XXXXXX")
    {
        const int descriptor = mkstemp(m_name.data());
        if (descriptor < 0)
        {
            throw std::runtime_error("no temporary file");
        }
        close(descriptor);
        std::ofstream(m_name, std::ios::binary) << content;
    }

    ~TemporaryFile()
    {
        unlink(m_name.c_str());
    }

    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    const std::string& GetName() const
    {
        return m_name;
    }

  private:
    std::string m_name;
};

} // namespace hip

#endif // HIP_TEST_HELPER_TEMPORARY_FILE_H
