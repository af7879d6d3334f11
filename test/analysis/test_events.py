# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""events.csv and the choice of the first contact and the first move."""

import tempfile
import unittest
from pathlib import Path

from support import MOBILITY, SAMPLE
from hip_report import chart, events
from hip_report.errors import ReportError

HEADER = "time_s,node,peer,event,detail\n"
ROW = "1.0,proxy,dns,B.proxy-query,to=dns\n"

BROKEN = [
    ("", ": the file is empty"),
    (HEADER, ": no events, only a header"),
    (HEADER.replace("node,", ""), ":1: no column 'node'"),
    (HEADER + "1.0,proxy\n", ":2: 2 fields where the header has 5"),
    (HEADER + ROW.replace("1.0", "soon"), ":2: time_s 'soon' is not a number"),
    (HEADER + ROW.replace("1.0", "inf"), ":2: time_s 'inf' is not a number"),
    (HEADER + ROW.replace("1.0", "-1"), ":2: time_s '-1' is negative"),
    (HEADER + ROW + ROW.replace("1.0", "0.9"), ":3: time_s '0.9' is before the row above"),
    (HEADER + ROW.replace("proxy,dns", ",dns"), ":2: node is empty"),
    (HEADER + ROW.replace("B.proxy-query", ""), ":2: event is empty"),
]


def sample(folder=SAMPLE):
    return events.read(folder / "events.csv")


class Events(unittest.TestCase):
    def test_broken_files_are_refused_with_line_and_cause(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "events.csv"
            for content, cause in BROKEN:
                with self.subTest(cause=cause):
                    path.write_text(content, encoding="utf-8")
                    with self.assertRaises(ReportError) as caught:
                        events.read(path)
                    self.assertEqual(str(caught.exception), f"{path}{cause}")

    def test_the_first_contact_runs_from_its_own_query_to_the_first_answer(self):
        contact = events.first_contact(sample())
        self.assertEqual(contact[0].values["name"], "hip.foo.com")
        self.assertEqual(contact[-1].name, "K.answer-delivered")
        self.assertNotIn("legacy-2", {event.node for event in contact})

    def test_what_other_legacy_hosts_do_meanwhile_is_left_out(self):
        rows = sample()
        other = events.Event(10.05, "legacy-2", "proxy", "A.dns-query", (), {"to": "proxy"})
        answer = events.Event(10.06, "proxy", "legacy-2", "E.dns-answer", (), {"to": "legacy-2"})
        contact = events.first_contact(rows[:4] + [other, answer] + rows[4:])
        self.assertEqual(contact, events.first_contact(rows))

    def test_a_repeated_query_belongs_to_the_contact(self):
        rows = sample()
        contact = events.first_contact(rows[:3] + [rows[2]] + rows[3:])
        self.assertEqual(contact[:2], [rows[2], rows[2]])

    def test_a_contact_that_never_succeeds_is_shown_to_the_end(self):
        rows = [event for event in sample() if not event.name.startswith("K.")]
        contact = events.first_contact(rows)
        self.assertEqual(contact[0].values["name"], "hip.foo.com")
        self.assertEqual(contact[-1].name, "J.answer-received")

    def test_without_a_query_there_is_no_contact(self):
        self.assertEqual(events.first_contact(sample()[5:8]), [])

    def test_the_first_move_ends_when_the_proxy_has_verified_the_address(self):
        move = events.first_move(sample(MOBILITY))
        self.assertEqual((move[0].name, move[0].values["kind"]), ("move", "hard"))
        self.assertEqual((move[-1].name, move[-1].node), ("locator-active", "proxy"))
        self.assertEqual(sum(event.name == "locator-active" for event in move), 2)

    def test_a_move_without_verification_ends_before_the_next_move(self):
        lost = [event for event in sample(MOBILITY) if event.name != "locator-active"]
        move = events.first_move(lost)
        self.assertEqual((move[-1].name, move[-1].values["kind"]), ("link-lost", "gapless"))
        nowhere = [event for event in lost if event.values.get("kind") != "gapless"]
        self.assertEqual(events.first_move(nowhere)[-1], nowhere[-1])

    def test_what_others_do_during_a_move_is_left_out(self):
        rows = sample(MOBILITY)
        at = next(index for index, event in enumerate(rows) if event.name == "move") + 1
        time = rows[at].time
        other = [
            events.Event(time, "hip-2", "", "move", (), {"to-link": "3ffe:103::8"}),
            events.Event(time, "hip-2", "proxy", "hip-send", ("UPDATE",), {"to": "proxy"}),
            events.Event(time, "proxy", "hip-2", "locator-active", (), {"address": "3ffe:103::8"}),
        ]
        self.assertEqual(events.first_move(rows[:at] + other + rows[at:]), events.first_move(rows))

    def test_without_a_move_there_is_none(self):
        self.assertEqual(events.first_move(sample()), [])


class Chart(unittest.TestCase):
    def test_it_holds_all_letters_in_order(self):
        text = chart.draw(events.first_contact(sample()), chart.contact_label)
        letters = [
            part.split(" ")[0].split("\\n")[0]
            for part in text.split('[label="')
            if part[0] in "ABCDEFGHIJK" and part[1] in " ."
        ]
        self.assertEqual(
            letters, ["A", "B", "C", "D", "E", "F", "G", "H", "H", "H.1", "I", "J", "K"]
        )
        packets = [name for name in ("R1", "I2", "R2") if f'[label="{name}"]' in text]
        self.assertEqual(packets, ["R1", "I2", "R2"])

    def test_only_messages_and_steps_are_shown(self):
        text = chart.draw(events.first_contact(sample()), chart.contact_label)
        self.assertNotIn("association", text)
        self.assertNotIn("hip-send", text)
        self.assertEqual(text.count("I1"), 2)  # the steps H, not the event hip-send as well

    def test_a_move_shows_updates_and_what_becomes_of_the_address(self):
        text = chart.draw(events.first_move(sample(MOBILITY)), chart.move_label)
        shown = [part.split('"')[0] for part in text.split('[label="') if "3ffe:" in part]
        to_proxy = "UPDATE to 3ffe:300::1"
        to_host = "UPDATE to 3ffe:102::7"
        to_agent = "UPDATE to 3ffe:200::1"
        new = "3ffe:102::7"
        self.assertEqual(
            shown,
            [f"moves to {new}", to_agent, to_proxy, f"unverified: {new}", to_host]
            + [f"unverified: {new}", "deprecated: 3ffe:100::7", f"sends to {new}", to_host]
            + [to_agent, f"active: {new}", f"sends to {new}", to_proxy, f"active: {new}"],
        )

    def test_a_repeated_update_says_so(self):
        words = ("UPDATE", "retransmission")
        event = events.Event(0, "hip-1", "proxy", "hip-send", words, {"to": "proxy"})
        self.assertEqual(chart.move_label(event), "UPDATE again to proxy")

    def test_quotes_cannot_break_out_of_a_label(self):
        event = events.Event(0, 'a"]; x', "b", "A.dns-query", (), {"to": "b", "name": '"\\"'})
        text = chart.draw([event], chart.contact_label)
        self.assertIn("[label=\"a']; x\"]", text)
        self.assertEqual(text.count('"') % 2, 0)


if __name__ == "__main__":
    unittest.main()
