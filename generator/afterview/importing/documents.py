"""Turn documents (notes, exported Markdown, chat logs, mails) into files of interviews; nothing in them is invented."""

import datetime
import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from afterview.importing.days import find_day, parse_written_day
from afterview.importing.embedded import take_pictures
from afterview.importing.imported_entry import PLACED, Found, ImportedEntry, Setting, name_entry
from afterview.importing.rating_lines import find_ratings, lines_outside_code
from afterview.reading.front_matter import parse_front_matter
from afterview.reading.sources import Source
from afterview.reading.vocabulary import folded

_LABELS = {
    "date": ("date", "day", "when", "fecha", "data", "jour"),
    "kind": ("kind", "type", "interview type", "tipo", "genre"),
    "company": ("company", "empresa", "entreprise", "société"),
    "role": ("role", "position", "puesto", "cargo", "poste"),
    "interviewer": ("interviewer", "with", "interviewed by", "entrevistador", "entrevistadora", "intervieweur"),
    "relation": ("relation",),
    "mode": ("mode",),
    "minutes": ("minutes", "duration", "length", "duración", "duração", "durée"),
}
_BY_LABEL = {label: name for name, labels in _LABELS.items() for label in labels}
_FACT = re.compile(
    r"[-*•]?\s*(?:\*\*|__)?(?P<label>[^:*_|]{2,24}?)(?:\*\*|__)?\s*:\s*(?:\*\*|__)?\s*(?P<value>\S.*?)\s*\Z"
)
_TOP = re.compile(r"#[ \t]+(?P<title>.+?)[ \t]*#*\Z")
_HEADING = re.compile(r"#{1,6}[ \t]+(?P<title>.+?)[ \t]*#*\Z")
_ESCAPE = re.compile(r"\\([-.!_#+=~])")


