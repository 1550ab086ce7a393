"""Find ratings that a document lists line by line, such as ``Communication: 3/4`` or ``Testing ★★☆☆``."""

import re
from collections.abc import Iterator, Mapping, Sequence

from afterview.reading.vocabulary import folded

_OWN_WORDS = frozenset({"self", "own", "my", "mine", "me", "propia", "mi", "minha", "própria", "ma", "mon"})
_HEADING = re.compile(r"#{1,6}[ \t]+(?P<title>.+?)[ \t]*#*\Z")
_CODE = re.compile(r"[ \t]{0,3}(?:```|~~~)")
_LINE = re.compile(r"(?P<skill>[^:|★☆]{2,60}?)\s*(?:[:|]\s*(?P<value>[^|]+)|(?P<stars>[★☆]+))\s*\Z")


def find_ratings(
    text: str, skills: Mapping[str, str], scale: Sequence[str]
) -> tuple[dict[str, int], dict[str, int], list[str]]:
    """Find the ratings by an interviewer, one's own, and the lines with a rating of another scale.

    ``skills`` maps folded titles and slugs to slugs. Lines under a heading such as *My ratings* are one's own.
    """
    ratings: dict[str, int] = {}
    own: dict[str, int] = {}
    odd = []
    target = ratings
    for _, line in lines_outside_code(text.split("\n")):
        heading = _HEADING.match(line)
        if heading:
            target = own if _OWN_WORDS & set(re.findall(r"\w+", heading["title"].casefold())) else ratings
            continue
        found = _LINE.match(line.strip(" \t|-*•").replace("**", "").replace("__", ""))
        skill = skills.get(folded(found["skill"])) if found else None
        if found is None or skill is None:
            continue
        value = (found["value"] or found["stars"]).strip()
        step = read_rating(value, scale)
        if step is not None:
            target.setdefault(skill, step)
        elif re.match(r"[\d★☆]", value):
            odd.append(f"{line.strip()}: the scale of this portfolio has {len(scale)} steps")
    return ratings, own, odd


def read_rating(text: str, scale: Sequence[str]) -> int | None:
    """Read a rating: a word of the scale, ``3/4`` or ``★★★☆`` of as many steps as the scale has, or ``3``."""
    plain = folded(text)
    for step, word in enumerate(scale, start=1):
        if plain == folded(word):
            return step
    stars = text.strip()
    if stars and set(stars) <= {"★", "☆"}:
        return stars.count("★") if len(stars) == len(scale) and "★" in stars else None
    digits = re.fullmatch(r"(\d)(?:\s*/\s*(\d+))?", text.strip())
    if digits and (digits[2] is None or int(digits[2]) == len(scale)) and 1 <= int(digits[1]) <= len(scale):
        return int(digits[1])
    return None


def lines_outside_code(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not in a fenced code block, with their numbers from 0."""
    in_code = False
    for number, line in enumerate(lines):
        if _CODE.match(line):
            in_code = not in_code
        elif not in_code:
            yield number, line
