"""Turn a tree of text into the fields of the schema, one by one, so that every problem is found in one run."""

import calendar
import datetime
import difflib
import re
import types
from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

import msgspec

from afterview.model.audience import Visibility
from afterview.problems import Code, Problem
from afterview.reading.schema import TEXTS, Email, Language, Link, Minutes, Repository, Slug, Step
from afterview.reading.slugs import is_slug, slugify
from afterview.reading.sources import Source
from afterview.reading.yaml_tree import Path, Tree, Value

Fields = TypeVar("Fields", bound=msgspec.Struct)

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|[+-]\d{2}(?::?\d{2})?)?)?\Z")
_DURATION = re.compile(r"(?:(\d{1,2}):([0-5]\d)|(\d{1,4}))\Z")
_WHOLE = re.compile(r"-?\d{1,9}\Z")


class _Bad(Exception):
    """Carry why a text is not what its field wants."""

    def __init__(self, code: Code, message: str, hint: str) -> None:
        self.code, self.message, self.hint = code, message, hint


class _Absent(Exception):
    """Say that a value could not be had, and that its problem is noted."""


def parse_fields(source: Source, tree: Tree, form: type[Fields]) -> tuple[Fields | None, list[Problem]]:
    """Convert a tree into a form; None where a field that must be there is missing or wrong."""
    reader = _FieldReader(source, tree)
    try:
        return reader.struct(tree.value, form, ()), reader.problems
    except _Absent:
        return None, reader.problems


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the hint for a misspelt word: the nearest known one, or else all of them, twelve at most."""
    words = list(known)
    near = difflib.get_close_matches(word.lower(), [known_word.lower() for known_word in words], n=1, cutoff=0.6)
    for known_word in words:
        if near and known_word.lower() == near[0]:
            return f"did you mean `{known_word}`?"
    if not words:
        return "there are none yet"
    return "use one of " + ", ".join(words[:12]) + (", …" if len(words) > 12 else "")


class _FieldReader:
    """Read a tree of YAML values by a form, and collect the problems."""

    def __init__(self, source: Source, tree: Tree) -> None:
        self.source = source
        self.tree = tree
        self.problems: list[Problem] = []

    def struct(self, value: Value, form: type[Fields], path: Path) -> Fields:
        if not isinstance(value, dict):
            raise self._note(path, Code.BAD_VALUE, "expected lines like `key: value` here", _keys_hint(form))
        plan = _plan(form)
        for key in value:
            if key not in plan:
                line, column = self.tree.keys[(*path, key)]
                self.problems.append(
                    self.source.problem(
                        Code.UNKNOWN_KEY,
                        f"`{key}` is not a field here",
                        did_you_mean(key, plan),
                        line=line,
                        column=column,
                    )
                )
        found: dict[str, Any] = {}
        complete = True
        for key, (name, kind, required) in plan.items():
            try:
                if key in value:
                    found[name] = self.value(value[key], kind, (*path, key))
                elif required:
                    raise self._note(
                        path, Code.MISSING_FIELD, f"the field `{key}` is missing", f"add a line `{key}: …`"
                    )
            except _Absent:
                complete = complete and not required
        if not complete:
            raise _Absent
        return form(**{name: one for name, one in found.items() if one is not msgspec.UNSET})

    def value(self, value: Value, kind: Any, path: Path) -> Any:
        kind, may_be_none, origin, inner = _shape(kind)
        if value is None and may_be_none:
            return None
        if origin is dict:
            return self.mapping(value, inner, path)
        if origin is tuple:
            return self.sequence(value, inner[0], path)
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            return self.struct(value, kind, path)
        if isinstance(value, dict | list):
            raise self._note(path, Code.BAD_VALUE, "expected one value here", "write it on the key's line")
        if value is None:
            raise self._note(path, Code.MISSING_FIELD, f"`{path[-1]}` has no value", "write one, or delete the line")
        try:
            return _leaf(kind)(value)
        except _Bad as bad:
            raise self._note(path, bad.code, bad.message, bad.hint) from None

    def mapping(self, value: Value, kinds: tuple[Any, Any], path: Path) -> dict[Any, Any]:
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise self._note(path, Code.BAD_VALUE, "expected lines like `key: value` here", "indent them below")
        found: dict[Any, Any] = {}
        for key, one in value.items():
            try:
                try:
                    name = _leaf(kinds[0])(key)
                except _Bad as bad:
                    raise self._note((*path, key), bad.code, bad.message, bad.hint, key=True) from None
                found[name] = self.value(one, kinds[1], (*path, key))
            except _Absent:
                continue
        return found

    def sequence(self, value: Value, kind: Any, path: Path) -> tuple[Any, ...]:
        if value is None:
            return ()
        if not isinstance(value, list):
            raise self._note(path, Code.BAD_VALUE, "expected a list here", f"write it in brackets: [{value}]")
        found: list[Any] = []
        for place, one in enumerate(value):
            try:
                found.append(self.value(one, kind, (*path, place)))
            except _Absent:
                continue
        return tuple(found)

    def _note(self, path: Path, code: Code, message: str, hint: str, *, key: bool = False) -> _Absent:
        line, column = self.tree.keys[path] if key else self.tree.place(*path)
        self.problems.append(self.source.problem(code, message, hint, line=line, column=column))
        return _Absent()


@cache
def _plan(form: type[msgspec.Struct]) -> dict[str, tuple[str, Any, bool]]:
    """Return, by key as written, the attribute's name, its type and whether it is required."""
    plan = {}
    for one in msgspec.structs.fields(form):
        kind = get_args(one.type)[0] if get_origin(one.type) is Annotated else one.type
        plan[one.encode_name] = (one.name, kind, one.required)
    return plan


