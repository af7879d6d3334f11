// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_COMMON_RUN_POOL_H
#define HIP_SCENARIOS_COMMON_RUN_POOL_H

#include <functional>
#include <stdexcept>

namespace hipscenario
{

/// The user pressed Ctrl-C, or somebody asked this process to end. @see exit codes 128 + signal
class Interrupted : public std::runtime_error
{
  public:
    explicit Interrupted(int signal)
        : std::runtime_error("interrupted"),
          m_signal(signal)
    {
    }

    int GetSignal() const
    {
        return m_signal;
    }

  private:
    int m_signal;
};

/**
 * Runs each of many runs in a process of its own, some at the same time. Every run so begins with
 * the same state of the simulator, whatever the number of jobs.
 *
 * @param runs how many, numbered from 1
 * @param jobs how many at the same time
 * @param run does one; what it throws ends up as one line on stderr
 * @param progress called in this process with the number of finished runs
 * @throw std::runtime_error if a run has failed, after its message; Interrupted
 */
void RunAll(unsigned runs,
            unsigned jobs,
            const std::function<void(unsigned run)>& run,
            const std::function<void(unsigned done)>& progress);

} // namespace hipscenario

#endif // HIP_SCENARIOS_COMMON_RUN_POOL_H
