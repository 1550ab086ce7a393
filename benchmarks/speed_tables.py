"""Write the tables of ``docs/performance.md`` from what was measured."""

import datetime
import os
import platform
import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

NAMES = {
    "cold": "Afterview, cold",
    "one process": "Afterview, cold, one process",
    "private": "the same, with private entries",
    "hugo": "Hugo",
    "eleventy": "Eleventy",
    "pelican": "Pelican",
    "mkdocs": "MkDocs",
    "nothing": "nothing changed",
    "sentence": "one sentence changed",
    "rating": "one rating changed",
}


class Run(NamedTuple):
    """What one run of a command took, in seconds."""

    wall: float
    processor: float


class Measured(msgspec.Struct):
    """What was measured, by name and number of interviews: runs, peak MiB, and seconds from a save to the browser."""

    runs: dict[tuple[str, int], list[Run]] = msgspec.field(default_factory=dict)
    memory: dict[tuple[str, int], float] = msgspec.field(default_factory=dict)
    notified: dict[int, float] = msgspec.field(default_factory=dict)

    def wall(self, name: str, size: int) -> float:
        """Return the median of the seconds by the clock."""
        return statistics.median(run.wall for run in self.runs[name, size])

    def processor(self, name: str, size: int) -> float:
        """Return the median of the seconds of all processors together."""
        return statistics.median(run.processor for run in self.runs[name, size])


class _Row(NamedTuple):
    """A ratio or a time, with what it must be and what we aim for; ``at_least``: the larger, the better."""

    what: str
    value: float
    must: float
    goal: float | None = None
    at_least: bool = False
    unit: str = ""

    def render(self) -> str:
        sign = "≥" if self.at_least else "≤"
        goal = "" if self.goal is None else f"{sign} {self.goal:.4g}{self.unit}"
        met = self.value >= self.must if self.at_least else self.value <= self.must
        cells = (self.what, f"{sign} {self.must:.4g}{self.unit}", goal, f"{self.value:.3g}{self.unit}")
        return f"| {' | '.join(cells)} | {'yes' if met else '**no**'} |"


def render_tables(measured: Measured, sizes: Sequence[int]) -> str:
    """Render the table of goals and the table of times as Markdown."""
    rows = [*_cold_rows(measured, sizes), *_peer_rows(measured), *_rebuild_rows(measured, sizes)]
    rows.append(_Row("`afterview --help` ÷ `python -c pass`", measured.wall("help", 0) / measured.wall("pass", 0), 5))
    lines = [*_describe_machine(measured), "", "| | must | goal | measured | holds |", "|---|---|---|---|---|"]
    lines += [row.render() for row in rows]
    lines += ["", "Seconds (of all processors together in brackets) and peak memory:", ""]
    lines += ["| | " + " | ".join(f"{size:,}" for size in sizes) + " |", "|---" * (len(sizes) + 1) + "|"]
    for name, title in NAMES.items():
        lines.append(f"| {title} | " + " | ".join(_render_cell(measured, name, size) for size in sizes) + " |")
    return "\n".join(lines) + "\n"


def _cold_rows(measured: Measured, sizes: Sequence[int]) -> list[_Row]:
    rows = []
    for size, must, goal in ((100, 2.3, 1.5), (1_000, 1.4, 1.0), (10_000, 1.5, 1.0)):
        if size in sizes:
            ratio = measured.processor("one process", size) / measured.processor("hugo", size)
            rows.append(_Row(f"cold, processor time ÷ Hugo, one process, {size:,}", ratio, must, goal))
    for size, must, goal in ((100, 2.5, 1.5), (1_000, 1.6, 1.0), (10_000, 1.7, 1.0)):
        if size in sizes:
            ratio = measured.wall("cold", size) / measured.wall("hugo", size)
            rows.append(_Row(f"cold, by the clock ÷ Hugo, all processors, {size:,}", ratio, must, goal))
    for size in sizes:
        ratio = measured.processor("private", size) / measured.processor("one process", size)
        rows.append(_Row(f"with private entries ÷ without, {size:,}", ratio, 1.1, 1.05))
    largest = max(sizes)
    more = measured.processor("cold", largest) / measured.processor("one process", largest)
    rows.append(_Row(f"processor time, all processors ÷ one process, {largest:,}", more, 1.05))
    faster = measured.wall("one process", largest) / measured.wall("cold", largest)
    rows.append(_Row(f"by the clock, one process ÷ all processors, {largest:,}", faster, 1.6, at_least=True))
    return rows


