// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// Measures what cryptography costs on this machine and prints the table that
// ns3::CryptoCostModel reads. `./hip calibrate` runs it.

#include "core/util/operation-name.h"
#include "test/bench/crypto-costs.h"

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <openssl/crypto.h>
#include <sstream>
#include <stdexcept>
#include <unistd.h>

namespace
{

constexpr int EXIT_BAD_USE = 2;

const char* const HELP =
    R"(Usage: hip-calibrate [--out FILE] [--seconds N]

Measures what each cryptographic operation costs on this machine, in nanoseconds of CPU time, and
prints a cost table for simulations. Each figure is the best of many batches.

  --out FILE   write the table to FILE, all of it or nothing (default: standard output)
  --seconds N  CPU time to spend on each measurement, 0.001 to 60 (default: 0.1)
  --help       print this text
)";

struct Options
{
    std::string out;
    double seconds = 0.1;
    bool needsHelp = false;
};

/// @throw std::invalid_argument
double
ParseSeconds(const std::string& text)
{
    std::istringstream in(text);
    double seconds = 0;
    in >> seconds;
    if (in.fail() || !in.eof() || !(seconds >= 0.001 && seconds <= 60))
    {
        throw std::invalid_argument("--seconds: '" + text + "' is no number from 0.001 to 60");
    }
    return seconds;
}

/// @throw std::invalid_argument with a one-line cause
Options
ParseOptions(int argc, char** argv)
{
    Options options;
    for (int i = 1; i < argc; ++i)
    {
        std::string name = argv[i];
        if (name == "--help" || name == "-h")
        {
            options.needsHelp = true;
            continue;
        }
        const std::size_t equals = name.find('=');
        std::string value = equals == std::string::npos ? "" : name.substr(equals + 1);
        name.resize(std::min(equals, name.size()));
        if (name != "--out" && name != "--seconds")
        {
            throw std::invalid_argument("unknown option '" + std::string(argv[i]) + "'");
        }
        if (equals == std::string::npos && i + 1 < argc)
        {
            value = argv[++i];
        }
        if (value.empty())
        {
            throw std::invalid_argument(name + " needs a value");
        }
        if (name == "--out")
        {
            options.out = value;
        }
        else
        {
            options.seconds = ParseSeconds(value);
        }
    }
    return options;
}

/// @return a positive number with three significant digits and no exponent
std::string
FormatCost(double nanoseconds)
{
    if (!(nanoseconds > 0))
    {
        return "0";
    }
    const int exponent = static_cast<int>(std::floor(std::log10(nanoseconds)));
    const double unit = std::pow(10.0, exponent - 2);
    char text[64];
    std::snprintf(text,
                  sizeof text,
                  "%.*f",
                  exponent < 2 ? 2 - exponent : 0,
                  std::round(nanoseconds / unit) * unit);
    return text;
}

std::string
GetProcessorName()
{
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);)
    {
        const std::size_t colon = line.find(": ");
        if (line.rfind("model name", 0) == 0 && colon != std::string::npos)
        {
            return line.substr(colon + 2);
        }
    }
    return "unknown";
}

std::string
MakeTable(const std::vector<hip::CryptoCost>& costs)
{
    std::string text = "# Processor: " + GetProcessorName() +
                       "\n# OpenSSL: " + OpenSSL_version(OPENSSL_VERSION_STRING) + "\n";
    text += "operation,algorithm,nanoseconds\n";
    for (const hip::CryptoCost& cost : costs)
    {
        text += std::string(ToString(cost.operation)) + "," + cost.algorithm + "," +
                FormatCost(cost.nanoseconds) + "\n";
    }
    return text;
}

/// A file that is there as a whole or not at all.
class WholeFile
{
  public:
    /// Tries whether the file can be written, before much time is spent. @throw std::runtime_error
    explicit WholeFile(const std::string& path)
        : m_path(path),
          m_part(IsReplaceable(path) ? path + ".part" : path)
    {
        Write("");
        Remove();
    }

    /// @throw std::runtime_error
    void Write(const std::string& text)
    {
        std::ofstream file(m_part, std::ios::binary);
        file << text;
        file.close();
        if (!file)
        {
            Remove();
            throw std::runtime_error(m_path + ": cannot be written");
        }
    }

    /// Puts what was written in its place. @throw std::runtime_error
    void Commit()
    {
        std::error_code error;
        std::filesystem::rename(m_part, m_path, error);
        if (error)
        {
            Remove();
            throw std::runtime_error(m_path + ": cannot be written");
        }
    }

  private:
    /// @return false for devices and pipes, which are written to directly
    static bool IsReplaceable(const std::string& path)
    {
        std::error_code error;
        const auto status = std::filesystem::status(path, error);
        return !std::filesystem::exists(status) || std::filesystem::is_regular_file(status);
    }

    void Remove()
    {
        if (m_part != m_path)
        {
            std::error_code error;
            std::filesystem::remove(m_part, error);
        }
    }

    std::string m_path;
    std::string m_part;
};

std::string
Measure(double seconds)
{
    const bool isWatched = isatty(STDERR_FILENO) == 1;
    const auto show = [isWatched](const std::string& what) {
        if (isWatched)
        {
            std::cerr << "\r\033[Kmeasuring " << what << std::flush;
        }
    };
    const std::string table = MakeTable(hip::MeasureCryptoCosts(seconds, show));
    if (isWatched)
    {
        std::cerr << "\r\033[K";
    }
    return table;
}

void
Run(const Options& options)
{
    if (options.needsHelp)
    {
        std::cout << HELP;
    }
    else if (options.out.empty())
    {
        std::cout << Measure(options.seconds);
    }
    else
    {
        WholeFile file(options.out);
        file.Write(Measure(options.seconds));
        file.Commit();
    }
    if (!std::cout.flush())
    {
        throw std::runtime_error("standard output: cannot be written");
    }
}

} // namespace

int
main(int argc, char** argv)
{
    try
    {
        Run(ParseOptions(argc, argv));
    }
    catch (const std::exception& error)
    {
        std::cerr << "hip-calibrate: " << error.what() << "\n";
        return EXIT_BAD_USE;
    }
    return 0;
}
