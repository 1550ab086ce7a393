"""What is searched is all text that the audience may see; what is filtered by is what occurs."""

import json

import pytest

from afterview.model.audience import Audience, Visibility
from afterview.model.interview import Mode, Relation
from afterview.pages.filters import FEW, MANY
from afterview.rendering.layout_folders import find_default_layouts
from afterview.rendering.layouts import read_layouts
from afterview.rendering.renderer import Renderer


def test_the_index_has_words_without_their_markup(make, context):
    section = make.section("Why", "<em>too</em> quick &amp; <code>a &lt; b</code>")
    interview = make.interview(1, role="Engineer", sections=(section,), commitments=(make.commitment("plan"),))
    index = {entry.kind: entry for entry in context("search-index.js", interview).entries}
    assert set(index) == {"skill", "interview", "commitment"}
    assert index["interview"].text == "Coding Engineer Why too quick & a < b"
    assert index["commitment"].url == "commitments.html#c-plan"


def test_tags_inside_a_sentence_leave_no_space_and_blocks_stay_apart(make, context):
    code = '<pre><code><span class="n">f</span><span class="p">(</span><span class="m">0</span>, 1)</code></pre>'
    section = make.section(
        "Why", f"<p><em>d</em>, <code>d2</code></p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n{code}"
    )
    index = context("search-index.js", make.interview(1, sections=(section,))).entries
    assert [entry.text for entry in index if entry.kind == "interview"] == ["Coding Why d, d2 · one · two · f(0, 1)"]


def test_the_tags_behind_a_point_are_no_words_of_its_sentence(make, context):
    tags = '<a class="tag" href="\0a">testing</a> <a class="tag theme" href="\0b">edge cases</a>'
    section = make.section("Well", f"<ul>\n<li>A mistake. {tags}</li>\n<li>In {tags.split('</a> ')[1]} too</li>\n</ul>")
    index = context("search-index.js", make.interview(1, sections=(section,))).entries
    assert [entry.text for entry in index if entry.kind == "interview"] == [
        "Coding Well A mistake. · testing, edge cases · In edge cases too"
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<!-- <b> --> one <!--two-->three",
        '<a href="x" title="a\nb">two\nlines</a>&nbsp;&amp;lt;&#39;',
        "a &lt; b &gt; c > d",
        "one<br>two",
    ],
)
def test_the_text_of_the_index_is_that_of_markup_without_its_tags(make, context, html):
    section = make.section("Why", html)
    index = context("search-index.js", make.interview(1, sections=(section,))).entries
    assert [it.text for it in index if it.kind == "interview"] == [f"Coding Why {section.html.striptags()}"]


def test_the_index_has_nothing_that_the_audience_may_not_see(make, context):
    hidden = make.section("Felt", "secret", visibility=Visibility.PRIVATE)
    interview = make.interview(1, interviewers=("Dana",), company="Acme", sections=(hidden,))
    other = make.interview(2, title="Secret too", visibility=Visibility.PRIVATE)
    entries = context("search-index.js", interview, other, audience=Audience.PUBLIC).entries
    assert not any(word in f"{entry.title} {entry.text}" for entry in entries for word in ("ecret", "Dana", "Acme"))


def test_the_index_is_a_script_that_only_holds_values(make):
    interview = make.interview(1, title="</script><b>'\"\u2028")
    page = make.pages(make.portfolio(interview))["search-index.js"]
    text = Renderer(read_layouts((find_default_layouts(),))).render_page(page).body.decode()
    start = "self.afterviewIndex = [\n"
    assert text.startswith(start)
    assert "<" not in text
    rows = json.loads(f"[{text[len(start) : text.rindex(']')].rstrip().removesuffix(',')}]")
    assert ["interviews/i1.html", "interview", "</script><b>'\"\u2028", "2 Jan 2026", "Coding"] in rows


@pytest.mark.parametrize(("number", "many"), [(FEW + 1, False), (MANY, True)])
def test_there_is_a_choice_only_of_what_differs_and_more_of_it_where_there_are_many(make, context, number, many):
    several = [
        make.interview(
            20 * number,
            mode=Mode.REAL if number % 2 else Mode.MOCK,
            relation=Relation.PEER,
            company="Acme" if number == 1 else "beta",
            ratings={"talk": 2},
            points=(make.point("late", skill="tests"),) if number == 3 else (),
        )
        for number in range(1, number + 1)
    ]
    listed = context("interviews.html", *several)
    assert listed.filters.modes == ((Mode.MOCK, Mode.REAL) if many else ())
    assert listed.filters.companies == (("Acme", "beta") if many else ())
    assert listed.filters.years == (("2027", "2026") if many else ())
    assert [link.slug for link in listed.filters.skills] == ["talk", "tests"]
    assert (listed.filters.kinds, listed.filters.relations) == ((), ())
    assert listed.skills["i60"] == ("talk", "tests")


def test_few_interviews_are_all_seen_at_once(make, context):
    listed = context("interviews.html", *(make.interview(number) for number in range(1, FEW + 1)))
    assert (listed.filters, listed.skills) == (None, {})
