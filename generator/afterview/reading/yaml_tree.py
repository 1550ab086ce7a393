"""Read YAML as a tree of text with places; alone knows PyYAML, and refuses what feedback never needs.

Scalars stay text whatever they look like; only a plain ``~`` or nothing is None. Anchors, aliases, merges, tags, a
second document and deep nesting are problems, found on the event stream before anything is built from them.
"""

import itertools
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NoReturn, TypeAlias

import msgspec
import yaml

from afterview.problems import Code, Problem
from afterview.reading.sources import Source
from afterview.reading.yaml_text import one_line

if TYPE_CHECKING:
    from yaml._yaml import Mark as CMark
    from yaml.error import Mark

DEEPEST = 16
_MOST = 20
"""Problems of one kind that are reported of a file: the next ones say nothing new."""

Path: TypeAlias = tuple[str | int, ...]
Value: TypeAlias = str | list["Value"] | dict[str, "Value"] | None

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_ASKING = re.compile(r":\s*\?\s*(?:[,}\]]|\Z)")
_Node: TypeAlias = yaml.ScalarEvent | yaml.CollectionStartEvent
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Tree(msgspec.Struct, frozen=True, kw_only=True):
    """A mapping read from YAML, and for each path in it the line and column of its key and of its value."""

    value: dict[str, Value]
    keys: dict[Path, tuple[int, int]]
    values: dict[Path, tuple[int, int]]

    def place(self, *path: str | int) -> tuple[int, int]:
        """Return the line and column of a value, or of the nearest value around it that exists."""
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, (1, 1))


