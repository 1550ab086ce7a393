"""Measure how fast Afterview is, side by side with other site generators, and write it down in ``docs/performance.md``.

Run ``python -m benchmarks.speed``. The commands take turns, so that what else the machine does meets them alike, until
their times agree or `MOST_ROUNDS` are over; what is given are medians, and ratios of medians. ``--short`` leaves the
ten thousand out, and writes nothing down.
"""

import argparse
import http.client
import json
import os
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

from benchmarks.corpus import write_corpus
from benchmarks.peers import FLAVOURS, OUTPUT, command_of, install_peers, write_site
from benchmarks.speed_tables import Measured, Run, render_tables

REPOSITORY = Path(__file__).resolve().parents[1]
PAGE = REPOSITORY / "docs" / "performance.md"
BEGIN, END = "<!-- tables: begin -->", "<!-- tables: end -->"
LEAST_ROUNDS = {100: 5, 1_000: 3, 10_000: 2}
MOST_ROUNDS = {100: 9, 1_000: 5, 10_000: 2}
AGREEING = 0.05
"""The times of a command agree if the middle half of them is within this share of their median."""


def main() -> None:
    """Measure everything."""
    options = argparse.ArgumentParser()
    options.add_argument("--short", action="store_true")
    options.add_argument("--tools", type=Path, default=REPOSITORY / ".bench")
    chosen = options.parse_args()
    chosen.tools.mkdir(exist_ok=True)
    install_peers(chosen.tools)
    # Python may keep what it compiles, as it does for everybody, whatever the environment of this run says.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as folder:
        sizes = (100, 1_000) if chosen.short else (100, 1_000, 10_000)
        tables = render_tables(measure(Path(folder), chosen.tools, sizes), sizes)
    print(tables)
    if not chosen.short:
        text = PAGE.read_text(encoding="utf-8")
        before, after = text.partition(BEGIN)[0], text.partition(END)[2]
        PAGE.write_text(f"{before}{BEGIN}\n{tables}{END}{after}", encoding="utf-8")


def measure(folder: Path, tools: Path, sizes: Sequence[int]) -> Measured:
    """Measure all sizes."""
    measured = Measured()
    for size in sizes:
        portfolio, private = folder / f"afterview-{size}", folder / f"private-{size}"
        make_portfolio(portfolio, size)
        make_portfolio(private, size, private=True)
        peers = FLAVOURS if size == 1_000 else ("hugo",)
        for peer in peers:
            write_site(peer, folder / f"{peer}-{size}", size)
        actions: dict[str, Callable[[], Run]] = {
            "cold": partial(build_cold, portfolio),
            "one process": partial(build_cold, portfolio, "--jobs", "1"),
            "private": partial(build_cold, private, "--jobs", "1"),
        }
        for peer in peers:
            actions[peer] = partial(run_peer, peer, folder / f"{peer}-{size}", tools)
        take_turns(actions, size, measured.runs)
        measure_rebuild(private, size, measured.runs)
        for name in ("site", ".afterview"):
            shutil.rmtree(portfolio / name)
        measured.memory["cold", size] = peak_memory(our_command(portfolio), portfolio)
        shutil.rmtree(folder / f"hugo-{size}" / OUTPUT["hugo"])
        measured.memory["hugo", size] = peak_memory(command_of("hugo", tools), folder / f"hugo-{size}")
        measured.notified[size] = measure_preview(private)
    measure_start(measured.runs)
    return measured


def make_portfolio(folder: Path, size: int, *, private: bool = False) -> None:
    """Write a portfolio of the starter's kinds and skills, with so many interviews, some of it ``private``."""
    for name in ("portfolio.yaml", "questions.yaml", "skills", "templates", "pages"):
        source = REPOSITORY / "content" / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        (folder / "content").mkdir(parents=True, exist_ok=True)
        copy(source, folder / "content" / name)
    write_corpus(folder / "content" / "interviews", size, "afterview", private=private)


def our_command(portfolio: Path) -> list[str]:
    """Return the command that builds a portfolio."""
    return [sys.executable, "-m", "afterview", "build", "-C", str(portfolio)]


