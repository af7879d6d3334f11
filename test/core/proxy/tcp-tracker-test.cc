// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/tcp-tracker.h"

#include <gtest/gtest.h>

namespace hip::test
{

namespace
{

using State = TcpTracker::State;

constexpr std::uint16_t HTTP = 80;
constexpr std::uint16_t TLS = 443;
constexpr Direction OUT = Direction::OUTBOUND;
constexpr Direction IN = Direction::INBOUND;

TcpTracker
Established()
{
    TcpTracker tracker;
    tracker.Handle(OUT, TCP_SYN, HTTP);
    tracker.Handle(IN, TCP_SYN | TCP_ACK, HTTP);
    tracker.Handle(OUT, TCP_ACK, HTTP);
    return tracker;
}

TcpTracker
ClosedBothWays()
{
    TcpTracker tracker = Established();
    tracker.Handle(OUT, TCP_FIN | TCP_ACK, HTTP);
    tracker.Handle(IN, TCP_FIN | TCP_ACK, HTTP);
    return tracker;
}

} // namespace

TEST(TcpTracker, IsEstablishedOnceTheSynIsAnswered)
{
    TcpTracker tracker;
    tracker.Handle(OUT, TCP_SYN, HTTP);
    tracker.Handle(OUT, TCP_SYN, HTTP);
    EXPECT_FALSE(tracker.IsEstablished());
    tracker.Handle(IN, TCP_SYN | TCP_ACK, HTTP);
    EXPECT_TRUE(tracker.IsEstablished());
}

TEST(TcpTracker, AllowsSimultaneousOpen) // RFC 5382 REQ-2
{
    TcpTracker tracker;
    tracker.Handle(OUT, TCP_SYN, HTTP);
    tracker.Handle(IN, TCP_SYN, HTTP);
    EXPECT_TRUE(tracker.IsEstablished());
}

TEST(TcpTracker, StaysTransitoryWhenTheSynIsRefused)
{
    TcpTracker tracker;
    tracker.Handle(OUT, TCP_SYN, HTTP);
    tracker.Handle(IN, TCP_RST | TCP_ACK, HTTP);
    EXPECT_EQ(tracker.GetState(), State::INIT);
}

TEST(TcpTracker, PicksUpAConnectionInItsMiddle)
{
    TcpTracker tracker;
    tracker.Handle(OUT, TCP_ACK, HTTP);
    EXPECT_FALSE(tracker.IsEstablished());
    tracker.Handle(IN, TCP_ACK, HTTP);
    EXPECT_TRUE(tracker.IsEstablished());
}

TEST(TcpTracker, StaysEstablishedWhileOneHalfIsOpen)
{
    TcpTracker tracker = Established();
    tracker.Handle(OUT, TCP_FIN | TCP_ACK, HTTP);
    EXPECT_EQ(tracker.GetState(), State::FIN_OUTBOUND);
    tracker.Handle(IN, TCP_ACK, HTTP);
    tracker.Handle(OUT, TCP_FIN | TCP_ACK, HTTP);
    EXPECT_EQ(tracker.GetState(), State::FIN_OUTBOUND) << "a repeated FIN closes no second half";
    EXPECT_TRUE(tracker.IsEstablished());
}

TEST(TcpTracker, BecomesTransitoryWhenBothHalvesAreClosed)
{
    TcpTracker tracker = ClosedBothWays();
    EXPECT_EQ(tracker.GetState(), State::FIN_BOTH);
    EXPECT_FALSE(tracker.IsEstablished());
    tracker.Handle(OUT, TCP_ACK, HTTP);
    EXPECT_FALSE(tracker.IsEstablished()) << "the last ACK opens nothing";

    TcpTracker other = Established();
    other.Handle(IN, TCP_FIN | TCP_ACK, HTTP);
    other.Handle(OUT, TCP_FIN | TCP_ACK, HTTP);
    EXPECT_EQ(other.GetState(), State::FIN_BOTH);
}

TEST(TcpTracker, BeginsAnewWhenThePortIsUsedAgain)
{
    TcpTracker tracker = ClosedBothWays();
    tracker.Handle(OUT, TCP_SYN, HTTP);
    EXPECT_EQ(tracker.GetState(), State::INIT);
    tracker.Handle(IN, TCP_SYN | TCP_ACK, HTTP);
    EXPECT_TRUE(tracker.IsEstablished());
}

TEST(TcpTracker, BecomesTransitoryWithARst)
{
    for (const Direction direction : {OUT, IN})
    {
        TcpTracker tracker = Established();
        tracker.Handle(direction, TCP_RST, HTTP);
        EXPECT_EQ(tracker.GetState(), State::RESET);
        tracker.Handle(direction, TCP_RST, HTTP);
        EXPECT_FALSE(tracker.IsEstablished());
    }
}

TEST(TcpTracker, BelievesTrafficMoreThanARst) // RFC 7857 §2.2
{
    TcpTracker tracker = Established();
    tracker.Handle(IN, TCP_RST, HTTP);
    tracker.Handle(OUT, TCP_ACK, HTTP);
    EXPECT_TRUE(tracker.IsEstablished());
}

TEST(TcpTracker, KeepsTheBindingOfASecondConnectionAlive)
{
    TcpTracker tracker = ClosedBothWays();
    tracker.Handle(OUT, TCP_ACK, TLS);
    EXPECT_TRUE(tracker.IsEstablished());

    TcpTracker reset = Established();
    reset.Handle(IN, TCP_RST, HTTP);
    reset.Handle(IN, TCP_RST, TLS);
    EXPECT_EQ(reset.GetState(), State::RESET) << "the last of both is closed too";
}

} // namespace hip::test
