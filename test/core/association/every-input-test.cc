// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// Every input in every state (RFC 7401 §4.4.3): the endpoint does what the table says, or counts
// one drop and stays as it was. All packets are good ones, made by the peer for this moment.

#include "core/association/endpoint.h"
#include "core/esp/security-association.h"
#include "test/core/support/forger.h"
#include "test/core/support/host-pair.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

using namespace hip::test;
using namespace std::chrono_literals;

constexpr std::array<State, STATE_COUNT> STATES = {State::UNASSOCIATED,
                                                   State::I1_SENT,
                                                   State::I2_SENT,
                                                   State::R2_SENT,
                                                   State::ESTABLISHED,
                                                   State::CLOSING,
                                                   State::CLOSED,
                                                   State::E_FAILED};

constexpr std::array<Input, INPUT_COUNT> INPUTS = {Input::DATA_OUT,
                                                   Input::I1,
                                                   Input::R1,
                                                   Input::I2,
                                                   Input::R2,
                                                   Input::UPDATE,
                                                   Input::DATA_IN,
                                                   Input::CLOSE,
                                                   Input::CLOSE_ACK,
                                                   Input::TIMEOUT};

/**
 * The host under test in a state, and the packets that its peer has for it. The peer is another
 * host of the world, which really runs the protocol; what it sends is held back and kept.
 */
class Scene
{
  public:
    /// @param isLarger whether the host under test has the larger HIT
    Scene(State state, bool isLarger)
        : pair(MakeConfig()),
          subject(isLarger ? pair.b : pair.a),
          peer(isLarger ? pair.a : pair.b)
    {
        Reach(state);
    }

    /// Feeds the input, after the peer has made what it takes.
    void Feed(Input input)
    {
        switch (input)
        {
        case Input::DATA_OUT:
            Mark();
            pair.world.SendData(subject, peer.GetHit(), Bytes(10));
            return;
        case Input::TIMEOUT:
            Mark();
            pair.world.Run(LONG);
            return;
        case Input::I1:
            return Feed(Keep(PacketKind::I1, [&] { Restart(true); }));
        case Input::R1:
            return Feed(MakeR1());
        case Input::I2:
            return Feed(i2.empty() ? MakeI2() : i2);
        case Input::R2:
            return Feed(r2.empty() ? Make(PacketType::R2, [](PacketWriter&) {}) : r2);
        case Input::UPDATE:
            return Feed(Make(PacketType::UPDATE,
                             [](PacketWriter& writer) { writer.Add(SeqParameter{0}); }));
        case Input::DATA_IN:
            return Feed(data.empty() ? MakeIpPacket(GetPath(), PROTOCOL_ESP, 64, Bytes(64, 1))
                                     : data);
        case Input::CLOSE:
            return Feed(Make(PacketType::CLOSE, [](PacketWriter& writer) {
                writer.Add(EchoRequestSignedParameter{Bytes(8)});
            }));
        case Input::CLOSE_ACK:
            return Feed(Make(PacketType::CLOSE_ACK, [&](PacketWriter& writer) {
                writer.Add(EchoResponseSignedParameter{echo});
            }));
        }
    }

    static EndpointConfig MakeConfig()
    {
        EndpointConfig config;
        config.exportKeys = true;
        config.maxRetries = 2;
        config.puzzleDifficulty = 1;
        return config;
    }

    /// Time in which every state's first timer fires.
    static constexpr Duration LONG = std::chrono::hours(1);

    HostPair pair;
    Host& subject;
    Host& peer;

    // As it was before the input.
    std::uint64_t drops = 0;
    std::size_t sent = 0;
    std::size_t events = 0;

  private:
    void Mark()
    {
        drops = subject.GetDrops();
        sent = CountSent();
        events = subject.Get<StateEvent>().size();
    }

    std::size_t CountSent() const
    {
        return static_cast<std::size_t>(
            std::count_if(pair.world.wire.begin(), pair.world.wire.end(), [&](const Bytes& it) {
                return ParseIp(it)->path.source == subject.addresses[0];
            }));
    }

  public:
    std::size_t CountNewlySent() const
    {
        return CountSent() - sent;
    }

