// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

/**
 * Runs a fuzz target on the files of a corpus: an ordinary test, with any compiler.
 *
 * Each argument is a file, or a folder whose files are taken in the order of their names, so that
 * a failure names the same file every time. No file at all is a failure: a corpus that got lost
 * must not pass.
 */

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace
{

std::vector<std::filesystem::path>
CollectFiles(int argc, char** argv)
{
    std::vector<std::filesystem::path> files;
    for (int i = 1; i < argc; ++i)
    {
        const std::filesystem::path path = argv[i];
        if (!std::filesystem::is_directory(path))
        {
            files.push_back(path);
            continue;
        }
        for (const auto& entry : std::filesystem::directory_iterator(path))
        {
            if (entry.is_regular_file())
            {
                files.push_back(entry.path());
            }
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

bool
Replay(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
    if (!file)
    {
        std::fprintf(stderr, "%s: cannot be read\n", path.c_str());
        return false;
    }
    // Before the call, so that a crash shows which file it was.
    std::fprintf(stderr, "%s: %zu bytes\n", path.c_str(), bytes.size());
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    return true;
}

} // namespace

int
main(int argc, char** argv)
{
    try
    {
        const auto files = CollectFiles(argc, argv);
        const bool allRead = std::all_of(files.begin(), files.end(), Replay);
        std::fprintf(stderr, "replayed %zu files\n", files.size());
        return allRead && !files.empty() ? 0 : 1;
    }
    catch (const std::filesystem::filesystem_error& error)
    {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
