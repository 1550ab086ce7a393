"""Cut a document that tells of several interviews at the headings that name a day."""

from collections.abc import Sequence

from afterview.importing.days import find_ambiguous, find_day
from afterview.importing.import_context import Setting
from afterview.importing.labels import after_heading, take_facts
from afterview.reading.markup.headings import Heading
from afterview.reading.markup.outline import find_headings

DEEPEST = 2
"""The level of heading down to which an interview may begin."""
_SHOWN = 60


def split_entries(text: str, setting: Setting) -> tuple[list[str], tuple[str, ...]]:
    """Cut a text at its headings of the first or second level, if there are several and each names a day.

    A heading of the whole document may stand above them; it, and text before the first interview, are returned apart,
    as what is left out. A text with one interview is returned whole, as is one where several headings name a day and
    another does not: that one is named.
    """
    unclear: tuple[str, ...] = ()
    lines = text.split("\n")
    headings = [heading for heading in find_headings(text, setting.vocabulary) if heading.role is None]
    for level in range(1, DEEPEST + 1):
        starts = [heading for heading in headings if heading.level == level]
        above = [heading for heading in headings if heading.level < level]
        if level == 1 and starts and not _names_a_day(lines, headings, starts[0], setting):
            above, starts = starts[:1], starts[1:]
        undated = [heading for heading in starts if not _names_a_day(lines, headings, heading, setting)]
        if len(starts) - len(undated) > 1 and undated:
            unclear = (f"a cut into interviews: the heading “{undated[0].text[:_SHOWN]}” names no day with its year",)
        if (
            len(starts) > 1
            and not undated
            and len(above) <= 1
            and all(heading.line < starts[0].line for heading in above)
        ):
            ends = [*(heading.line for heading in starts[1:]), len(lines)]
            chunks = ["\n".join(lines[heading.line : end]) for heading, end in zip(starts, ends, strict=True)]
            before = [line.strip() for line in lines[: starts[0].line] if line.strip()]
            return chunks, tuple(line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…" for line in before)
    return [text], unclear


def _names_a_day(lines: Sequence[str], headings: Sequence[Heading], heading: Heading, setting: Setting) -> bool:
    if find_day(heading.text, setting.months) or find_ambiguous(heading.text):
        return True
    end = next((other.line for other in headings if other.line > heading.line), len(lines))
    facts, _ = take_facts("\n".join(lines[after_heading(lines, heading) : end]), setting)
    return any(fact.name == "date" for fact in facts)
