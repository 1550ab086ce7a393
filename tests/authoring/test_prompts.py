"""An observation fits on one line, in the portfolio's language, and claims no more than was counted."""

import datetime

import pytest

from afterview.authoring.prompts import render_prompt, render_reason
from afterview.insight.compute import compute_insight
from afterview.insight.prompt import Prompt, PromptKind
from afterview.model.audience import Audience, Visibility
from afterview.model.insight import Insight, Recurrence, RecurrenceState, ThemeStory
from afterview.model.interview import Interview, Mode
from afterview.model.portfolio import Kind, Portfolio, Question, Skill
from afterview.rendering.layout_folders import find_default_layouts
from afterview.rendering.layouts import read_layouts
from afterview.rendering.translations import choose_translations, parse_catalogues

DAY = datetime.date(2026, 11, 22)
TESTING = Skill(slug="testing", title="Testing", kinds=("coding",), anchors=())
PORTFOLIO = Portfolio(
    title="",
    author="",
    language="en",
    scale=("not yet", "getting there", "solid", "strong"),
    kinds={"coding": Kind(slug="coding", title="Coding", skills=("testing",))},
    skills={"testing": TESTING},
    interviews=(
        Interview(
            slug="that-day",
            path="content/interviews/that-day.md",
            title="",
            date=DAY,
            mode=Mode.MOCK,
            kind="coding",
            visibility=Visibility.PRIVATE,
        ),
    ),
)
THEME = ThemeStory(
    slug="edge-cases",
    label="edge\ncases",
    recurrence=Recurrence(
        state=RecurrenceState.BACK, interviews=("i",) * 3, chances=("i",) * 9, missed=0, first=DAY, last=DAY
    ),
)
INSIGHT = Insight(solid=3, skills=compute_insight(PORTFOLIO, Audience.ME).skills, themes=(THEME,))


CATALOGUES = parse_catalogues(read_layouts((find_default_layouts(),)))
ENGLISH = choose_translations(CATALOGUES, "en")
SPANISH = choose_translations(CATALOGUES, "es")


@pytest.mark.parametrize(
    ("kind", "slug", "total", "line"),
    [
        (
            PromptKind.THEME_BACK,
            "edge-cases",
            9,
            "“edge cases” is back: seen in 3 of 9 chances, last on 22 November 2026.",
        ),
        (
            PromptKind.THEME_RECURRING,
            "edge-cases",
            9,
            "“edge cases” keeps coming up: seen in 3 of 9 chances, last on 22 November 2026.",
        ),
        (
            PromptKind.SELF_BELOW,
            "testing",
            9,
            "Testing: self-rating lower than the interviewer’s, pairs: 3 of 9; the same: 0; higher: 0.",
        ),
        (
            PromptKind.STRENGTH,
            "testing",
            9,
            "Testing: quoted as a strength from 3 of 9 people, last on 22 November 2026.",
        ),
        (PromptKind.COMMITMENT_OPEN, "unknown", 9, "Your commitment: unknown (kept: 3 of 9)"),
        (PromptKind.COMMITMENT_OPEN, "unknown", 0, "Your commitment: unknown (no try noted yet)"),
    ],
)
def test_every_observation_has_its_line(kind, slug, total, line):
    prompt = Prompt(kind=kind, slug=slug, interview="that-day", count=3, total=total)
    assert render_prompt(prompt, PORTFOLIO, INSIGHT, ENGLISH) == line


def test_an_observation_is_in_the_portfolios_language():
    prompt = Prompt(kind=PromptKind.THEME_BACK, slug="edge-cases", interview="that-day", count=3, total=9)
    line = "«edge cases» está de vuelta: visto en 3 de 9 ocasiones, la última el 22 de noviembre de 2026."
    assert render_prompt(prompt, PORTFOLIO, INSIGHT, SPANISH) == line


def test_without_an_observation_there_is_no_line():
    assert render_prompt(None, PORTFOLIO, INSIGHT, ENGLISH) == ""


@pytest.mark.parametrize(
    ("skills", "translations", "reason"),
    [
        ((), ENGLISH, "good for any interview"),
        (("testing",), ENGLISH, "Testing: no ratings yet"),
        (("testing",), SPANISH, "Testing: aún sin valoraciones"),
    ],
)
def test_every_question_has_its_reason(skills, translations, reason):
    question = Question(id="q", ask="?", skills=skills)
    assert render_reason(question, PORTFOLIO, INSIGHT, "coding", translations) == reason
