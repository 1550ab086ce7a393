"""A long build says how far it is; a short one says nothing."""

import pytest

from afterview.cli.progress import Progress, render_timings
from afterview.output.build_report import Stage


@pytest.fixture
def clock(monkeypatch):
    """Turn a clock by hand."""
    seconds = [0.0]
    monkeypatch.setattr("time.perf_counter", lambda: seconds[0])
    return seconds


def go(progress: Progress, clock: list[float], step: float) -> float:
    for stage in (Stage.READING, Stage.RENDERING):
        for done in range(0, 101, 50):
            progress.show(stage, 100, done)
            clock[0] += step
    return progress.end()


def test_a_short_build_says_nothing(clock, capsys):
    assert go(Progress(), clock, 0.1) == pytest.approx(0.6)
    assert capsys.readouterr() == ("", "")


def test_a_long_build_says_each_stage_once_where_nobody_sits(clock, capsys):
    go(Progress(), clock, 1.0)
    assert capsys.readouterr() == ("", "Rendering pages ...\n")


def test_a_long_build_draws_a_bar_at_a_terminal(clock, capsys, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    go(Progress(), clock, 1.0)
    drawn = capsys.readouterr().err
    assert f"[{'#' * 15}{'-' * 15}] 50 of 100" in drawn
    assert drawn.endswith("\r\x1b[K")


def test_timings_add_up_by_stage(clock):
    progress = Progress()
    go(progress, clock, 1.0)
    assert render_timings(progress).splitlines() == ["   3.000 s  reading", "   3.000 s  rendering pages"]
