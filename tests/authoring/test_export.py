"""What is exported is what the files say, for spreadsheets and for people, and no more than its readers may see."""

import csv
import io
from pathlib import Path

import pytest

from afterview.authoring.export import EXPORTS, render_export
from afterview.authoring.plain_markdown import write_markdown
from afterview.model.audience import Audience
from afterview.site import load_site

FIRST = """\
---
title: "=Sliding, window"
date: 2026-01-10
kind: coding
interviewer: Quokka
visibility: public
self: {communication: 2}
ratings: {communication: 3, testing: 1}
---
## What the interviewer said

> You went quiet.
> Then you said "plan".

## What went well
- Said the plan, and kept to it #communication

## What to improve
> Try the empty input. #testing #edge-cases

## Next time
- @once: I say what I wait for #communication ^say-it

## How it felt {private}
Numbat.
"""
SECOND = """\
---
title: Second
date: 2026-02-10
kind: coding
visibility: private
outcomes: {say-it: partly}
---
## What went well
- Wombat #testing
"""
FILES = {"content/interviews/a.md": FIRST, "content/interviews/b.md": SECOND}


def export(root: Path, name: str, audience: Audience = Audience.ME) -> str:
    site = load_site(root, audience)
    return render_export(name, site.portfolio, site.insight)


def rows(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    assert text.count("\n") == text.count("\r\n")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def test_ratings_are_a_row_each(make_site):
    found = rows(export(make_site(FILES), "ratings.csv"))
    assert [(row["skill"], row["by"], row["step"], row["word"]) for row in found] == [
        ("communication", "self", "2", "getting there"),
        ("communication", "interviewer", "3", "solid"),
        ("testing", "interviewer", "1", "not yet"),
    ]
    assert (found[0]["date"], found[0]["interview"], found[0]["interviewer"]) == ("2026-01-10", "a", "Quokka")


def test_points_say_whose_words_they_are(make_site):
    found = rows(export(make_site(FILES), "points.csv"))
    assert [(row["section"], row["by"], row["text"], row["skill"], row["themes"]) for row in found] == [
        ("went-well", "self", "Said the plan, and kept to it", "communication", ""),
        ("to-improve", "interviewer", "Try the empty input.", "testing", "edge-cases"),
        ("went-well", "self", "Wombat", "testing", ""),
    ]
    assert [row["visibility"] for row in found] == ["public", "public", "private"]


def test_commitments_come_with_their_outcomes(make_site):
    (row,) = rows(export(make_site(FILES), "commitments.csv"))
    assert (row["id"], row["made"], row["state"]) == ("say-it", "2026-01-10", "trying")
    assert row["outcomes"] == "2026-02-10 partly"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\n"])  # front matter refuses the others
def test_no_cell_is_a_formula(make_site, start):
    title = '"' + start.encode("unicode_escape").decode() + '1+1"'
    root = make_site({"content/interviews/a.md": FIRST.replace('"=Sliding, window"', title)})
    for row in rows(export(root, "ratings.csv")):
        assert not row["title"].startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_the_whole_portfolio_is_one_markdown_file(make_site):
    text = export(make_site(FILES), "portfolio.md")
    assert text.startswith("# Small portfolio\n\n## =Sliding, window\n\n- file: a\n- date: 2026-01-10\n")
    assert "- ratings: communication: solid, testing: not yet\n" in text
    assert '### What the interviewer said\n\n> You went quiet.\n> Then you said "plan".\n' in text
    assert "### How it felt {private}\n\nNumbat.\n" in text
    assert "- @once: I say what I wait for #communication ^say-it\n" in text
    assert text.index("Sliding") < text.index("## Second")


def test_a_note_keeps_its_headings_and_a_section_its_meaning(make_site):
    first = FIRST.replace("## Next time\n", "## Next time {private}\n### Rooms\n")
    note = "---\nfrom: Dana\ndate: 2026-01-12\n---\n## First\nYes.\n"
    text = export(make_site({"content/interviews/a.md": first, "content/notes/n.md": note}), "portfolio.md")
    assert text.endswith("## Dana, 2026-01-12\n\n- from: Dana\n- date: 2026-01-12\n\n### First\n\nYes.\n")
    rooms = text.index("#### Rooms {private}\n")
    assert "### Next time {private}\n" in text[:rooms]


def test_a_hidden_footnote_says_so(make_site):
    hidden = "## Why {private}\nAs said.[^1]\n\n[^1]: Numbat.\n\n## Next time\n- Wombat\n"
    text = export(make_site({"content/interviews/a.md": FIRST.partition("## What the")[0] + hidden}), "portfolio.md")
    assert "### Footnotes {private}" in text.partition("Wombat")[2].partition("Numbat.")[0]


@pytest.mark.parametrize("name", EXPORTS)
def test_what_readers_may_not_see_is_not_in_it(make_site, name):
    text = export(make_site(FILES), name, Audience.PUBLIC)
    assert not [word for word in ("Quokka", "Numbat", "Wombat", "partly") if word in text]


@pytest.mark.parametrize("name", EXPORTS)
def test_an_empty_portfolio_can_be_exported(make_site, name):
    assert len(export(make_site({}), name).strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>One <strong>two</strong> <em>three</em></p>\n<p>Four</p>", "One **two** *three*\n\nFour"),
        ("<ul>\n<li>a</li>\n<li>b\n<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>", "- a\n- b\n  - c"),
        ("<blockquote>\n<p>a<br>\nb</p>\n<p>c</p>\n</blockquote>", "> a\n> b\n>\n> c"),
        ("<pre><code>x = 1\n  y &lt; 2\n</code></pre>", "```\nx = 1\n  y < 2\n```"),
        (
            "<table><thead><tr><th>a</th><th>b|c</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
            "| a | b\\|c |\n| --- | --- |\n| 1 | 2 |",
        ),
        (
            '<div class="markdown-alert markdown-alert-tip"><p class="markdown-alert-title">So</p>\n<p>One</p>\n'
            '</div>\n<div class="table"><table><tr><th>a</th></tr></table></div><p>b</p>',
            "> [!tip] So\n>\n> One\n\n| a |\n| --- |\n\nb",
        ),
        ('<p>So ^1 <a href="#a" class="footnote-backref">x</a></p>', "So ^1"),
        ('<p>Do it <span data-commitment="do-it"></span></p>', "Do it ^do-it"),
        ('<p>So <a class="tag" href="\0themes/x-y.html">x y</a> <code>a &amp; b</code></p>', "So #x-y `a & b`"),
    ],
)
def test_html_becomes_markdown(html, markdown):
    assert write_markdown(html) == markdown
