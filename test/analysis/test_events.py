# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""events.csv and the choice of the first contact."""

import tempfile
import unittest
from pathlib import Path

from support import SAMPLE
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


def sample():
    return events.read(SAMPLE / "events.csv")


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


class Chart(unittest.TestCase):
    def test_it_holds_all_letters_in_order(self):
        text = chart.draw(events.first_contact(sample()))
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
        text = chart.draw(events.first_contact(sample()))
        self.assertNotIn("association", text)
        self.assertNotIn("hip-send", text)
        self.assertEqual(text.count("I1"), 2)  # the steps H, not the event hip-send as well

    def test_quotes_cannot_break_out_of_a_label(self):
        event = events.Event(0, 'a"]; x', "b", "A.dns-query", (), {"to": "b", "name": '"\\"'})
        text = chart.draw([event])
        self.assertIn("[label=\"a']; x\"]", text)
        self.assertEqual(text.count('"') % 2, 0)


if __name__ == "__main__":
    unittest.main()
