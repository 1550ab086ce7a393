"""What a build tells of itself."""

from pathlib import Path

import msgspec

from afterview.model.audience import Audience
from afterview.narrow import Hidden
from afterview.pages.differing_levels import DifferingLevel
from afterview.problems import Problem


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """Count the files that a build added, changed, left as they were and removed; ``kept`` names files not ours."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    kept: tuple[str, ...] = ()


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Hold what a build did: where, for whom, how many pages, what it wrote, what it hides, and the warnings met.

    ``differing_levels`` are skills of which the audience reads another level than the author; a
    build that found nothing to do does not look for them.
    ``parsed`` and ``rendered`` count the sources and the pages that it had to work on.
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
