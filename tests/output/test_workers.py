"""Many processes give what one gives, however they are started, and leave nothing behind."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from afterview.model.audience import Audience
from afterview.output.build import build_site
from afterview.output.workers import spread
from afterview.problems import ContentError
from tests.output.test_again import interview, read_tree


def square(numbers):
    return (number * number for number in numbers)


def name_process(things):
    return (os.getpid() for _ in things)


def fail_at_seven(numbers):
    for number in numbers:
        if number == 7:
            raise ValueError("seven")
        yield number


def die_elsewhere(things):
    for thing in things:
        if multiprocessing.parent_process():
            os.kill(os.getpid(), signal.SIGKILL)
        yield thing


@pytest.fixture(params=["fork", "spawn"])
def start(request, monkeypatch):
    """Start processes in either way."""
    context = multiprocessing.get_context(request.param)
    monkeypatch.setattr("multiprocessing.Process", context.Process)
    return request.param


@pytest.mark.parametrize("jobs", [1, 2, 3])
@pytest.mark.parametrize("many", [0, 1, 2, 100])
def test_results_come_in_the_order_of_the_things(jobs, many):
    assert spread(square, range(many), jobs=jobs, few=1) == [number * number for number in range(many)]


def test_processes_can_be_started_either_way(start):
    told: list[int] = []
    assert spread(square, range(40), jobs=2, few=1, tell=told.append) == [number * number for number in range(40)]
    assert told[-1] == 40


def test_many_things_are_done_elsewhere_and_few_here():
    assert set(spread(name_process, range(4), jobs=2, few=100)) == {os.getpid()}
    elsewhere = set(spread(name_process, range(100), jobs=2, few=10))
    assert len(elsewhere) == 2
    assert os.getpid() in elsewhere


def test_an_error_elsewhere_is_met_here():
    with pytest.raises(ValueError, match="seven"):
        spread(fail_at_seven, range(100), jobs=2, few=1)


def test_a_process_that_dies_costs_time_and_no_more():
    assert spread(die_elsewhere, range(50), jobs=2, few=1) == list(range(50))


@pytest.fixture
def many(make_site):
    """Give a portfolio with enough interviews to be shared out."""
    files = {}
    for number in range(150):
        text = interview(f"N {number}", 1 + number % 9, rating=1 + number % 4, said=f"case {number}")
        files[f"content/interviews/{number:03}.md"] = text
    return make_site(files)


def test_a_site_made_by_many_processes_is_the_same(many, start):
    one = read_tree(build_site(many, audience=Audience.PUBLIC, clean=True).output)
    assert read_tree(build_site(many, audience=Audience.PUBLIC, clean=True, jobs=2).output) == one


def test_all_problems_are_told_by_many_processes(many):
    for number in (3, 70):
        (many / f"content/interviews/{number:03}.md").write_text("---\ntitle: x\n---\n")
    (many / "content/interviews/071.md").write_bytes(b"\xff")
    told = []
    for jobs in (1, 2):
        with pytest.raises(ContentError) as caught:
            build_site(many, audience=Audience.PUBLIC, jobs=jobs)
        told.append(caught.value.problems)
    assert told[0] == told[1]
    assert len({problem.path for problem in told[0]}) == 3


def test_a_broken_layout_is_told_by_many_processes(many):
    (many / "layouts").mkdir()
    (many / "layouts/interview.html").write_text("{{ nothing.at.all }}")
    with pytest.raises(ContentError, match="nothing"):
        build_site(many, audience=Audience.PUBLIC, jobs=2)


def find_descendants(mark: str) -> list[str]:
    """Find the processes whose command line has a word in it."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (place / "cmdline").read_text(errors="replace"):
                found.append(place.name)
        except OSError:
            continue
    return found


def _let_interrupt() -> None:
    """Undo what a shell does to what it runs in the background: there, nothing can be interrupted."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _goes_on(child: "subprocess.Popen[bytes]") -> bool:
    try:
        child.wait(timeout=4)
    except subprocess.TimeoutExpired:
        return True
    return False


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="processes are looked for where Linux lists them")
@pytest.mark.parametrize(("how", "status"), [(signal.SIGINT, 130), (signal.SIGKILL, -9)])
def test_interrupted_it_leaves_no_process_and_no_half_site(many, how, status):
    for number in range(2_000):  # several times as many as can be built while it is waited for
        (many / f"content/interviews/more-{number}.md").write_text(interview(f"More {number}"))
    command = [sys.executable, "-m", "afterview.cli.main", "build", "--jobs", "2", "-C", str(many)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    for seconds in (0.5, 1.0):
        child = subprocess.Popen(
            command, env=environment, stderr=subprocess.DEVNULL, start_new_session=True, preexec_fn=_let_interrupt
        )
        time.sleep(seconds)
        os.killpg(child.pid, how) if how == signal.SIGINT else child.send_signal(how)
        # Python drops an interruption that meets it in the middle of a callback: people press the keys once more.
        while how == signal.SIGINT and _goes_on(child):
            os.killpg(child.pid, how)
        assert child.wait(timeout=20) == status
        end = time.monotonic() + 10
        while find_descendants(str(many)):
            assert time.monotonic() < end, "a process is left"
            time.sleep(0.05)
        assert not (many / "site").exists()
