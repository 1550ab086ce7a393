"""List the skills for which the readers of a site see another level than the author."""

from collections.abc import Iterator, Sequence

from afterview.cli.terminal_text import make_plain
from afterview.model.audience import Audience
from afterview.model.differing_level import DifferingLevel

_READERS = {Audience.MENTOR: "your mentor reads", Audience.PUBLIC: "everyone reads"}


def render_differing_levels(levels: Sequence[DifferingLevel], audience: Audience, *, may_name: bool) -> Iterator[str]:
    """Render a line for each skill whose level differs from the author's.

    Without ``may_name`` only their number: others may read the output, for example in a log.
    """
    if not levels:
        return
    if not may_name:
        yield f"Levels that differ for readers of this site: {len(levels)}. At a terminal, this command lists them."
        return
    yield "This site shows fewer interviews than you see, so some levels differ:"
    for level in levels:
        words = f"{_READERS[audience]} “{level.shown}”, you read “{level.whole}”."
        yield f"  {make_plain(level.title)}: {make_plain(words)}"
