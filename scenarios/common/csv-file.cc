// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/common/csv-file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <stdexcept>

namespace hipscenario
{

TextFile::TextFile(const RunFolder& folder, const std::string& name)
    : m_shownName(folder.GetShownName(name)),
      m_file(folder.GetFile(name), std::ios::binary)
{
    Check();
}

void
TextFile::WriteLine(const std::string& line)
{
    m_file << line << '\n';
    Check();
}

void
TextFile::Close()
{
    m_file.close();
    Check();
}

void
TextFile::Check()
{
    if (!m_file)
    {
        const std::string cause = errno != 0 ? std::string(": ") + std::strerror(errno) : "";
        throw std::runtime_error(m_shownName + ": cannot be written" + cause);
    }
}

CsvFile::CsvFile(const RunFolder& folder,
                 const std::string& name,
                 const std::vector<std::string>& header)
    : m_file(folder, name)
{
    WriteRow(header);
}

void
CsvFile::WriteRow(const std::vector<std::string>& fields)
{
    std::string line;
    for (const std::string& field : fields)
    {
        line += line.empty() && &field == &fields.front() ? "" : ",";
        if (field.find_first_of(",\"\n\r") == std::string::npos)
        {
            line += field;
            continue;
        }
        line += '"';
        for (const char character : field)
        {
            line += character == '"' ? "\"\"" : std::string(1, character);
        }
        line += '"';
    }
    m_file.WriteLine(line);
}

std::string
FormatNumber(double value)
{
    char text[40];
    std::snprintf(text, sizeof text, "%.9g", value);
    return text;
}

std::string
FormatNanoseconds(long long nanoseconds)
{
    char text[40];
    std::snprintf(text,
                  sizeof text,
                  "%lld.%09lld",
                  nanoseconds / 1000000000,
                  nanoseconds % 1000000000);
    return text;
}

} // namespace hipscenario
