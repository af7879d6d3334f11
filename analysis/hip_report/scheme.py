# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""What is particular to a scenario: paths, metrics, figures. A new scenario adds a Scheme."""

from dataclasses import dataclass, field

from hip_report import metrics
from hip_report.metrics import Metric

THROUGHPUT = "throughput"


@dataclass(frozen=True)
class Figure:
    """A figure on the page; {runs} and {interval} in its caption are filled in."""

    title: str
    caption: str
    interval: str = ""  # says what shows the confidence, if there are several runs
    is_expected: bool = True  # the page says so if there are no data for it


@dataclass(frozen=True)
class Scheme:
    """What results.csv of a scenario may hold, and how the page shows it."""

    paths: dict  # {path: how a reader sees it}, in the order of figures and tables
    curves: tuple  # those that have a throughput
    figures: dict  # {name: Figure}, in the order of the page
    bars: tuple = ()  # those of the paths that have latencies
    latencies: dict = field(default_factory=dict)  # {metric: Metric}: stacked in a bar
    total: str = ""  # their sum in a run: worked out here, not in results.csv
    axis: str = ""  # under the stacked bars
    beside: dict = field(default_factory=dict)  # {metric: Metric}: thin bars of their own
    beside_axis: str = ""
    mark: str = ""  # metric: a point of time, an upright line in the throughput figure
    marks: tuple = ()  # the paths that have one
    growing: dict = field(default_factory=dict)  # {metric: Metric}: octets so far, over time
    lines: dict = field(default_factory=dict)  # {(metric, path): its name} in the figure of these
    sweep: str = ""  # the parameter that differs between runs of a sweep
    sweep_axis: str = ""  # its name for readers
    swept: dict = field(default_factory=dict)  # {metric: Metric}: shown against that parameter
    compared: dict = field(default_factory=dict)  # {metric: Metric}: of each policy by itself
    numbers: tuple = ()  # further parameters that tell runs apart; as numbers
    more: dict = field(default_factory=dict)  # {metric: Metric}: at the end of the table
    of_bars: tuple = ()  # those of `more` that need one of the bars as path
    swept_paths: tuple = ()  # the first of them that was measured is shown against an option that was swept
    trials: dict = field(default_factory=dict)  # {metric: Metric}: one of each peer, by its arrival
    optional: tuple = ()  # latencies that are shown only if a run has them

    @property
    def timed(self):
        """The metrics that have a time_s."""
        return (THROUGHPUT, *self.growing, *self.trials, *([self.mark] if self.mark else []))

    @property
    def metrics(self):
        """{metric: Metric} in the order of the table, without those of open families."""
        total = {self.total: Metric("sum of these", "s")} if self.total else {}
        mark = {self.mark: Metric(self.mark, "s")} if self.mark else {}
        found = {**self.latencies, **total, **self.beside, **mark}
        found.update({**metrics.METRICS, **self.growing, **self.trials, **self.swept, **self.compared})
        return {**found, **self.more}

    def find(self, name):
        """Returns the Metric of this name, or None."""
        return self.metrics.get(name) or metrics.of_family(name)

    def paths_of(self, name):
        """Returns the paths that a metric must have one of; empty if it needs none."""
        if name == THROUGHPUT:
            return self.curves
        if name == self.mark:
            return self.marks
        if name in self.growing:
            return tuple(path for path in self.paths if path not in self.curves)
        if name in self.swept or name in self.trials:
            return tuple(self.paths)
        return self.bars if name in (*self.latencies, *self.beside, *self.of_bars) else ()


MESSAGES = Figure(
    "First contact",
    "The letters are the steps of the method: A to E give the legacy host a substitute "
    "address, F to H set up the HIP association, I to K carry the first packet and its "
    "answer. M is the mapping of the proxy. Double lines are ESP. Times count from the query.",
)
DELAY = Figure(
    "One-way delay",
    "From the sender's socket to the receiver's, through ESP and the proxy's NAT: of the flow that "
    "brought most, and of that in the other direction. A dot is the mean of what arrived in 50 ms. "
    "Shaded: the longest time in which nothing of the first one arrived. Upright lines: links that "
    "come and go. First run.",
    is_expected=False,
)
BANDS = "Bands are 95 % confidence intervals."
PROXY_PATHS = {
    "plain": "plain IPv6",
    "first-contact": "first contact",
    "live": "live association",
}
PROXY = Scheme(
    paths=PROXY_PATHS,
    bars=tuple(PROXY_PATHS),
    curves=tuple(PROXY_PATHS),
    latencies={
        "dns_latency": Metric("DNS", "s"),
        "base_exchange_latency": Metric("base exchange", "s"),
        "tcp_latency": Metric("TCP", "s"),
        "first_byte_latency": Metric("first byte", "s"),
    },
    total="time_to_first_byte",
    axis="time since the DNS query (ms)",
    figures={
        "messages": MESSAGES,
        "latency": Figure(
            "Time to the first byte",
            "From the DNS query of the legacy host to the first byte of the answer, mean over "
            "{runs}. {interval}",
            "Whiskers are the 95 % confidence interval of the sum.",
        ),
        "throughput": Figure(
            "Throughput",
            "Application bytes received over time, mean over {runs}. {interval}",
            BANDS,
        ),
        "delay": DELAY,
    },
)

