# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""Message charts of the first contact and of a move: input for mscgen, and its SVG made fit to
print."""

import html
import re

PITCH = 166  # pixels from one line of life to the next
TIME_WIDTH = 78  # of the column with the times
MARGIN = 40  # right of the last line of life
CLEAR = 3  # between an arrow and its label
# One line of an arrow's label: mscgen lays a white box under it. Boxes of steps are not white.
LABEL_LINE = (
    r'<polygon fill="white" points="[^"]*"/>\n'
    r'<text x="\d+" y="\d+" font-size="12" fill="black">.*</text>\n'
)
GREY = "#555555"
EMPHASIS = "#0072B2"
BOX = "#E8F1FA"
FONT = "Helvetica, Arial, 'Liberation Sans', sans-serif"

# Event name: (words after the letter, key of the detail whose value follows them).
STEPS = {
    "A.dns-query": ("DNS query", "name"),
    "B.proxy-query": ("DNS query", "name"),
    "C.hierarchy-answer": ("HIT,", "locator"),
    "D.mapping-created": ("M gets", "substitute"),
    "E.dns-answer": ("answer", "substitute"),
    "F.session-start": ("packet to", "substitute"),
    "G.exchange-start": ("base exchange starts", None),
    "H.i1-sent": ("I1 to", "locator"),
    "H.i1-relayed": ("I1 to", "locator"),
    "H.1.locator-learned": ("M learns", "locator"),
    "I.packet-forwarded": ("held packet through NAT, in ESP", None),
    "J.answer-received": ("answer in ESP", None),
    "K.answer-delivered": ("answer from", "substitute"),
}
LINE_LENGTH = 28  # letters that fit between two lines of life
IN_ESP = ("I.packet-forwarded", "J.answer-received")
HIP_SEND = "hip-send"
MOVE = "move"
HIP_PACKETS = ("R1", "I2", "R2", "UPDATE", "NOTIFY", "CLOSE", "CLOSE_ACK")


def draw(events, label):
    """Returns the text of a chart for mscgen.

    label(event) gives the words on an event, None if it is not shown; at least one must be.
    """
    shown = [event for event in events if label(event)]
    nodes = list(dict.fromkeys(node for event in shown for node in (event.node, event.to) if node))
    ids = {node: f"n{index}" for index, node in enumerate(nodes)}
    lines = [
        "msc {",
        f'  width="{PITCH * (len(nodes) + 1)}";',
        "  " + ",\n  ".join(_entities(nodes, ids)) + ";",
    ]
    lines += [_row(event, label(event), ids, event.time - shown[0].time) for event in shown]
    return "\n".join(lines + ["}"]) + "\n"


def _entities(nodes, ids):
    yield f't [label="", linecolour="white", textcolour="{GREY}"]'
    for node in nodes:
        yield f"{ids[node]} [label={_quote(node)}]"


def _row(event, words, ids, since):
    time = f'  t note t [label="{since * 1000:.2f} ms", linecolour="white", textcolour="{GREY}"]'
    label = _quote(words)
    here = ids[event.node]
    if not event.to or event.to == event.node:
        style = f'label={label}, linecolour="{EMPHASIS}", textbgcolour="{BOX}"'
        return f"{time}, {here} box {here} [{style}];"
    arrow = ":>" if event.name in IN_ESP else "=>"
    return f"{time}, {here} {arrow} {ids[event.to]} [label={label}];"


def contact_label(event):
    """Returns the text of an event of a contact, one or two lines; None if it is not shown."""
    packet = _hip_packet(event)
    if packet:
        return packet
    if event.name in STEPS:
        words, key = STEPS[event.name]
        return _two_lines(f"{_letter(event.name)}  {words}", event.values.get(key, ""))
    return event.name if event.to and event.name != HIP_SEND else None


def move_label(event):
    """Returns the text of an event of a move, one or two lines; None if it is not shown."""
    if event.name == HIP_SEND and event.to and event.words:
        again = " again" if "retransmission" in event.words else ""
        return _two_lines(f"{event.words[0]}{again} to", event.values.get("locator", event.to))
    if event.name == "link-lost":
        return "old link lost"
    if event.name == MOVE:
        return _two_lines("moves to", event.values.get("to-link", ""))
    if event.name == "locator":
        return _two_lines("sends to", event.words[-1] if event.words else "")
    if event.name.startswith("locator-"):
        status = event.name[len("locator-") :]
        return _two_lines(f"{status}:", event.values.get("address", ""))
    return None


def _two_lines(first, second):
    """One line if it is short enough."""
    fits = len(first) + 1 + len(second) <= LINE_LENGTH
    return (first + (" " if fits else "\n") + second).strip()


def _hip_packet(event):
    """Returns the type of a HIP packet; None for an I1, which the steps H show."""
    name = event.words[0] if event.name == HIP_SEND and event.words else event.name
    return name if name in HIP_PACKETS and event.to else None


def _letter(name):
    """Returns "H.1" of "H.1.locator-learned", "H" of "H.i1-sent"."""
    return re.match(r"[A-K](\.\d)?", name).group()


def _quote(text):
    escaped = text.replace("\\", "/").replace('"', "'").replace("\n", "\\n")
    return f'"{escaped}"'


def finish(svg):
    """Makes mscgen's SVG fit to print: fonts, bold letters, labels clear of arrows and of
    each other, no empty half columns at the sides.

    mscgen draws labels right onto the line of their arrow and squeezes them to a guessed width.
    """
    size = re.search(r'width="(\d+)px" height="(\d+)px"\s+viewBox="0 0 \d+ \d+"', svg)
    width, height = int(size.group(1)), int(size.group(2))
    left = PITCH // 2
    last = width - PITCH // 2
    right = PITCH // 2 if _has_box_beyond(svg, last) else MARGIN
    shown = last + right - left
    svg = svg.replace(
        size.group(),
        f'width="{shown}px" height="{height}px"\n viewBox="{left} 0 {shown} {height}"',
    )
    svg = svg.replace(' stroke-width="1"', f' stroke-width="1" font-family="{html.escape(FONT)}"')
    svg = re.sub(r' textLength="\d+" font-family="Helvetica"', "", svg)
    svg = re.sub(r"(?<=>)\n+([^<\n]+)\n(?=</text>)", _mark_letter, svg)
    svg = svg.replace(' text-anchor="middle">', ' text-anchor="middle" font-weight="bold">')
    svg = re.sub(rf'<polygon fill="{BOX}" points="[^"]*"/>\n(?=<text)', "", svg)
    svg = re.sub(
        rf'<text x="\d+" (y="\d+" font-size="12" fill="{GREY}")(?=>)',
        rf'<text x="{left + TIME_WIDTH}" \1 text-anchor="end"',
        svg,
    )
    return re.sub(rf"(?:{LABEL_LINE})+", _clear_arrow, svg)


def _has_box_beyond(svg, x):
    """Whether a box reaches beyond the last line of life, at x."""
    boxes = re.findall(rf'<polygon fill="{BOX}" points="([^"]*)"', svg)
    return any(int(point.split(",")[0]) > x for box in boxes for point in box.split())


def _mark_letter(match):
    text = match.group(1)
    letter = re.match(r"[A-K](\.\d)?(?= )", text)
    if not letter:
        return text
    bold = f'<tspan font-weight="bold" fill="{EMPHASIS}">{letter.group()}</tspan>'
    return bold + "&#160;" + text[letter.end() :].lstrip()


def _clear_arrow(match):
    """Moves the first line of a label up from its arrow and the others down; covers lines of life
    behind it."""
    moved = []
    for index, line in enumerate(re.findall(LABEL_LINE, match.group())):
        shift = -CLEAR if index == 0 else CLEAR
        line = re.sub(r"(\d+),(\d+) (\d+),\d+ \d+,(\d+) \d+,\d+", _grow, line, count=1)
        moved.append(f'<g transform="translate(0,{shift})">{line.rstrip()}</g>\n')
    return "".join(moved)


def _grow(match):
    left, top, right, bottom = (int(text) for text in match.groups())
    left, top, right, bottom = left - 1, top - 2, right + 1, bottom + 2
    return f"{left},{top} {right},{top} {right},{bottom} {left},{bottom}"
