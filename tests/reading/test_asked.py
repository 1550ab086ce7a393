"""A question counts as asked when an answer stands under it, and not because it was proposed."""

import pytest

from afterview.model.audience import Audience
from afterview.reading.asked import find_answers
from afterview.reading.portfolio import read_portfolio
from afterview.reading.vocabulary import folded
from afterview.site import load_site

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
    assert tuple(question for question, _ in find_answers(body, QUESTIONS)) == asked


def test_answers_add_to_what_the_front_matter_lists(make_site):
    text = f"---\ntitle: A\ndate: 2026-01-10\nkind: coding\nasked: [keep]\n---\n**{LOST}**\n> At the hash map.\n"
    (interview,) = read_portfolio(make_site({"content/interviews/a.md": text})).portfolio.interviews
    assert interview.asked == ("keep", "lost")


@pytest.mark.parametrize(("audience", "asked"), [(Audience.PUBLIC, ()), (Audience.ME, ("lost",))])
@pytest.mark.parametrize("heading", ["## Felt {private}", "### Deeper {mentor}", "Felt {private}\n---"])
def test_an_answer_in_a_hidden_section_shows_nobody_else_the_question(make_site, heading, audience, asked):
    front = "---\ntitle: A\ndate: 2026-01-10\nkind: coding\nvisibility: public\n---\n"
    site = load_site(
        make_site({"content/interviews/a.md": f"{front}Text.\n\n{heading}\n**{LOST}**\n> At the hash map.\n"}), audience
    )
    assert site.portfolio.interviews[0].asked == asked
    assert (LOST in site.render("interviews/a.html").decode()) == bool(asked)


def test_a_question_that_stands_in_the_text_is_shown_once(make_site):
    text = f"---\ntitle: A\ndate: 2026-01-10\nkind: coding\nasked: [keep, lost]\n---\n**{LOST}**\n> At the hash map.\n"
    site = load_site(make_site({"content/interviews/a.md": text}), Audience.ME)
    page = site.render("interviews/a.html").decode()
    assert page.count(LOST) == 1
    assert page.count("What should I keep doing?") == 1
