"""Turn the text of one value into what its field wants: a word of a choice, a day, a duration, a step of the scale."""

import calendar
import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from afterview.model.audience import Visibility
from afterview.problems import Code
from afterview.reading.did_you_mean import did_you_mean
from afterview.reading.schema import TEXTS, Email, Language, Link, Minutes, Repository, Slug, Step
from afterview.reading.shortening import shorten
from afterview.reading.slugs import is_slug, slugify
from afterview.reading.yaml_text import one_line

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|[+-]\d{2}(?::?\d{2})?)?)?\Z")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})\Z")
_YEAR_LAST = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})\Z")
_MINUTES = r"(?:m|mins?|minutes?|minutos?)\.?"
_HOURS = r"(?:h|hrs?|hours?|horas?|heures?|std)\.?"
_DURATION = re.compile(
    rf"(?:(?P<hours>\d{{1,2}})\s*(?::|{_HOURS}\s*)(?:(?P<rest>[0-5]?\d)\s*(?:{_MINUTES})?)?"
    rf"|(?P<minutes>\d{{1,4}})\s*(?:{_MINUTES})?)\Z",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"-?\d{1,9}\Z", re.ASCII)
_OF = re.compile(r"(\d{1,2})\s*/\s*(\d{1,2})\Z", re.ASCII)
NOT_OBSERVED = frozenset({"-", "n/a", "na", "not observed", "no observado", "não observado", "non observé"})
_SHOWN = 20


class BadValue(Exception):
    """Carry why a text is not what its field wants."""

    def __init__(self, code: Code, message: str, hint: str) -> None:
        self.code, self.message, self.hint = code, message, hint


def parse_value(text: str, kind: Any, scale: Sequence[str]) -> Any:
    """Parse a text as a field of this kind wants it; ``scale`` has the words of the rating scale.

    Raises:
        BadValue: the text is nothing that such a field can be.

    >>> scale = ("not yet", "getting there", "solid", "strong")
    >>> parse_value("1h30", Minutes, scale), parse_value("Solid", Step, scale), parse_value("3/4", Step, scale)
    (90, 3, 3)
    >>> parse_value("2026-11-22T18:00+01:00", datetime.date, scale)
    datetime.date(2026, 11, 22)
    """
    if issubclass(kind, StrEnum):
        return _choice(text, kind)
    return _step(text, scale) if kind is Step else _LEAVES[kind](text)


def describe_scale(scale: Sequence[str]) -> str:
    """Describe every step of the scale, with its word."""
    steps = ", ".join(f"{step} ({word})" for step, word in enumerate(scale, 1))
    return f"the steps are {steps}; ~ is not observed" if steps else "write 1, 2, 3, …, or ~ for not observed"


def _choice(text: str, kind: type[StrEnum]) -> StrEnum:
    try:
        # Who may see something is never guessed.
        return kind(text if kind is Visibility else text.casefold())
    except ValueError:
        code = Code.UNKNOWN_VISIBILITY if kind is Visibility else Code.BAD_VALUE
        read_as = ". Until you fix it, Afterview treats this as private" if kind is Visibility else ""
        raise BadValue(code, f"`{text}` is not one of: {', '.join(kind)}{read_as}", did_you_mean(text, kind)) from None


def _text(text: str) -> str:
    words = one_line(text)
    if not words:
        raise BadValue(Code.MISSING_FIELD, "this text is empty", "write something, or delete the line")
    return words


def _day(text: str) -> datetime.date:
    found = _DAY.match(text)
    if not found:
        hint = _explain_days(text) or "write the year, month and day, like 2026-11-22"
        raise BadValue(Code.BAD_DATE, f"`{shorten(text, _SHOWN)}` is not a date", hint)
    try:
        return datetime.date.fromisoformat(found[1])
    except ValueError:
        raise BadValue(Code.BAD_DATE, f"there is no day {found[1]}", _date_hint(found[1])) from None


