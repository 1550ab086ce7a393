"""Write the text of a new interview's file: its template filled in, and pasted words in their place."""

import datetime
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from afterview.authoring.prompts import commitments_by_id, render_prompt
from afterview.authoring.starter import default_template
from afterview.insight.compute import compute_insight
from afterview.insight.prompt import draw_prompt
from afterview.insight.questions import propose_questions
from afterview.model.audience import Audience
from afterview.model.interview import Mode, Relation
from afterview.model.portfolio import Kind, Portfolio
from afterview.problems import ContentError, Problem
from afterview.reading.interview_checks import split_people
from afterview.reading.interviewer_section import append_interviewer_words
from afterview.reading.shortening import shorten
from afterview.reading.sources import Source
from afterview.reading.templates import read_template
from afterview.reading.vocabulary import Vocabulary
from afterview.reading.yaml_text import one_line, quote_yaml
from afterview.rendering.template import render_template
from afterview.rendering.translations import read_portfolio_translations

_COMMITMENT_WIDTH = 70


class NewInterview(msgspec.Struct, frozen=True, kw_only=True):
    """The facts that a new interview's file starts with.

    ``path`` is the file's, relative to the portfolio; ``quotation`` is Markdown for *What the interviewer said*;
    ``full`` asks for every field and for hints.
    """

    path: str
    title: str
    kind: str
    date: datetime.date
    mode: Mode = Mode.MOCK
    interviewer: str | None = None
    quotation: str = ""
    full: bool = False


def render_interview_file(root: Path, portfolio: Portfolio, vocabulary: Vocabulary, new: NewInterview) -> str:
    """Fill in the template of the interview's kind.

    Proposes the open commitments that were made earlier, those of the same kind first, and two or three questions
    unless there are pasted words.

    Raises:
        ContentError: the template cannot be read, or fails.
    """
    insight = compute_insight(portfolio, Audience.ME)
    translations = read_portfolio_translations(root, portfolio.language)
    questions = () if new.quotation else propose_questions(portfolio, insight, new.kind)
    text = fill_template(
        find_template(root, portfolio, new.kind),
        portfolio.kinds[new.kind],
        scale=portfolio.scale,
        facts={
            "title": quote_yaml(new.title),
            "date": new.date.isoformat(),
            "mode": new.mode.value,
            "interviewer": _write_people(new.interviewer),
            "relation": _propose_relation(portfolio, new).value,
            "questions": [{"id": question.id, "ask": one_line(question.ask)} for question in questions],
            "open_commitments": _list_open_commitments(portfolio, new),
            "prompt": render_prompt(draw_prompt(portfolio, insight, new.kind), portfolio, insight, translations),
            "full": new.full,
        },
    )
    text = _set_mode(text, new.mode)
    if not new.quotation:
        return text
    front, fence, body = text.partition("\n---\n")
    heading = translations.translate("section-said")
    return front + fence + append_interviewer_words(body, new.quotation, heading, vocabulary)


def find_template(root: Path, portfolio: Portfolio, kind: str) -> Source:
    """Find the template for a kind: the portfolio's for that kind, its default one, else Afterview's own."""
    return read_template(root, kind) or default_template(portfolio.language)


def fill_template(template: Source, kind: Kind, *, scale: Sequence[str], facts: Mapping[str, object]) -> str:
    """Fill in a template for an interview of a kind.

    Raises:
        ContentError: the template fails.
    """
    variables = {"kind": kind.slug, "skills": kind.skills, "scale": scale, **facts}
    return render_template(template.text, path=template.path, variables=variables)


def check_templates(root: Path, portfolio: Portfolio) -> tuple[Problem, ...]:
    """Fill in the template of every kind with example values, and report the templates that fail."""
    facts = {
        "title": "Title",
        "date": "2026-01-01",
        "mode": Mode.MOCK.value,
        "interviewer": "Name",
        "relation": Relation.PEER.value,
        "questions": [{"id": "question", "ask": "Question?"}],
        "open_commitments": [{"id": "commitment", "text": "Text", "skill": None}],
        "prompt": "Prompt",
        "full": True,
    }
    found: dict[tuple[str, int], Problem] = {}
    for slug, kind in portfolio.kinds.items():
        try:
            fill_template(find_template(root, portfolio, slug), kind, scale=portfolio.scale, facts=facts)
        except ContentError as error:
            for problem in error.problems:
                found.setdefault((problem.path, problem.line), problem)
    return tuple(found.values())


def find_first_place(text: str) -> int:
    """Find the line, from 1, where writing starts: below the first question, else below the first bare heading."""
    lines = text.split("\n")
    for number in range(1, len(lines)):
        if lines[number].strip() == ">" and lines[number - 1].startswith("**"):
            return number + 1
    for heading, blank, below in zip(range(len(lines)), lines[1:], [*lines[2:], ""], strict=False):
        if lines[heading].startswith("## ") and not blank.strip() and not below.startswith(">"):
            return heading + 2
    return len(lines)


def _list_open_commitments(portfolio: Portfolio, new: NewInterview) -> list[dict[str, str | None]]:
    """List the open commitments that were made up to the day of the new interview, those of its kind first."""
    commitments = commitments_by_id(portfolio)
    interviews = {interview.slug: interview for interview in portfolio.interviews}
    stories = [
        story
        for story in compute_insight(portfolio, Audience.ME).commitments
        if story.state.open and interviews[story.interview].date <= new.date
    ]
    stories.sort(key=lambda story: interviews[story.interview].kind != new.kind)
    return [
        {"id": story.id, "text": shorten(commitments[story.id].text, _COMMITMENT_WIDTH), "skill": story.skill}
        for story in stories
    ]


def _write_people(written: str | None) -> str:
    """Write the value of ``interviewer``: a list where several people are named."""
    if not written:
        return "~"
    people = split_people(written)
    return f"[{', '.join(map(quote_yaml, people))}]" if people else quote_yaml(written)


def _propose_relation(portfolio: Portfolio, new: NewInterview) -> Relation:
    """Propose the relation that the interviewer had last, else the usual one of the mode."""
    for interview in reversed(portfolio.interviews):
        if new.interviewer in interview.interviewers and interview.relation:
            return interview.relation
    return Relation.COMPANY if new.mode is Mode.REAL else Relation.PEER


def _set_mode(text: str, mode: Mode) -> str:
    """Set the mode in the front matter of a template that does not follow it."""
    front, fence, body = text.partition("\n---")
    front, found = re.subn(r"^mode:([ \t]*)\w+", rf"mode:\g<1>{mode.value}", front, count=1, flags=re.MULTILINE)
    if not found and mode is Mode.REAL:
        front = re.sub(r"^(kind:.*)$", rf"\g<1>\nmode: {mode.value}", front, count=1, flags=re.MULTILINE)
    return front + fence + body
