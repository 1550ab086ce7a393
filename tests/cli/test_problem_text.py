"""A problem reads the same to people, programs and GitHub, and nothing in it can play with a terminal."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterview.cli.problem_text import Format, count_problems, render_grouped, render_problems
from afterview.cli.terminal_text import make_plain
from afterview.problems import Code, Problem, Severity

PROBLEM = Problem(
    code=Code.BAD_DATE,
    path="content/interviews/a.md",
    line=3,
    column=7,
    message="there is no month 13",
    hint="write a day as 2026-11-22",
    excerpt="date: 2026-13-01",
)
WARNING = Problem(
    code=Code.RAW_HTML,
    path="content/pages/b.md",
    message="HTML is shown as text",
    hint="write Markdown",
    severity=Severity.WARNING,
)


def render(problem: Problem, **changes: object) -> list[str]:
    return render_problems([msgspec.structs.replace(problem, **changes)], excerpts=True).split("\n")


def test_a_line_for_people():
    assert render_problems([PROBLEM, WARNING]).split("\n") == [
        "content/interviews/a.md:3:7: error[bad-date]: there is no month 13. Hint: write a day as 2026-11-22",
        "content/pages/b.md:1:1: warning[raw-html]: HTML is shown as text. Hint: write Markdown",
    ]


def test_a_caret_under_the_place():
    assert render(PROBLEM)[1:] == ["  3 | date: 2026-13-01", "    |       ^"]


def test_a_caret_under_wide_and_combining_letters():
    lines = render(PROBLEM, excerpt="日本e\u0301\tx", column=6)
    assert lines[1:] == ["  3 | 日本e\u0301 x", "    |       ^"]


def test_a_caret_in_a_long_line_is_in_sight():
    lines = render(PROBLEM, excerpt="x" * 500 + "!" + "y" * 500, column=501)
    assert len(lines[1]) < 120
    assert lines[1][lines[2].index("^")] == "!"


def test_a_problem_of_a_line_as_a_whole_has_no_caret():
    assert render(PROBLEM, column=0)[1:] == ["  3 | date: 2026-13-01"]


def test_one_array_for_programs():
    first, second = json.loads(render_problems([PROBLEM, WARNING], Format.JSON))
    assert first == {
        "code": "bad-date",
        "path": "content/interviews/a.md",
        "line": 3,
        "column": 7,
        "severity": "error",
        "message": "there is no month 13",
        "hint": "write a day as 2026-11-22",
        "excerpt": "date: 2026-13-01",
    }
    assert second["severity"] == "warning"
    assert json.loads(render_problems([], Format.JSON)) == []


def test_annotations_for_github():
    odd = Problem(code=Code.BAD_VALUE, path="content/a,b:c.md", line=2, message="100 %\nsure::", hint="no")
    assert render_problems([PROBLEM, WARNING, odd], Format.GITHUB).split("\n") == [
        "::error col=7,file=content/interviews/a.md,line=3,title=bad-date::"
        "there is no month 13 Hint: write a day as 2026-11-22",
        "::warning file=content/pages/b.md,title=raw-html::HTML is shown as text Hint: write Markdown",
        "::error col=1,file=content/a%2Cb%3Ac.md,line=2,title=bad-value::100 %25%0Asure:: Hint: no",
    ]


@given(st.text(), st.sampled_from(Format))
def test_whatever_a_file_says_a_problem_stays_one_line_and_harmless(text, form):
    problem = Problem(code=Code.BAD_VALUE, path=text, line=1, message=text, hint=text)
    rendered = render_problems([problem], form)
    rendered.encode("utf-8")
    if form is not Format.JSON:
        assert len(rendered.splitlines()) == 1
        assert "\x1b" not in rendered


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\u202eb", "a\\u202eb"),
        ("a\tb", "a b"),
        ("\udcff.md", "\\udcff.md"),
        ("👩‍💻 é", "👩‍💻 é"),
    ],
)
def test_harmful_letters_are_spelt_out(text, plain):
    assert make_plain(text) == plain


@pytest.mark.parametrize(
    ("problems", "words"),
    [
        ([], "no problems"),
        ([PROBLEM], "1 error"),
        ([WARNING, WARNING], "2 warnings"),
        ([PROBLEM, PROBLEM, WARNING], "2 errors and 1 warning"),
        ([PROBLEM] * 10, "10 errors"),
    ],
)
def test_problems_are_counted_in_words(problems, words):
    assert count_problems(problems) == words


def test_many_warnings_of_one_kind_are_grouped_and_errors_never():
    warnings = [msgspec.structs.replace(WARNING, path=f"content/pages/{number}.md") for number in range(44)]
    lines = render_grouped([*[PROBLEM] * 9, *warnings]).split("\n")
    assert sum("error[bad-date]" in line for line in lines) == 9
    assert lines[9] == "warning[raw-html] in 44 files: the first 3 of 44"
    assert [line.split(":")[0] for line in lines[10:13]] == [f"  content/pages/{number}.md" for number in range(3)]
    assert lines[13:] == ["  41 more: `afterview check --format text` lists them"]


def test_few_warnings_stand_on_their_own():
    assert render_grouped([WARNING] * 5) == render_problems([WARNING] * 5)
