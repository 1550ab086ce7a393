"""A question counts as asked when an answer stands under it, and not because it was proposed."""

import pytest

from afterview.reading.asked import find_asked
from afterview.reading.portfolio import read_portfolio
from afterview.reading.vocabulary import folded

LOST, CASE = "Where did you lose me?", "Which case did I miss?"
QUESTIONS = {folded(LOST): "lost", folded(CASE): "cases"}


@pytest.mark.parametrize(
    ("body", "asked"),
    [
        (f"**{LOST}**\n> \n\n**{CASE}**\n> \n", ()),
        (f"**{LOST}**\n> At the hash map.\n\n**{CASE}**\n> \n", ("lost",)),
        (f"**{LOST}**\n\nAt the hash map.\n\n**{CASE}**\n\n- The empty one.\n", ("lost", "cases")),
        (f"**{LOST}**\n> \n\n## What went well\n- Everything\n", ()),
        ("**where did you lose me**\n> At the hash map.\n", ("lost",)),
        ("**Something else?**\n> Yes.\n", ()),
        (f"{LOST}\n> Not in bold.\n", ()),
    ],
)
def test_an_answered_question_is_found(body, asked):
    assert find_asked(body, QUESTIONS) == asked


def test_answers_add_to_what_the_front_matter_lists(make_site):
    text = f"---\ntitle: A\ndate: 2026-01-10\nkind: coding\nasked: [keep]\n---\n**{LOST}**\n> At the hash map.\n"
    (interview,) = read_portfolio(make_site({"content/interviews/a.md": text})).portfolio.interviews
    assert interview.asked == ("keep", "lost")
