"""Measure how fast Afterview is, side by side with other site generators, and write it down in ``docs/performance.md``.

Run ``python -m benchmarks.speed``. The commands take turns, so that what else the machine does meets them alike; what
is given are medians, and ratios of medians. ``--short`` leaves the ten thousand out, and writes nothing down.
"""

import argparse
import datetime
import http.client
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks.corpus import write_corpus
from benchmarks.peers import FLAVOURS, OUTPUT, command_of, install_peers, write_site

REPOSITORY = Path(__file__).resolve().parents[1]
PAGE = REPOSITORY / "docs" / "performance.md"
BEGIN, END = "<!-- tables: begin -->", "<!-- tables: end -->"
ROUNDS = {100: 5, 1_000: 3, 10_000: 2}
SETTLED_S = 2.5
"""Seconds after which a file's dates are believed."""


class Run(NamedTuple):
    """Hold what one run of a command took, in seconds."""

    wall: float
    processor: float


def main() -> None:
    """Measure everything."""
    options = argparse.ArgumentParser()
    options.add_argument("--short", action="store_true")
    options.add_argument("--rounds", type=int, help="instead of more rounds, the smaller the portfolio")
    options.add_argument("--tools", type=Path, default=REPOSITORY / ".bench")
    chosen = options.parse_args()
    chosen.tools.mkdir(exist_ok=True)
    install_peers(chosen.tools)
    with tempfile.TemporaryDirectory() as place:
        rounds = {size: chosen.rounds or number for size, number in ROUNDS.items()}
        sizes = (100, 1_000) if chosen.short else (100, 1_000, 10_000)
        tables = measure(Path(place), chosen.tools, sizes, rounds)
    print(tables)
    if not chosen.short:
        text = PAGE.read_text(encoding="utf-8")
        before, after = text.partition(BEGIN)[0], text.partition(END)[2]
        PAGE.write_text(f"{before}{BEGIN}\n{tables}{END}{after}", encoding="utf-8")


def measure(place: Path, tools: Path, sizes: Sequence[int], rounds: Mapping[int, int]) -> str:
    """Measure all sizes; give the tables as Markdown."""
    found: dict[tuple[str, int], list[Run]] = {}
    memory: dict[tuple[str, int], float] = {}
    notified: dict[int, float] = {}
    for size in sizes:
        portfolio = place / f"afterview-{size}"
        make_portfolio(portfolio, size)
        peers = FLAVOURS if size == 1_000 else ("hugo",)
        for peer in peers:
            write_site(peer, place / f"{peer}-{size}", size)
        actions: dict[str, Callable[[], Run]] = {"cold": partial(run_ours, portfolio, cold=True)}
        for peer in peers:
            actions[peer] = partial(run_peer, peer, place / f"{peer}-{size}", tools)
        take_turns(actions, size, found, rounds=rounds[size])
        measure_rebuild(portfolio, size, found, rounds=rounds[size])
        shutil.rmtree(portfolio / "site")
        shutil.rmtree(portfolio / ".afterview")
        memory["cold", size] = peak_memory(our_command(portfolio), portfolio)
        shutil.rmtree(place / f"hugo-{size}" / OUTPUT["hugo"])
        memory["hugo", size] = peak_memory(command_of("hugo", tools), place / f"hugo-{size}")
        notified[size] = measure_preview(portfolio)
    return render(found, memory, notified, measure_start(), rounds, sizes)


def make_portfolio(folder: Path, size: int) -> None:
    """Write a portfolio of the starter's kinds and skills, with so many interviews."""
    for name in ("portfolio.yaml", "questions.yaml", "skills", "templates", "pages"):
        source = REPOSITORY / "content" / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        (folder / "content").mkdir(parents=True, exist_ok=True)
        copy(source, folder / "content" / name)
    write_corpus(folder / "content" / "interviews", size, "afterview")


def our_command(portfolio: Path) -> list[str]:
    """Give the command that builds a portfolio."""
    return [sys.executable, "-m", "afterview.cli.main", "build", "-C", str(portfolio)]


def run(command: Sequence[str], folder: Path) -> Run:
    """Run a command, and measure it with all the processes that it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Run(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def run_ours(portfolio: Path, *, cold: bool) -> Run:
    """Build a portfolio; ``cold`` takes away the site and what is remembered first."""
    if cold:
        for name in ("site", ".afterview"):
            shutil.rmtree(portfolio / name, ignore_errors=True)
    return run(our_command(portfolio), portfolio)


def run_peer(peer: str, folder: Path, tools: Path) -> Run:
    """Build a peer's site anew."""
    shutil.rmtree(folder / OUTPUT[peer], ignore_errors=True)
    return run(command_of(peer, tools), folder)


