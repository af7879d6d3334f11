// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/state.h"

#include <gtest/gtest.h>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace hip
{
namespace
{

/**
 * RFC 7401 §4.4.3, tables 2 to 9, read row by row: state; trigger; what to do if the packet passes
 * its checks. A table's row for any other packet is left out, and so are the rows for packets that
 * fail theirs (all say "stay").
 */
constexpr const char* RFC_TABLES = R"(
UNASSOCIATED ; DATA-OUT  ; send I1 and go to I1-SENT
UNASSOCIATED ; I1        ; send R1 and stay
UNASSOCIATED ; I2        ; send R2 and go to R2-SENT
I1-SENT      ; DATA-OUT  ; keep the datagram until there is an association
I1-SENT      ; I1        ; smaller local HIT: drop and stay; larger local HIT: send R1 and stay
I1-SENT      ; R1        ; send I2 and go to I2-SENT
I1-SENT      ; I2        ; send R2 and go to R2-SENT
I1-SENT      ; TIMEOUT   ; count; within the maximum send again and stay, beyond it go to E-FAILED
I2-SENT      ; DATA-OUT  ; keep the datagram until there is an association
I2-SENT      ; I1        ; send R1 and stay
I2-SENT      ; R1        ; send I2 and stay
I2-SENT      ; I2        ; smaller local HIT: drop and stay; larger local HIT: send R2 and go to R2-SENT
I2-SENT      ; R2        ; go to ESTABLISHED
I2-SENT      ; CLOSE     ; send CLOSE_ACK and go to CLOSED
I2-SENT      ; TIMEOUT   ; count; within the maximum send again and stay, beyond it go to E-FAILED
R2-SENT      ; DATA-OUT  ; send it through ESP and stay
R2-SENT      ; I1        ; send R1 and stay
R2-SENT      ; I2        ; send R2 and stay
R2-SENT      ; UPDATE    ; process it and go to ESTABLISHED
R2-SENT      ; DATA-IN   ; process it and go to ESTABLISHED
R2-SENT      ; CLOSE     ; send CLOSE_ACK and go to CLOSED
R2-SENT      ; TIMEOUT   ; the exchange is complete: go to ESTABLISHED
ESTABLISHED  ; DATA-OUT  ; send it through ESP and stay
ESTABLISHED  ; I1        ; send R1 and stay
ESTABLISHED  ; I2        ; drop the old association, send R2 and go to R2-SENT
ESTABLISHED  ; UPDATE    ; process it and stay
ESTABLISHED  ; DATA-IN   ; process it and stay
ESTABLISHED  ; CLOSE     ; send CLOSE_ACK and go to CLOSED
ESTABLISHED  ; TIMEOUT   ; nothing sent or received for UAL: send CLOSE and go to CLOSING
CLOSING      ; DATA-OUT  ; send I1 and go to I1-SENT
CLOSING      ; I1        ; send R1 and stay
CLOSING      ; R1        ; send I2 and go to I2-SENT
CLOSING      ; I2        ; send R2 and go to R2-SENT
CLOSING      ; CLOSE     ; send CLOSE_ACK and go to CLOSED
CLOSING      ; CLOSE_ACK ; discard state and go to UNASSOCIATED
CLOSING      ; TIMEOUT   ; sum up; below UAL + MSL send CLOSE again and stay, else UNASSOCIATED
CLOSED       ; DATA-OUT  ; send I1 and stay
CLOSED       ; I1        ; send R1 and stay
CLOSED       ; R1        ; send I2 and go to I2-SENT
CLOSED       ; I2        ; send R2 and go to R2-SENT
CLOSED       ; CLOSE     ; send CLOSE_ACK and stay
CLOSED       ; CLOSE_ACK ; discard state and go to UNASSOCIATED
CLOSED       ; TIMEOUT   ; UAL + 2 MSL are over: discard state and go to UNASSOCIATED
E-FAILED     ; TIMEOUT   ; the wait is over: go to UNASSOCIATED
)";

/// How the words of the tables translate; the first that the text begins with counts.
const std::vector<std::pair<std::string, Action>> PHRASES = {
    {"send I1", Action::SEND_I1},
    {"keep", Action::HOLD},
    {"send it through ESP", Action::SEND_DATA},
    {"send R1", Action::SEND_R1},
    {"smaller local HIT: drop and stay; larger local HIT: send R1", Action::TIE_BREAK_R1},
    {"send I2", Action::SEND_I2},
    {"send R2", Action::SEND_R2},
    {"smaller local HIT: drop and stay; larger local HIT: send R2", Action::TIE_BREAK_R2},
    {"drop the old association, send R2", Action::REPLACE},
    {"go to ESTABLISHED", Action::ESTABLISH},
    {"process it and stay", Action::PROCESS},
    {"process it and go to ESTABLISHED", Action::CONFIRM},
    {"send CLOSE_ACK", Action::SEND_CLOSE_ACK},
    {"discard state", Action::FINISH},
    {"count;", Action::RETRANSMIT},
    {"sum up;", Action::RETRANSMIT},
    {"nothing sent or received for UAL: send CLOSE", Action::SEND_CLOSE},
    {"the exchange is complete", Action::EXPIRE},
    {"UAL + 2 MSL are over", Action::EXPIRE},
    {"the wait is over", Action::EXPIRE},
};

using Cell = std::pair<std::string, std::string>; ///< names of state and input

std::string
Trim(const std::string& text)
{
    const std::size_t from = text.find_first_not_of(' ');
    return from == std::string::npos ? ""
                                     : text.substr(from, text.find_last_not_of(' ') + 1 - from);
}

Action
Translate(const std::string& text)
{
    for (const auto& [phrase, action] : PHRASES)
    {
        if (text.compare(0, phrase.size(), phrase) == 0)
        {
            return action;
        }
    }
    ADD_FAILURE() << "no action is known for: " << text;
    return Action::DROP;
}

std::map<Cell, Action>
ReadTables()
{
    std::map<Cell, Action> cells;
    std::istringstream lines{RFC_TABLES};
    for (std::string line; std::getline(lines, line);)
    {
        std::istringstream fields(line);
        std::string state;
        std::string input;
        std::string text;
        if (std::getline(fields, state, ';') && std::getline(fields, input, ';') &&
            std::getline(fields, text))
        {
            const Cell cell(Trim(state), Trim(input));
            EXPECT_EQ(cells.count(cell), 0u) << line;
            cells[cell] = Translate(Trim(text));
        }
    }
    return cells;
}

TEST(State, DoesInEveryStateOnEveryInputWhatTheTablesSay)
{
    const std::map<Cell, Action> tables = ReadTables();
    std::size_t walked = 0;
    for (std::size_t i = 0; i < STATE_COUNT; ++i)
    {
        for (std::size_t j = 0; j < INPUT_COUNT; ++j)
        {
            const auto state = static_cast<State>(i);
            const auto input = static_cast<Input>(j);
            const auto found = tables.find(Cell(ToString(state), ToString(input)));
            const Action expected = found == tables.end() ? Action::DROP : found->second;
            walked += found == tables.end() ? 0 : 1;
            EXPECT_EQ(Decide(state, input), expected)
                << ToString(state) << " on " << ToString(input);
        }
    }
    EXPECT_EQ(walked, tables.size()) << "the text names a state or an input that does not exist";
}

TEST(State, HasADifferentNameForEachStateAndInput)
{
    std::set<std::string> states;
    for (std::size_t i = 0; i < STATE_COUNT; ++i)
    {
        states.insert(ToString(static_cast<State>(i)));
    }
    EXPECT_EQ(states,
              (std::set<std::string>{"UNASSOCIATED",
                                     "I1-SENT",
                                     "I2-SENT",
                                     "R2-SENT",
                                     "ESTABLISHED",
                                     "CLOSING",
                                     "CLOSED",
                                     "E-FAILED"}));
    std::set<std::string> inputs;
    for (std::size_t j = 0; j < INPUT_COUNT; ++j)
    {
        inputs.insert(ToString(static_cast<Input>(j)));
    }
    EXPECT_EQ(inputs.size(), INPUT_COUNT);
}

} // namespace
} // namespace hip
