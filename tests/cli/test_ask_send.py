"""``ask --send``: a message for the interviewer, with the questions in the link."""

import base64
import datetime
import hashlib
import json
import re
import zlib

import pytest
from click.testing import CliRunner

from afterview.cli.main import cli

INTERVIEW = """\
---
title: Sliding window
date: 2026-11-22
kind: coding
interviewer: Dana R.
relation: peer
---
## What went well
- Calm #communication
"""


@pytest.fixture
def root(make_site):
    root = make_site({"content/interviews/2026-11-22-sliding-window.md": INTERVIEW})
    settings = root / "content/portfolio.yaml"
    settings.write_text(f"{settings.read_text()}url: https://ada.github.io/interviews/\nreplies: {{email: a@b.org}}\n")
    return root


def run(root, *arguments, status=0):
    result = CliRunner().invoke(cli, ["ask", *arguments, "--root", str(root)])
    assert result.exit_code == status, result.output
    return result


def decode(message):
    (link,) = [line for line in message.splitlines() if line.startswith("https://")]
    page, _, fragment = link.partition("#1.")
    assert page == "https://ada.github.io/interviews/answer.html"
    assert len(fragment) <= 4000
    return json.loads(zlib.decompress(base64.urlsafe_b64decode(fragment + "=" * (-len(fragment) % 4))))


def test_the_link_holds_what_to_ask(root):
    result = run(root, "--about", "2026-11-22-sliding-window", "--send")
    asked = decode(result.stdout)
    assert (asked["id"], asked["t"], asked["d"]) == ("2026-11-22-sliding-window", "Sliding window", "2026-11-22")
    assert (asked["n"], asked["i"], asked["r"], asked["e"]) == ("Sam Small", "Dana R.", "peer", "a@b.org")
    assert asked["w"] == ["not yet", "getting there", "solid", "strong"]
    assert 1 <= len(asked["q"]) <= 3
    assert [slug for slug, _ in asked["s"]] == ["communication", "testing"]
    assert "note your self-rating: self in content/interviews/2026-11-22-sliding-window.md" in result.stderr


def test_questions_person_and_language_can_be_chosen(root):
    arguments = ("--kind", "coding", "--send", "link", "--question", "cases", "--with", "Noor", "--language", "es")
    message = run(root, *arguments, "--relation", "mentor").stdout
    asked = decode(message)
    assert message.startswith("¡Gracias!")
    assert asked["q"] == [["cases", "Which case did I miss?"]]
    assert (asked["i"], asked["r"], asked["l"]) == ("Noor", "mentor", "es")
    assert asked["s"][0][0] == "testing"
    assert "id" not in asked


def test_the_same_questions_come_as_text(root):
    message = run(root, "--kind", "coding", "--send", "text", "--question", "keep").stdout
    assert "1. What should I keep doing?" in message
    assert "https://" not in message


def test_without_the_sites_address_it_is_text_and_says_why(root):
    settings = root / "content/portfolio.yaml"
    settings.write_text(settings.read_text().replace("url: https://ada.github.io/interviews/\n", ""))
    result = run(root, "--kind", "coding", "--send")
    assert "There is no url in content/portfolio.yaml yet" in result.stderr
    assert "1. " in result.stdout


def test_the_form_comes_as_a_file_that_loads_nothing(root):
    result = run(root, "--about", "last", "--send", "file")
    name = "ask-2026-11-22-sliding-window.html"
    assert name in result.stdout
    page = (root / name).read_text(encoding="utf-8")
    assert "Sam Small" not in page, "what is asked travels coded, as in a link"
    assert not re.findall(r'(?:src|href)="', page)
    for element, directive in (("style", "style-src"), ("script", "script-src")):
        (body,) = re.findall(rf"<{element}>(.*?)</{element}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in page
    run(root, "--about", "last", "--send", "file")
    (root / name).write_text("mine")
    assert "exists" in run(root, "--about", "last", "--send", "file", status=4).output
    assert (root / name).read_text() == "mine"


def test_at_a_terminal_own_ratings_are_asked_for_and_fill_only_empty_places(root, monkeypatch):
    monkeypatch.setattr("afterview.cli.ask.is_interactive", lambda: True)
    file = root / "content/interviews/2026-11-22-sliding-window.md"
    file.write_text(INTERVIEW.replace("relation: peer\n", "relation: peer\nself: {testing: 4}\n"))
    arguments = ["ask", "--about", "last", "--send", "--root", str(root)]
    result = CliRunner().invoke(cli, arguments, input="2\n")
    assert result.exit_code == 0, result.output
    assert "Communication: 1 not yet · 2 getting there · 3 solid · 4 strong" in result.stdout
    assert "Testing:" not in result.stdout
    changed = INTERVIEW.replace("relation: peer\n", "relation: peer\nself: {testing: 4, communication: 2}\n")
    assert file.read_text() == changed
    assert list((root / ".afterview/imported").iterdir())
    second = CliRunner().invoke(cli, arguments)
    assert "rate yourself" not in second.stdout
    assert file.read_text() == changed


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("--about", "2026-11-22-sliding-widnow", "--send"), "did you mean"),
        (("--kind", "coding", "--send", "--question", "kepe"), "did you mean"),
        (("--kind", "coding", *("--question", "keep") * 4), "three questions are enough"),
        (("--kind", "coding", "--with", "Noor"), "are for --send"),
    ],
)
def test_what_cannot_be_asked_is_reported(root, arguments, hint):
    assert hint in run(root, *arguments, status=2).output


def test_without_an_interview_it_is_of_today_and_says_so(root):
    today = datetime.date.today()
    told = run(root, "--kind", "coding", "--send").stderr
    assert f"This asks about an interview of today, {today.day} {today:%B %Y}; for another one: --about." in told
    assert "start its file with afterview new --kind coding and note your self-rating there" in told
    assert "content/interviews/." not in told