def read_document(text: str, name: str, setting: Setting, *, is_plain: bool = False) -> tuple[ImportedEntry, ...]:
    """Read the interviews that a document tells of; ``name`` is its file's name, ``is_plain`` text without Markdown.

    A document is one interview, unless it has several headings of the first level that each name a day. Facts come
    from its front matter, from ``Label: value`` lines above its first section, and from its name; never from the clock.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    front, body, left_out = _split_front_matter(text)
    chunks = _split_entries(body, setting) if not front else [body]
    return tuple(
        _read_entry(chunk, name, front, left_out, setting, is_plain=is_plain, number=number if len(chunks) > 1 else 0)
        for number, chunk in enumerate(chunks, start=1)
    )


def _read_entry(
    chunk: str,
    name: str,
    front: Mapping[str, str],
    left_out: Sequence[str],
    setting: Setting,
    *,
    is_plain: bool,
    number: int,
) -> ImportedEntry:
    digest = hashlib.blake2b(chunk.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
    text = chunk if is_plain else _unescape(chunk)
    title, text = _take_title(text)
    written, text = _take_facts(text)
    stem = PurePosixPath(name).stem
    facts = {key: Found(name=key, value=value, where="its front matter") for key, value in front.items()}
    for key, value, line in written:
        facts.setdefault(key, Found(name=key, value=value, where=f"the line “{line}”"))
    if title:
        facts.setdefault("title", Found(name="title", value=title, where="its first heading"))
    facts.setdefault("title", Found(name="title", value=stem.strip() or name, where="the file's name"))
    dropped = list(left_out)
    _settle_date(facts, title, stem if not number else "", setting, dropped)
    _settle_kind(facts, setting, dropped)
    ratings, own, odd = find_ratings(text, setting.skills, setting.scale)
    dropped += odd
    slug = name_entry(facts)
    text, pictures = take_pictures(text, slug)
    if is_plain and not _has_known_heading(text, setting):
        text = f"## {setting.quotation_heading}\n\n{text.strip()}"
    identity = f"{number} {facts['title'].value}" if number else facts["date"].value if "date" in facts else "1"
    return ImportedEntry(
        slug=slug,
        facts=tuple(facts[key] for key in PLACED if key in facts),
        ratings=ratings,
        self_ratings=own,
        body=text,
        source=f"{name}#{identity} {digest}",
        left_out=tuple(dropped),
        missing=tuple(key for key in ("date", "kind") if key not in facts),
        pictures=pictures,
    )


def _settle_date(facts: dict[str, Found], title: str, stem: str, setting: Setting, dropped: list[str]) -> None:
    written = facts.pop("date", None)
    if written is not None:
        day = parse_written_day(written.value, setting.months)
        if isinstance(day, datetime.date):
            facts["date"] = Found(name="date", value=day.isoformat(), where=written.where)
        else:
            dropped.append(f"date “{written.value}”: {day}")
    if "date" not in facts:
        for text, where in ((title, "its first heading"), (stem, "the file's name")):
            found = find_day(text, setting.months)
            if found and "date" not in facts:
                facts["date"] = Found(name="date", value=found.isoformat(), where=where)
    if "date" not in facts and setting.date is not None:
        facts["date"] = Found(name="date", value=setting.date.isoformat(), where="--date")


def _settle_kind(facts: dict[str, Found], setting: Setting, dropped: list[str]) -> None:
    written = facts.pop("kind", None)
    kind = setting.kinds.get(folded(written.value)) if written else None
    if written and kind:
        facts["kind"] = Found(name="kind", value=kind, where=written.where)
    elif written:
        dropped.append(f"kind “{written.value}”: portfolio.yaml has no such kind")
    if "kind" not in facts and setting.kind is not None:
        facts["kind"] = Found(name="kind", value=setting.kind, where="--kind")


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
        name = key if key in PLACED else _BY_LABEL.get(folded(key), "")
        if name and isinstance(value, str) and value:
            facts.setdefault(name, value)
        elif value not in (None, "", [], {}):
            left_out.append(f"{key}: {value if isinstance(value, str) else '…'}")
    return facts, entry.body, left_out


def _split_entries(body: str, setting: Setting) -> list[str]:
    """Cut a document at its headings of the first level, if there are several and each names a day."""
    lines = body.split("\n")
    starts = [number for number, line in lines_outside_code(lines) if _TOP.match(line)]
    dated = [number for number in starts if _names_a_day(lines, number, setting)]
    if len(starts) < 2 or dated != starts or any(line.strip() for line in lines[: starts[0]]):
        return [body]
    return ["\n".join(lines[start:end]) for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _names_a_day(lines: Sequence[str], number: int, setting: Setting) -> bool:
    if find_day(lines[number], setting.months):
        return True
    facts, _ = _take_facts("\n".join(lines[number + 1 : number + 12]))
    return any(key == "date" for key, _, _ in facts)


def _unescape(text: str) -> str:
    """Undo the backslashes that word processors put before plain signs, outside code."""
    lines = text.split("\n")
    for number, line in lines_outside_code(lines):
        pieces = re.split(r"(`+[^`]*`+)", line)
        pieces[::2] = [_ESCAPE.sub(_unescape_one, piece) for piece in pieces[::2]]
        lines[number] = "".join(pieces)
    return "\n".join(lines)


def _unescape_one(match: re.Match[str]) -> str:
    """Keep a backslash without which the line would begin a list or a heading."""
    begins = not match.string[: match.start()].strip()
    after = match.string[match.end() : match.end() + 1]
    return match[0] if begins and match[1] in "-+#=" and after in ("", " ", "\t", "-", "=", "#") else match[1]


def _take_title(text: str) -> tuple[str, str]:
    lines = text.split("\n")
    for number, line in lines_outside_code(lines):
        top = _TOP.match(line)
        if top:
            title = re.sub(r"[*_`]+", "", top["title"]).strip()
            return title, "\n".join([*lines[:number], *lines[number + 1 :]]).strip("\n")
        if _HEADING.match(line):
            break
    return "", text


def _take_facts(text: str) -> tuple[list[tuple[str, str, str]], str]:
    """Read ``Label: value`` lines above the first section: name, value and the line itself."""
    facts: list[tuple[str, str, str]] = []
    kept = []
    lines = text.split("\n")
    above = True
    for line in lines:
        above = above and not _HEADING.match(line)
        found = _FACT.match(line.strip()) if above else None
        name = _BY_LABEL.get(folded(found["label"])) if found else None
        if found and name and all(name != key for key, _, _ in facts):
            facts.append((name, found["value"].strip("*_ "), line.strip()))
        else:
            kept.append(line)
    return facts, "\n".join(kept).strip("\n")


def _has_known_heading(text: str, setting: Setting) -> bool:
    headings = (_HEADING.match(line) for _, line in lines_outside_code(text.split("\n")))
    return any(heading and folded(heading["title"]) in setting.headings for heading in headings)