@cache
def _shape(kind: Any) -> tuple[Any, bool, Any, tuple[Any, ...]]:
    """Split a type into itself without None, whether it allows None, its origin and its arguments."""
    options = get_args(kind) if get_origin(kind) in (Union, types.UnionType) else ()
    bare = next((option for option in options if option is not types.NoneType), kind)
    return bare, bool(options), get_origin(bare), get_args(bare)


def _keys_hint(form: type[msgspec.Struct]) -> str:
    return "the keys are " + ", ".join(_plan(form))


@cache
def _leaf(kind: Any) -> Callable[[str], Any]:
    if issubclass(kind, StrEnum):
        return lambda text: _choice(text, kind)
    return _LEAVES[kind]


def _choice(text: str, kind: type[StrEnum]) -> StrEnum:
    try:
        return kind(text)
    except ValueError:
        code = Code.UNKNOWN_VISIBILITY if kind is Visibility else Code.BAD_VALUE
        read_as = ". Until you fix it, Afterview treats this as private" if kind is Visibility else ""
        raise _Bad(code, f"`{text}` is not one of: {', '.join(kind)}{read_as}", did_you_mean(text, kind)) from None


def _text(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        raise _Bad(Code.MISSING_FIELD, "this text is empty", "write something, or delete the line")
    return words


def _day(text: str) -> datetime.date:
    found = _DAY.match(text)
    if not found:
        raise _Bad(Code.BAD_DATE, f"`{text}` is not a date", "write the year, month and day, like 2026-11-22")
    try:
        return datetime.date.fromisoformat(found[1])
    except ValueError:
        raise _Bad(Code.BAD_DATE, f"there is no day {found[1]}", _date_hint(found[1])) from None


def _date_hint(text: str) -> str:
    year, month = int(text[:4]), int(text[5:7])
    if not 1 <= month <= 12 or year < 1:
        return "check the month: write 01 to 12"
    first = datetime.date(year, month, 1)
    return f"check the day: {first:%B} {year} has {calendar.monthrange(year, month)[1]} days"


def _minutes(text: str) -> int:
    found = _DURATION.match(text)
    if not found:
        raise _Bad(
            Code.BAD_VALUE, f"`{text}` is not a duration", "write minutes, like 45, or hours and minutes, like 1:30"
        )
    minutes = int(found[3] or int(found[1]) * 60 + int(found[2]))
    if not minutes:
        raise _Bad(Code.BAD_VALUE, "`minutes` must be more than 0", "write how long it took, or ~")
    return minutes


def _step(text: str) -> int:
    if not _WHOLE.match(text) or int(text) < 1:
        shown = text if len(text) <= 20 else f"{text[:20]}…"
        raise _Bad(Code.BAD_RATING, f"`{shown}` is not a step of the scale", "write 1, 2, 3, …, or ~ for not observed")
    return int(text)


def _whole(text: str) -> int:
    if not _WHOLE.match(text):
        shown = text if len(text) <= 20 else f"{text[:20]}…"
        raise _Bad(Code.BAD_VALUE, f"`{shown}` is not a whole number that fits here", "write a number such as 3")
    return int(text)


def _slug(text: str) -> str:
    if ".." in text or "/" in text or "\\" in text:
        raise _Bad(Code.SLUG_OUTSIDE, f"`{text}` would lead out of the site", f"call it `{slugify(text)}`")
    if not is_slug(text):
        raise _Bad(Code.BAD_VALUE, f"`{text}` cannot be part of an address", f"call it `{slugify(text)}`")
    return text


def _matching(kind: type[str], noun: str, hint: str) -> Callable[[str], str]:
    """Return a function that reads a text which must match the pattern of its kind."""
    pattern = re.compile(TEXTS[kind])

    def read(text: str) -> str:
        if not pattern.fullmatch(text):
            raise _Bad(Code.BAD_VALUE, f"`{text}` is not {noun}", hint)
        return text

    return read


_LEAVES: dict[Any, Callable[[str], Any]] = {
    str: _text,
    int: _whole,
    datetime.date: _day,
    Minutes: _minutes,
    Step: _step,
    Slug: _slug,
    Link: _matching(Link, "the place of a sealed page", "keep the twelve letters that `afterview mentor` made"),
    Language: _matching(Language, "a language's code", "write en, es, pt, fr, …"),
    Email: _matching(Email, "an e-mail address", "write it like ada@example.org"),
    Repository: _matching(Repository, "a repository on GitHub", "write owner/name, like ada/interviews"),
}
