// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/common/csv-file.h"

#include <cstdio>
#include <stdexcept>

namespace hipscenario
{

TextFile::TextFile(const std::string& path)
    : m_path(path),
      m_file(path, std::ios::binary)
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
        throw std::runtime_error(m_path + ": cannot be written");
    }
}

CsvFile::CsvFile(const std::string& path, const std::vector<std::string>& header)
    : m_file(path)
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
