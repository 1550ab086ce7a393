"""Show the progress of a long build: a bar at a terminal, plain lines elsewhere, and nothing for the first second."""

import sys
import time

import click

from afterview.output.build_report import Stage

_PATIENCE = 1.0
_EVERY = 0.1
_WIDTH = 30
_DOING = {
    Stage.CHECKING: "Checking what changed",
    Stage.READING: "Reading",
    Stage.RENDERING: "Rendering pages",
    Stage.WRITING: "Writing the site",
}


class Progress:
    """Show the progress of a build, and measure its stages in seconds."""

    def __init__(self) -> None:
        self.seconds: dict[Stage, float] = {}
        self._began = self._stage_began = time.perf_counter()
        self._stage: Stage | None = None
        self._drawn_at = 0.0
        self._bar = sys.stderr.isatty()
        self._drawn = False

    def show(self, stage: Stage, total: int, done: int) -> None:
        """Show a stage, once the build has taken a while."""
        now = time.perf_counter()
        begins = stage is not self._stage
        if begins:
            self._close_stage(now)
            self._stage = stage
        if now - self._began < _PATIENCE:
            return
        if self._bar and (begins or done == total or now - self._drawn_at > _EVERY):
            self._drawn_at = now
            self._draw(stage, total, done)
        elif not self._bar and begins:
            click.echo(f"{_DOING[stage]} ...", err=True)

    def end(self) -> float:
        """End the last stage; return the seconds of the whole build."""
        now = time.perf_counter()
        self._close_stage(now)
        self._stage = None
        if self._drawn:
            click.echo("\r\x1b[K", err=True, nl=False)
        return now - self._began

    def _close_stage(self, now: float) -> None:
        if self._stage is not None:
            self.seconds[self._stage] = self.seconds.get(self._stage, 0.0) + now - self._stage_began
        self._stage_began = now

    def _draw(self, stage: Stage, total: int, done: int) -> None:
        bar = ""
        if total:
            filled = _WIDTH * done // total
            bar = f"  [{'#' * filled}{'-' * (_WIDTH - filled)}] {done:,} of {total:,}"
        click.echo(f"\r\x1b[K{_DOING[stage]}{bar}", err=True, nl=False)
        self._drawn = True


def render_timings(progress: Progress) -> str:
    """Render the time of each stage, in seconds."""
    return "\n".join(f"{seconds:8.3f} s  {_DOING[stage].lower()}" for stage, seconds in progress.seconds.items())