MOVES = ("hard", "gapless", "soft", "away", "back")
MOBILITY = Scheme(
    paths={
        **{name: f"{name} move" for name in MOVES[:3]},
        **{name: f"move {name}" for name in MOVES[3:]},
        "download": "download",
        "upload": "upload",
    },
    bars=MOVES,
    curves=("download", "upload"),
    latencies={
        "loss_latency": Metric("loss noticed", "s"),
        "link_latency": Metric("new link", "s"),
        "detection_latency": Metric("move detected", "s"),
        "dhcp_latency": Metric("address leased", "s"),
        "dad_latency": Metric("address checked", "s"),
        "told_latency": Metric("proxy told", "s"),
        "data_latency": Metric("first data", "s"),
    },
    total="time_to_data",
    axis="time to data at the new address (ms)",
    figures={
        "messages": MESSAGES,
        "handover": Figure(
            "First move",
            "What the HIP host and its peers tell one another from its first move on, until the "
            "proxy has verified the new address: it is active. Times count from when the host has "
            "that address.",
        ),
        "latency": Figure(
            "Time to data at the new address",
            "In a hard move the old link is lost before the new one is there, in a gapless one at "
            "the same moment, in a soft one later; away and back are changes of the Wi-Fi access "
            "point. Above: from the loss of the old link to the "
            "first data at the new address. Below: from the new address until the proxy has "
            "verified it, and the longest time from the move on without an octet at the receiver. "
            "Mean over {runs}. {interval}",
            "Whiskers are 95 % confidence intervals, above that of the sum.",
        ),
        "throughput": Figure(
            "Throughput",
            "Application bytes received over time, mean over {runs}. Upright lines are the moves. "
            "{interval}",
            BANDS,
        ),
        "parts": Figure(
            "What a move consists of",
            "From the loss of the old link to the first data at the new address, in a gapless "
            "move or, over Wi-Fi, the move away. Mean over {runs}, as many for each bar. {interval}",
            "Whiskers are the 95 % confidence interval of the sum.",
            is_expected=False,
        ),
        "cdf": Figure(
            "Distribution of the time to data",
            "Share of the moves whose time to data at the new address was at most so long, over "
            "{runs}; with a swept option of the same moves, one curve for each value. {interval}",
            "Bands hold the whole curve with 95 % confidence (Dvoretzky, Kiefer, Wolfowitz).",
            is_expected=False,
        ),
        "loss": Figure(
            "Datagrams that a move costs",
            "Datagrams of 1000 bytes that, or whose echo, never came, against their rate. Mean over {runs}, "
            "as many for each rate. {interval}",
            "Whiskers are 95 % confidence intervals.",
            is_expected=False,
        ),
        "signalling": Figure(
            "Signalling against the round-trip time",
            "From the new address until the proxy has heard of it, and until it has verified it, in "
            "a gapless move. Lines are the formula: one and three ways, and the time that the "
            "packets take on the links. Mean over {runs}, as many for each point. {interval}",
            is_expected=False,
        ),
        "delay": DELAY,
    },
    beside={
        "verification_latency": Metric("address verified", "s"),
        "pause": Metric("longest pause", "s"),
    },
    swept_paths=("gapless", "away"),
    of_bars=("uplink_latency", "datagrams_lost", "told_formula", "verification_formula"),
    optional=("loss_latency", "detection_latency", "dhcp_latency", "dad_latency"),
    beside_axis="duration (ms)",
    mark="move",
    marks=MOVES,
    more={
        "uplink_latency": Metric("first data at the proxy", "s"),
        "told_formula": Metric("proxy told, by the formula", "s"),
        "verification_formula": Metric("address verified, by the formula", "s"),
        "datagrams_lost": Metric("datagrams lost by the move", "packet"),
        "reassociations": Metric("associations with access points", "1"),
        "updates": Metric("UPDATE packets sent", "1"),
        "update_bytes": Metric("bytes of these", "byte"),
    },
)

