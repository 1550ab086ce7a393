"""One build at a time works on a portfolio, and a dead one is in nobody's way."""

import os
import signal
import subprocess
import sys
import time

import pytest

from afterview.output.lock import hold_lock
from afterview.problems import Code, Exit, Refused

pytestmark = pytest.mark.slow

HOLD = """
import sys, time
from pathlib import Path
from afterview.output.lock import hold_lock

with hold_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def other(tmp_path):
    with subprocess.Popen([sys.executable, "-c", HOLD, tmp_path], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_build_waits_then_names_the_first(tmp_path, other):
    started = time.monotonic()
    with pytest.raises(Refused) as caught, hold_lock(tmp_path, patience=0.3):
        pass
    assert 0.2 < time.monotonic() - started < 5
    assert caught.value.exit_status is Exit.REFUSED
    assert caught.value.problems[0].code is Code.LOCKED
    assert f"process {other.pid}" in caught.value.problems[0].message


def test_the_lock_of_a_dead_owner_is_free(tmp_path, other):
    os.kill(other.pid, signal.SIGKILL)
    other.wait()
    with hold_lock(tmp_path, patience=0.3):
        assert (tmp_path / ".afterview" / "lock.pid").read_text() == f"{os.getpid()}\n"


def test_a_lock_can_be_taken_twice_in_turn(tmp_path):
    for _ in range(2):
        with hold_lock(tmp_path):
            pass
    assert not (tmp_path / ".afterview" / "lock.pid").exists()


@pytest.mark.parametrize("words", ["", "not a number", None])
def test_an_owner_that_cannot_be_read_is_another_process(tmp_path, other, words):
    owner = tmp_path / ".afterview" / "lock.pid"
    owner.unlink() if words is None else owner.write_text(words)
    with pytest.raises(Refused, match="another process"), hold_lock(tmp_path, patience=0.0):
        pass


def test_no_place_for_a_lock_is_named(tmp_path):
    (tmp_path / ".afterview").write_text("a file where the folder should be")
    with pytest.raises(Refused) as caught, hold_lock(tmp_path):
        pass
    assert caught.value.problems[0].code is Code.WRITE_FAILED
    assert caught.value.problems[0].path == ".afterview/lock"
