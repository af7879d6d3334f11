// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/state.h"

namespace hip::draft2003
{

Action
Decide(State state, Input input)
{
    // I1 crossing I1, and I2 crossing I2, is the one case that hip-08 forgets: two exchanges would
    // make two sets of keys. As in draft-ietf-hip-base-03, that of the larger HIT gives way.
    switch (state)
    {
    case State::UNASSOCIATED:
        return input == Input::DATA_OUT ? Action::SEND_I1
               : input == Input::I1     ? Action::SEND_R1
               : input == Input::I2     ? Action::SEND_R2
                                        : Action::DROP;
    case State::I1_SENT:
        return input == Input::DATA_OUT  ? Action::HOLD
               : input == Input::I1      ? Action::TIE_BREAK_R1
               : input == Input::R1      ? Action::SEND_I2
               : input == Input::I2      ? Action::SEND_R2
               : input == Input::TIMEOUT ? Action::RETRANSMIT
                                         : Action::DROP;
    case State::I2_SENT:
        return input == Input::DATA_OUT  ? Action::HOLD
               : input == Input::I1      ? Action::SEND_R1
               : input == Input::I2      ? Action::TIE_BREAK_R2
               : input == Input::R2      ? Action::ESTABLISH
               : input == Input::TIMEOUT ? Action::RETRANSMIT
                                         : Action::DROP;
    case State::ESTABLISHED:
        return input == Input::DATA_OUT  ? Action::SEND_DATA
               : input == Input::I1      ? Action::SEND_R1
               : input == Input::R1      ? Action::SEND_I2 // of a peer that has lost its state
               : input == Input::I2      ? Action::REPLACE
               : input == Input::R2      ? Action::ESTABLISH
               : input == Input::UPDATE  ? Action::PROCESS
               : input == Input::DATA_IN ? Action::PROCESS
               : input == Input::TIMEOUT ? Action::EXPIRE
                                         : Action::DROP;
    case State::E_FAILED:
        return input == Input::TIMEOUT ? Action::EXPIRE : Action::DROP; // as hip-09
    case State::R2_SENT:
    case State::CLOSING:
    case State::CLOSED:
        break; // states of HIPv2 only
    }
    return Action::DROP;
}

} // namespace hip::draft2003
