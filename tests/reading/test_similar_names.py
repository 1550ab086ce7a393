"""Interviewers whose names nearly agree may be one person, and are warned of at the name that comes up less."""

import pytest

from afterview.problems import Code, Severity
from afterview.reading.portfolio import read_portfolio

TEXT = "---\ntitle: {0}\ndate: 2026-01-0{0}\nkind: coding\ninterviewer: {1}\n---\nText.\n"


def warnings_of(make_site, *names: str):
    files = {f"content/interviews/i{day}.md": TEXT.format(day, name) for day, name in enumerate(names, start=1)}
    problems = read_portfolio(make_site(files)).problems
    return [problem for problem in problems if problem.code is Code.SIMILAR_NAMES]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Dana R.", "Dana"), ("Dana R.", "dana r"), ("Dana Rivers", "Dana R."), ("Jean-Luc", "Jean Luc P.")],
)
def test_one_person_may_stand_under_two_names(make_site, one, other):
    [problem] = warnings_of(make_site, one, one, other)
    assert (problem.path, problem.line, problem.severity) == ("content/interviews/i3.md", 5, Severity.WARNING)
    assert (one in problem.message, other in problem.message) == (True, True)
    assert one in problem.hint


def test_several_people_in_one_name_are_to_be_a_list(make_site):
    (problem,) = warnings_of(make_site, '"Dana R., Mo"', "Dana R.")
    assert problem.hint == "if it is several people, write a list: [Dana R., Mo]"


def test_each_of_a_panel_is_a_name(make_site):
    assert warnings_of(make_site, "[Dana R., Mo]", "Dana R.", "[Mo]") == []
    [problem] = warnings_of(make_site, "[Eli, Dana R.]", "Dana R.", "Dana")
    assert problem.message == "`Dana` and `Dana R.` may be one person, and are counted as two"


@pytest.mark.parametrize(
    ("one", "other"), [("Dana R.", "Dana S."), ("Dana", "Daniel"), ("Eli Dana", "Dana"), ("Dana R.", "Dana R.")]
)
def test_different_people_and_one_name_are_no_problem(make_site, one, other):
    assert warnings_of(make_site, one, other) == []


@pytest.mark.parametrize(
    ("written", "people"),
    [
        ("Dana R. and Omar K.", "[Dana R., Omar K.]"),
        ("Dana & Omar", "[Dana, Omar]"),
        ("Dana R., Omar K.", "[Dana R., Omar K.]"),
        ("Dana, Omar y Luis", "[Dana, Omar, Luis]"),
        ("Ana y Luis", "[Ana, Luis]"),
        ("Dana R., Omar K. and Zoë O'Brien", "[Dana R., Omar K., Zoë O'Brien]"),
        ("Grace and Mark", "[Grace, Mark]"),
        ("Smith, Dana", ""),
        ("Dana R., Staff Engineer", ""),
        ("Dana R. and a colleague", ""),
        ("Ana de la Cruz", ""),
        ("Ana Costa e Silva", ""),
        ("José Ortega y Gasset", ""),
        ("Hiring panel", ""),
    ],
)
def test_one_text_that_names_several_people_is_warned_of(make_site, written, people):
    files = {"content/interviews/i1.md": TEXT.format(1, written)}
    hints = [it.hint for it in read_portfolio(make_site(files)).problems if it.code is Code.SEVERAL_NAMES]
    assert hints == ([f"write a list if they are several: {people}"] if people else [])
