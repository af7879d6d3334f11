// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_COMMON_RUN_FOLDER_H
#define HIP_SCENARIOS_COMMON_RUN_FOLDER_H

#include <string>

namespace hipscenario
{

/**
 * The folder that a run leaves behind. Everything is written into a hidden folder beside it, which
 * takes its place when the run is complete: an error, a full disk or an interrupt leaves the old
 * folder as it was, or none.
 */
class RunFolder
{
  public:
    /**
     * @param path of the folder. One that exists must be empty or hold results of an earlier run.
     * @throw std::invalid_argument if it holds something else or cannot be written
     */
    explicit RunFolder(const std::string& path);

    /// Removes what was written, unless Commit was called.
    ~RunFolder();

    RunFolder(const RunFolder&) = delete;
    RunFolder& operator=(const RunFolder&) = delete;

    /// @return where a file of this name is to be written; makes folders in between. @throw
    /// std::runtime_error
    std::string GetFile(const std::string& name) const;

    /// @return the same file as a user knows it, in the folder that was asked for
    std::string GetShownName(const std::string& name) const;

    /// Puts the new folder in the place of the old one. @throw std::runtime_error
    void Commit();

  private:
    std::string m_shownPath; ///< as the user wrote it
    std::string m_path;
    std::string m_staging;
};

} // namespace hipscenario

#endif // HIP_SCENARIOS_COMMON_RUN_FOLDER_H