ATTACK = Scheme(
    paths={
        "third-party": "victim's address",
        "third-party-strict": "the same, no credit",
        "unroutable": "unroutable address",
        "no-host": "no host's address",
        "replayed": "replayed",
        "forged": "forged",
        "download": "download",
    },
    curves=("download",),
    figures={
        "diverted": Figure(
            "What the victim gets",
            "A HIP host that gets a stream tells the address of a victim. Octets of data, with IP "
            "headers, that have reached the victim since then: from a server that sends to "
            "unverified addresses within its credit, and from one that sends them nothing; and "
            "the most that RFC 8046 §5.6 allows for what the attacker has sent. The dialect of 2003 "
            "knows no credit, so all three are 0 there. Mean over {runs}. {interval}",
            "Bands are 95 % confidence intervals.",
        ),
        "throughput": Figure(
            "Download of an honest host",
            "Application bytes that the legacy host received over time through the proxy, mean "
            "over {runs}. Upright lines: UPDATEs (in the dialect of 2003 REA, AC and ACR) are "
            "replayed, forged, and false addresses told. "
            "Before, the server moves twice. {interval}",
            "Bands are 95 % confidence intervals.",
        ),
    },
    mark="attack",
    marks=("replayed", "forged", "third-party"),
    growing={
        "diverted": Metric("octets diverted so far", "byte"),
        "limit": Metric("octets allowed so far", "byte"),
    },
    lines={
        ("diverted", "third-party"): "with credit",
        ("diverted", "third-party-strict"): "without credit",
        ("limit", "third-party"): "limit of RFC 8046",
    },
    more={
        "diverted_bytes": Metric("bytes of data that were diverted", "byte"),
        "stream_bytes": Metric("bytes of the stream in this time", "byte"),
        "limit_bytes": Metric("the most that RFC 8046 §5.6 allows", "byte"),
        "attacker_bytes": Metric("bytes that the attacker sent", "byte"),
        "check_bytes": Metric("bytes of address checks", "byte"),
        "verified": Metric("false addresses taken for verified", "1"),
        "injected": Metric("packets injected", "packet"),
        "locator_changes": Metric("addresses that peers then changed", "1"),
    },
)

CROSSING = Scheme(
    paths={"agent": "with agent", "no-agent": "without agent"},
    curves=(),
    figures={
        "handover": Figure(
            "Crossing moves",
            "What the HIP host and its peers tell one another in the first run, from the first move "
            "until the proxy has verified the host's new address. Times count from when the first "
            "of both has its new address.",
        ),
        "recovery": Figure(
            "Time until both are reunited",
            "Lines: from the last data packet before the host and the proxy are reunited to the first one "
            "after, in that direction in which it takes longer, against how much later than the host "
            "the proxy moves. Triangles: from the second move until both send to the other one's new "
            "address. A cross is an association that was closed since nobody answered. {runs} in "
            "all. {interval}",
            "Whiskers are 95 % confidence intervals.",
        ),
    },
    sweep="offset_ms",
    sweep_axis="proxy moves after (ms)",
    swept={
        "recovered": Metric("recovered", "1"),
        "recovery_time": Metric("time without data", "s"),
        "signalling_time": Metric("time until both know", "s"),
        "relayed": Metric("packets relayed by the agent", "packet"),
        "transferred": Metric("bytes transferred", "byte"),
    },
)

