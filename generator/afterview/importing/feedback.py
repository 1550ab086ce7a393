"""Write an interviewer's feedback into the file of an interview, only where nothing is written yet."""

import datetime
import re
from collections.abc import Callable, Collection, Mapping, Sequence

import msgspec

from afterview.importing.answer_blocks import Block, unveil
from afterview.importing.answer_places import fill_answers
from afterview.importing.notes import parse_day
from afterview.importing.quoting import name_heading, quote_headings, quote_words
from afterview.model.interview import Advance, Relation
from afterview.problems import Code, Problem
from afterview.reading.front_matter import parse_front_matter
from afterview.reading.interviewer_section import append_interviewer_words
from afterview.reading.markup.outline import find_headings
from afterview.reading.slugs import is_slug
from afterview.reading.sources import Source
from afterview.reading.vocabulary import Vocabulary
from afterview.reading.yaml_text import clean_line, quote_yaml

_CLOSING = re.compile(r"^---[ \t]*$", re.MULTILINE)
_KEY = re.compile(r"(?P<key>[A-Za-z_-]+)[ \t]*:(?P<value>.*?)(?P<comment>[ \t]+#.*)?\Z")
_EMPTY = frozenset({"", "~", "null", "unknown", "[]", "{}"})


class Feedback(msgspec.Struct, frozen=True, kw_only=True):
    """What an interviewer sent: facts, ratings (steps of the scale by skill), and Markdown.

    ``about`` is the slug of the interview that it answers, if the message names one; ``unfit`` is what it rates that is
    no skill of the portfolio, or with no step of the scale.
    """

    about: str = ""
    title: str = ""
    date: datetime.date | None = None
    kind: str = ""
    interviewer: str = ""
    relation: Relation | None = None
    asked: tuple[str, ...] = ()
    ratings: Mapping[str, int] = {}
    unfit: tuple[str, ...] = ()
    advance: Advance = Advance.UNKNOWN
    text: str = ""


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """A changed text; ``done`` says what was filled in, ``kept`` what differed and stayed as it was."""

    text: str
    done: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def make_feedback(
    block: Block, *, skills: Collection[str], steps: int, path: str, questions: Collection[str] = ()
) -> tuple[Feedback | None, tuple[Problem, ...]]:
    """Read the facts of an interviewer's answer; ``steps`` is how many the scale has, ``questions`` what was asked.

    Visibility, own ratings, outcomes and points are never taken from a message, and its words are a quotation.
    """

    def problem(code: Code, message: str, hint: str) -> Problem:
        return Problem(code=code, path=path, line=block.line, column=1, message=message, hint=hint)

    problems = []
    ratings: dict[str, object] = dict(block.mapping("ratings"))
    advance: object = block.facts.get("advance", "")
    if block.facts.get("veiled"):
        try:
            hidden = unveil(block.facts["veiled"])
        except ValueError as error:
            message, hint = f"the coded ratings of this answer are damaged: {error}", "copy the message again, whole"
            problems.append(problem(Code.CUT_OFF, message, hint))
            hidden = {}
        found = hidden.get("ratings")
        ratings |= found if isinstance(found, dict) else {}
        advance = hidden.get("advance", advance)
    kept: dict[str, int] = {}
    unfit: list[str] = []
    for skill, value in ratings.items():
        step = int(str(value)) if str(value).isascii() and str(value).isdigit() else 0
        if skill not in skills or not 1 <= step <= steps:
            unfit.append(clean_line(str(skill)))
        else:
            kept[skill] = step
    day = parse_day(block.facts.get("date", ""))
    if day is None:
        message = f"`{block.facts.get('date', '')}` is not a day"
        problems.append(problem(Code.BAD_DATE, message, "write it like this: date: 2026-11-22"))
    if problems:
        return None, tuple(problems)
    relation = block.facts.get("relation", "")
    return Feedback(
        about=(block.items("about") or ("",))[0],
        title=clean_line(block.facts.get("title", "")),
        date=day,
        kind=block.facts.get("kind", ""),
        interviewer=clean_line(block.facts.get("interviewer", "")),
        relation=Relation(relation) if relation in set(Relation) else None,
        asked=tuple(id_ for id_ in block.items("asked") if is_slug(id_)),
        ratings=kept,
        unfit=tuple(unfit),
        advance=Advance(advance) if isinstance(advance, str) and advance in set(Advance) else Advance.UNKNOWN,
        text=quote_words(_strip_own_heading(block.text), questions),
    ), ()


