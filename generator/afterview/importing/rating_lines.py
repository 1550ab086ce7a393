"""Find ratings that a document lists line by line, such as ``Communication: 3/4``, ``Testing ★★☆☆`` or in a table."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from afterview.importing.import_context import Setting
from afterview.importing.imported_entry import Found
from afterview.model.section import SectionRole
from afterview.reading.markup.headings import Heading
from afterview.reading.markup.outline import find_headings
from afterview.reading.vocabulary import folded

_OWN = frozenset({"self", "own", "propia", "propias", "própria", "próprias", "autoevaluación", "autoavaliação"})
_MINE = frozenset({"my", "mine", "me", "mi", "mis", "yo", "minha", "minhas", "eu", "ma", "mes", "moi"})
_RATED = re.compile(r"\b(?:rat|scor|assess|grad|valor|avalia|évalu|auto|punt|nota|note)", re.IGNORECASE)
_CODE = re.compile(r"[ \t]{0,3}(?:```|~~~)")
_LINE = re.compile(r"(?P<skill>[^:|★☆⭐]{2,60}?)\s*(?::\s*(?P<value>.+)|(?P<stars>[★☆⭐\ufe0f]+))\s*\Z")
_RULE = re.compile(r"[\s|:-]+\Z")
_LOOKS_RATED = re.compile(r"\d+\s*/\s*\d+\Z|[★☆⭐\ufe0f]+\Z|\d+\s+(?:out of|of|de|sur)\s+\d+\Z")
_SHARE = re.compile(r"(\d)(?:\s*(?:/|out of|of|de|sur)\s*(\d+))?\Z")


class _Whose(StrEnum):
    THEIRS = "ratings"
    OWN = "self"


def find_ratings(text: str, setting: Setting) -> tuple[tuple[Found, ...], tuple[Found, ...], tuple[str, ...]]:
    """Find the ratings by an interviewer, one's own, and the lines with a rating that cannot be taken, and why.

    Lines under a heading such as *My ratings*, and a column called *Self*, are one's own.
    """
    collected = _Collected(setting)
    headings = find_headings(text, setting.vocabulary)
    columns: tuple[_Whose, ...] = ()
    lines = text.split("\n")
    for number, line in lines_outside_code(lines):
        whose = _whose(_heading_above(headings, number))
        if line.lstrip().startswith("|"):
            cells = [cell.strip(" *_") for cell in line.strip().strip("|").split("|")]
            if number + 1 < len(lines) and _RULE.match(lines[number + 1]) and "-" in lines[number + 1]:
                columns = tuple(_Whose.OWN if _is_own(cell) else whose for cell in cells)
            elif not _RULE.match(line):
                collected.add_row(cells, columns or (whose,) * len(cells), line)
            continue
        columns = ()
        found = _LINE.match(line.strip(" \t-*•").replace("**", "").replace("__", ""))
        if found:
            collected.add(found["skill"], (found["value"] or found["stars"]).strip(), whose, line)
    return tuple(collected.found[_Whose.THEIRS].values()), tuple(collected.found[_Whose.OWN].values()), collected.odd()


class _Collected:
    """Ratings by whose they are and by skill, and the lines that were not understood."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._odd: dict[str, str] = {}
        self.found: dict[_Whose, dict[str, Found]] = {_Whose.THEIRS: {}, _Whose.OWN: {}}

    def add(self, label: str, value: str, whose: _Whose, line: str) -> None:
        """Add what a line says of a skill, unless it says nothing that is a rating."""
        skill = self._setting.skills.get(folded(label))
        step = read_rating(value, self._setting.scale)
        looks_rated = bool(_LOOKS_RATED.match(value))
        if skill is None:
            if looks_rated:
                self._leave(line, f"no skill is called “{folded(label)}”")
        elif step is None:
            if looks_rated or re.match(r"\d", value):
                self._leave(line, f"the scale of this portfolio has {len(self._setting.scale)} steps")
        elif self.found[whose].setdefault(skill, _rate(skill, step, line)).value != str(step):
            self._leave(line, "another line rates the same skill")

    def add_row(self, cells: Sequence[str], columns: Sequence[_Whose], line: str) -> None:
        """Add the ratings of a table's row; two of them by the same person are not taken."""
        rated = [(cell, whose) for cell, whose in zip(cells[1:], columns[1:], strict=False) if self._is_rating(cell)]
        if len({whose for _, whose in rated}) < len(rated):
            self._leave(line, "there are several ratings in it")
        elif rated:
            for cell, whose in rated:
                self.add(cells[0], cell, whose, line)
        elif cells and folded(cells[0]) in self._setting.skills and len(cells) > 1:
            self._leave(line, "no step of the scale is in it")

    def odd(self) -> tuple[str, ...]:
        """List the lines that were not understood, and why."""
        return tuple(f"{line}: {why}" for line, why in self._odd.items())

    def _leave(self, line: str, why: str) -> None:
        self._odd.setdefault(line.strip(), why)

    def _is_rating(self, cell: str) -> bool:
        return read_rating(cell, self._setting.scale) is not None or bool(_LOOKS_RATED.match(cell))


def read_rating(text: str, scale: Sequence[str]) -> int | None:
    """Read a rating: a word of the scale, ``3/4`` or ``★★★☆`` of as many steps as the scale has, or ``3``."""
    plain = folded(text)
    for step, word in enumerate(scale, start=1):
        if plain == folded(word):
            return step
    stars = text.strip()
    if stars and set(stars) <= {"★", "☆"}:
        return stars.count("★") if len(stars) == len(scale) and "★" in stars else None
    digits = _SHARE.match(stars)
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


def _heading_above(headings: Sequence[Heading], number: int) -> Heading | None:
    return next((heading for heading in reversed(headings) if heading.line < number), None)


def _whose(heading: Heading | None) -> _Whose:
    """Find whose ratings stand under a heading; what the interviewer said is never one's own."""
    if heading is None or heading.role is SectionRole.INTERVIEWER:
        return _Whose.THEIRS
    return _Whose.OWN if _is_own(heading.text) else _Whose.THEIRS


def _is_own(title: str) -> bool:
    words = re.findall(r"\w+", title.casefold())
    return bool(_OWN & set(words)) or (
        bool(_MINE & set(words)) and (len(words) == 1 or bool(_RATED.search(title.casefold())))
    )


def _rate(skill: str, step: int, line: str) -> Found:
    return Found(name=skill, value=str(step), where=f"the line “{line.strip()}”")
