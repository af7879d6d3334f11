// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/common/run-pool.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <set>
#include <sys/wait.h>
#include <unistd.h>

namespace hipscenario
{

namespace
{

volatile std::sig_atomic_t g_signal = 0;

void
NoteSignal(int signal)
{
    g_signal = signal;
}

/// Notes SIGINT and SIGTERM while it lives, and lets them end a wait.
class SignalWatch
{
  public:
    SignalWatch()
    {
        struct sigaction action
        {
        };

        action.sa_handler = NoteSignal;
        sigaction(SIGINT, &action, &m_interrupt);
        sigaction(SIGTERM, &action, &m_terminate);
    }

    ~SignalWatch()
    {
        sigaction(SIGINT, &m_interrupt, nullptr);
        sigaction(SIGTERM, &m_terminate, nullptr);
    }

    SignalWatch(const SignalWatch&) = delete;
    SignalWatch& operator=(const SignalWatch&) = delete;

  private:
    struct sigaction m_interrupt
    {
    };

    struct sigaction m_terminate
    {
    };
};

/// The child process: does one run and ends.
[[noreturn]] void
RunChild(unsigned number, const std::function<void(unsigned)>& run)
{
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    int code = 0;
    try
    {
        run(number);
    }
    catch (const std::exception& cause)
    {
        std::cerr << cause.what() << std::endl;
        code = 1;
    }
    std::cout.flush();
    std::_Exit(code);
}

class Children
{
  public:
    ~Children()
    {
        for (const pid_t child : m_running)
        {
            kill(child, SIGTERM);
            waitpid(child, nullptr, 0);
        }
    }

    void Start(unsigned number, const std::function<void(unsigned)>& run)
    {
        std::cout.flush();
        const pid_t child = fork();
        if (child < 0)
        {
            throw std::runtime_error("no process can be made for a run");
        }
        if (child == 0)
        {
            RunChild(number, run);
        }
        m_running.insert(child);
    }

    std::size_t Count() const
    {
        return m_running.size();
    }

    /// Waits for one to end.
    void WaitForOne()
    {
        int status = 0;
        const pid_t ended = waitpid(-1, &status, 0);
        if (g_signal != 0)
        {
            throw Interrupted(g_signal);
        }
        if (ended < 0)
        {
            return;
        }
        m_running.erase(ended);
        if (!WIFEXITED(status))
        {
            throw std::runtime_error("a run was ended by signal " +
                                     std::to_string(WTERMSIG(status)));
        }
        if (WEXITSTATUS(status) != 0)
        {
            throw std::runtime_error(""); // the run itself has said why
        }
    }

  private:
    std::set<pid_t> m_running;
};

} // namespace

void
RunAll(unsigned runs,
       unsigned jobs,
       const std::function<void(unsigned run)>& run,
       const std::function<void(unsigned done)>& progress)
{
    const SignalWatch watch;
    Children children;
    unsigned next = 1;
    unsigned done = 0;
    while (done < runs)
    {
        while (next <= runs && children.Count() < jobs)
        {
            children.Start(next++, run);
        }
        const std::size_t before = children.Count();
        children.WaitForOne();
        done += static_cast<unsigned>(before - children.Count());
        progress(done);
    }
}

} // namespace hipscenario