def add_feedback(
    text: str, feedback: Feedback, *, heading: str, vocabulary: Vocabulary, own: Mapping[str, int] | None = None
) -> Edit:
    """Fill feedback into the text of an interview's file.

    Only absent and empty facts are filled in. An answer goes under its question where that stands above an empty
    quotation; other words of the interviewer go to the end of *What the interviewer said*, which is added under
    ``heading`` where it is missing. A second interviewer's words get a heading with the name, for mentors only, and
    their ratings are left out, since a file has one interviewer. ``own`` are the learner's own ratings, noted before
    these were shown. Every other line stays as it is.

    Raises:
        ValueError: the front matter cannot be read.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    plain = text.replace("\r\n", "\n")
    entry, _ = parse_front_matter(Source(path="", text=plain.removeprefix("\ufeff")))
    closing = _CLOSING.search(plain, plain.find("\n"))
    if entry is None or closing is None:
        raise ValueError("the front matter cannot be read")
    facts = entry.tree.value
    editor = _FactEditor(plain[: closing.start()].split("\n")[:-1])
    present = facts.get("interviewer")
    editor.fill_ratings("self", facts.get("self"), own or {})
    names = [str(name) for name in present] if isinstance(present, list) else [str(present or "")]
    known = any(is_same_person(feedback.interviewer, one) for one in names)
    second = bool(feedback.interviewer and any(names)) and not known
    if second:
        if feedback.ratings:
            editor.kept.append(
                f"ratings of {feedback.interviewer}: a file has one interviewer, so they were left out; "
                "to count them, import into a file of its own with --new"
            )
    else:
        editor.fill("interviewer", quote_yaml(feedback.interviewer) if feedback.interviewer else "")
        editor.fill("relation", feedback.relation.value if feedback.relation else "")
        editor.fill_ratings("ratings", facts.get("ratings"), feedback.ratings)
        editor.fill("advance", "" if feedback.advance is Advance.UNKNOWN else feedback.advance.value)
    for key, theirs in (("title", feedback.title), ("date", feedback.date), ("kind", feedback.kind)):
        if theirs and not clean_line(str(facts.get(key, ""))).startswith(str(theirs)):
            editor.kept.append(f"{key}: the file says {facts.get(key, 'nothing')}, they say {theirs}")
    editor.fill("asked", f"[{', '.join(feedback.asked)}]" if feedback.asked else "")
    body = plain[closing.end() + 1 :]
    words = quote_headings(feedback.text, vocabulary)
    if second and words:
        name = name_heading(feedback.interviewer)
        is_heading = any(one.role for one in find_headings(f"### {name}\n", vocabulary))
        # Names are for mentors; one that is also a heading of the learner's would begin their section.
        words = f"### {f'({name})' if is_heading else name} {{mentor}}\n\n{words}"
    if words and words not in body:
        before = body
        if not second:
            body, words = fill_answers(body, words)
        body = append_interviewer_words(body, words, heading, vocabulary) if words else body
        if body != before:
            editor.done.append("what they said")
    front = "\n".join(editor.lines)
    changed = f"{front}\n{plain[closing.start() : closing.end()]}\n{body}"
    return Edit(text=changed.replace("\n", newline), done=tuple(editor.done), kept=tuple(editor.kept))


def is_same_person(first: str, second: str) -> bool:
    """Compare two names as people write them: “Dana” and “Dana R.” are the same person."""
    one, other = (frozenset(re.findall(r"\w+", name.casefold())) for name in (first, second))
    return bool(one and other) and (one <= other or other <= one)


class _FactEditor:
    """Fill in facts line by line; ``lines`` are those of the front matter, the opening fence among them."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.done: list[str] = []
        self.kept: list[str] = []

    def fill(self, key: str, value: str) -> None:
        """Write a fact where it is absent or empty."""
        if not value:
            return
        number = self._find(key)
        if number is None:
            self.lines.append(f"{key}: {value}")
        else:
            found = _KEY.match(self.lines[number])
            present = found["value"].strip() if found else ""
            if self._children(number) or present not in _EMPTY:
                if present != value:
                    self.kept.append(f"{key}: the file says {present or 'something else'}, they say {value}")
                return
            self.lines[number] = f"{key}: {value}{(found['comment'] or '') if found else ''}"
        self.done.append(f"{key}: {value}")

    def fill_ratings(self, key: str, present: object, ratings: Mapping[str, int]) -> None:
        """Write each rating that the file does not have under ``ratings`` or ``self``."""
        who = "you" if key == "self" else "they"
        known = {str(skill): value for skill, value in present.items()} if isinstance(present, dict) else {}
        missing = {}
        for skill, step in ratings.items():
            if known.get(skill) is None:
                missing[skill] = step
            elif str(known[skill]) != str(step):
                self.kept.append(f"{key}.{skill}: the file says {known[skill]}, {who} say {step}")
        if not missing:
            return
        number = self._find(key)
        children = self._children(number) if number is not None else ()
        line = self.lines[number] if number is not None else f"{key}:"
        found = _KEY.match(line)
        inline = found["value"].strip() if found else ""
        if children and not inline:
            self._fill_block(children, missing)
        elif children or (inline not in _EMPTY and not inline.endswith("}")):
            self.kept += [
                f"{key}.{skill}: {who} say {step}, write it into the file yourself" for skill, step in missing.items()
            ]
            return
        else:
            merged = {**{skill: "~" if value is None else value for skill, value in known.items()}, **missing}
            listed = ", ".join(f"{skill}: {value}" for skill, value in merged.items())
            written = f"{key}: {{{listed}}}{(found['comment'] or '') if found else ''}"
            if number is None:
                self.lines.append(written)
            else:
                self.lines[number] = written
        self.done += [f"{key}.{skill}: {step}" for skill, step in missing.items()]

    def _fill_block(self, children: Sequence[int], missing: Mapping[str, int]) -> None:
        left = dict(missing)
        for number in children:
            found = _KEY.match(self.lines[number].strip())
            if found and found["key"] in left:
                indent = self.lines[number][: len(self.lines[number]) - len(self.lines[number].lstrip())]
                self.lines[number] = f"{indent}{found['key']}: {left.pop(found['key'])}{found['comment'] or ''}"
        first = self.lines[children[0]]
        indent = first[: len(first) - len(first.lstrip())]
        self.lines[children[-1] + 1 : children[-1] + 1] = [f"{indent}{skill}: {step}" for skill, step in left.items()]

    def _find(self, key: str) -> int | None:
        pattern = re.compile(rf"[\"']?{re.escape(key)}[\"']?[ \t]*:")
        return next((number for number, line in enumerate(self.lines) if pattern.match(line)), None)

    def _children(self, number: int) -> tuple[int, ...]:
        """List the indented lines under a key, comments and blank lines aside."""
        found = []
        for place in range(number + 1, len(self.lines)):
            line = self.lines[place]
            if line.strip() and not line.startswith((" ", "\t", "- ")):
                break
            if line.strip() and not line.lstrip().startswith("#"):
                found.append(place)
        return tuple(found)


def _strip_own_heading(text: str) -> str:
    """Remove the form's own first heading from the text: the file has that heading already."""
    first, _, rest = text.partition("\n")
    return rest.strip("\n") if re.match(r"#{1,6}[ \t]", first) else text.strip("\n")


def find_interview(
    feedback: Feedback, interviews: Sequence[tuple[str, datetime.date, str]], choose: Callable[[Sequence[str]], str]
) -> str:
    """Find the interview that feedback is about, by its slug; empty where there is none.

    ``interviews`` are slugs, days and kinds. It is the one that the message names, else the one of that day and kind;
    where several fit, ``choose`` is asked.
    """
    if any(slug == feedback.about for slug, _, _ in interviews):
        return feedback.about
    fitting = [slug for slug, day, kind in interviews if day == feedback.date and kind == feedback.kind]
    return choose(fitting) if len(fitting) > 1 else "".join(fitting)
