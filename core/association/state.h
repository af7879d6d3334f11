// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_STATE_H
#define HIP_CORE_ASSOCIATION_STATE_H

#include <array>
#include <cstddef>
#include <cstdint>

namespace hip
{

/// The states of RFC 7401 §4.4.2.
enum class State : std::uint8_t
{
    UNASSOCIATED,
    I1_SENT,
    I2_SENT,
    R2_SENT,
    ESTABLISHED,
    CLOSING,
    CLOSED,
    E_FAILED,
};

inline constexpr std::size_t STATE_COUNT = 8;

/// What can happen to an association (RFC 7401 §4.4.3). Packets count once they are verified.
enum class Input : std::uint8_t
{
    DATA_OUT, ///< user data to send
    I1,
    R1,
    I2,
    R2,
    UPDATE,
    DATA_IN, ///< ESP packet received
    CLOSE,
    CLOSE_ACK,
    TIMEOUT,
};

inline constexpr std::size_t INPUT_COUNT = 10;

/// What a cell of RFC 7401's tables asks for. The handlers do it; the table decides.
enum class Action : std::uint8_t
{
    DROP,         ///< not acceptable here: count and stay
    SEND_I1,      ///< start a base exchange (and hold the data)
    HOLD,         ///< hold the data until the association is there
    SEND_DATA,    ///< send the data through ESP
    SEND_R1,      ///< answer, without changing state
    TIE_BREAK_R1, ///< answer with R1 only if the local HIT is the larger one
    SEND_I2,
    SEND_R2,
    TIE_BREAK_R2, ///< answer with R2 only if the local HIT is the larger one
    REPLACE,      ///< drop the old association and its SAs, then answer with R2
    ESTABLISH,
    PROCESS, ///< handle in place, no change of state
    CONFIRM, ///< as PROCESS, and the peer has shown that it is established
    SEND_CLOSE_ACK,
    FINISH,     ///< discard all state
    RETRANSMIT, ///< send again, or give up past the maximum
    SEND_CLOSE, ///< idle: begin to close
    EXPIRE,     ///< the state's time is over
};

/// The cell of RFC 7401 §4.4.3, tables 2 to 9, for this state and input.
Action Decide(State state, Input input);

/// @return "I1-SENT" and so on, as the RFC writes them
const char* ToString(State state);
const char* ToString(Input input);

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_STATE_H