def run(command: Sequence[str], folder: Path) -> Run:
    """Run a command, and measure it with all the processes that it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Run(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def build(portfolio: Path, *options: str) -> Run:
    """Build a portfolio over what an earlier build left."""
    return run([*our_command(portfolio), *options], portfolio)


def build_cold(portfolio: Path, *options: str) -> Run:
    """Build a portfolio without a site or a cache to start from."""
    for name in ("site", ".afterview"):
        shutil.rmtree(portfolio / name, ignore_errors=True)
    return build(portfolio, *options)


def run_peer(peer: str, folder: Path, tools: Path) -> Run:
    """Build a peer's site from the start."""
    shutil.rmtree(folder / OUTPUT[peer], ignore_errors=True)
    return run(command_of(peer, tools), folder)


def take_turns(actions: Mapping[str, Callable[[], Run]], size: int, runs: dict[tuple[str, int], list[Run]]) -> None:
    """Do each action once a round, until the times of each agree or there were rounds enough."""
    for number in range(1, MOST_ROUNDS[size] + 1):
        for name, act in actions.items():
            runs.setdefault((name, size), []).append(act())
        if number >= LEAST_ROUNDS[size] and all(spread(runs[name, size]) <= AGREEING for name in actions):
            return


def spread(runs: Sequence[Run]) -> float:
    """Compute the width of the middle half of the wall times, as a share of their median."""
    low, middle, high = statistics.quantiles((each.wall for each in runs), n=4)
    return (high - low) / middle


def measure_rebuild(portfolio: Path, size: int, runs: dict[tuple[str, int], list[Run]]) -> None:
    """Measure the next build with nothing changed, with a sentence changed, and with a rating changed."""
    file = sorted((portfolio / "content" / "interviews").iterdir())[size // 2 + 1]
    text = file.read_text(encoding="utf-8")
    step = text.partition("\n  communication: ")[2][:1] or text.partition("\n  testing: ")[2][:1]
    for number in range(LEAST_ROUNDS[size]):
        build(portfolio)
        runs.setdefault(("nothing", size), []).append(build(portfolio))
        file.write_text(f"{text}\n## Later\n\nRead once more, time {number}.\n", encoding="utf-8")
        runs.setdefault(("sentence", size), []).append(build(portfolio))
        other = str(int(step) % 4 + 1) if number % 2 == 0 else step
        for skill in ("communication", "testing"):
            changed = text.replace(f"\n  {skill}: {step}", f"\n  {skill}: {other}")
        file.write_text(changed if changed != text else f"{text} ", encoding="utf-8")
        runs.setdefault(("rating", size), []).append(build(portfolio))
    file.write_text(text, encoding="utf-8")


def peak_memory(command: Sequence[str], folder: Path) -> float:
    """Measure the most memory, in MiB, that a command and its processes hold together; what they share counts once."""
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
    """Measure the MiB that a process holds: its own, and its share of what it shares."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def measure_preview(portfolio: Path) -> float:
    """Measure the median of the seconds from a saved file to the word of it in a browser."""
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
    _receive_news(stream)
    for number in range(15):
        file = files[number * len(files) // 20]
        text = file.read_text(encoding="utf-8")
        beside = file.with_name(".saved")
        beside.write_text(f"{text}\n\nSaved, time {number}.\n", encoding="utf-8")
        time.sleep(0.3)
        began = time.perf_counter()
        beside.replace(file)
        assert not _receive_news(stream)["problems"]  # noqa: S101 - a measure of something else would be none
        seconds.append(time.perf_counter() - began)
        time.sleep(0.7)
    server.stop()
    thread.join()
    return statistics.median(seconds)


def _receive_news(stream: http.client.HTTPResponse) -> dict[str, object]:
    while True:
        line = stream.readline().decode()
        if line.startswith("data: "):
            return dict(json.loads(line.removeprefix("data: ")))


def measure_start(runs: dict[tuple[str, int], list[Run]]) -> None:
    """Measure ``--help``, and a Python that does nothing."""
    commands = {
        "help": [sys.executable, "-m", "afterview", "--help"],
        "pass": [sys.executable, "-c", "pass"],
    }
    for _ in range(21):
        for name, command in commands.items():
            runs.setdefault((name, 0), []).append(run(command, REPOSITORY))


if __name__ == "__main__":
    main()
