// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/state.h"

#include <gtest/gtest.h>
#include <map>

namespace hip::draft2003
{
namespace
{

/// A row of hip-08 §5.4: what is not dropped. E4 is E3 while a rekey is under way.
using Row = std::map<Input, Action>;

const std::map<State, Row> TABLE = {
    {State::UNASSOCIATED, // E0
     {{Input::DATA_OUT, Action::SEND_I1},
      {Input::I1, Action::SEND_R1},
      {Input::I2, Action::SEND_R2}}},
    {State::I1_SENT, // E1
     {{Input::DATA_OUT, Action::HOLD},
      {Input::I1, Action::TIE_BREAK_R1}, // the draft sends R1, and forgets that I1s may cross
      {Input::R1, Action::SEND_I2},
      {Input::I2, Action::SEND_R2},
      {Input::TIMEOUT, Action::RETRANSMIT}}},
    {State::I2_SENT, // E2
     {{Input::DATA_OUT, Action::HOLD},
      {Input::I1, Action::SEND_R1},
      {Input::I2, Action::TIE_BREAK_R2}, // likewise
      {Input::R2, Action::ESTABLISH},
      {Input::TIMEOUT, Action::RETRANSMIT}}},
    {State::ESTABLISHED, // E3
     {{Input::DATA_OUT, Action::SEND_DATA},
      {Input::I1, Action::SEND_R1},
      {Input::R1, Action::SEND_I2},
      {Input::I2, Action::REPLACE},
      {Input::R2, Action::ESTABLISH}, // which §8.7 says, and the table forgets
      {Input::UPDATE, Action::PROCESS},
      {Input::DATA_IN, Action::PROCESS},
      {Input::TIMEOUT, Action::EXPIRE}}},
    {State::E_FAILED, {{Input::TIMEOUT, Action::EXPIRE}}},
    {State::R2_SENT, {}}, // states of HIPv2 only
    {State::CLOSING, {}},
    {State::CLOSED, {}},
};

TEST(StateTable2003, IsThatOfTheDraft)
{
    for (const auto& [state, row] : TABLE)
    {
        for (std::size_t i = 0; i < INPUT_COUNT; ++i)
        {
            const auto input = static_cast<Input>(i);
            const auto cell = row.find(input);
            EXPECT_EQ(draft2003::Decide(state, input),
                      cell == row.end() ? Action::DROP : cell->second)
                << ToString(state) << " " << ToString(input);
        }
    }
    EXPECT_EQ(TABLE.size(), STATE_COUNT);
}

TEST(StateTable2003, KnowsNoClose)
{
    for (const auto& [state, row] : TABLE)
    {
        EXPECT_EQ(draft2003::Decide(state, Input::CLOSE), Action::DROP);
        EXPECT_EQ(draft2003::Decide(state, Input::CLOSE_ACK), Action::DROP);
    }
}

} // namespace
} // namespace hip::draft2003