  private:
    /// Nothing gets through; what the peer sends is kept as it was made last.
    void Isolate()
    {
        pair.world.filter = [this](Bytes& packet) {
            if (ParseIp(packet)->path.source == peer.addresses[0])
            {
                kept[GetHipType(packet).value_or(PacketKind::NOTIFY)] = packet;
            }
            return false;
        };
    }

    void Connect(Host& host)
    {
        host.endpoint->Connect(pair.GetOther(host).GetHit(), pair.world.GetNow());
        pair.world.Drain(host);
    }

    void Restart(bool andConnect)
    {
        pair.world.Restart(peer);
        peer.endpoint->AddPeer(subject.GetHit(), subject.addresses);
        if (andConnect)
        {
            Connect(peer);
        }
    }

    Bytes Keep(PacketKind type, const std::function<void()>& make)
    {
        kept.erase(type);
        Isolate();
        make();
        return kept.count(type) ? kept[type] : Bytes();
    }

    void Reach(State state)
    {
        // An association that was there once gives keys and packets to all states behind it.
        const bool isOld = state == State::R2_SENT || state == State::ESTABLISHED ||
                           state == State::CLOSING || state == State::CLOSED;
        if (isOld)
        {
            ReachWithAssociation(state);
        }
        else if (state == State::I2_SENT)
        {
            ReachI2Sent();
        }
        else
        {
            Isolate();
            if (state != State::UNASSOCIATED)
            {
                i2 = MakeI2(); // to the R1 that it still gives now
                Connect(subject);
            }
            if (state == State::E_FAILED)
            {
                pair.world.Run(8s);
            }
        }
        Isolate();
    }

    void ReachI2Sent()
    {
        pair.world.filter = [this](Bytes& packet) {
            if (GetHipType(packet) != PacketKind::R2)
            {
                return true;
            }
            r2 = packet;
            return false;
        };
        Connect(subject);
        pair.world.Run(100ms);
        forger = std::make_unique<Forger>(pair.world, peer, subject);
    }

    void ReachWithAssociation(State state)
    {
        pair.world.filter = [this](Bytes& packet) {
            if (GetHipType(packet) == PacketKind::R2)
            {
                r2 = packet;
            }
            return true;
        };
        Connect(state == State::R2_SENT ? peer : subject);
        pair.world.Run(100ms);
        forger = std::make_unique<Forger>(pair.world, peer, subject);
        Isolate();
        pair.world.SendData(peer, subject.GetHit(), Bytes(10));
        data = kept[PacketKind::NOTIFY];
        if (state == State::CLOSING || state == State::CLOSED)
        {
            subject.endpoint->Close(peer.GetHit(), pair.world.GetNow());
            pair.world.Drain(subject);
            const auto close = PacketView::Parse(ByteSpan(pair.world.wire.back()).subspan(40));
            echo = close->Get<EchoRequestSignedParameter>()->data;
        }
        if (state == State::CLOSED)
        {
            pair.world.Inject(subject, Make(PacketType::CLOSE, [](PacketWriter& writer) {
                                  writer.Add(EchoRequestSignedParameter{Bytes(8)}); // crosses
                              }));
        }
    }

    /// A good R1 to an I1 of the subject, whether it has sent one or not.
    Bytes MakeR1()
    {
        if (pair.GetState(subject) != State::I2_SENT) // else it must have a larger counter
        {
            Restart(false);
        }
        PacketWriter i1(PacketType::I1, 0, subject.GetHit(), peer.GetHit());
        i1.Add(DhGroupListParameter{MakeConfig().dhGroups});
        const Path path{subject.addresses[0], peer.addresses[0]};
        return Keep(PacketKind::R1, [&] {
            pair.world.Inject(peer, MakeIpPacket(path, PROTOCOL_HIP, 64, i1.Finish(path)));
        });
    }

    /// A good I2 of a peer that has lost its state and begins anew.
    Bytes MakeI2()
    {
        const Bytes i1 = Keep(PacketKind::I1, [&] { Restart(true); });
        Bytes r1;
        pair.world.filter = [&](Bytes& packet) {
            r1 = GetHipType(packet) == PacketKind::R1 ? packet : r1;
            return false;
        };
        pair.world.Inject(subject, i1);
        return Keep(PacketKind::I2, [&] { pair.world.Inject(peer, r1); });
    }

    Path GetPath() const
    {
        return {peer.addresses[0], subject.addresses[0]};
    }

