"""The brief fits half a screen in every language, and holds nothing that the files do not say."""

from pathlib import Path

import pytest

from afterview.authoring.brief import HEIGHT, WIDTH, render_brief
from afterview.insight.compute import compute_insight
from afterview.model.audience import Audience
from afterview.reading.portfolio import read_portfolio
from afterview.rendering.translations import read_portfolio_translations

GOLDEN = Path(__file__).parent / "golden"


def interview(day: str, who: str, text: str, outcomes: str = "{}", kind: str = "coding") -> str:
    return (
        f"---\ntitle: On {day}\ndate: {day}\nkind: {kind}\ninterviewer: {who}\noutcomes: {outcomes}\n"
        f"ratings: {{communication: 2}}\n---\n{text}"
    )


FILES = {
    "content/interviews/a.md": interview(
        "2026-01-10",
        "Dana R.",
        "## What went well\n> You said at once what you would not do. #communication\n"
        "## What to improve\n- Never tried the empty input #testing #edge-cases\n"
        "## Next time\n- If it works, I try the empty input #testing ^empty-input\n"
        "- If I go quiet, I say what I am waiting for #communication ^say-it\n",
    ),
    "content/interviews/b.md": interview(
        "2026-02-10",
        "Tomasz W.",
        "## What went well\n> I could follow every step. #communication\n"
        "## What to improve\n- Forgot the list of one #testing #edge-cases\n",
        "{empty-input: partly}",
    ),
}


def render(root: Path, kind: str = "coding") -> str:
    portfolio = read_portfolio(root).portfolio
    translations = read_portfolio_translations(root, portfolio.language)
    return render_brief(portfolio, compute_insight(portfolio, Audience.ME), kind, translations)


def in_language(root: Path, language: str) -> Path:
    settings = root / "content" / "portfolio.yaml"
    settings.write_text(settings.read_text().replace("language: en", f"language: {language}"))
    return root


@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
def test_golden_brief(make_site, update_golden, language):
    brief = render(in_language(make_site(FILES), language))
    golden = GOLDEN / f"brief-{language}.txt"
    if update_golden:
        golden.write_text(f"{brief}\n", encoding="utf-8")
    assert f"{brief}\n" == golden.read_text(encoding="utf-8")


def test_the_commitment_with_the_fewest_tries_comes_first(make_site):
    assert "Try this\n  If I go quiet, I say what I am waiting for\n" in render(make_site(FILES))


def test_a_miss_is_no_try(make_site):
    missed = {path: text.replace("empty-input: partly", "empty-input: missed") for path, text in FILES.items()}
    assert "Try this\n  If it works, I try the empty input\n" in render(make_site(missed))


def test_what_an_interview_of_the_kind_cannot_show_is_not_in_it(make_site):
    brief = render(make_site(FILES), "system-design")
    assert "empty input" not in brief
    assert "edge cases" not in brief


def test_without_interviews_it_has_the_questions_alone(make_site):
    assert render(make_site({})).split("\n") == [
        "Before your next interview: Coding",
        "Ask them",
        "  Where did you lose me? [lost]",
        "  Which case did I miss? [cases]",
        "  What should I keep doing? [keep]",
        "Afterwards",
        "  afterview ask --kind coding --send",
        "  Note your self-rating before you hear the interviewer’s rating.",
        "  afterview new --kind coding",
    ]


def test_a_single_persons_praise_is_not_in_it(make_site):
    files = {path: text.replace("Tomasz W.", "Dana R.") for path, text in FILES.items()}
    assert "You can" not in render(make_site(files))


@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
def test_it_fits_half_a_screen_whatever_the_words(make_site, language):
    long = "an unreasonably long story that never ends " * 40
    files = {path: text.replace("empty input", long).replace("every step", long) for path, text in FILES.items()}
    questions = "".join(f'  q{number}: {{ask: "{long}?"}}\n' for number in range(3))
    root = make_site({**files, "content/questions.yaml": f"questions:\n{questions}"})
    lines = render(in_language(root, language)).split("\n")
    assert len(lines) <= HEIGHT
    assert max(map(len, lines)) <= WIDTH


def test_it_is_the_same_every_time(make_site):
    root = make_site(FILES)
    assert render(root) == render(root)
