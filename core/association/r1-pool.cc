// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/r1-pool.h"

#include <algorithm>

namespace hip
{

namespace
{

/// Generations kept for Initiators that still solve their puzzles. Each new association begins
/// another one, so that this is also how many may be made while one Initiator solves its puzzle.
constexpr std::size_t MAX_GENERATIONS = 1024;
constexpr std::size_t SECRET_LENGTH = 32;

} // namespace

R1Pool::R1Pool(HostContext& host, const LocalIdentity& identity)
    : m_host(host),
      m_identity(identity)
{
}

Bytes
R1Pool::MakeR1(const Hit& initiator,
               const Path& path,
               const std::vector<DhGroup>& offered,
               const std::vector<IpAddress>& via,
               Time now)
{
    Generation& generation = GetCurrent(now);
    if (!generation.isHandedOut)
    {
        generation.isHandedOut = true;
        generation.created = now;
    }
    const Prepared& prepared = GetPrepared(generation, ChooseGroup(offered));
    const Bytes i = m_host.dialect->MakePuzzle(generation.secret, m_identity, initiator, path);
    return m_host.dialect->FinishR1(prepared.r1, initiator, generation.id, i, via, path);
}

/// Whether the puzzle is one that this generation has set, or claims to be.
bool
R1Pool::IsOf(const Generation& generation,
             const Solution& solution,
             const Hit& initiator,
             const Path& toInitiator) const
{
    if (solution.generation)
    {
        return *solution.generation == generation.id;
    }
    return solution.i ==
           m_host.dialect->MakePuzzle(generation.secret, m_identity, initiator, toInitiator);
}

Result<R1Pool::Answered>
R1Pool::CheckSolution(const IncomingPacket& packet, const Path& path, Time now)
{
    auto solution = m_host.dialect->ReadSolution(packet);
    if (!solution)
    {
        return solution.error();
    }
    const Hit& initiator = packet.GetSender();
    const Path back{path.destination, path.source};
    const auto generation =
        std::find_if(m_generations.rbegin(), m_generations.rend(), [&](const Generation& it) {
            return IsStale(it, now) || IsOf(it, *solution, initiator, back);
        });
    if (generation == m_generations.rend() || IsStale(*generation, now))
    {
        return DropReason::PUZZLE_EXPIRED;
    }
    if (solution->counter && *solution->counter != generation->counter)
    {
        return DropReason::STALE_R1_COUNTER;
    }
    if (solution->i !=
            m_host.dialect->MakePuzzle(generation->secret, m_identity, initiator, back) ||
        !m_host.dialect->IsSolved(m_host, m_identity, initiator, *solution))
    {
        return DropReason::BAD_PUZZLE_SOLUTION;
    }
    Answered answered{nullptr, std::move(*solution), generation->id, {}};
    Append(answered.puzzle, answered.solution.i);
    if (m_host.dialect->GetRules().hasBirthday) // all that this Initiator solves have one I
    {
        Append(answered.puzzle, answered.solution.j);
    }
    Append(answered.puzzle, initiator.GetBytes());
    return answered;
}

Result<R1Pool::Answered>
R1Pool::CheckI2(const IncomingPacket& i2, const Path& path, Time now)
{
    auto answered = CheckSolution(i2, path, now);
    if (!answered)
    {
        return answered.error();
    }
    const auto& prepared = m_generations[GetPosition(answered->generation)].prepared;
    const auto offered = prepared.find(answered->solution.group);
    if (offered == prepared.end())
    {
        return DropReason::BAD_DH_VALUE;
    }
    answered->dh = offered->second.dh;
    return answered;
}

void
R1Pool::Retire(const Answered& answered)
{
    Generation& generation = m_generations[GetPosition(answered.generation)];
    generation.spent.insert(answered.puzzle);
    generation.isOver = generation.isOver || m_host.dialect->GetRules().retiresR1;
}

std::uint64_t
R1Pool::EndGeneration()
{
    if (m_generations.empty())
    {
        return m_counter;
    }
    Generation& last = m_generations.back();
    last.isOver = last.isOver || last.isHandedOut;
    return last.isOver ? m_counter + 1 : m_counter;
}

bool
R1Pool::IsSpent(const Answered& answered) const
{
    return m_generations[GetPosition(answered.generation)].spent.count(answered.puzzle) > 0;
}

void
R1Pool::Prepare(Time now)
{
    GetPrepared(GetCurrent(now), m_host.config.dhGroups.front());
}

Time
R1Pool::GetDeadline() const
{
    if (m_generations.empty() || m_generations.back().isOver)
    {
        return Time{};
    }
    const Generation& current = m_generations.back();
    // In 2003, where I1 names no group, an R1 of the first one is all there is.
    if (current.prepared.empty() || !TellsTheBirthday(current.prepared.begin()->second))
    {
        return Time{};
    }
    return current.isHandedOut ? current.created + m_host.config.r1Lifetime : NEVER;
}

R1Pool::Generation&
R1Pool::GetCurrent(Time now)
{
    if (m_generations.empty() || m_generations.back().isOver ||
        (m_generations.back().isHandedOut &&
         now - m_generations.back().created >= m_host.config.r1Lifetime))
    {
        Generation& next = m_generations.emplace_back();
        next.counter = ++m_counter;
        next.id = static_cast<std::uint16_t>(m_counter);
        next.created = now;
        next.secret.resize(SECRET_LENGTH);
        m_host.random.Fill(next.secret);
        if (m_generations.size() > MAX_GENERATIONS)
        {
            m_generations.pop_front();
        }
    }
    return m_generations.back();
}

R1Pool::Prepared&
R1Pool::GetPrepared(Generation& generation, DhGroup group)
{
    Prepared& prepared = generation.prepared[group];
    if (!prepared.dh)
    {
        m_host.GetWork().Add(Operation::DH_GENERATE, static_cast<Byte>(group), 1);
        prepared.dh = m_host.engine.MakeDhKeyPair(group);
    }
    if (prepared.r1.empty() || !TellsTheBirthday(prepared))
    {
        prepared.birthday = m_host.birthday;
        prepared.r1 = m_host.dialect->MakeR1(m_host,
                                             m_identity,
                                             {generation.counter, generation.secret, *prepared.dh});
    }
    return prepared;
}

/// Whoever still has what this host has lost must see it by the R1 (hip-08 §8.5).
bool
R1Pool::TellsTheBirthday(const Prepared& prepared) const
{
    return !m_host.dialect->GetRules().hasBirthday || prepared.birthday == m_host.birthday;
}

std::size_t
R1Pool::GetPosition(std::uint16_t id) const
{
    return static_cast<std::uint16_t>(id - m_generations.front().id); // they count up
}

bool
R1Pool::IsStale(const Generation& generation, Time now) const
{
    return now - generation.created >
           m_host.config.r1Lifetime + m_host.dialect->GetPuzzleLifetime(m_host.config);
}

DhGroup
R1Pool::ChooseGroup(const std::vector<DhGroup>& offered) const
{
    const auto& own = m_host.config.dhGroups;
    const auto common = std::find_first_of(own.begin(), own.end(), offered.begin(), offered.end());
    return common == own.end() ? own.front() : *common;
}

} // namespace hip
