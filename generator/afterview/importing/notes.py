"""Turn a mentor's answer into a note's file."""

import datetime
from collections.abc import Collection, Mapping

import msgspec

from afterview.importing.answer_blocks import Block
from afterview.importing.quoting import escape_marks
from afterview.problems import Code, Problem
from afterview.reading.did_you_mean import did_you_mean
from afterview.reading.slugs import find_free_slug, slugify
from afterview.reading.yaml_text import clean_line, quote_yaml


class NewFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file to write, relative to the portfolio; ``same_as`` is the path of one that says just this already."""

    path: str
    text: str
    same_as: str = ""


def render_note(author: str, date: datetime.date, about: Collection[str], text: str) -> str:
    """Write the file of a note; its visibility is the default one of notes, never one that a message names."""
    listed = f"about: [{', '.join(about)}]\n" if about else ""
    return f"---\nfrom: {quote_yaml(author)}\ndate: {date.isoformat()}\n{listed}---\n{text.strip()}\n"


def make_note(
    block: Block, *, interviews: Collection[str], existing: Mapping[str, str], path: str, about: str = ""
) -> tuple[NewFile | None, tuple[Problem, ...]]:
    """Make a note's file of a block.

    ``interviews`` are the slugs of the portfolio, ``existing`` the texts of its notes by path; ``path`` names the
    message in problems; ``about`` is the interview, whatever the message says. Nothing is made where a fact is missing
    or wrong.
    """
    problems = []
    author = clean_line(block.facts.get("from", ""))
    if not author:
        problems.append(_problem(path, block, Code.MISSING_FIELD, "this answer does not say who wrote it", "add from:"))
    date = parse_day(block.facts.get("date", ""))
    if date is None:
        message = f"`{block.facts.get('date', '')}` is not a day"
        problems.append(_problem(path, block, Code.BAD_DATE, message, "write it like this: date: 2026-11-22"))
    slugs = (about,) if about else block.items("about")
    for slug in slugs:
        if slug not in interviews:
            hint = f"{did_you_mean(slug, interviews).removesuffix('?')}; or name the interview with --about"
            problems.append(_problem(path, block, Code.UNKNOWN_INTERVIEW, f"there is no interview `{slug}`", hint))
    if problems or date is None:
        return None, tuple(problems)
    return name_note(author, date, slugs, escape_marks(block.text), existing), ()


def name_note(
    author: str, date: datetime.date, about: Collection[str], text: str, existing: Mapping[str, str]
) -> NewFile:
    """Choose a free path for a note's file, or find the file that says the same already."""
    body = render_note(author, date, about, text)
    for taken, present in existing.items():
        if _fold(present) == _fold(body):
            return NewFile(path=taken, text=body, same_as=taken)
    slug = find_free_slug(slugify(f"{date}-{slugify(author)}"), lambda slug: f"content/notes/{slug}.md" in existing)
    return NewFile(path=f"content/notes/{slug}.md", text=body)


def _fold(text: str) -> str:
    """Make texts comparable that differ in blank lines and ends of lines alone."""
    return "\n".join(line.rstrip() for line in text.splitlines() if line.strip())


def parse_day(text: str) -> datetime.date | None:
    """Read a day written as 2026-11-22; None for anything else.

    >>> parse_day("2026-11-22"), parse_day("22.11.2026")
    (datetime.date(2026, 11, 22), None)
    """
    try:
        day = datetime.date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if day.isoformat() == text.strip() else None


def _problem(path: str, block: Block, code: Code, message: str, hint: str) -> Problem:
    return Problem(code=code, path=path, line=block.line, column=1, message=message, hint=hint)
