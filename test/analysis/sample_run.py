# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""Writes the sample run folders in test/data: made-up runs with believable figures.

Run it after a change of the formats: python3 test/analysis/sample_run.py
"""

import csv
import io
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "data"
RUNS = 5
PARAMETERS = {
    "legacy_hosts": "2",
    "hip_hosts": "1",
    "transport": "tcp",
    "bytes": "4000000",
    "suite": "AES-128-CBC/HMAC-SHA-256",
    "agent": "yes",
    "crypto": "real",
    "topology": "Geant2012.graphml",
    "loss": "0.01",
}
# Seconds for DNS, base exchange, TCP, first byte.
LATENCIES = {
    "plain": (0.0531, None, 0.0336, 0.0338),
    "first-contact": (0.0548, 0.0919, 0.0342, 0.0347),
    "live": (0.0021, None, 0.0341, 0.0346),
}
METRICS = ("dns_latency", "base_exchange_latency", "tcp_latency", "first_byte_latency")
RATES = {"plain": (9.4, 0.12), "first-contact": (8.9, 0.21), "live": (8.95, 0.07)}

EVENTS = """\
0.100000 legacy-1 dns A.dns-query to=dns name=plain.foo.com type=AAAA
0.150000 dns legacy-1 dns-answer to=legacy-1 name=plain.foo.com
10.000000 legacy-1 proxy A.dns-query to=proxy name=hip.foo.com type=AAAA
10.000210 proxy dns B.proxy-query to=dns name=hip.foo.com type=HIP
10.053420 dns proxy C.hierarchy-answer to=proxy hit=2001:21:9a3b::5c locator=3ffe:200::1
10.053430 proxy hip-host D.mapping-created substitute=3ffe:401::5 locator=3ffe:200::1
10.053440 proxy legacy-1 E.dns-answer to=legacy-1 substitute=3ffe:401::5 ttl=60
10.054100 legacy-1 proxy F.session-start to=proxy substitute=3ffe:401::5 protocol=tcp
10.054310 proxy hip-host G.exchange-start hit=2001:21:9a3b::5c
10.054320 proxy agent hip-send I1 to=agent
10.054320 proxy agent H.i1-sent to=agent locator=3ffe:200::1
10.067900 agent hip-host H.i1-relayed to=hip-host locator=3ffe:100::7
10.082600 hip-host proxy hip-send R1 to=proxy
10.099500 proxy hip-host H.1.locator-learned locator=3ffe:100::7
10.104700 proxy hip-host hip-send I2 to=hip-host
10.126300 hip-host proxy hip-send R2 to=proxy
10.143100 proxy hip-host association state=ESTABLISHED
10.143110 proxy hip-host I.packet-forwarded to=hip-host protocol=tcp
10.177000 hip-host proxy J.answer-received to=proxy protocol=tcp
10.177020 proxy legacy-1 K.answer-delivered to=legacy-1 substitute=3ffe:401::5
10.300000 legacy-2 proxy A.dns-query to=proxy name=hip.foo.com type=AAAA
10.300200 proxy legacy-2 E.dns-answer to=legacy-2 substitute=3ffe:401::5 ttl=59
10.400000 proxy legacy-2 K.answer-delivered to=legacy-2 substitute=3ffe:401::5
"""

MOBILITY_PARAMETERS = {
    "bytes": "20000000",
    "interval_s": "5",
    "gap_s": "0.5",
    "overlap_s": "0.5",
    "credit": "yes",
    "agent": "yes",
    "suite": "aes-128-gcm-16",
    "crypto": "real",
    "loss": "0",
}
# Seconds for new link, proxy told, first data; address verified, longest pause.
MOVES = {
    "hard": (0.5, 0.0153, 0.0308, 0.0459, 0.8264),
    "gapless": (None, 0.0153, 0.0308, 0.0459, 0.0517),
    "soft": (None, 0.0153, 0.0306, 0.0459, 0.0042),
}
MOVE_TIMES = {"hard": 4.0, "gapless": 9.0, "soft": 14.0}
MOVE_METRICS = ("link_latency", "told_latency", "data_latency", "verification_latency", "pause")
MOBILITY_COUNTS = {
    ("base_exchanges", "1"): 1,
    ("associations", "1"): 1,
    ("packets_through_agent", "packet"): 1,
    ("updates", "1"): 18,
    ("update_bytes", "byte"): 3744,
}

# The first contact is that of EVENTS; then the host moves.
MOVE_EVENTS = """\
14.000000 hip-host  link-lost kind=hard
14.500000 hip-host  move kind=hard to-link=3ffe:102::7
14.500000 hip-host agent hip-send UPDATE to=agent locator=3ffe:200::1
14.500000 hip-host proxy hip-send UPDATE to=proxy locator=3ffe:300::1
14.508100 agent hip-host UPDATE-received source=3ffe:102::7 destination=3ffe:200::1
14.508200 agent hip-host locator-unverified address=3ffe:102::7
14.508200 agent hip-host hip-send UPDATE to=hip-host locator=3ffe:102::7
14.515300 proxy hip-host UPDATE-received source=3ffe:102::7 destination=3ffe:300::1
14.515400 proxy hip-host locator-unverified address=3ffe:102::7
14.515400 proxy hip-host locator-deprecated address=3ffe:100::7
14.515400 proxy hip-host locator 3ffe:100::7 -> 3ffe:102::7
14.515400 proxy hip-host hip-send UPDATE to=hip-host locator=3ffe:102::7
14.516300 hip-host agent hip-send UPDATE to=agent locator=3ffe:200::1
14.524400 agent hip-host locator-active address=3ffe:102::7
14.524400 agent hip-host locator 3ffe:100::7 -> 3ffe:102::7
14.530700 hip-host proxy hip-send UPDATE to=proxy locator=3ffe:300::1
14.545900 proxy hip-host locator-active address=3ffe:102::7
19.000000 hip-host  link-lost kind=gapless
19.000000 hip-host  move kind=gapless to-link=3ffe:100::7
19.000000 hip-host proxy hip-send UPDATE to=proxy locator=3ffe:300::1
19.045900 proxy hip-host locator-active address=3ffe:100::7
"""


def spread(run, salt):
    """A factor around 1 that looks like chance and is the same every time."""
    return 1 + ((run * 37 + salt * 17) % 11 - 5) / 60


def result_rows():
    """Yields the rows of results.csv, header first."""
    yield ["scenario", "run", "seed", *PARAMETERS, "path", "time_s", "metric", "value", "unit"]
    for run in range(1, RUNS + 1):
        start = ["proxy", run, 40 + run, *PARAMETERS.values()]
        for salt, (path, values) in enumerate(LATENCIES.items()):
            for metric, value in zip(METRICS, values):
                if value is not None:
                    yield [*start, path, "", metric, f"{value * spread(run, salt):.6f}", "s"]
            yield [*start, path, "", "transferred", 4000000, "byte"]
            rate, delay = RATES[path]
            for step in range(1, 17):
                time = step * 0.25
                grown = max(0.0, 1 - 2.0 ** (-(time - delay - 0.05) / 0.2))
                value = rate * grown * (spread(run, salt + step) if grown < 1 else 1)
                yield [*start, path, f"{time:.2f}", "throughput", f"{value:.4f}", "Mbit/s"]
        yield [*start, "", "", "base_exchanges", 1, "1"]
        yield [*start, "", "", "drops.queue-full", run % 3, "packet"]


def mobility_rows():
    """Yields the rows of results.csv of a run of mobility, header first."""
    names = MOBILITY_PARAMETERS
    yield ["scenario", "run", "seed", *names, "path", "time_s", "metric", "value", "unit"]
    for run in range(1, RUNS + 1):
        start = ["mobility", run, 40 + run, *names.values()]
        for salt, (path, values) in enumerate(MOVES.items()):
            for metric, value in zip(MOVE_METRICS, values):
                if value is not None:
                    grown = value if metric == "link_latency" else value * spread(run, salt)
                    yield [*start, path, "", metric, f"{grown:.6f}", "s"]
            time = f"{MOVE_TIMES[path]:.2f}"
            yield [*start, path, time, "move", time, "s"]
        yield from ([*start, *row] for row in download_rows(run))
        yield [*start, "", "", "path_delay", 0.0151, "s"]
        for (metric, unit), value in MOBILITY_COUNTS.items():
            yield [*start, "", "", metric, value, unit]
        yield [*start, "", "", "drops.no-route", 40 + run % 3, "packet"]


def download_rows(run):
    """Yields path to unit of the transfer as a whole: it stands still after the hard move."""
    for step in range(1, 41):
        time = step * 0.5
        since = min((time - at for at in (0.0, 4.8, 9.05) if time > at), default=0.0)
        value = 9.2 * (1 - 2.0 ** (-since / 0.3)) * spread(run, step)
        value *= 0.0 if 4.0 < time <= 4.8 else 1.0
        yield ["download", f"{time:.2f}", "throughput", f"{value:.4f}", "Mbit/s"]
    yield ["download", "", "goodput", f"{8.1 * spread(run, 3):.4f}", "Mbit/s"]
    yield ["download", "", "transfer_time", f"{19.7 / spread(run, 3):.6f}", "s"]
    yield ["download", "", "transferred", 20000000, "byte"]


def event_rows(text):
    """Yields the rows of events.csv, header first."""
    yield ["time_s", "node", "peer", "event", "detail"]
    for line in text.splitlines():
        yield line.split(" ", 4)


def to_csv(rows):
    """Returns rows as the text of a CSV file."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def files():
    """Returns {name below DATA: text}."""
    return {
        "run-proxy/results.csv": to_csv(result_rows()),
        "run-proxy/events.csv": to_csv(event_rows(EVENTS)),
        "run-mobility/results.csv": to_csv(mobility_rows()),
        "run-mobility/events.csv": to_csv(event_rows(EVENTS + MOVE_EVENTS)),
    }


if __name__ == "__main__":
    for name, text in files().items():
        (DATA / name).parent.mkdir(parents=True, exist_ok=True)
        (DATA / name).write_text(text, encoding="utf-8", newline="")
