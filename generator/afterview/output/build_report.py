"""What a build reports: its progress, and what it did."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

import msgspec

from afterview.model.audience import Audience
from afterview.model.differing_level import DifferingLevel
from afterview.narrow import Hidden
from afterview.problems import Problem


class Stage(StrEnum):
    """The stages of a build, in their order."""

    CHECKING = "checking"
    READING = "reading"
    RENDERING = "rendering"
    WRITING = "writing"


OnProgress = Callable[[Stage, int, int], object]
"""Called with a stage, how many files it works on (0: not known) and how many are done."""


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """How many files a build added, changed, left unchanged and removed; ``kept`` names files of others."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    kept: tuple[str, ...] = ()


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a build did: its audience, its folder, how many pages, what it wrote, what it hides, and its warnings.

    ``differing_levels`` are skills for which the audience sees another level than the author. ``parsed`` and
    ``rendered`` count the sources and the pages that were not in the cache. ``archive`` is the path of the zip
    file, if one was requested.
    """

    output: Path
    audience: Audience
    pages: int
    written: Written
    hidden: Hidden
    warnings: tuple[Problem, ...] = ()
    differing_levels: tuple[DifferingLevel, ...] = ()
    parsed: int = 0
    rendered: int = 0
    archive: Path | None = None


def ignore_progress(stage: Stage, total: int, done: int) -> None:
    """Report nothing."""
