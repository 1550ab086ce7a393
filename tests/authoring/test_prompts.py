"""What the feedback says fits on one line, and says no more than was counted."""

import datetime

import pytest

from afterview.authoring.prompts import say_prompt, say_reason
from afterview.insight.compute import compute_insight
from afterview.insight.prompt import Prompt, PromptKind
from afterview.model.insight import Insight, ThemeState, ThemeStory
from afterview.model.portfolio import Kind, Portfolio, Question, Skill

TESTING = Skill(slug="testing", title="Testing", kinds=("coding",), anchors=())
PORTFOLIO = Portfolio(
    title="",
    author="",
    language="en",
    scale=("not yet", "getting there", "solid", "strong"),
    kinds={"coding": Kind(slug="coding", title="Coding", skills=("testing",))},
    skills={"testing": TESTING},
)
DAY = datetime.date(2026, 11, 22)
THEME = ThemeStory(
    slug="edge-cases",
    label="edge\ncases",
    state=ThemeState.RETURNED,
    seen=3,
    opportunities=9,
    quiet_for=0,
    first=DAY,
    last=DAY,
)
INSIGHT = Insight(solid=3, skills=compute_insight(PORTFOLIO).skills, themes=(THEME,))


@pytest.mark.parametrize(
    ("kind", "slug", "words"),
    [
        (PromptKind.THEME_RETURNED, "edge-cases", "edge cases is back (that-day): seen in 3 of the 9 interviews"),
        (PromptKind.THEME_RECURRING, "edge-cases", "edge cases keeps coming up: seen in 3 of the 9 interviews"),
        (PromptKind.RECOVERY, "testing", "Testing was hard once (that-day); at least solid in 3 of the last 9."),
        (PromptKind.SELF_BELOW, "testing", "Testing: you rated yourself below your interviewer 3 of 9 times."),
        (PromptKind.STRENGTH, "testing", "Testing: named as a strength 3 times, last in that-day."),
        (PromptKind.COMMITMENT_OPEN, "unknown", "You set out to: unknown (kept 3 of 9 times so far)."),
    ],
)
def test_every_observation_has_its_words(kind, slug, words):
    prompt = Prompt(kind=kind, slug=slug, interview="that-day", count=3, total=9)
    said = say_prompt(prompt, PORTFOLIO, INSIGHT)
    assert words in said
    assert "\n" not in said


def test_nothing_observed_is_nothing_said():
    assert say_prompt(None, PORTFOLIO, INSIGHT) == ""


@pytest.mark.parametrize(
    ("skills", "words"), [((), "it fits any interview"), (("testing",), "nobody has rated Testing yet")]
)
def test_every_question_has_its_reason(skills, words):
    question = Question(id="q", ask="?", skills=skills)
    assert say_reason(question, PORTFOLIO, INSIGHT, "coding") == words
