"""The small pieces of pages are what they were as macros, and escape whatever a person wrote."""

import datetime
import html
import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import nodes
from markupsafe import Markup

from afterview.model.audience import Visibility
from afterview.model.insight import CommitmentState
from afterview.model.interview import Mode, Relation
from afterview.model.section import ROOT, Outcome
from afterview.rendering.environment import make_environment
from afterview.rendering.layout_filters import Fragments, link, step, tags, theme_link
from afterview.rendering.layout_folders import find_default_layouts
from afterview.rendering.layouts import read_layouts
from afterview.rendering.translations import Translations

LAYOUTS = find_default_layouts()
TRANSLATIONS = Translations(
    {
        "at-company": "at {company}",
        "badge-mentor": "for mentors",
        "date-month": "{month} {year}",
        "date": "{day} {month} {year}",
        "date-short": "{day} {short} {year}",
        "mode-mock": "mock",
        "months": [f"Month {number}" for number in range(1, 13)],
        "months-short": [f"M{number}" for number in range(1, 13)],
        "outcome-kept": "it was kept",
        "quarter": "quarter {n} of {year}",
        "relation-company": "one of the company",
        "relation-peer": "a peer",
        "state-kept": "kept & closed",
        "state-untried": "no try",
        "state-untried-shown": "no try here",
        "with": "with {name}",
        "with-of": "with {name} of {company}",
        "with-relation": "with {name} ({relation})",
        "with-somebody-of": "with one of {company}",
    }
)
FRAGMENTS = Fragments(TRANSLATIONS)


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page to link to."""

    url: str
    title: str
    label: str = ""


class Year(msgspec.Struct, frozen=True, kw_only=True):
    """A year of a list, or a part of one."""

    year: int
    url: str
    first: datetime.date = datetime.date(2024, 5, 2)
    quarter: int = 0
    month: int = 0
    newest: bool = True


YEARS = (
    Year(year=2025, url="x/2025.html"),
    Year(year=2024, url="x/2024-q4.html", quarter=4),
    Year(year=2024, url="x/2024-05.html", quarter=2, month=5, newest=False),
)


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """A point with its skill and themes."""

    skill: Page | None
    themes: tuple[Page, ...] = ()


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A step of the scale."""

    word: str
    value: int


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """An interview in a list."""

    kind: str = "Coding"
    mode: Mode = Mode.MOCK
    relation: Relation | None = None
    interviewer: str | None = None
    company: str | None = None


SKILL = Page(url="skills/testing.html", title="Testing & co.")
THEME = Page(url="themes/a.html", title="", label="a <b>")


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """The state of a commitment."""

    state: CommitmentState
    selection: bool = False


UNTRIED = '<svg class="sign untried" width="12" height="12" aria-hidden="true"><use href="#untried" x="6" y="6"/></svg>'


def test_silence_says_no_more_than_what_its_reader_was_shown():
    untried = CommitmentState.UNTRIED
    assert FRAGMENTS.state(Card(state=untried)) == (f'<span class="outcome state-untried">{UNTRIED} no try</span>')
    assert FRAGMENTS.state(Card(state=untried, selection=True)) == (
        f'<span class="outcome state-untried">{UNTRIED} no try here</span>'
    )
    assert "kept" in FRAGMENTS.state(Card(state=CommitmentState.KEPT, selection=True))


def test_dates_links_tags_and_labels():
    day = datetime.date(2026, 11, 2)
    assert FRAGMENTS.time(day) == '<time datetime="2026-11-02">2 Month 11 2026</time>'
    assert FRAGMENTS.time(day, "date-short") == '<time datetime="2026-11-02">2 M11 2026</time>'
    assert FRAGMENTS.badge(None) == ""
    assert FRAGMENTS.badge(Visibility.MENTOR) == ' <span class="badge badge-mentor">for mentors</span>'
    sign = '<svg class="sign kept" width="12" height="12" aria-hidden="true"><use href="#kept" x="6" y="6"/></svg>'
    assert FRAGMENTS.outcome(Outcome.KEPT) == f'<span class="outcome">{sign} it was kept</span>'
    assert (
        FRAGMENTS.state(Card(state=CommitmentState.KEPT))
        == f'<span class="outcome state-kept">{sign} kept &amp; closed</span>'
    )
    assert link(SKILL) == f'<a href="{ROOT}skills/testing.html">Testing &amp; co.</a>'
    assert theme_link(THEME) == f'<a class="tag theme" href="{ROOT}themes/a.html">a &lt;b&gt;</a>'
    assert step(Step(word="solid", value=3)) == '<span class="step">solid <span class="digit">3</span></span>'
    skill = f' <a class="tag" href="{ROOT}skills/testing.html">Testing &amp; co.</a>'
    assert tags(Point(skill=SKILL, themes=(THEME, THEME))) == skill + f" {theme_link(THEME)}" * 2
    assert tags(Point(skill=SKILL, themes=(THEME,)), skill=False) == f" {theme_link(THEME)}"
    assert tags(Point(skill=None)) == ""


