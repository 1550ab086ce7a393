"""What is checked of each kind of file beside its syntax, case by case: the mistake, its code, and where it is."""

import pytest

from afterview.model.audience import Visibility
from afterview.model.interview import Mode, Relation
from afterview.problems import Code
from afterview.reading.portfolio import read_portfolio

SETTINGS = """\
title: A
author: A
kinds:
  coding: {title: Coding, skills: [communication, testing]}
"""


@pytest.mark.parametrize(
    ("path", "text", "code", "place", "said"),
    [
        ("skills/testing.md", "---\ntitle: T\nanchors: [a, b]\n---\n", Code.BAD_VALUE, (3, 10), "2 anchors"),
        ("skills/testing.md", "---\ntitle: T\ntarget: 5\n---\n", Code.BAD_RATING, (3, 9), "4 steps"),
        ("skills/testing.md", "---\ntitle: T\nkinds: [codng]\n---\n", Code.UNKNOWN_KIND, (3, 9), "codng"),
        ("skills/testing.md", "---\ntitle: {a: b}\n---\n", Code.BAD_VALUE, (2, 8), "single value"),
        ("skills/testing.md", "---\ntitle:\n---\n", Code.MISSING_FIELD, (2, 7), "no value"),
        ("skills/testing.md", "---\ntitle: ' '\n---\n", Code.MISSING_FIELD, (2, 8), "empty"),
        ("skills/testing.md", "---\ntitle: T\nanchors: {a: b}\n---\n", Code.BAD_VALUE, (3, 10), "a list"),
        ("skills/testing.md", "---\ntitle: T\nanchors: [[a]]\n---\n", Code.BAD_VALUE, (3, 11), "single value"),
        ("pages/about.md", "---\ntitle: T\norder: first\n---\n", Code.BAD_VALUE, (3, 8), "whole number"),
        ("pages/index.md", "---\ntitle: T\n---\n", Code.SAME_ADDRESS, (0, 0), "a page that every site has"),
        ("pages/how.md", "---\ntitle: T\n---\n", Code.SAME_ADDRESS, (0, 0), "how"),
        ("notes/a.md", "---\nfrom: D\ndate: 2026-01-01\nabout: [x]\n---\n", Code.UNKNOWN_INTERVIEW, (4, 9), "`x`"),
        ("notes/a.md", "---\nfrom: D\n---\n", Code.MISSING_FIELD, (2, 1), "`date`"),
        ("portfolio.yaml", SETTINGS + "language: english!\n", Code.BAD_VALUE, (5, 11), "language"),
        ("portfolio.yaml", SETTINGS + "url: example.org\n", Code.BAD_VALUE, (5, 6), "address"),
        ("portfolio.yaml", SETTINGS + "scale: [good]\n", Code.BAD_VALUE, (5, 8), "1 words"),
        ("portfolio.yaml", SETTINGS + "publish: gh-pages\n", Code.BAD_VALUE, (5, 10), "key: value"),
        ("portfolio.yaml", SETTINGS + "public_shows: [salary]\n", Code.BAD_VALUE, (5, 16), "salary"),
        ("portfolio.yaml", SETTINGS + "sections: {went: [Bien]}\n", Code.BAD_VALUE, (5, 12), "went"),
        ("portfolio.yaml", SETTINGS.replace("testing", "testng"), Code.UNKNOWN_SKILL, (4, 51), "testng"),
        ("portfolio.yaml", "title: A\nauthor: A\nkinds: {}\n", Code.MISSING_FIELD, (3, 8), "no kind"),
        ("portfolio.yaml", None, Code.MISSING_FILE, (0, 0), "no such file"),
        ("questions.yaml", "questions: [a]\n", Code.BAD_VALUE, (1, 12), "key: value"),
        ("questions.yaml", "questions: {A B: {ask: x}}\n", Code.BAD_VALUE, (1, 13), "address"),
        ("questions.yaml", "questions: {a: {}}\n", Code.MISSING_FIELD, (1, 16), "`ask`"),
    ],
)
def test_a_mistake_is_found_where_it_stands(make_site, path, text, code, place, said):
    problems = read_portfolio(make_site({f"content/{path}": text})).problems
    mine = [problem for problem in problems if problem.path == f"content/{path}"]
    assert [(problem.code, problem.line, problem.column) for problem in mine] == [(code, *place)], problems
    assert said in mine[0].message
    assert mine[0].hint


INTERVIEW = "---\ntitle: {0}\ndate: {1}\nkind: coding\n{2}---\n{3}"


def interviews(**by_slug: str) -> dict[str, str]:
    return {f"content/interviews/{slug}.md": text for slug, text in by_slug.items()}


