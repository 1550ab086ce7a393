"""Many processes give what one gives, however they are started, and leave nothing behind."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from afterview.model.audience import Audience
from afterview.output.build import build_site
from afterview.output.pool import count_processes, spread
from afterview.problems import Code, ContentError, Exit, Problem, Refused
from tests.conftest import bare_environment
from tests.output.test_rebuild import interview, read_tree

pytestmark = pytest.mark.slow


def square(numbers):
    return [number * number for number in numbers]


def is_interruptible(things):
    return [signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, []) for _ in things]


def name_process(things):
    return [os.getpid() for _ in things]


def fail_at_seven(numbers):
    if 7 in numbers:
        raise ValueError("seven")
    return list(numbers)


def refuse(_things):
    raise Refused(Problem(code=Code.WRITE_FAILED, path="a", message="full", hint="make room"))


def end_elsewhere(how, things):
    if multiprocessing.parent_process():
        os.kill(os.getpid(), how)
    return list(things)


@pytest.fixture(params=["fork", "spawn", "forkserver"])
def start(request):
    """Start processes in each way."""
    before = multiprocessing.get_start_method()
    multiprocessing.set_start_method(request.param, force=True)
    yield request.param
    multiprocessing.set_start_method(before, force=True)


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="this system has no masks of signals")
def test_no_process_can_be_interrupted_from_its_first_moment_on():
    assert not any(spread(is_interruptible, range(8), 2)[1::2])  # the others are done here
    assert is_interruptible([0]) == [True]


@pytest.mark.parametrize("processes", [1, 2, 3])
@pytest.mark.parametrize("many", [0, 1, 2, 100])
def test_results_come_in_the_order_of_the_things(processes, many):
    assert spread(square, range(many), processes) == [number * number for number in range(many)]


def test_processes_can_be_started_each_way(start):
    done: list[int] = []
    assert spread(square, range(40), 2, done.append) == [number * number for number in range(40)]
    assert done[-1] == 40


def test_few_things_are_not_worth_a_second_process(start):
    assert count_processes(4, 2) == 1
    assert count_processes(10_000, 1) == 1
    assert count_processes(10_000, 3) == 3
    assert set(spread(name_process, range(4), 1)) == {os.getpid()}


def test_this_process_works_beside_those_that_it_starts(start):
    processes = spread(name_process, range(100), 3)
    assert os.getpid() in processes
    assert 2 <= len(set(processes)) <= 3


def test_an_error_elsewhere_is_raised_here():
    with pytest.raises(ValueError, match="seven"):
        spread(fail_at_seven, range(100), 2)


def test_problems_found_elsewhere_are_raised_here():
    with pytest.raises(Refused) as caught:
        spread(refuse, range(100), 2)
    assert (caught.value.problems[0].code, caught.value.exit_status) == (Code.WRITE_FAILED, Exit.REFUSED)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_process_that_dies_or_is_told_to_stop_costs_time_and_no_more(how):
    assert spread(partial(end_elsewhere, how), range(50), 2) == list(range(50))


class LargeResult:
    """Say in a file that it is being sent, and take long to send."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        self.path.touch()
        return bytes, (bytes(100_000_000),)


def fail_while_the_other_process_sends(paths):
    if multiprocessing.parent_process():
        return [LargeResult(path) for path in paths]
    while not paths[0].exists():
        time.sleep(0.001)
    raise KeyboardInterrupt


def test_an_interruption_while_a_result_is_sent_ends_all(tmp_path):
    """A process that is killed then leaves half a result, for the rest of which a thread would wait for ever."""
    with pytest.raises(KeyboardInterrupt):
        spread(fail_while_the_other_process_sends, [tmp_path / "sent"] * 8, 2)
    assert not multiprocessing.active_children()


@pytest.fixture
def many(make_site):
    """Return a portfolio with enough interviews to be shared out, where processes are forked."""
    return make_many(make_site, 150)


def make_many(make_site, count):
    files = {}
    for number in range(count):
        text = interview(f"N {number}", 1 + number % 9, rating=1 + number % 4, text=f"case {number}")
        files[f"content/interviews/{number:03}.md"] = text
    return make_site(files)


@pytest.mark.parametrize(("start", "count"), [("fork", 150), ("spawn", 520), ("forkserver", 520)], indirect=["start"])
def test_a_site_made_by_many_processes_is_the_same(make_site, start, count):
    root = make_many(make_site, count)
    one = read_tree(build_site(root, audience=Audience.PUBLIC, clean=True).output)
    for jobs in (2, 4):
        assert count_processes(count, jobs) > 1
        assert read_tree(build_site(root, audience=Audience.PUBLIC, clean=True, jobs=jobs).output) == one


def test_all_problems_are_reported_by_many_processes(many):
    for number in (3, 70):
        (many / f"content/interviews/{number:03}.md").write_text("---\ntitle: x\n---\n")
    (many / "content/interviews/071.md").write_bytes(b"\xff")
    problems = []
    for jobs in (1, 2):
        with pytest.raises(ContentError) as caught:
            build_site(many, audience=Audience.PUBLIC, jobs=jobs)
        problems.append(caught.value.problems)
    assert problems[0] == problems[1]
    assert len({problem.path for problem in problems[0]}) == 3


def test_a_broken_layout_is_reported_by_many_processes(many):
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


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="processes are looked for where Linux lists them")
@pytest.mark.parametrize(("how", "status"), [(signal.SIGINT, 130), (signal.SIGKILL, -9)])
def test_interrupted_it_leaves_no_process_and_no_half_site(many, how, status):
    for number in range(2_000):  # several times as many as can be built while it is waited for
        (many / f"content/interviews/more-{number}.md").write_text(interview(f"More {number}"))
    command = [sys.executable, "-m", "afterview", "build", "--jobs", "2", "-C", str(many)]
    # Nothing measures coverage there: interrupted while it holds its own lock, it would wait for it at exit, for ever.
    environment = {**bare_environment(), "PYTHONPATH": os.pathsep.join(sys.path)}
    for seconds in (0.2, 0.7):
        (many / ".afterview/lock.pid").unlink(missing_ok=True)
        child = subprocess.Popen(
            command, env=environment, stderr=subprocess.DEVNULL, start_new_session=True, preexec_fn=_let_interrupt
        )
        while not (many / ".afterview/lock.pid").exists():
            time.sleep(0.01)
        time.sleep(seconds)
        os.killpg(child.pid, how) if how == signal.SIGINT else child.send_signal(how)
        # People press the keys many times.
        while how == signal.SIGINT and child.poll() is None:
            time.sleep(0.02)
            os.killpg(child.pid, how)
        assert child.wait(timeout=20) == status
        end = time.monotonic() + 10
        while find_descendants(str(many)):
            assert time.monotonic() < end, "a process is left"
            time.sleep(0.05)
        assert not (many / "site").exists()


def test_processes_leave_the_time_between_threads_as_it_was():
    before = sys.getswitchinterval()
    assert spread(square, list(range(8)), 2) == square(range(8))
    assert sys.getswitchinterval() == before
