"""Turn a tree of text into the fields of the schema, one by one, so that every problem is found in one run."""

import types
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from typing import Annotated, Any, Generic, TypeVar, Union, get_args, get_origin

import msgspec

from afterview.problems import Code, Problem
from afterview.reading.did_you_mean import find_near
from afterview.reading.schema import People
from afterview.reading.sources import Source
from afterview.reading.values import BadValue, parse_value
from afterview.reading.yaml_tree import Path, Tree, Value

Fields = TypeVar("Fields", bound=msgspec.Struct)

_SPEAKS_OF_VISIBILITY = frozenset(
    {"access", "draft", "drafts", "hidden", "private", "public", "publish", "published", "share", "shared", "visible"}
)
_MOST = 30
"""Unknown keys of a file that are compared with the known ones: nobody misspells more."""


class _Absent(Exception):
    """A value could not be read, and its problem is noted."""


class Parsed(msgspec.Struct, Generic[Fields], frozen=True, kw_only=True):
    """What a tree says: its fields, None where one that is required is missing or wrong, and its problems.

    ``unknown`` are keys that Afterview does not know and ignores, each with its line.
    """

    fields: Fields | None
    problems: list[Problem]
    unknown: Mapping[str, int]


def parse_fields(
    source: Source, tree: Tree, form: type[Fields], *, scale: Sequence[str] = (), ignore: AbstractSet[str] = frozenset()
) -> Parsed[Fields]:
    """Convert a tree into a form; ``scale`` has the words of a rating, ``ignore`` keys of other programs."""
    reader = _FieldReader(source, tree, scale, ignore)
    try:
        fields = reader.struct(tree.value, form, ())
    except _Absent:
        fields = None
    return Parsed(fields=fields, problems=reader.problems, unknown=reader.unknown)


class _FieldReader:
    """Read a tree of YAML values by a form, and collect the problems."""

    def __init__(self, source: Source, tree: Tree, scale: Sequence[str], ignore: AbstractSet[str]) -> None:
        self.source, self.tree, self.scale, self.ignore = source, tree, scale, ignore
        self.problems: list[Problem] = []
        self.unknown: dict[str, int] = {}

    def struct(self, value: Value, form: type[Fields], path: Path) -> Fields:
        if not isinstance(value, dict):
            raise self._note(
                path, Code.BAD_VALUE, "expected lines like `key: value` here", f"the keys are {_keys(form)}"
            )
        plan = _plan(form)
        for key in value:
            if key not in plan and key not in self.ignore:
                self._check_unknown(key, form, path)
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

    def _check_unknown(self, key: str, form: type[msgspec.Struct], path: Path) -> None:
        """Report a key that is one of ours, misspelt, or says who may see the file; collect any other."""
        line, column = self.tree.keys[(*path, key)]
        near = find_near(key, _plan(form)) if len(self.unknown) + len(self.problems) < _MOST else None
        if near:
            message, hint = f"`{key}` is not a field here", f"did you mean `{near}`? The keys are {_keys(form)}"
        elif key.casefold() in _SPEAKS_OF_VISIBILITY:
            message = f"`{key}` seems to say who may see this, but it is not a field here"
            hint = "write `visibility: private`, `visibility: mentor` or `visibility: public`"
        else:
            self.unknown[key] = line
            return
        self.problems.append(self.source.problem(Code.UNKNOWN_KEY, message, hint, line=line, column=column))

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
        if kind is People:
            return tuple(dict.fromkeys(self.sequence(value, str, path)))
        if isinstance(value, dict | list):
            raise self._note(path, Code.BAD_VALUE, "expected one value here", "write it on the key's line")
        if value is None:
            raise self._note(path, Code.MISSING_FIELD, f"`{path[-1]}` has no value", "write one, or delete the line")
        try:
            return parse_value(value, kind, self.scale)
        except BadValue as bad:
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
                    name = parse_value(key, kinds[0], self.scale)
                except BadValue as bad:
                    raise self._note((*path, key), bad.code, bad.message, bad.hint, key=True) from None
                found[name] = self.value(one, kinds[1], (*path, key))
            except _Absent:
                continue
        return found

    def sequence(self, value: Value, kind: Any, path: Path) -> tuple[Any, ...]:
        if value is None:
            return ()
        if isinstance(value, str):
            value = [value]  # one value without brackets is a list of one
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


def _keys(form: type[msgspec.Struct]) -> str:
    return ", ".join(_plan(form))