@pytest.mark.parametrize(
    ("files", "code", "path", "line"),
    [
        (  # settled on the day before it was made
            interviews(
                a=INTERVIEW.format("A", "2026-01-01", "settles: {plan: kept}\n", ""),
                b=INTERVIEW.format("B", "2026-01-02", "", "## Next time\n- If a, then b ^plan\n"),
            ),
            Code.SETTLED_TOO_EARLY,
            "content/interviews/a.md",
            5,
        ),
        (  # settled by the interview that made it
            interviews(
                a=INTERVIEW.format("A", "2026-01-01", "settles: {plan: kept}\n", "## Next time\n- If a, then b ^plan\n")
            ),
            Code.SETTLED_TOO_EARLY,
            "content/interviews/a.md",
            5,
        ),
        (
            interviews(
                a=INTERVIEW.format("A", "2026-01-01", "", "## Next time\n- If a, then b ^plan\n"),
                b=INTERVIEW.format("B", "2026-01-02", "", "\n## Next time\n- If c, then d ^plan\n"),
            ),
            Code.DUPLICATE_COMMITMENT,
            "content/interviews/b.md",
            8,
        ),
        (
            interviews(a=INTERVIEW.format("A", "2026-01-01", "ratings: {trade-offs: 2}\n", "")),
            Code.SKILL_OUTSIDE_KIND,
            "content/interviews/a.md",
            5,
        ),
        (
            interviews(a=INTERVIEW.format("A", "2026-01-01", "", "![x](../images/none.png)\n")),
            Code.MISSING_IMAGE,
            "content/interviews/a.md",
            6,
        ),
        (
            interviews(a=INTERVIEW.format("A", "2026-01-01", "", "![x](../skills/testing.png)\n")),
            Code.DEAD_LINK,
            "content/interviews/a.md",
            6,
        ),
    ],
)
def test_entries_are_checked_side_by_side(make_site, files, code, path, line):
    problems = read_portfolio(make_site(files)).problems
    assert [(problem.code, problem.path, problem.line) for problem in problems] == [(code, path, line)]
    assert problems[0].excerpt


def test_a_commitment_may_be_settled_on_the_day_it_was_made(make_site):
    files = interviews(
        a=INTERVIEW.format("Afternoon", "2026-01-01", "settles: {plan: kept}\n", ""),
        b=INTERVIEW.format("Morning", "2026-01-01", "", "## Next time\n- If a, then b ^plan\n"),
    )
    assert read_portfolio(make_site(files)).problems == ()


def test_a_picture_that_leads_out_of_the_portfolio(make_site, tmp_path):
    (tmp_path / "photo.png").write_bytes(b"x")
    root = make_site(interviews(a=INTERVIEW.format("A", "2026-01-01", "", "![x](../images/photo.png)\n")))
    (root / "content/images").mkdir(exist_ok=True)
    (root / "content/images/photo.png").symlink_to(tmp_path / "photo.png")
    assert [problem.code for problem in read_portfolio(root).problems] == [Code.LINK_OUTSIDE]


def test_broken_settings_do_not_blame_every_interview(make_site):
    files = interviews(a=INTERVIEW.format("A", "2026-01-01", "", "")) | {"content/portfolio.yaml": "title: [\n"}
    assert [problem.path for problem in read_portfolio(make_site(files)).problems] == ["content/portfolio.yaml"]


def test_a_portfolio_without_questions_is_fine(make_site):
    result = read_portfolio(make_site({"content/questions.yaml": None}))
    assert result.problems == ()
    assert result.portfolio.questions == {}


def test_every_fact_of_an_interview_is_read(make_site):
    text = """\
---
title: "Sliding window: with Dana"
date: 2026-11-22
mode: real
kind: coding
company: Acme
role: Backend engineer
interviewer: Dana R.
relation: mentor
minutes: 45
visibility: mentor
asked: [keep, lost]
self: {communication: 2, testing: ~}
ratings:
  communication: 3
  testing:
advance: no
---
"""
    read = read_portfolio(make_site(interviews(sliding=text)))
    assert read.problems == ()
    interview = read.portfolio.interviews[0]
    assert (interview.slug, interview.title) == ("sliding", "Sliding window: with Dana")
    assert (interview.mode, interview.relation, interview.visibility) == (Mode.REAL, Relation.MENTOR, Visibility.MENTOR)
    assert (interview.company, interview.interviewer, interview.minutes) == ("Acme", "Dana R.", 45)
    assert dict(interview.ratings) == {"communication": 3}
    assert dict(interview.self_ratings) == {"communication": 2}
    assert interview.asked == ("keep", "lost")
    assert interview.advance == "no"
    assert read.portfolio.kinds["coding"].skills == ("communication", "testing")


def test_a_skill_may_name_more_kinds_that_show_it(make_site):
    skill = "---\ntitle: Trade-offs\nkinds: [coding]\n---\n"
    read = read_portfolio(make_site({"content/skills/trade-offs.md": skill}))
    assert read.problems == ()
    assert "trade-offs" in read.portfolio.kinds["coding"].skills
    assert set(read.portfolio.skills["trade-offs"].kinds) == {"coding", "system-design"}


def test_a_link_to_a_note_about_something_hidden_is_dead(make_site):
    files = interviews(
        a="---\ntitle: A\ndate: 2026-01-01\nkind: coding\nvisibility: public\n---\n[n](../notes/n.md)\n",
        b=INTERVIEW.format("B", "2026-01-02", "", ""),
    )
    note = "---\nfrom: D\ndate: 2026-01-03\nvisibility: public\nabout: [b]\n---\n"
    problems = read_portfolio(make_site({**files, "content/notes/n.md": note})).problems
    assert [problem.code for problem in problems] == [Code.DEAD_LINK, Code.HIDDEN_NOTE]


def test_a_definition_for_each_of_two_sections_is_no_problem(make_site):
    body = "Words.[^1]\n\n[^1]: Shown.\n\n## Felt {private}\n\nBad.[^1]\n\n[^1]: Hidden.\n"
    read = read_portfolio(make_site(interviews(a=INTERVIEW.format("A", "2026-01-01", "", body))))
    assert read.problems == ()


def test_headings_of_notes_tell_whose_they_are(make_site):
    note = "---\nfrom: D\ndate: 2026-01-03\n---\n## Same\n[x](#same)\n"
    read = read_portfolio(make_site({"content/notes/a.md": note, "content/notes/b.md": note}))
    assert read.problems == ()
    assert [one.sections[0].anchor for one in read.portfolio.notes] == ["s-a-same", "s-b-same"]
    assert 'href="\0notes.html#s-b-same"' in read.portfolio.notes[1].sections[0].html