AGENT = Scheme(
    paths={
        "joining": "all register",
        "steady": "all are registered",
        "outage": "agent is down",
        "restart": "agent restarted",
    },
    curves=(),
    figures={
        "load": Figure(
            "Load of the agent",
            "What the Forwarding Agent does, against the number of its hosts. Above: leases that "
            "it grants and first packets (I1) that it relays, once all hosts are registered. In "
            "the middle: octets with IP headers, in and out, by what they are for, beside those "
            "of the data that goes directly between the hosts and their peers. Below: how busy "
            "cryptography keeps one CPU. Mean over {runs} in all. {interval}",
        ),
        "moving": Figure(
            "Load of the agent as its hosts move",
            "The same against how often each host moves. Leases and relayed first packets do not "
            "depend on it: a move costs the agent three UPDATEs, one of which it signs and two of "
            "which it verifies. In the dialect of 2003 a move is a FAQ and its FAA, which extend the "
            "lease too. Mean over {runs} in all. {interval}",
            is_expected=False,
        ),
        "share": Figure(
            "Traffic of the agent and of its hosts",
            "Octets in and out at the agent in percent of those of the data between its hosts and "
            "their peers, against how much data a call brings. Mean over {runs} in all. {interval}",
        ),
    },
    numbers=("data", "moves", "agents"),
    sweep="hosts",
    sweep_axis="hosts",
    swept={
        "registrations": Metric("leases granted", "1/s"),
        "relayed": Metric("first packets relayed", "1/s"),
        "called": Metric("calls begun", "1/s"),
        "moved": Metric("moves", "1/s"),
        "packets_in": Metric("packets to the agent", "1/s"),
        "packets_out": Metric("packets from the agent", "1/s"),
        "bytes_in": Metric("octets to the agent", "byte/s"),
        "bytes_out": Metric("octets from the agent", "byte/s"),
        "bytes_registration": Metric("octets of base exchanges", "byte/s"),
        "bytes_renewal": Metric("octets of renewals", "byte/s"),
        "bytes_move": Metric("octets of moves", "byte/s"),
        "bytes_relay": Metric("octets of relayed packets", "byte/s"),
        "bytes_esp": Metric("octets of data by way of the agent", "byte/s"),
        "bytes_other": Metric("other octets", "byte/s"),
        "data_bytes": Metric("octets of data between hosts", "byte/s"),
        "payload_bytes": Metric("octets of data without headers", "byte/s"),
        "share": Metric("traffic of the agent over that of data", "1"),
        "utilization": Metric("share of the time that the CPU is busy", "1"),
        "cpu_time": Metric("CPU time", "s"),
        "cpu_sign": Metric("CPU time to sign", "s"),
        "cpu_verify": Metric("CPU time to verify", "s"),
        "cpu_dh-generate": Metric("CPU time for DH keys", "s"),
        "cpu_dh-compute": Metric("CPU time for DH secrets", "s"),
        "cpu_puzzle-try": Metric("CPU time for puzzles", "s"),
        "cpu_hmac": Metric("CPU time for HMACs", "s"),
        "clients": Metric("hosts registered at the end", "1"),
        "refused": Metric("registrations refused", "1"),
        "registration_p50": Metric("time of a base exchange, median", "s"),
        "registration_p95": Metric("time of a base exchange, 95 %", "s"),
        "renewal_p50": Metric("time of a renewal, median", "s"),
        "renewal_p95": Metric("time of a renewal, 95 %", "s"),
        "relay_p50": Metric("I1 from peer to host, median", "s"),
        "relay_p95": Metric("I1 from peer to host, 95 %", "s"),
        "reached": Metric("share of the calls that came about in 10 s", "1"),
        "call_p50": Metric("time until a call came about, median", "s"),
        "call_p95": Metric("time until a call came about, 95 %", "s"),
        "back": Metric("hosts registered again", "1"),
        "back_p50": Metric("half of the hosts registered again", "s"),
        "back_p95": Metric("95 % of the hosts registered again", "s"),
        "back_all": Metric("all hosts registered again", "s"),
    },
)

