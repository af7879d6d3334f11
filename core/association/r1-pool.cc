// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/r1-pool.h"

#include "core/association/packet-auth.h"
#include "core/association/puzzle.h"
#include "core/association/rendezvous-service.h"
#include "core/crypto/hash.h"
#include "core/wire/tlv.h"

#include <algorithm>

namespace hip
{

namespace
{

/// Generations kept for Initiators that still solve their puzzles. Each new association begins
/// another one, so that this is also how many may be made while one Initiator solves its puzzle.
constexpr std::size_t MAX_GENERATIONS = 1024;
constexpr std::size_t SECRET_LENGTH = 32;

/// Offsets inside the contents of PUZZLE (RFC 7401 §5.2.4).
constexpr std::size_t PUZZLE_OPAQUE = 2;
constexpr std::size_t PUZZLE_I = 4;

} // namespace

R1Pool::R1Pool(HostContext& host, const HostIdentity& identity)
    : m_host(host),
      m_identity(identity),
      m_hash(GetHash(identity.GetSuite()))
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
    Bytes packet = GetPrepared(generation, ChooseGroup(offered)).r1;
    const std::size_t puzzle =
        PacketView::Parse(packet)->Find(ParameterType::PUZZLE)->offset + TLV_HEADER_LENGTH;
    const Bytes i = MakeI(generation, initiator, path);
    WriteU16(packet, puzzle + PUZZLE_OPAQUE, generation.id);
    std::copy(i.begin(), i.end(), packet.begin() + static_cast<std::ptrdiff_t>(puzzle + PUZZLE_I));

    PacketWriter writer(*PacketView::Parse(packet));
    writer.SetReceiver(initiator);
    if (!via.empty() && writer.MayAdd(ParameterType::VIA_RVS, via.size() * sizeof(IpAddress)))
    {
        writer.Add(ViaRvsParameter{via}); // for debugging only, so that it may be left out
    }
    return writer.Finish(path);
}

Result<const R1Pool::Prepared*>
R1Pool::CheckI2(const PacketView& i2, const Path& path, Time now)
{
    const auto solution = i2.Get<SolutionParameter>();
    if (!solution)
    {
        return solution.error();
    }
    const auto at = FindGeneration(solution->opaque);
    if (!at || IsStale(m_generations[*at], now))
    {
        return DropReason::PUZZLE_EXPIRED;
    }
    const Generation& generation = m_generations[*at];
    const auto counter = i2.Get<R1CounterParameter>();
    if (!counter)
    {
        return counter.error();
    }
    if (counter->counter != generation.counter)
    {
        return DropReason::STALE_R1_COUNTER;
    }
    const PuzzleChallenge challenge{
        m_hash,
        m_host.config.puzzleDifficulty,
        MakeI(generation, i2.GetSender(), {path.destination, path.source}),
        i2.GetSender(),
        m_identity.GetHit()};
    m_host.GetWork().Add(Operation::PUZZLE_TRY, static_cast<Byte>(m_hash), 1);
    if (solution->k != challenge.k || solution->i != challenge.i ||
        !IsSolution(challenge, solution->j))
    {
        return DropReason::BAD_PUZZLE_SOLUTION;
    }
    const auto dh = i2.Get<DiffieHellmanParameter>();
    if (!dh)
    {
        return dh.error();
    }
    const auto prepared = generation.prepared.find(dh->group);
    if (prepared == generation.prepared.end())
    {
        return DropReason::BAD_DH_VALUE;
    }
    return &prepared->second;
}

void
R1Pool::Retire(const PacketView& i2)
{
    const auto solution = i2.Get<SolutionParameter>();
    Generation& generation = m_generations[FindGeneration(solution->opaque).value()];
    generation.spent.insert(solution->i);
    generation.isOver = true;
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
R1Pool::IsSpent(const PacketView& i2) const
{
    const auto solution = i2.Get<SolutionParameter>();
    return m_generations[FindGeneration(solution->opaque).value()].spent.count(solution->i) > 0;
}

void
R1Pool::Prepare(Time now)
{
    GetPrepared(GetCurrent(now), m_host.config.dhGroups.front());
}

Time
R1Pool::GetDeadline() const
{
    if (m_generations.empty() || m_generations.back().isOver ||
        m_generations.back().prepared.empty())
    {
        return Time{};
    }
    return m_generations.back().isHandedOut
               ? m_generations.back().created + m_host.config.r1Lifetime
               : NEVER;
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
        prepared.r1 = MakeTemplate(generation, *prepared.dh);
    }
    return prepared;
}

Bytes
R1Pool::MakeTemplate(const Generation& generation, const DhKeyPair& dh)
{
    const EndpointConfig& config = m_host.config;
    const ByteSpan publicValue = dh.GetPublicValue();
    PacketWriter writer(PacketType::R1,
                        m_identity.IsAnonymous() ? CONTROL_ANONYMOUS : std::uint16_t{0},
                        m_identity.GetHit(),
                        Hit());
    writer.Add(R1CounterParameter{0, generation.counter})
        .Add(PuzzleParameter{config.puzzleDifficulty,
                             config.puzzleLifetime,
                             0,
                             Bytes(GetHashLength(m_hash))})
        .Add(DhGroupListParameter{config.dhGroups})
        .Add(DiffieHellmanParameter{dh.GetGroup(), Bytes(publicValue.begin(), publicValue.end())})
        .Add(HipCipherParameter{config.hipCiphers})
        .Add(m_identity.GetHostId())
        .Add(HitSuiteListParameter{{HitSuite::RSA_SHA256, HitSuite::ECDSA_SHA384}});
    if (m_host.service)
    {
        writer.Add(m_host.service->GetOffer());
    }
    writer
        .Add(TransportFormatListParameter{
            {static_cast<std::uint16_t>(ParameterType::ESP_TRANSFORM)}})
        .Add(EspTransformParameter{config.espSuites});
    AddSignature2(writer, m_identity, m_host.engine, m_host.GetWork());
    return writer.GetBytes();
}

Bytes
R1Pool::MakeI(const Generation& generation, const Hit& initiator, const Path& toInitiator) const
{
    return Hash(m_hash,
                {generation.secret,
                 initiator.GetBytes(),
                 m_identity.GetHit().GetBytes(),
                 toInitiator.destination.GetBytes(),
                 toInitiator.source.GetBytes()});
}

std::optional<std::size_t>
R1Pool::FindGeneration(std::uint16_t id) const
{
    if (m_generations.empty())
    {
        return std::nullopt;
    }
    const auto at = static_cast<std::uint16_t>(id - m_generations.front().id); // they count up
    return at < m_generations.size() ? std::optional<std::size_t>(at) : std::nullopt;
}

bool
R1Pool::IsStale(const Generation& generation, Time now) const
{
    return now - generation.created >
           m_host.config.r1Lifetime + DecodePuzzleLifetime(m_host.config.puzzleLifetime);
}

DhGroup
R1Pool::ChooseGroup(const std::vector<DhGroup>& offered) const
{
    const auto& own = m_host.config.dhGroups;
    const auto common = std::find_first_of(own.begin(), own.end(), offered.begin(), offered.end());
    return common == own.end() ? own.front() : *common;
}

} // namespace hip