def _peer_rows(measured: Measured) -> list[_Row]:
    return [
        _Row(
            f"{NAMES[peer]} ÷ our cold build, 1,000",
            measured.wall(peer, 1_000) / measured.wall("cold", 1_000),
            must,
            goal,
            at_least=True,
        )
        for peer, must, goal in (("eleventy", 1.3, 2), ("pelican", 2.5, 4), ("mkdocs", 4, 6))
    ]


def _rebuild_rows(measured: Measured, sizes: Sequence[int]) -> list[_Row]:
    rows = []
    for name, by_size in (
        ("nothing", {1_000: (1 / 8, None), 10_000: (1 / 25, None)}),
        ("sentence", {1_000: (0.45, 0.2), 10_000: (0.35, 0.1)}),
        ("rating", {1_000: (0.45, 0.2), 10_000: (0.35, 0.1)}),
    ):
        for size, (must, goal) in by_size.items():
            if size in sizes:
                ratio = measured.wall(name, size) / measured.wall("hugo", size)
                rows.append(_Row(f"{NAMES[name]} ÷ Hugo, {size:,}", ratio, must, goal))
    for size, must in ((1_000, 40.0), (10_000, 160.0)):
        if size in sizes:
            rows.append(_Row(f"save → browser notified, {size:,}", 1000 * measured.notified[size], must, unit=" ms"))
    if 10_000 in sizes:
        ratio = measured.memory["cold", 10_000] / measured.memory["hugo", 10_000]
        rows.append(_Row("peak memory ÷ Hugo, 10,000", ratio, 0.5, 0.35))
        growth = measured.wall("cold", 10_000) / measured.wall("cold", 1_000) / 10
        rows.append(_Row("time a page, 10,000 ÷ 1,000", growth, 1.1))
    return rows


def _render_cell(measured: Measured, name: str, size: int) -> str:
    if (name, size) not in measured.runs:
        return ""
    memory = f", {measured.memory[name, size]:,.0f} MiB" if (name, size) in measured.memory else ""
    return f"{measured.wall(name, size):.2f} ({measured.processor(name, size):.2f}){memory}"


def _describe_machine(measured: Measured) -> list[str]:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    processor = next((line.partition(":")[2].strip() for line in lines if "model name" in line), platform.machine())
    day = datetime.datetime.now(tz=datetime.UTC).date()
    spreads: dict[int, float] = {}
    for (name, size), runs in measured.runs.items():
        if name in ("cold", "one process", "hugo"):
            low, middle, high = statistics.quantiles((run.wall for run in runs), n=4)
            spreads[size] = max(spreads.get(size, 0.0), (high - low) / middle)
    rounds = ", ".join(f"{len(measured.runs['cold', size])} at {size:,}" for size in spreads)
    widest = ", ".join(f"{share:.0%} at {size:,}" for size, share in spreads.items())
    return [
        f"Measured on {day}, on {os.cpu_count()} processors of {processor}, {platform.system()},",
        f"Python {platform.python_version()}, beside Hugo 0.168.0, Eleventy 3.1.8, Pelican 4.12.0 and MkDocs 1.6.1.",
        f"Rounds: {rounds}. The middle half of the times, of ours and of Hugo, is within {widest} of the median.",
        f"The load of the machine at the end was {os.getloadavg()[1]:.1f}.",
    ]
