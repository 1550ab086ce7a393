"""Put words under *What the interviewer said* in the text of an interview."""

from collections.abc import Sequence

from afterview.model.section import SectionRole
from afterview.reading.markup.headings import Heading
from afterview.reading.markup.outline import find_headings
from afterview.reading.vocabulary import Vocabulary


def append_interviewer_words(body: str, words: str, heading: str, vocabulary: Vocabulary) -> str:
    """Add words to the end of the section *What the interviewer said*, or add that section above the first heading.

    Words that begin with no heading stand above the headings of that section: below one they would be somebody else's.
    ``heading`` is the portfolio's own word for the section.
    """
    headings = find_headings(body, vocabulary)
    place = next((number for number, one in enumerate(headings) if one.role is SectionRole.INTERVIEWER), None)
    lines = body.split("\n")
    if place is None:
        start = headings[0].line if headings else len(lines)
        above, below = ("\n".join(part).strip("\n") for part in (lines[:start], lines[start:]))
        return "\n\n".join(filter(None, (above, f"## {heading}", words, below))) + "\n"
    end = _end_of(headings, place, len(lines), within=words.startswith("#"))
    while end - 1 > headings[place].line and not lines[end - 1].strip():
        end -= 1
    lines[end:end] = ["", *words.split("\n")]
    after = end + 1 + len(words.split("\n"))
    if len(lines) == after or lines[after].strip():
        lines.insert(after, "")
    return "\n".join(lines)


def _end_of(headings: Sequence[Heading], place: int, last: int, *, within: bool) -> int:
    """Find where a section ends, or, unless ``within``, where its first own heading stands."""
    own = headings[place].level
    return next((one.line for one in headings[place + 1 :] if not within or one.level <= own), last)
