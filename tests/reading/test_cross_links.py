"""Links between entries: those to nothing become text, those to a heading find it as GitHub would."""

import pytest

from afterview.problems import Code, Severity
from afterview.reading.portfolio import read_portfolio

FRONT = "---\ntitle: A\ndate: 2026-01-01\nkind: coding\n{0}---\n"
TARGET = FRONT.format("visibility: public\n") + (
    "## Why, and what I learned\n## Ünïcode & signs\n> ### Inside a quotation\n\n- ### In a list\n\n"
    "## Mine {#my-id}\n## Kept {private}\n"
)


def read(make_site, body: str, **more: str | bytes):
    source = FRONT.format("visibility: public\n") + body
    return read_portfolio(make_site({"content/interviews/a.md": source, "content/interviews/b.md": TARGET, **more}))


@pytest.mark.parametrize(
    ("fragment", "href"),
    [
        ("why-and-what-i-learned", "s-why-and-what-i-learned"),
        ("ünïcode--signs", "s-%C3%BCn%C3%AFcode--signs"),
        ("inside-a-quotation", "s-interviews-b--inside-a-quotation"),
        ("in-a-list", "s-interviews-b--in-a-list"),
        ("my-id", "s-my-id"),
    ],
)
def test_a_link_finds_a_heading_by_the_anchor_that_github_gives_it(make_site, fragment, href):
    result = read(make_site, f"[x](b.md#{fragment})\n")
    assert result.problems == ()
    assert f'href="\0interviews/b.html#{href}"' in result.portfolio.interviews[0].sections[0].html
    target = result.portfolio.interviews[1]
    if "--in" in href:
        assert any(f'id="{href}"' in section.html for section in target.sections)


def test_a_link_to_no_heading_is_text_and_its_hint_has_the_headings_own_words(make_site):
    result = read(make_site, "[x](b.md#why-and-what-i-lerned) and [y](b.md)\n")
    assert [problem.code for problem in result.problems] == [Code.DEAD_LINK]
    assert result.problems[0].severity is Severity.WARNING
    assert "Why, and what I learned" in result.problems[0].hint
    assert result.portfolio.interviews[0].sections[0].html == ('<p>x and <a href="\0interviews/b.html">y</a></p>\n')


def test_a_link_to_a_heading_that_the_reader_may_not_see_is_an_error(make_site):
    result = read(make_site, "[x](b.md#kept)\n")
    assert [(problem.code, problem.severity) for problem in result.problems] == [(Code.DEAD_LINK, Severity.ERROR)]


def test_a_dead_link_in_a_point_is_text_there_too(make_site):
    result = read(
        make_site, "## What went well\n- Asked [x](none.md) #testing\n## Next time\n- If [y](none.md), then z\n"
    )
    entry = result.portfolio.interviews[0]
    assert (entry.points[0].html, entry.commitments[0].html) == ("Asked x", "If y, then z")


@pytest.mark.parametrize(
    ("picture", "hint"), [("../images/none.png", "capitals"), ("beside.png", "move it"), ("/x.png", "move it")]
)
def test_a_picture_in_the_wrong_place_becomes_its_description(make_site, picture, hint):
    result = read(make_site, f"![The <board>]({picture})\n")
    problem = result.problems[0]
    assert (problem.code, problem.severity) == (Code.MISSING_IMAGE, Severity.WARNING)
    assert hint in problem.hint
    section = result.portfolio.interviews[0].sections[0]
    assert (section.html, section.images) == ("<p>The &lt;board&gt;</p>\n", ())


def test_themes_that_nearly_agree_are_offered_for_merging_where_the_rarer_stands(make_site):
    points = "## What to improve\n- a #edge-cases\n- b #edge-cases\n- c #edge\n- d #naming\n- e #time-boxing\n"
    result = read(make_site, points)
    assert [(problem.code, problem.line) for problem in result.problems] == [(Code.SIMILAR_THEMES, 10)]
    assert "`#edge` and `#edge-cases`" in result.problems[0].message
