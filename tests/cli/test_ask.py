"""`ask` shows one screen of questions, in the portfolio's language."""

import pytest

from tests.cli.conftest import INTERVIEW


def test_ask_is_one_screen_with_a_reason_for_each_question(run, make_site):
    root = make_site({"content/interviews/2026-01-10-first.md": INTERVIEW})
    output = run("ask", root=root).stdout
    assert output.startswith("Coding: questions to ask before you leave")
    assert "Which case did I miss?\n   (your commitment: If it works, I try the empty input)" in output
    assert "Where did you lose me?\n   (Communication: 1 rating so far)" in output
    assert len(output.splitlines()) <= 24
    assert "If an answer is vague" not in output


def test_ask_follow_ups(run, make_site):
    assert "When did that show?" in run("ask", "--kind", "coding", "--follow-ups", root=make_site({})).output


@pytest.mark.parametrize(
    ("language", "title", "reason"),
    [
        ("es", "Coding: qué preguntar antes de irte", "(tu compromiso: If it works, I try the empty input)"),
        ("pt-BR", "Coding: o que perguntar antes de sair", "(seu compromisso: If it works, I try the empty input)"),
        ("fr", "Coding : que demander avant de partir", "(ton engagement : If it works, I try the empty input)"),
    ],
)
def test_ask_and_new_speak_the_portfolios_language(run, make_site, language, title, reason):
    root = make_site({"content/interviews/2026-01-10-first.md": INTERVIEW})
    settings = root / "content" / "portfolio.yaml"
    settings.write_text(settings.read_text().replace("language: en", f"language: {language}"))
    output = run("ask", "--follow-ups", root=root).stdout
    assert output.startswith(title)
    assert reason in output
    run("new", "Second", "--kind", "coding", "--date", "2026-01-20", root=root)
    text = (root / "content" / "interviews" / "2026-01-20-second.md").read_text()
    assert f"> {reason[1].upper()}{reason[2:-1]} (" in text


def test_ask_without_interviews_needs_a_kind(run, make_site):
    assert "coding | system-design" in run("ask", root=make_site({}), status=2).stderr


def test_ask_without_questions_says_where_to_write_some(run, make_site):
    root = make_site({"content/questions.yaml": "questions: {}\n"})
    assert "content/questions.yaml" in run("ask", "--kind", "coding", root=root).output