class _Stop(Exception):
    """A problem after which the rest of the file cannot be parsed."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def parse_yaml(source: Source, text: str, *, first_line: int = 1) -> tuple[Tree | None, list[Problem]]:
    """Parse YAML text, which begins at ``first_line`` of its source, into a tree, with all problems found."""
    if _FORBIDDEN.search(text):
        return None, _report_forbidden(source, text, first_line)
    builder = _Builder(source, first_line)
    try:
        tree = builder.build(yaml.parse(text, Loader=_LOADER))
    except _Stop as stop:
        return None, [*builder.problems, stop.problem]
    except yaml.MarkedYAMLError as error:
        return None, [*builder.problems, _syntax(source, error, first_line)]
    except yaml.YAMLError:
        message = "this line is not valid YAML"
        return None, [
            source.problem(Code.YAML_SYNTAX, message, "put the value in quotation marks", line=first_line, column=1)
        ]
    return (None if builder.problems else tree), builder.problems


def _report_forbidden(source: Source, text: str, first_line: int) -> list[Problem]:
    """Report all characters that cannot be used, the first ones of many."""
    problems = []
    for found in itertools.islice(_FORBIDDEN.finditer(text), _MOST):
        line = first_line + text.count("\n", 0, found.start())
        column = found.start() - text.rfind("\n", 0, found.start())
        problems.append(_forbidden(source, found[0], (line, column)))
    return problems


def _forbidden(source: Source, character: str, place: tuple[int, int]) -> Problem:
    line, column = place
    message = f"the character U+{ord(character):04X} cannot be used here"
    hint = "delete it: it is invisible, and often comes along when text is pasted"
    return source.problem(Code.FORBIDDEN_CHARACTER, message, hint, line=line, column=column)


class _Open(msgspec.Struct):
    """A collection whose end is still to come: its path, and in a mapping the key that waits for a value."""

    collection: dict[str, Value] | list[Value]
    path: Path
    key: str | None = None


class _Builder:
    """Build the tree from events, without recursion."""

    def __init__(self, source: Source, first_line: int) -> None:
        self.source = source
        self.first_line = first_line
        self.problems: list[Problem] = []
        self.top: Value = None
        self.open: list[_Open] = []
        self.keys: dict[Path, tuple[int, int]] = {}
        self.values: dict[Path, tuple[int, int]] = {}

    def build(self, events: Iterator[yaml.Event]) -> Tree:
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._stop(Code.YAML_SECOND_DOCUMENT, "a second document begins here", "keep one", event)
                continue
            if isinstance(event, yaml.NodeEvent):
                self._refuse_reference(event)
            if isinstance(event, yaml.CollectionEndEvent):
                self.open.pop()
            elif isinstance(event, _Node):
                self._add(event)
        if isinstance(self.top, dict):
            return Tree(value=self.top, keys=self.keys, values=self.values)
        message, hint = "expected lines like `key: value` here", "begin with a key, such as `title: …`"
        line, column = self.values.get((), (self.first_line, 1))
        raise _Stop(self.source.problem(Code.YAML_NOT_A_MAPPING, message, hint, line=line, column=column))

    def _add(self, event: _Node) -> None:
        """Add a value to the innermost collection that is open, or take it for a key."""
        value = self._value(event)
        path: Path = ()
        if not self.open:
            self.top = value
        else:
            parent = self.open[-1]
            if isinstance(parent.collection, list):
                path = (*parent.path, len(parent.collection))
                parent.collection.append(value)
            elif parent.key is None:
                parent.key = self._key(event, value, parent.collection, parent.path)
                return
            else:
                path = (*parent.path, parent.key)
                parent.collection[parent.key] = value
                parent.key = None
        self.values[path] = self._place(event.start_mark)
        if isinstance(value, dict | list):
            if len(self.open) >= DEEPEST:
                message = f"there are more than {DEEPEST} levels inside each other"
                self._stop(Code.YAML_TOO_DEEP, message, "use fewer levels", event)
            self.open.append(_Open(value, path))

    def _value(self, event: _Node) -> Value:
        if isinstance(event, yaml.MappingStartEvent):
            return {}
        if not isinstance(event, yaml.ScalarEvent):
            return []
        text: str = event.value
        # Only an escape such as "\\x1b" can have brought it in: the text itself was searched before.
        if event.style == '"' and len(self.problems) < _MOST and (found := _FORBIDDEN.search(text)):
            self.problems.append(_forbidden(self.source, found[0], self._place(event.start_mark)))
        return None if not event.style and text in ("", "~") else text

    def _key(self, event: yaml.Event, value: Value, parent: dict[str, Value], above: Path) -> str:
        place = self._place(event.start_mark)
        if not isinstance(value, str):
            self._stop(Code.YAML_KEY, "a key must be text", "write a word before the colon", event)
        value = one_line(value)  # as fields are read
        path = (*above, value)
        if value in parent and len(self.problems) < _MOST:
            self.problems.append(
                self.source.problem(
                    Code.DUPLICATE_KEY,
                    f"`{value}` is written twice: here and on line {self.keys[path][0]}",
                    "keep one of the two",
                    line=place[0],
                    column=place[1],
                )
            )
        self.keys[path] = place
        return value

    def _refuse_reference(self, event: yaml.NodeEvent) -> None:
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            message = f"`{sign}{event.anchor}` would refer to another place, and that is not understood here"
        elif getattr(event, "tag", None) is not None:
            message = f"the tag `{event.tag}` is not understood here"  # type: ignore[attr-defined]  # scalars and collections have one
        elif isinstance(event, yaml.ScalarEvent) and event.value == "<<" and not event.style:
            message = "`<<` would merge another place in, and that is not understood here"
        else:
            return
        self._stop(Code.YAML_REFERENCE, message, "write the value itself; put quotes around text that begins so", event)

    def _stop(self, code: Code, message: str, hint: str, event: yaml.Event) -> NoReturn:
        line, column = self._place(event.start_mark)
        raise _Stop(self.source.problem(code, message, hint, line=line, column=column))

    def _place(self, mark: "Mark | CMark | None") -> tuple[int, int]:
        assert mark is not None  # noqa: S101  # every event of a text has one; only hand-made ones do not
        return (mark.line + self.first_line, mark.column + 1)


def _syntax(source: Source, error: yaml.MarkedYAMLError, first_line: int) -> Problem:
    """Describe a syntax error at the place where a person would look for it."""
    problem = error.problem or "this cannot be read"
    mark = error.problem_mark or error.context_mark
    if "quoted scalar" in (error.context or "") and error.context_mark is not None:
        message, hint = "the quotation mark that opens here is never closed", "close it on the same line"
        if "escape" in problem or "hexdecimal" in problem or "Unicode" in problem:
            message, hint = "a backslash here begins an escape that does not exist", "use 'single quotes' around it"
        else:
            mark = error.context_mark
    elif "mapping values are not allowed" in problem:
        message, hint = "a second colon makes this ambiguous", 'put quotes around the text: title: "Round 2: design"'
    elif mark is not None and _line_at(source, mark.line + first_line)[mark.column : mark.column + 1] == "\t":
        message, hint = "a tab cannot indent here", "indent with spaces"
    elif mark is not None and _ASKING.search(_line_at(source, mark.line + first_line)):
        message, hint = (
            "a question mark is no value here",
            "write ~ for what is not known, or put quotes around the text",
        )
    elif "cannot start any token" in problem:
        message, hint = "a value cannot begin with this character", "put quotes around the text"
    else:
        message, hint = f"this cannot be read: {problem}", "check the indentation, the colons and the quotes around it"
    line = (mark.line if mark else 0) + first_line
    column = (mark.column if mark else 0) + 1
    code = Code.YAML_SYNTAX
    if "nesting depth" in problem:  # the C parser reads ahead of its events, and gives up first
        code, message, hint = (
            Code.YAML_TOO_DEEP,
            f"there are more than {DEEPEST} levels inside each other",
            "use fewer levels",
        )
    last = source.text.count("\n") + 1
    return source.problem(code, message, hint, line=min(line, last), column=column)


def _line_at(source: Source, line: int) -> str:
    lines = source.text.split("\n")
    return lines[line - 1] if line <= len(lines) else ""
