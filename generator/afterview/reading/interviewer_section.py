"""Put words under *What the interviewer said* in the text of an interview."""

from collections.abc import Sequence

from afterview.model.section import SectionRole
from afterview.reading.markup.headings import Heading
from afterview.reading.markup.outline import find_headings
from afterview.reading.vocabulary import Vocabulary


def append_interviewer_words(body: str, words: str, heading: str, vocabulary: Vocabulary) -> str:
    """Add words to the end of the section *What the interviewer said*, or add that section at the top.

    ``heading`` is the portfolio's own word for it.
    """
    headings = find_headings(body, vocabulary)
    place = next((number for number, one in enumerate(headings) if one.role is SectionRole.INTERVIEWER), None)
    if place is None:
        rest = body.lstrip("\n")
        return f"## {heading}\n\n{words}\n{chr(10) + rest if rest else ''}"
    lines = body.split("\n")
    end = _end_of(headings, place, len(lines))
    while end - 1 > headings[place].line and not lines[end - 1].strip():
        end -= 1
    lines[end:end] = ["", *words.split("\n")]
    after = end + 1 + len(words.split("\n"))
    if len(lines) == after or lines[after].strip():
        lines.insert(after, "")
    return "\n".join(lines)


def _end_of(headings: Sequence[Heading], place: int, last: int) -> int:
    own = headings[place].level
    return next((one.line for one in headings[place + 1 :] if one.level <= own), last)
