"""Find the interface's texts in a language; the only module that knows the format of ``words.json``."""

import datetime
from collections.abc import Iterable
from pathlib import Path

import msgspec
from markupsafe import Markup, escape

from afterview.model.text_direction import reads_right_to_left
from afterview.problems import Code, ContentError, Problem
from afterview.rendering.layout_folders import find_layouts
from afterview.rendering.layouts import DEFAULT, Layouts, read_layouts

FALLBACK = "en"
_CATALOGUE = "words.json"

Texts = dict[str, str | dict[str, str] | list[str]]
"""A language's texts by key: a text, one text for one and one for more, or a list such as the months."""
Catalogue = dict[str, Texts]
"""The texts of each language, by its code."""


class Translations:
    """The interface's texts in one language; a text that it lacks is in English."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self._dates: dict[tuple[datetime.date, str], str] = {}
        # Which numbers take the singular differs: French counts 0 among them.
        ones = texts.get("ones", ["1"])
        self._ones = frozenset(ones if isinstance(ones, list) else ())

    def translate(self, key: str, /, **fields: object) -> str:
        """Return the text of a key with its ``{fields}`` filled in; ``n`` chooses between singular and plural.

        If a field is markup, the text around it is escaped and the whole is markup.

        Raises:
            LookupError: The catalogue has no such key, or the text wants a field that was not given.
        """
        text = self.texts.get(key)
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

    def translate_on_page(self, key: str, /, **fields: object) -> str:
        """Translate for a page: a field that is written from right to left does not reorder the text around it.

        It stands between characters that isolate it, since elements have no place in attributes and drawings.
        Source: Unicode Standard Annex #9, section 2.7.
        """
        for name, value in fields.items():
            if isinstance(value, str) and reads_right_to_left(value):
                mark = Markup if hasattr(value, "__html__") else str
                fields[name] = mark(f"\u2068{value}\u2069")
        return self.translate(key, **fields)

    def date(self, day: datetime.date, pattern: str = "date") -> str:
        """Write a date by one of the catalogue's patterns: ``date``, ``date-short`` or ``date-month``."""
        # Lists have the same dates thousands of times.
        text = self._dates.get((day, pattern))
        if text is None:
            month, short = self._month("months", day), self._month("months-short", day)
            # The first day of a month is an ordinal in French and Portuguese.
            number = self.translate("first-day") if day.day == 1 else day.day
            text = self.translate(pattern, day=number, month=month, short=short, year=day.year)
            self._dates[day, pattern] = text
        return text

    def _month(self, key: str, day: datetime.date) -> str:
        months = self.texts.get(key)
        if not isinstance(months, list):
            raise LookupError(f"the catalogue has no list {key!r}")
        return months[day.month - 1]


def read_portfolio_translations(root: Path, language: str) -> Translations:
    """Read the texts of the portfolio at ``root``: its own over the default ones.

    Raises:
        ContentError: A file of ``layouts/`` cannot be read.
    """
    return choose_translations(parse_catalogues(read_layouts(find_layouts(root))), language)


def read_all_months(root: Path) -> dict[str, int]:
    """Read the names of the months in every language, long and short, case-folded, with their numbers.

    Raises:
        ContentError: A file of ``layouts/`` cannot be read.
    """
    lists = [
        texts.get(key)
        for catalogue in parse_catalogues(read_layouts(find_layouts(root)))
        for texts in catalogue.values()
        for key in ("months", "months-short")
    ]
    return {
        name.casefold().rstrip("."): number
        for names in lists
        if isinstance(names, list)
        for number, name in enumerate(names, start=1)
    }


def select_texts(layouts: Layouts, prefixes: Iterable[str]) -> dict[str, dict[str, str]]:
    """Select the texts whose keys begin with one of ``prefixes``, by language and key, for a page that can switch.

    What a language lacks is in English. Texts for one and for more are left out.
    """
    catalogues = parse_catalogues(layouts)
    languages = dict.fromkeys(language for catalogue in catalogues for language in catalogue)
    wanted = tuple(prefixes)
    return {
        language: {
            key: text
            for key, text in choose_translations(catalogues, language).texts.items()
            if key.startswith(wanted) and isinstance(text, str)
        }
        for language in languages
    }


def parse_catalogues(layouts: Layouts) -> tuple[Catalogue, ...]:
    """Parse the catalogues among these layouts, the default one first.

    Raises:
        ContentError: One of them is not JSON of that form.
    """
    names = [DEFAULT + _CATALOGUE, _CATALOGUE] if layouts.own else [_CATALOGUE]
    return tuple(parse_catalogue(layouts.files[name].body) for name in names if name in layouts.files)


def parse_catalogue(body: bytes) -> Catalogue:
    """Parse a ``words.json``.

    Raises:
        ContentError: It is not JSON of that form.
    """
    try:
        return msgspec.json.decode(body, type=Catalogue)
    except msgspec.DecodeError as error:
        problem = Problem(
            code=Code.LAYOUT,
            path="layouts/words.json",
            message=f"cannot read the texts: {error}",
            hint="write JSON: a language, then keys with a text, or with the texts 'one' and 'other'",
        )
        raise ContentError([problem]) from error


def choose_translations(catalogues: Iterable[Catalogue], language: str) -> Translations:
    """Combine catalogues, the later over the earlier, for a language: ``pt-BR`` over ``pt`` over English."""
    catalogues = tuple(catalogues)
    texts: Texts = {}
    for name in dict.fromkeys((FALLBACK, language.split("-")[0], language)):
        for catalogue in catalogues:
            texts.update(catalogue.get(name, {}))
    return Translations(texts)
