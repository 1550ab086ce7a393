"""Turn documents (notes, exported Markdown, chat logs, mails) into files of interviews; nothing in them is invented."""

import datetime
import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

import msgspec

from afterview.importing.days import find_ambiguous, find_day, parse_written_day
from afterview.importing.embedded import take_pictures
from afterview.importing.import_context import Setting
from afterview.importing.imported_entry import (
    NEEDED,
    PLACED,
    Found,
    ImportedEntry,
    fill_in,
    name_entry,
    name_source,
    read_fact,
)
from afterview.importing.labels import BY_LABEL, after_heading, take_facts, take_title
from afterview.importing.pasted import escape_lines, parse_pasted
from afterview.importing.quoting import quote_words
from afterview.importing.rating_lines import find_ratings
from afterview.importing.splitting import DEEPEST, split_entries
from afterview.importing.tidying import tidy_markdown
from afterview.model.section import SectionRole
from afterview.reading.front_matter import parse_front_matter
from afterview.reading.markup.outline import find_headings
from afterview.reading.sources import Source
from afterview.reading.values import BadValue
from afterview.reading.vocabulary import folded

_TO_SORT = (SectionRole.WENT_WELL, SectionRole.TO_IMPROVE, SectionRole.NEXT_TIME)
_NOTION_ID = re.compile(r"\s+[0-9a-f]{32}\Z")
_LIST = re.compile(r"^\s*(?:[-*+•]|\d{1,3}[.)])\s", re.MULTILINE)
_DAY_IN_NAME = re.compile(r"\A\d{4}-\d\d-\d\d[\s_-]+(?=\S)")


class _Draft(msgspec.Struct, kw_only=True):
    """What was found so far of one interview."""

    facts: dict[str, Found]
    left_out: list[str]

    def add(self, fact: Found) -> None:
        """Take a fact, unless one is known; name one that differs, since its line is no longer in the text."""
        known = self.facts.setdefault(fact.name, fact)
        if known.value != fact.value:
            self.left_out.append(f"{fact.name} “{fact.value}” in {fact.where}: {known.where} says {known.value}")


def read_document(text: str, name: str, setting: Setting, *, is_plain: bool = False) -> tuple[ImportedEntry, ...]:
    """Read the interviews that a document tells of; ``name`` is its file's name, ``is_plain`` text without Markdown.

    A document is one interview, unless it has several headings of the first or second level that each name a day. Facts
    come from its front matter, from ``Label: value`` lines above its first section, and from its name; never from the
    clock.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    front, body, left_out = _split_front_matter(text)
    tidied, removed = _tidy_plain(body) if is_plain else tidy_markdown(body)
    chunks, above = split_entries(tidied, setting) if not front else ([tidied], ())
    dropped = (*left_out, *removed, *above)
    several = len(chunks) > 1
    return tuple(
        _read_entry(
            chunk, name, front, () if place else dropped, setting, is_plain=is_plain, deepest=DEEPEST if several else 1
        )
        for place, chunk in enumerate(chunks)
    )


def _tidy_plain(text: str) -> tuple[str, tuple[str, ...]]:
    pasted = parse_pasted(text)
    return pasted.text, pasted.left_out


def _read_entry(
    chunk: str,
    name: str,
    front: Mapping[str, str],
    left_out: Sequence[str],
    setting: Setting,
    *,
    is_plain: bool,
    deepest: int,
) -> ImportedEntry:
    title, text = take_title(chunk, setting, deepest=deepest)
    labelled, text = take_facts(text, setting)
    stem = PurePosixPath(name).stem
    draft = _Draft(
        facts={key: Found(name=key, value=value, where="its front matter") for key, value in front.items()},
        left_out=list(left_out),
    )
    for fact in labelled:
        draft.add(Found(name=fact.name, value=fact.value, where=f"the line “{fact.line}”"))
    if title:
        draft.add(Found(name="title", value=title, where="its first heading"))
    draft.facts.setdefault("title", Found(name="title", value=_title_of(stem) or name, where="the file's name"))
    _settle_date(draft, title, stem if deepest == 1 else "", setting)
    _settle_kind(draft, setting)
    _settle_choices(draft)
    fill_in(draft.facts, setting)
    ratings, own, odd = find_ratings(text, setting)
    slug = name_entry(draft.facts)
    text, pictures = take_pictures(text, slug)
    if is_plain and not any(heading.role for heading in find_headings(text, setting.vocabulary)):
        text = _lay_out(text, setting)
    elif any(fact.sent and folded(fact.value) != folded(setting.author) for fact in labelled):
        text = _quote_points(text, setting)
    identity = f"{draft.facts['date'].value if 'date' in draft.facts else ''} {draft.facts['title'].value}"
    return ImportedEntry(
        slug=slug,
        facts=tuple(draft.facts[key] for key in PLACED if key in draft.facts),
        ratings=ratings,
        own=own,
        body=text,
        source=name_source(name, identity.strip(), [chunk]),
        left_out=(*draft.left_out, *odd),
        missing=tuple(key for key in NEEDED if key not in draft.facts),
        pictures=pictures,
    )


def _title_of(stem: str) -> str:
    """Make a title of a file's name: without the day before it, and without what Notion writes behind it."""
    return _DAY_IN_NAME.sub("", _NOTION_ID.sub("", stem)).strip()


