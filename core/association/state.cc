// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/state.h"

namespace hip
{

namespace
{

using Row = std::array<Action, INPUT_COUNT>;

// clang-format off
constexpr Action DROP = Action::DROP;
constexpr Action ACK  = Action::SEND_CLOSE_ACK;

/**
 * RFC 7401 §4.4.3, tables 2 to 9, one row a table; what a table leaves to ANYOTHER is DROP.
 *
 * Where the RFC contradicts itself, the tables win over §6.8: R1 has an action in CLOSING and CLOSED,
 * and in I2-SENT. The handler admits it only after an I1 of its own, and in I2-SENT only with a
 * larger R1 counter. E-FAILED does nothing but wait (table 9).
 */
constexpr std::array<Row, STATE_COUNT> TABLE = {{
    /* UNASSOCIATED */ {{
        Action::SEND_I1,      // DATA_OUT
        Action::SEND_R1,      // I1
        DROP,                 // R1
        Action::SEND_R2,      // I2
        DROP,                 // R2
        DROP,                 // UPDATE
        DROP,                 // DATA_IN
        DROP,                 // CLOSE
        DROP,                 // CLOSE_ACK
        DROP,                 // TIMEOUT
    }},
    /* I1_SENT */ {{
        Action::HOLD,         // DATA_OUT
        Action::TIE_BREAK_R1, // I1
        Action::SEND_I2,      // R1
        Action::SEND_R2,      // I2
        DROP,                 // R2
        DROP,                 // UPDATE
        DROP,                 // DATA_IN
        DROP,                 // CLOSE
        DROP,                 // CLOSE_ACK
        Action::RETRANSMIT,   // TIMEOUT
    }},
    /* I2_SENT */ {{
        Action::HOLD,         // DATA_OUT
        Action::SEND_R1,      // I1
        Action::SEND_I2,      // R1
        Action::TIE_BREAK_R2, // I2
        Action::ESTABLISH,    // R2
        DROP,                 // UPDATE
        DROP,                 // DATA_IN
        ACK,                  // CLOSE
        DROP,                 // CLOSE_ACK
        Action::RETRANSMIT,   // TIMEOUT
    }},
    /* R2_SENT */ {{
        Action::SEND_DATA,    // DATA_OUT
        Action::SEND_R1,      // I1
        DROP,                 // R1
        Action::SEND_R2,      // I2
        DROP,                 // R2
        Action::CONFIRM,      // UPDATE
        Action::CONFIRM,      // DATA_IN
        ACK,                  // CLOSE
        DROP,                 // CLOSE_ACK
        Action::EXPIRE,       // TIMEOUT
    }},
    /* ESTABLISHED */ {{
        Action::SEND_DATA,    // DATA_OUT
        Action::SEND_R1,      // I1
        DROP,                 // R1
        Action::REPLACE,      // I2
        DROP,                 // R2
        Action::PROCESS,      // UPDATE
        Action::PROCESS,      // DATA_IN
        ACK,                  // CLOSE
        DROP,                 // CLOSE_ACK
        Action::SEND_CLOSE,   // TIMEOUT
    }},
    /* CLOSING */ {{
        Action::SEND_I1,      // DATA_OUT
        Action::SEND_R1,      // I1
        Action::SEND_I2,      // R1
        Action::SEND_R2,      // I2
        DROP,                 // R2
        DROP,                 // UPDATE
        DROP,                 // DATA_IN
        ACK,                  // CLOSE
        Action::FINISH,       // CLOSE_ACK
        Action::RETRANSMIT,   // TIMEOUT
    }},
    /* CLOSED */ {{
        Action::SEND_I1,      // DATA_OUT
        Action::SEND_R1,      // I1
        Action::SEND_I2,      // R1
        Action::SEND_R2,      // I2
        DROP,                 // R2
        DROP,                 // UPDATE
        DROP,                 // DATA_IN
        ACK,                  // CLOSE
        Action::FINISH,       // CLOSE_ACK
        Action::EXPIRE,       // TIMEOUT
    }},
    /* E_FAILED */ {{
        DROP,                 // DATA_OUT
        DROP,                 // I1
        DROP,                 // R1
        DROP,                 // I2
        DROP,                 // R2
        DROP,                 // UPDATE
        DROP,                 // DATA_IN
        DROP,                 // CLOSE
        DROP,                 // CLOSE_ACK
        Action::EXPIRE,       // TIMEOUT
    }},
}};
// clang-format on

} // namespace

Action
Decide(State state, Input input)
{
    return TABLE[static_cast<std::size_t>(state)][static_cast<std::size_t>(input)];
}

const char*
ToString(State state)
{
    switch (state)
    {
    case State::UNASSOCIATED:
        return "UNASSOCIATED";
    case State::I1_SENT:
        return "I1-SENT";
    case State::I2_SENT:
        return "I2-SENT";
    case State::R2_SENT:
        return "R2-SENT";
    case State::ESTABLISHED:
        return "ESTABLISHED";
    case State::CLOSING:
        return "CLOSING";
    case State::CLOSED:
        return "CLOSED";
    case State::E_FAILED:
        return "E-FAILED";
    }
    return "unknown";
}

const char*
ToString(Input input)
{
    switch (input)
    {
    case Input::DATA_OUT:
        return "DATA-OUT";
    case Input::I1:
        return "I1";
    case Input::R1:
        return "R1";
    case Input::I2:
        return "I2";
    case Input::R2:
        return "R2";
    case Input::UPDATE:
        return "UPDATE";
    case Input::DATA_IN:
        return "DATA-IN";
    case Input::CLOSE:
        return "CLOSE";
    case Input::CLOSE_ACK:
        return "CLOSE_ACK";
    case Input::TIMEOUT:
        return "TIMEOUT";
    }
    return "unknown";
}

} // namespace hip