    /// A packet of the peer; without keys nobody can make a good one.
    Bytes Make(PacketType type, const std::function<void(PacketWriter&)>& fill)
    {
        if (forger)
        {
            return forger->Make(type, fill);
        }
        PacketWriter writer(type, 0, peer.GetHit(), subject.GetHit());
        fill(writer);
        return MakeIpPacket(GetPath(), PROTOCOL_HIP, 64, writer.Finish(GetPath()));
    }

    void Feed(const Bytes& packet)
    {
        Mark();
        pair.world.Inject(subject, packet);
    }

    std::map<PacketKind, Bytes> kept;
    std::unique_ptr<Forger> forger;
    Bytes i2;
    Bytes r2;
    Bytes data;
    Bytes echo;
};

/// Whether the endpoint refuses this input, by RFC 7401 §4.4.3; the side of the tie-break matters.
bool
IsRefused(State state, Input input, bool isLarger)
{
    if (input == Input::R1 && (state == State::CLOSING || state == State::CLOSED))
    {
        return true; // tables 7 and 8 admit one, but it needs an I1 of its own (§6.8)
    }
    const Action action = Decide(state, input);
    const bool isTieBreak = action == Action::TIE_BREAK_R1 || action == Action::TIE_BREAK_R2;
    return action == Action::DROP || (isTieBreak && !isLarger);
}

State
GetNext(State state, Input input, bool isLarger)
{
    if (IsRefused(state, input, isLarger))
    {
        return state;
    }
    switch (Decide(state, input))
    {
    case Action::DROP:
    case Action::HOLD:
    case Action::SEND_DATA:
    case Action::SEND_R1:
    case Action::TIE_BREAK_R1:
    case Action::PROCESS:
        return state;
    case Action::SEND_I1:
        return state == State::CLOSED ? State::CLOSED : State::I1_SENT;
    case Action::SEND_I2:
        return State::I2_SENT;
    case Action::SEND_R2:
    case Action::TIE_BREAK_R2:
    case Action::REPLACE:
        return State::R2_SENT;
    case Action::ESTABLISH:
    case Action::CONFIRM:
        return State::ESTABLISHED;
    case Action::SEND_CLOSE_ACK:
        return State::CLOSED;
    case Action::FINISH:
        return State::UNASSOCIATED;
    case Action::RETRANSMIT:
    case Action::SEND_CLOSE:
    case Action::EXPIRE:
        return state; // the end of all timers, seen by itself below
    }
    return state;
}

class EveryInput : public testing::TestWithParam<std::tuple<State, Input, bool>>
{
};

TEST_P(EveryInput, ActsAsTheTableSaysOrCountsOneDrop)
{
    const auto [state, input, isLarger] = GetParam();
    Scene scene(state, isLarger);
    ASSERT_EQ(scene.pair.GetState(scene.subject), state);
    scene.Feed(input);
    const State after = scene.pair.GetState(scene.subject);
    if (input == Input::TIMEOUT)
    {
        EXPECT_EQ(after, State::UNASSOCIATED) << "all timers together end every state";
        EXPECT_EQ(scene.subject.endpoint->GetAssociationCount(), 0u);
        EXPECT_EQ(scene.subject.GetDrops(), scene.drops);
        return;
    }
    EXPECT_EQ(after, GetNext(state, input, isLarger));
    const bool isRefused = IsRefused(state, input, isLarger);
    EXPECT_EQ(scene.subject.GetDrops(), scene.drops + (isRefused ? 1 : 0));
    if (isRefused)
    {
        EXPECT_EQ(scene.CountNewlySent(), 0u);
        EXPECT_EQ(scene.subject.Get<StateEvent>().size(), scene.events);
    }
}

std::string
GetName(const testing::TestParamInfo<std::tuple<State, Input, bool>>& info)
{
    std::string name = std::string(ToString(std::get<State>(info.param))) + "_" +
                       ToString(std::get<Input>(info.param)) +
                       (std::get<bool>(info.param) ? "_Larger" : "_Smaller");
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(InEveryState,
                         EveryInput,
                         testing::Combine(testing::ValuesIn(STATES),
                                          testing::ValuesIn(INPUTS),
                                          testing::Bool()),
                         GetName);

} // namespace
} // namespace hip