MULTIHOMING = Scheme(
    paths={
        "host": "host",
        "proxy": "proxy",
        "link-0": "link 0",
        "link-1": "link 1",
        "proxy-link-0": "the proxy's link 0",
        "proxy-link-1": "the proxy's link 1",
    },
    curves=("link-0", "link-1"),
    figures={
        "links": Figure(
            "What each link carries",
            "Octets of ESP that come from the HIP host to the proxy over each of its two links, for "
            "each policy. Between the upright lines link 0 loses everything, and nobody is told.",
            is_expected=False,
        ),
        "policies": Figure(
            "Pauses of the download",
            "The longest time without an octet at the legacy host after the failure of link 0, and "
            "after its repair. {runs} in all.",
            is_expected=False,
        ),
        "detection": Figure(
            "Time to detection",
            "From the failure of link 0 until the HIP host and the proxy know that its path has "
            "failed. The formula: as many intervals as probes may be missed, or up to one more, less "
            "the time that a probe is on its way.",
            is_expected=False,
        ),
        "windows": Figure(
            "One pair of SAs, or one for each path",
            "Above, of the packets that came to either end, those that its anti-replay windows refused: the end "
            "that refuses more; below, what all flows bring together while all of them last. Against how much "
            "later a packet comes over the slower path. {runs} in all.",
            is_expected=False,
        ),
        "delay": DELAY,
    },
    numbers=("probe_interval_s", "missed", "fail_s", "repair_s", "delay_1"),
    compared={
        "completed": Metric("completed", "1"),
        "transferred": Metric("bytes transferred", "byte"),
        "transfer_time": Metric("transfer time", "s"),
        "goodput": Metric("goodput", "Mbit/s"),
        "detection_time": Metric("failure detected after", "s"),
        "return_time": Metric("repair detected after", "s"),
        "failure_pause": Metric("longest pause after the failure", "s"),
        "repair_pause": Metric("longest pause after the repair", "s"),
        "data_bytes": Metric("bytes of data", "byte"),
        "return_bytes": Metric("bytes of acknowledgements", "byte"),
        "flows_goodput": Metric("goodput of all flows", "Mbit/s"),
        "data_packets": Metric("packets of data that came", "packet"),
        "window_refused": Metric("of these, refused by the anti-replay window", "packet"),
        "refused_share": Metric("share of these", "1"),
        "failure_lost": Metric("datagrams lost until the repair", "packet"),
        "repair_lost": Metric("datagrams lost later", "packet"),
        "reordered": Metric("data packets overtaken", "packet"),
        "updates": Metric("UPDATE packets between host and proxy", "1"),
        "update_bytes": Metric("bytes of these", "byte"),
    },
)

RANDOM = Scheme(
    paths={},
    curves=(),
    figures={"delay": DELAY},
    more={
        "intact": Metric("runs without loss", "1"),
        "transferred": Metric("bytes transferred", "byte"),
        "transfer_time": Metric("transfer time", "s"),
        "goodput": Metric("goodput", "Mbit/s"),
        "events": Metric("events", "1"),
        "agent_crashes": Metric("crashes of the agent", "1"),
        "visits_ipv4": Metric("second link of IPv4", "1"),
    },
)

REACHABILITY = Scheme(
    paths={"agent": "by the agent", "dns": "by DNS"},
    curves=(),
    figures={
        "reach": Figure(
            "Time until a peer reaches a host that has moved",
            "From the first try of a peer that comes at random soon after the move, to the first "
            "answer of the host. By DNS, against the TTL of the host's address, while others keep the "
            "name in the resolver's cache: median with whiskers at 5 and 95 %, and mean. By the "
            "Forwarding Agent: a line at the mean, a band from 5 to 95 %. {runs} in all.",
        ),
        "waits": Figure(
            "Distribution of these times",
            "Share of the peers that had an answer within so long. With a long TTL the steps are "
            "the repetitions of I1, each of which goes to where DNS says by then. {runs} in all.",
        ),
    },
    sweep="ttl_s",
    sweep_axis="TTL (s)",
    trials={
        "wait": Metric("first try to first answer", "s"),
        "reached": Metric("move to first answer", "s"),
        "cached": Metric("old address in the cache until, after the move", "s"),
        "known": Metric("server knows the new address, after the move", "s"),
    },
    swept={
        "dns_messages": Metric("messages at the DNS server", "1/s"),
        "dns_bytes": Metric("octets of these", "byte/s"),
        "dns_move_messages": Metric("messages of a move at the DNS server", "1"),
        "dns_move_bytes": Metric("octets of these", "byte"),
        "dns_contact_messages": Metric("messages of a contact at the DNS server", "1"),
        "dns_contact_bytes": Metric("octets of these", "byte"),
        "agent_messages": Metric("packets at the agent", "1/s"),
        "agent_bytes": Metric("octets of these", "byte/s"),
        "agent_move_messages": Metric("packets of a move at the agent", "1"),
        "agent_move_bytes": Metric("octets of these", "byte"),
        "agent_contact_messages": Metric("packets of a contact at the agent", "1"),
        "agent_contact_bytes": Metric("octets of these", "byte"),
    },
)

SCHEMES = {
    "proxy": PROXY,
    "mobility": MOBILITY,
    "attack": ATTACK,
    "crossing": CROSSING,
    "agent": AGENT,
    "multihoming": MULTIHOMING,
    "random": RANDOM,
    "reachability": REACHABILITY,
}
