# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""The files of a run on the page: the list with links, and how to open the captures."""

import html
from urllib.parse import quote

from hip_report.markup import table
from hip_report.staging import CHARTS

FILES = {
    "results.csv": "every value behind the figures, one a row",
    "summary.csv": "means and 95 % confidence intervals of the table above",
    "events.csv": "what happened, in the order of time",
    "transfers.csv": "what each legacy host received, with the SHA-256 of its TCP stream",
    "flows.csv": "every TCP and UDP flow and security association: packets, delays, losses, gaps",
    "delays.csv": "one-way delay of each flow over time",
    "esp_sa": "the ESP keys as Wireshark's table of security associations",
    "keylog.txt": "the keying material: HIP2 HIT-I HIT-R DH-group I J Kij, in hex but the group",
    "plot-data/latency.csv": "the numbers in the latency figure",
    "plot-data/throughput.csv": "the numbers in the throughput figure",
    "plot-data/diverted.csv": "the numbers in the figure of what the victim gets, in kB",
    "plot-data/recovery.csv": "the numbers in the recovery figure",
    "plot-data/parts.csv": "the numbers in the figure of the parts of a move",
    "plot-data/cdf.csv": "the numbers in the figure of the distribution",
    "plot-data/loss.csv": "the numbers in the figure of lost datagrams",
    "plot-data/signalling.csv": "the numbers in the figure of signalling",
    "plot-data/load.csv": "the numbers in the figure of the agent's load",
    "plot-data/moving.csv": "the numbers in the figure of the load against the move rate",
    "plot-data/share.csv": "the numbers in the figure of traffic",
    "plot-data/links.csv": "the numbers in the figure of both links",
    "plot-data/policies.csv": "the numbers in the figure of pauses",
    "plot-data/detection.csv": "the numbers in the figure of the time to detection",
    "plot-data/reach.csv": "the numbers in the figure of how long peers wait",
    "plot-data/waits.csv": "the numbers in the figure of its distribution",
    "plot-data/windows.csv": "the numbers in the figure of anti-replay windows",
    "plot-data/delay.csv": "the numbers in the figure of one-way delays",
    "plot-data/messages.msc": "the source of the message chart, for mscgen",
    "plot-data/handover.msc": "the source of the chart of the first move, for mscgen",
}
WIRESHARK = """\
<p>The captures hold real bytes; <code>esp_sa</code> decrypts their ESP. Wireshark looks for it in a
profile: make one, put the file there, and open a capture with it (<code>tshark</code> takes the
same options):</p>
<pre>mkdir -p ~/.config/wireshark/profiles/hip
cp esp_sa ~/.config/wireshark/profiles/hip/
wireshark -C hip -o esp.enable_encryption_decode:TRUE -o esp.enable_authentication_check:TRUE \\
  -r {capture}</pre>
<p>Inside ESP the filter <code>tcp</code> then shows the stream of the legacy host, and
<code>hip</code> the base exchange. With <code>keylog.txt</code> the MACs and encrypted parameters
of the HIP packets can be checked without this program.</p>
"""


def sections(folder, figures):
    """The list of the files in folder, and how to decrypt the captures among them."""
    present = _files(folder, figures)
    yield "<h2>Files</h2>"
    yield _file_table(present)
    yield from _wireshark(present)


def _files(folder, figures):
    """Returns [(name, what it is), ...]: captures first."""
    captures = sorted(path.name for path in folder.glob("*.pcap"))
    made = {"summary.csv"} | {f"plot-data/{name}.{_kind(name)}" for name in figures}
    found = [(name, "capture of a link") for name in captures]
    for name, text in FILES.items():
        is_old_data = name.startswith("plot-data/") and name not in made
        if name in made or ((folder / name).is_file() and not is_old_data):
            found.append((name, text))
    return found


def _kind(figure):
    return "msc" if figure in CHARTS else "csv"


def _file_table(files):
    body = [
        f'<tr><td><a href="{html.escape(quote(name))}">{html.escape(name)}</a></td>'
        f"<td>{html.escape(text)}</td></tr>"
        for name, text in files
    ]
    return table("<th>file</th><th>what it holds</th>", body)


def _wireshark(files):
    captures = [name for name, _ in files if name.endswith(".pcap")]
    if captures and any(name == "esp_sa" for name, _ in files):
        capture = "proxy-wan.pcap" if "proxy-wan.pcap" in captures else captures[0]
        yield "<h2>Open it in Wireshark</h2>"
        yield WIRESHARK.format(capture=html.escape(capture)).rstrip()
