"""Read back what ``afterview export portfolio.md`` writes: interviews with all their facts, and notes."""

import re
from collections.abc import Iterator, Mapping

import msgspec

from afterview.importing.import_context import Setting
from afterview.importing.imported_entry import NEEDED, PLACED, Found, ImportedEntry, name_source, read_fact
from afterview.importing.rating_lines import lines_outside_code, read_rating
from afterview.model.section import Outcome
from afterview.reading.slugs import slugify
from afterview.reading.values import BadValue, parse_value

_START = re.compile(r"^## (?P<title>.+)\n\n(?P<facts>- (?:file|from): .*\n(?:- [a-z]+: .*\n)*)", re.MULTILINE)
_FACT = re.compile(r"- (?P<name>[a-z]+): (?P<value>.*)")
_PAIR = re.compile(r"(?P<name>[a-z0-9-]+): (?P<value>.+?)(?:, (?=[a-z0-9-]+: )|\Z)")


class ExportedNote(msgspec.Struct, frozen=True, kw_only=True):
    """A mentor's note in an export: its facts as text, the interviews that it is about, and what it says."""

    author: str
    date: str
    about: tuple[str, ...]
    text: str


def read_exported(
    text: str, name: str, setting: Setting
) -> tuple[tuple[ImportedEntry, ...], tuple[ExportedNote, ...]] | None:
    """Read the interviews and the notes of an export; None where the text is none. ``name`` is its file's name."""
    starts = list(_START.finditer(text))
    if not starts:
        return None
    entries = []
    notes = []
    ends = [*(start.start() for start in starts[1:]), len(text)]
    for start, end in zip(starts, ends, strict=True):
        facts = {fact["name"]: fact["value"] for line in start["facts"].splitlines() if (fact := _FACT.match(line))}
        body = _raise_headings(text[start.end() : end].strip("\n"))
        if "from" in facts:
            about = tuple(filter(None, facts.get("about", "").split(", ")))
            notes.append(ExportedNote(author=facts["from"], date=facts.get("date", ""), about=about, text=body))
        else:
            entries.append(_read_entry(start["title"], facts, body, name, setting))
    return tuple(entries), tuple(notes)


def _read_entry(title: str, written: Mapping[str, str], body: str, name: str, setting: Setting) -> ImportedEntry:
    facts = {"title": Found(name="title", value=title, where="its heading")}
    left_out = []
    for key, value in written.items():
        if key not in PLACED:
            continue
        try:
            fact = read_fact(key, value, f"the line “{key}: {value}”")
        except BadValue as error:
            left_out.append(f"{key}: {error.message}")
            continue
        if key == "kind" and value not in setting.kinds.values():
            left_out.append(f"kind “{value}”: portfolio.yaml has no such kind")
        else:
            facts[key] = fact
    ratings, own = (tuple(_read_ratings(written.get(key, ""), key, setting, left_out)) for key in ("ratings", "self"))
    slug = slugify(written["file"])
    return ImportedEntry(
        slug=slug,
        facts=tuple(facts[key] for key in PLACED if key in facts),
        ratings=ratings,
        own=own,
        outcomes=tuple(_read_outcomes(written.get("outcomes", ""), left_out)),
        body=body,
        source=name_source(name, slug, [title, *written.values(), body]),
        left_out=tuple(left_out),
        missing=tuple(key for key in NEEDED if key not in facts),
        is_export=True,
    )


def _read_ratings(text: str, name: str, setting: Setting, left_out: list[str]) -> Iterator[Found]:
    for pair in _PAIR.finditer(text):
        step = read_rating(pair["value"], setting.scale)
        if step is None or pair["name"] not in setting.skills.values():
            left_out.append(f"{name}: {pair['name']}: {pair['value']}")
        else:
            yield Found(name=pair["name"], value=str(step), where=f"the line “{name}: …”")


def _read_outcomes(text: str, left_out: list[str]) -> Iterator[Found]:
    for pair in _PAIR.finditer(text):
        try:
            outcome = parse_value(pair["value"], Outcome, ())
        except BadValue:
            left_out.append(f"outcomes: {pair['name']}: {pair['value']}")
        else:
            yield Found(name=pair["name"], value=str(outcome), where="the line “outcomes: …”")


def _raise_headings(text: str) -> str:
    """Take one level off each heading: an export has the interviews' titles above them."""
    lines = text.split("\n")
    for number, line in lines_outside_code(lines):
        if line.startswith("##"):
            lines[number] = line[1:]
    return "\n".join(lines)