def take_turns(
    actions: dict[str, Callable[[], Run]], size: int, found: dict[tuple[str, int], list[Run]], *, rounds: int
) -> None:
    """Do each action once a round."""
    for _ in range(rounds):
        for name, act in actions.items():
            found.setdefault((name, size), []).append(act())


def measure_rebuild(portfolio: Path, size: int, found: dict[tuple[str, int], list[Run]], *, rounds: int) -> None:
    """Measure building again: with nothing changed, with a sentence, and with a rating."""
    file = sorted((portfolio / "content" / "interviews").iterdir())[size // 2]
    text = file.read_text(encoding="utf-8")
    step = text.partition("\n  communication: ")[2][:1] or text.partition("\n  testing: ")[2][:1]
    for number in range(rounds):
        time.sleep(SETTLED_S)
        run_ours(portfolio, cold=False)
        found.setdefault(("nothing", size), []).append(run_ours(portfolio, cold=False))
        file.write_text(f"{text}\n## Later\n\nRead again, time {number}.\n", encoding="utf-8")
        found.setdefault(("sentence", size), []).append(run_ours(portfolio, cold=False))
        other = str(int(step) % 4 + 1) if number % 2 == 0 else step
        for skill in ("communication", "testing"):
            changed = text.replace(f"\n  {skill}: {step}", f"\n  {skill}: {other}")
        file.write_text(changed if changed != text else f"{text} ", encoding="utf-8")
        found.setdefault(("rating", size), []).append(run_ours(portfolio, cold=False))
    file.write_text(text, encoding="utf-8")


def peak_memory(command: Sequence[str], folder: Path) -> float:
    """Give the most memory, in MiB, that a command and its processes hold together; what they share counts once."""
    peak = 0.0
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            peak = max(peak, sum(map(held_by, family(process.pid))))
            time.sleep(0.05)
    return peak


def family(process: int) -> list[int]:
    """List a process and all that it started."""
    found = [process]
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            found += family(int(child))
    return found


def held_by(process: int) -> float:
    """Give the MiB that a process holds: its own, and its share of what it shares."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def measure_preview(portfolio: Path) -> float:
    """Give the median of the seconds from a saved file to the word of it in a browser."""
    from afterview.serve.server import PreviewServer

    server = PreviewServer(portfolio, port=0)
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    while not server.preview.news.version:
        time.sleep(0.05)
    time.sleep(1)
    wire = http.client.HTTPConnection("127.0.0.1", server.port)
    wire.request("GET", "/~/events")
    stream = wire.getresponse()
    files = sorted((portfolio / "content" / "interviews").iterdir())
    seconds = []
    _hear(stream)
    for number in range(15):
        file = files[number * len(files) // 20]
        text = file.read_text(encoding="utf-8")
        beside = file.with_name(".saved")
        beside.write_text(f"{text}\n\nSaved, time {number}.\n", encoding="utf-8")
        time.sleep(0.3)
        began = time.perf_counter()
        beside.replace(file)
        assert not _hear(stream)["problems"]  # noqa: S101 - a measure of something else would be none
        seconds.append(time.perf_counter() - began)
        time.sleep(0.7)
    server.stop()
    thread.join()
    return statistics.median(seconds)


def _hear(stream: http.client.HTTPResponse) -> dict[str, object]:
    while True:
        line = stream.readline().decode()
        if line.startswith("data: "):
            return dict(json.loads(line.removeprefix("data: ")))


def measure_start() -> tuple[float, float]:
    """Give the medians of the seconds that ``--help`` takes, and a Python that does nothing."""
    found: dict[tuple[str, int], list[Run]] = {}
    commands = {
        "help": [sys.executable, "-m", "afterview.cli.main", "--help"],
        "pass": [sys.executable, "-c", "pass"],
    }
    actions: dict[str, Callable[[], Run]] = {
        name: partial(run, command, REPOSITORY) for name, command in commands.items()
    }
    take_turns(actions, 0, found, rounds=21)
    return wall(found, "help", 0), wall(found, "pass", 0)


def wall(found: dict[tuple[str, int], list[Run]], name: str, size: int) -> float:
    """Give the median of the seconds that something took."""
    return statistics.median(one.wall for one in found[name, size])


def render(
    found: dict[tuple[str, int], list[Run]],
    memory: dict[tuple[str, int], float],
    notified: dict[int, float],
    start: tuple[float, float],
    rounds: Mapping[int, int],
    sizes: Sequence[int],
) -> str:
    """Write the tables."""
    rows: list[tuple[str, str, str, bool]] = []

    def compare(what: str, value: float, goal: float, *, least: bool = False, unit: str = "") -> None:
        met = value >= goal if least else value <= goal
        rows.append((what, f"{'≥' if least else '≤'} {goal:.4g}{unit}", f"{value:.3g}{unit}", met))

    for size, goal in zip((10_000, 1_000, 100), (1.0, 1.2, 2.0), strict=True):
        if size in sizes:
            compare(f"cold build ÷ Hugo, {size:,}", wall(found, "cold", size) / wall(found, "hugo", size), goal)
    for peer, goal in (("eleventy", 4.0), ("pelican", 4.0), ("mkdocs", 7.0)):
        ratio = wall(found, peer, 1_000) / wall(found, "cold", 1_000)
        compare(f"{NAMES[peer]} ÷ our cold build, 1,000", ratio, goal, least=True)
    for name, goals in (("nothing", (1 / 25, 1 / 6)), ("sentence", (1 / 10, 1 / 4)), ("rating", (1 / 10, 1 / 4))):
        for size, goal in zip((10_000, 1_000), goals, strict=True):
            if size in sizes:
                compare(f"{NAMES[name]} ÷ Hugo, {size:,}", wall(found, name, size) / wall(found, "hugo", size), goal)
    for size, goal in ((1_000, 60.0), (10_000, 250.0)):
        if size in sizes:
            compare(f"save → browser notified, {size:,}", 1000 * notified[size], goal, unit=" ms")
    if 10_000 in sizes:
        compare("peak memory ÷ Hugo, 10,000", memory["cold", 10_000] / memory["hugo", 10_000], 0.5)
        growth = wall(found, "cold", 10_000) / wall(found, "cold", 1_000) / 10
        compare("time a page, 10,000 ÷ 1,000", growth, 1.2)
    compare("`afterview --help` ÷ `python -c pass`", start[0] / start[1], 6.0)
    lines = [*_machine(rounds), "", "| | goal | measured | met |", "|---|---|---|---|"]
    lines += [f"| {what} | {goal} | {value} | {'yes' if met else '**no**'} |" for what, goal, value, met in rows]
    lines += ["", "Seconds (of all processors together in brackets) and peak memory:", ""]
    lines += ["| | " + " | ".join(f"{size:,}" for size in sizes) + " |", "|---" * (len(sizes) + 1) + "|"]
    for name, title in NAMES.items():
        cells = []
        for size in sizes:
            runs = found.get((name, size))
            if not runs:
                cells.append("")
                continue
            processor = statistics.median(one.processor for one in runs)
            held = f", {memory[name, size]:,.0f} MiB" if (name, size) in memory else ""
            cells.append(f"{wall(found, name, size):.2f} ({processor:.2f}){held}")
        lines.append(f"| {title} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


NAMES = {
    "cold": "Afterview, cold",
    "hugo": "Hugo",
    "eleventy": "Eleventy",
    "pelican": "Pelican",
    "mkdocs": "MkDocs",
    "nothing": "nothing changed",
    "sentence": "one sentence changed",
    "rating": "one rating changed",
}


def _machine(rounds: Mapping[int, int]) -> list[str]:
    known = Path("/proc/cpuinfo").read_text().splitlines()
    processor = next((line.partition(":")[2].strip() for line in known if "model name" in line), platform.machine())
    day = datetime.datetime.now(tz=datetime.UTC).date()
    listed = ", ".join(f"{number} at {size:,}" for size, number in rounds.items())
    return [
        f"Measured on {day}, on {os.cpu_count()} processors of {processor}, {platform.system()},",
        f"Python {platform.python_version()}, beside Hugo 0.168.0, Eleventy 3.1.8, Pelican 4.12.0 and MkDocs 1.6.1.",
        f"Rounds: {listed}; the load of the machine at the end was {os.getloadavg()[1]:.1f}.",
    ]


if __name__ == "__main__":
    main()