@pytest.mark.parametrize(
    ("held", "text"),
    [
        (Held(), "Coding, mock"),
        (Held(interviewer="Dana"), "Coding, mock, with Dana"),
        (Held(relation=Relation.PEER), "Coding, mock, a peer"),
        (Held(relation=Relation.COMPANY), "Coding, mock, one of the company"),
        (Held(interviewer="Dana", relation=Relation.PEER), "Coding, mock, with Dana (a peer)"),
        (Held(company="Alder"), "Coding, mock, at Alder"),
        (Held(relation=Relation.COMPANY, company="Alder"), "Coding, mock, with one of Alder"),
        (Held(relation=Relation.COMPANY, company="Alder", interviewer="Dana"), "Coding, mock, with Dana of Alder"),
    ],
)
def test_what_a_list_shows_of_an_interview(held, text):
    assert html.unescape(FRAGMENTS.about(held)) == text


text = st.text(alphabet=st.sampled_from("<>&\"'ab {}%s:/"), max_size=12)


@given(text, text, text)
def test_nothing_that_a_person_wrote_becomes_markup(url, title, label):
    page = Page(url=url, title=title, label=label)
    held = Held(kind=title, interviewer=label, company=url, relation=Relation.PEER)
    pieces = [
        link(page),
        theme_link(page),
        tags(Point(skill=page, themes=(page,))),
        step(Step(word=title, value=1)),
        FRAGMENTS.about(held),
    ]
    for piece in pieces:
        assert isinstance(piece, Markup)
        bare = re.sub(r'<(/?)(a|span)((?: (?:class|href)="[^"<>]*")*)>', "", piece)
        assert not re.search("[<>\"']", bare), piece
    assert html.unescape(link(page)) == f'<a href="{ROOT}{url}">{title}</a>'


def test_no_default_layout_filters_a_constant():
    """Jinja2 would compute it once, and cache the compiled layout with the text of one language."""
    layouts = read_layouts((LAYOUTS,))
    environment = make_environment(layouts, TRANSLATIONS)
    for name, file in layouts.files.items():
        if name.endswith((".html", ".xml", ".js", ".txt")):
            for node in environment.parse(file.body.decode()).find_all(nodes.Filter):
                ours = {"date", *FRAGMENTS.filters}
                assert node.name not in ours or not isinstance(node.node, nodes.Const), f"{name}:{node.lineno}"


def test_a_year_s_parts_are_links_on_its_own_pages_only():
    elsewhere = f'<a href="{ROOT}x/2025.html">2025</a> · <a href="{ROOT}x/2024-q4.html">2024</a>'
    assert FRAGMENTS.year_links(YEARS) == elsewhere
    there = (
        '<a href="2025.html">2025</a> · <a href="2024-q4.html" aria-current="page">quarter 4 of 2024</a>'
        ' · <a href="2024-05.html">Month 5 2024</a>'
    )
    assert FRAGMENTS.year_links(YEARS, YEARS[1]) == there


def test_old_anchors_of_all_parts_of_a_year_are_at_its_link():
    moved = {"x/2024-q4.html": ("r-late",), "x/2024-05.html": ("r-<may>",)}
    found = FRAGMENTS.year_links(YEARS, None, moved)
    spans = '<span id="r-late"></span><span id="r-&lt;may&gt;"></span>'
    assert found.endswith(f' · {spans}<a href="{ROOT}x/2024-q4.html">2024</a>')