def _lay_out(text: str, setting: Setting) -> str:
    """Put plain text under *What the interviewer said*, as it is, with the headings under which to sort it."""
    if not _LIST.search(text):
        # Chat programs indent what was said, which would be code in Markdown.
        text = re.sub(r"^[ \t]+", "", text, flags=re.MULTILINE)
    below = "\n\n".join(f"## {setting.headings[role]}" for role in _TO_SORT)
    return f"## {setting.headings[SectionRole.INTERVIEWER]}\n\n{escape_lines(text.strip())}\n\n{below}"


def _quote_points(text: str, setting: Setting) -> str:
    """Quote what another person sent where points are counted, so that it counts as their words."""
    lines = text.split("\n")
    headings = find_headings(text, setting.vocabulary)
    for heading, end in zip(headings, [*(below.line for below in headings[1:]), len(lines)], strict=True):
        if heading.role in _TO_SORT:
            first = after_heading(lines, heading)
            lines[first:end] = quote_words("\n".join(lines[first:end])).split("\n")
    return "\n".join(lines)


def _settle_date(draft: _Draft, title: str, stem: str, setting: Setting) -> None:
    written = draft.facts.pop("date", None)
    if written is not None:
        day = parse_written_day(written.value, setting.months)
        if isinstance(day, datetime.date):
            draft.facts["date"] = Found(name="date", value=day.isoformat(), where=written.where)
        else:
            draft.left_out.append(f"date “{written.value}”: {day}")
    for text, where in ((title, "its first heading"), (stem, "the file's name")):
        found = find_day(text, setting.months)
        if found and "date" not in draft.facts:
            draft.facts["date"] = Found(name="date", value=found.isoformat(), where=where)
        if "date" not in draft.facts and (ambiguous := find_ambiguous(text)):
            draft.left_out.append(f"date “{ambiguous}” in {where}: {parse_written_day(ambiguous, setting.months)}")


def _settle_kind(draft: _Draft, setting: Setting) -> None:
    written = draft.facts.pop("kind", None)
    kind = setting.kinds.get(folded(written.value)) if written else None
    if written and kind:
        draft.facts["kind"] = Found(name="kind", value=kind, where=written.where)
    elif written:
        draft.left_out.append(f"kind “{written.value}”: portfolio.yaml has no such kind")


def _settle_choices(draft: _Draft) -> None:
    """Leave out what the fields of an interview cannot be."""
    for name, written in list(draft.facts.items()):
        try:
            draft.facts[name] = read_fact(name, written.value, written.where)
        except BadValue as error:
            del draft.facts[name]
            draft.left_out.append(f"{name}: {error.message}")


def _split_front_matter(text: str) -> tuple[dict[str, str], str, list[str]]:
    """Read known facts from front matter; unknown fields are named, and what cannot be read stays in the text."""
    if not text.startswith("---\n"):
        return {}, text, []
    entry, _ = parse_front_matter(Source(path="", text=text))
    if entry is None:
        return {}, text, []
    facts: dict[str, str] = {}
    left_out = []
    for key, value in entry.tree.value.items():
        name = key if key in PLACED else BY_LABEL.get(folded(key), "")
        if name in PLACED and isinstance(value, str) and value:
            facts.setdefault(name, value)
        elif value not in (None, "", [], {}):
            left_out.append(f"{key}: {', '.join(map(str, value)) if isinstance(value, list) else value}")
    return facts, entry.body, left_out
