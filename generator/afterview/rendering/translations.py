"""Find the interface's words in a language; alone knows how the catalogue ``words.json`` is laid out."""

import datetime
from collections.abc import Iterable
from pathlib import Path

import msgspec
from markupsafe import escape

from afterview.problems import Code, ContentError, Problem
from afterview.rendering.layout_folders import find_layouts

FALLBACK = "en"

Catalogue = dict[str, str | dict[str, str] | list[str]]
"""A language's words: a text, one text for one and one for more, or a list such as the months."""


class Translations:
    """Say the interface's words in one language; what it lacks is said in English."""

    def __init__(self, words: Catalogue) -> None:
        self._words = words
        self._dates: dict[tuple[datetime.date, str], str] = {}
        # Which numbers take the singular differs: French counts 0 among them.
        ones = words.get("ones", ["1"])
        self._ones = frozenset(ones if isinstance(ones, list) else ())

    def translate(self, key: str, /, **fields: object) -> str:
        """Say the words of a key, its ``{fields}`` filled in; ``n`` chooses between singular and plural.

        Where a field is markup, the words around it are escaped and the whole is markup. Raises LookupError for
        an unknown key, KeyError for a field that was not given.
        """
        text = self._words.get(key)
        if isinstance(text, dict):
            text = text["one" if str(fields["n"]) in self._ones else "other"]
        if not isinstance(text, str):
            raise LookupError(f"the catalogue has no words for {key!r}")
        if not fields:
            return text
        for value in fields.values():
            if hasattr(value, "__html__"):
                return escape(text).format(**fields)
        return text.format(**fields)

    def date(self, day: datetime.date, pattern: str = "date") -> str:
        """Say a date by one of the catalogue's patterns: ``date``, ``date-short`` or ``date-month``."""
        # Lists say the same dates over and over.
        said = self._dates.get((day, pattern))
        if said is None:
            month, short = self._month("months", day), self._month("months-short", day)
            said = self.translate(pattern, day=day.day, month=month, short=short, year=day.year)
            self._dates[day, pattern] = said
        return said

    def _month(self, key: str, day: datetime.date) -> str:
        months = self._words.get(key)
        if not isinstance(months, list):
            raise LookupError(f"the catalogue has no list {key!r}")
        return months[day.month - 1]


def read_portfolio_translations(root: Path, language: str) -> Translations:
    """Read the catalogues that the portfolio at ``root`` uses: its own over the default one.

    Raises ContentError for a catalogue that cannot be read.
    """
    folders = reversed(find_layouts(root))
    return read_translations((file for folder in folders if (file := folder / "words.json").is_file()), language)


def read_translations(files: Iterable[Path], language: str) -> Translations:
    """Read catalogues, the later over the earlier, for a language: ``pt-BR`` over ``pt`` over English.

    Raises ContentError for a catalogue that is not readable as one.
    """
    wanted = (FALLBACK, language.split("-")[0], language)
    catalogues = [_read_catalogue(file) for file in files]
    words: Catalogue = {}
    for name in dict.fromkeys(wanted):
        for catalogue in catalogues:
            words.update(catalogue.get(name, {}))
    return Translations(words)


def _read_catalogue(file: Path) -> dict[str, Catalogue]:
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, Catalogue])
    except (msgspec.DecodeError, OSError) as error:
        problem = Problem(
            code=Code.LAYOUT,
            path="layouts/words.json",
            message=f"the words cannot be read: {error}",
            hint="it is JSON: a language, then keys with a text, or with the texts 'one' and 'other'",
        )
        raise ContentError([problem]) from error
