"""Markdown bodies, case by case: each file of cases/ holds a body and, below it, what it becomes."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterview.model.audience import Visibility
from afterview.model.section import ROOT
from afterview.problems import Code, Severity
from afterview.reading.markup.body import Body, parse_body
from afterview.reading.sources import Source
from afterview.reading.vocabulary import Vocabulary, role_words

CASES = sorted((Path(__file__).parent / "cases").glob("*.md"))
RULER = "\n======== becomes ========\n"
WORDS = Vocabulary(
    kinds={"coding": frozenset({"testing"})},
    skills=frozenset({"testing", "communication"}),
    questions=frozenset(),
    steps=4,
    headings=role_words({}),
    default_visibility=Visibility.PRIVATE,
)


def read(text: str) -> Body:
    source = Source(path="content/interviews/2026-11-22-first.md", text=text)
    return parse_body(source, text, first_line=1, slug="2026-11-22-first", vocabulary=WORDS)


def describe(body: Body) -> str:
    """Describe a body's sections, points, commitments, links and problems, a line each."""
    lines = []
    for section in body.sections:
        role = section.role or "-"
        lines.append(f"section {role} h{section.level} {section.visibility} #{section.anchor} {section.title}")
        lines += [f"    {line}" for line in section.html.replace(ROOT, "ROOT/").strip().split("\n")]
    for point in body.points:
        themes = ", ".join(f"{theme.slug} ({theme.label})" for theme in point.themes)
        quoted = " quoted" * point.quoted
        lines.append(f"{point.kind}{quoted} [{point.skill}] [{themes}] {point.visibility}: {point.text}")
    for made in body.commitments:
        themes = ", ".join(theme.slug for theme in made.themes)
        quoted = " quoted" * made.quoted
        lines.append(f"commitment{quoted} {made.id} [{made.skill}] [{themes}] {made.visibility}: {made.text}")
    for link in body.links:
        lines.append(f"link {link.line} {link.visibility} {link.target} {link.anchor}")
    for problem in body.problems:
        lines.append(f"{problem.severity} {problem.line}:{problem.column} {problem.code}: {problem.message}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_case_is_as_golden(case: Path, update_golden: bool):
    text, _, expected = case.read_text(encoding="utf-8").partition(RULER)
    found = describe(read(text))
    if update_golden:
        case.write_text(text + RULER + found, encoding="utf-8")
    else:
        assert found == expected


def test_the_warning_of_an_unknown_mark_names_both_ways_out():
    (problem,) = read("## How it felt {prviate}\n").problems
    assert (problem.code, problem.severity) == (Code.SECTION_MARK, Severity.WARNING)
    assert "{private}" in problem.hint
    assert "a backslash before the {" in problem.hint


def without(body: Body, audience_rank: int) -> str:
    """Describe what an audience of that rank may see."""
    seen = msgspec.structs.replace(
        body,
        sections=tuple(section for section in body.sections if section.visibility.rank >= audience_rank),
        points=tuple(point for point in body.points if point.visibility.rank >= audience_rank),
        commitments=tuple(made for made in body.commitments if made.visibility.rank >= audience_rank),
        links=(),
        problems=(),
    )
    return describe(seen)


pieces = st.sampled_from(
    [
        "## What went well\n- good #testing #pace\n",
        "## Next time\n- If one, then two #testing\n- again ^named\n",
        "## Next time {private}\n- If hidden, then more #testing\n",
        "### Deeper\n- sub [r] and [^n]\n",
        "### Deeper {mentor}\ntext [r]\n\n",
        "## Why {private}\nbecause [^n]\n\n[^n]: a hidden note\n",
        "## Why\nwhy\n===\n",
        "## Why\n\n[r]: https://example.org/wide\n\n",
        "## How it felt {private}\n\n[r]: https://example.org/hidden\n\n```\nopen fence\n",
        "paragraph\n",
        "> ## quoted\n",
        "- list\n\n      code\n",
    ]
)


@given(st.lists(pieces, max_size=8))
def test_what_is_private_changes_nothing_of_what_is_public(parts):
    """Taking every private section out of the text leaves the public reading as it was, to the letter."""
    body = "".join(parts)
    if "```" in body:
        body = "".join(part for part in parts if "```" not in part) + next(part for part in parts if "```" in part)
    kept, hidden_level = [], 0
    for line in body.split("\n"):
        level = len(line) - len(line.lstrip("#")) if line.startswith("#") else 0
        if level and (not hidden_level or level <= hidden_level):
            hidden_level = level if line.endswith(("{private}", "{mentor}")) else 0
        if not hidden_level:
            kept.append(line)
    public = Visibility.PUBLIC.rank
    assert without(read(body), public) == without(read("\n".join(kept)), public)


@given(st.text(max_size=300))
def test_any_text_is_read_without_a_tag_of_its_own(text):
    for section in read(text).sections:
        for tag in ("<script", "<iframe", "onerror=", 'href="javascript'):
            assert tag not in section.html.lower() or tag == "onerror="
