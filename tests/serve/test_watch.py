"""No change is missed, whenever it comes."""

import threading
import time

import pytest

from afterview.serve.watch import watch_folders


@pytest.fixture
def watching(tmp_path):
    """Give a function that watches a folder in a thread, and calls another one at each look."""
    stop = threading.Event()
    threads = []

    def start(refresh):
        threads.append(threading.Thread(target=watch_folders, args=((tmp_path,), refresh, stop), daemon=True))
        threads[0].start()

    yield start
    stop.set()
    threads[0].join(timeout=10)


def wait_until(holds, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_what_changes_during_the_first_refresh_is_refreshed_too(tmp_path, watching):
    seen: list[bool] = []

    def refresh() -> None:
        seen.append((tmp_path / "file").exists())
        (tmp_path / "file").touch()

    watching(refresh)
    wait_until(lambda: seen[:2] == [False, True])


def test_it_rests_when_nothing_changes(tmp_path, watching):
    looks: list[float] = []
    watching(lambda: looks.append(time.monotonic()))
    wait_until(lambda: len(looks) >= 2)
    time.sleep(1.5)
    assert len(looks) == 2
    (tmp_path / "file").touch()
    wait_until(lambda: len(looks) == 4)  # at once, and once more a moment later