def _date_hint(text: str) -> str:
    year, month = int(text[:4]), int(text[5:7])
    if not 1 <= month <= 12 or year < 1:
        return "check the month: write 01 to 12"
    first = datetime.date(year, month, 1)
    return f"check the day: {first:%B} {year} has {calendar.monthrange(year, month)[1]} days"


def _explain_days(text: str) -> str:
    """Explain which days a date in another spelling can mean, and how each is written here."""
    days = []
    if found := _YEAR_FIRST.match(text.strip()):
        days = [(int(found[1]), int(found[2]), int(found[3]))]
    elif found := _YEAR_LAST.match(text.strip()):
        first, second, year = (int(part) for part in found.groups())
        days = list(dict.fromkeys([(year, second, first), (year, first, second)]))
    meant = []
    for year, month, day in days:
        try:
            date = datetime.date(year, month, day)
        except ValueError:
            continue
        meant.append(f"for {day} {calendar.month_name[month]} {year} write {date}")
    return ", ".join(meant)


def _minutes(text: str) -> int:
    found = _DURATION.match(text.strip())
    if not found:
        hint = "write minutes, like 45, or hours and minutes, like 1:30 or 1h30"
        raise BadValue(Code.BAD_VALUE, f"`{shorten(text, _SHOWN)}` is not a duration", hint)
    minutes = int(found["minutes"] or 0) + 60 * int(found["hours"] or 0) + int(found["rest"] or 0)
    if not minutes:
        raise BadValue(Code.BAD_VALUE, "`minutes` must be more than 0", "write how long it took, or ~")
    return minutes


def _step(text: str, scale: Sequence[str]) -> int | None:
    """Read a step by its number, as a share of the scale's length, or by its word, in any letter case."""
    words = _fold(text)
    if words in NOT_OBSERVED:
        return None
    for step, word in enumerate(scale, 1):
        if _fold(word) == words:
            return step
    share = _OF.match(text.strip())
    if share and scale and int(share[2]) != len(scale):
        message = f"`{text}` counts {share[2]} steps, and the scale has {len(scale)}"
        raise BadValue(Code.BAD_RATING, message, describe_scale(scale))
    number = share[1] if share else text.strip()
    if not _WHOLE.match(number) or not 1 <= int(number) <= (len(scale) or int(number)):
        message = f"`{shorten(text, _SHOWN)}` is not a step of the scale"
        raise BadValue(Code.BAD_RATING, message, describe_scale(scale))
    return int(number)


def _fold(words: str) -> str:
    return " ".join(words.casefold().replace("-", " ").replace("_", " ").split()) or words.strip()


def _whole(text: str) -> int:
    if not _WHOLE.match(text):
        message = f"`{shorten(text, _SHOWN)}` is not a whole number that fits here"
        raise BadValue(Code.BAD_VALUE, message, "write a number such as 3")
    return int(text)


def _slug(text: str) -> str:
    if ".." in text or "/" in text or "\\" in text:
        raise BadValue(Code.SLUG_OUTSIDE, f"`{text}` would lead out of the site", f"call it `{slugify(text)}`")
    if not is_slug(text):
        raise BadValue(Code.BAD_VALUE, f"`{text}` cannot be part of an address", f"call it `{slugify(text)}`")
    return text


def _matching(kind: type[str], noun: str, hint: str) -> Callable[[str], str]:
    """Return a function that reads a text which must match the pattern of its kind."""
    pattern = re.compile(TEXTS[kind])

    def read(text: str) -> str:
        if not pattern.fullmatch(text):
            raise BadValue(Code.BAD_VALUE, f"`{text}` is not {noun}", hint)
        return text

    return read


_LEAVES: Mapping[Any, Callable[[str], Any]] = {
    str: _text,
    int: _whole,
    datetime.date: _day,
    Minutes: _minutes,
    Slug: _slug,
    Link: _matching(Link, "the place of a sealed page", "keep the twelve letters that `afterview mentor` made"),
    Language: _matching(Language, "a language's code", "write en, es, pt, fr, …"),
    Email: _matching(Email, "an e-mail address", "write it like ada@example.org"),
    Repository: _matching(Repository, "a repository on GitHub", "write owner/name, like ada/interviews"),
}
