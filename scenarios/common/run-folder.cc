// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/common/run-folder.h"

#include <filesystem>
#include <stdexcept>
#include <unistd.h>

namespace hipscenario
{

namespace fs = std::filesystem;

namespace
{

/// Every run writes it, so that it tells a folder of ours from a user's other folders.
constexpr const char* MARK = "results.csv";

} // namespace

RunFolder::RunFolder(const std::string& path)
    : m_shownPath(path),
      m_path(fs::absolute(path).lexically_normal().string())
{
    if (m_path.size() > 1 && m_path.back() == '/')
    {
        m_path.pop_back();
    }
    std::error_code error;
    if (fs::exists(m_path, error))
    {
        if (!fs::is_directory(m_path))
        {
            throw std::invalid_argument(path + ": is a file, not a folder");
        }
        if (!fs::is_empty(m_path, error) && !fs::exists(fs::path(m_path) / MARK))
        {
            throw std::invalid_argument(
                path +
                ": is not empty and holds no results of an earlier run; choose another folder");
        }
    }
    const fs::path parent = fs::path(m_path).parent_path();
    m_staging = (parent / ("." + fs::path(m_path).filename().string() + "." +
                           std::to_string(::getpid()) + ".part"))
                    .string();
    fs::create_directories(m_staging, error);
    if (error)
    {
        throw std::invalid_argument(path + ": cannot be written: " + error.message());
    }
}

RunFolder::~RunFolder()
{
    std::error_code ignored;
    if (!m_staging.empty())
    {
        fs::remove_all(m_staging, ignored);
    }
}

std::string
RunFolder::GetFile(const std::string& name) const
{
    const fs::path file = fs::path(m_staging) / name;
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    if (error)
    {
        throw std::runtime_error(GetShownName(name) + ": cannot be written: " + error.message());
    }
    return file.string();
}

std::string
RunFolder::GetShownName(const std::string& name) const
{
    return (fs::path(m_shownPath) / name).string();
}

void
RunFolder::Commit()
{
    const std::string old = m_staging + ".old";
    std::error_code error;
    if (fs::exists(m_path))
    {
        fs::rename(m_path, old, error);
    }
    if (!error)
    {
        fs::rename(m_staging, m_path, error);
    }
    if (error)
    {
        throw std::runtime_error(m_shownPath + ": cannot be replaced: " + error.message());
    }
    m_staging.clear();
    fs::remove_all(old, error);
}

} // namespace hipscenario
