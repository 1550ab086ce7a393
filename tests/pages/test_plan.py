"""Which pages there are, and that every one of them renders into a page that is whole."""

import datetime
import re
from html.parser import HTMLParser

import msgspec
import pytest

from afterview.model.audience import Audience, Visibility
from afterview.model.interview import Mode, Relation
from afterview.model.portfolio import Article, Note, Skill
from afterview.model.section import ROOT, Outcome
from afterview.rendering.layout_folders import find_default_layouts
from afterview.rendering.layouts import read_layouts
from afterview.rendering.renderer import Renderer

ALWAYS = {
    "index.html",
    "interviews.html",
    "skills.html",
    "skills/talk.html",
    "skills/tests.html",
    "skills/limits.html",
    "how.html",
    "404.html",
    "feed.xml",
    "robots.txt",
    "portfolio.json",
    "report.html",
    "search.html",
    "search-index.js",
}


@pytest.fixture(scope="module")
def theme():
    return Renderer(read_layouts((find_default_layouts(),)))


@pytest.fixture(scope="module")
def full(make):
    """A portfolio in which everything occurs once."""
    note = Note(
        slug="answer",
        path="content/notes/answer.md",
        author="Mo & Co",
        date=datetime.date(2026, 2, 2),
        visibility=Visibility.MENTOR,
        about=("i1",),
        sections=(make.section("Dear", "Well <b>done</b>"),),
    )
    article = Article(
        slug="about",
        path="content/pages/about.md",
        title="About <me>",
        visibility=Visibility.PUBLIC,
        sections=(make.section("Deep", "text", level=5),),
    )
    first = make.interview(
        1,
        title='First <script>alert("1")</script>',
        kind="coding",
        company="Acme & Sons",
        role="Engineer",
        interviewers=("Dana",),
        relation=Relation.COMPANY,
        mode=Mode.REAL,
        minutes=45,
        asked=("lost",),
        ratings={"talk": 1, "tests": 2},
        self_ratings={"talk": 2},
        sections=(
            make.section("", "above", level=0),
            make.section("Why", f'<a href="{ROOT}skills/talk.html">talk</a>'),
            make.section("Felt", "secret", visibility=Visibility.PRIVATE),
        ),
        points=(make.point("no plan", "silence", skill="talk"), make.point("drew it", "pictures", good=True)),
        commitments=(make.commitment("plan-first", "silence"),),
    )
    second = make.interview(
        40,
        kind="design",
        interviewers=("Mo",),
        relation=Relation.PEER,
        visibility=Visibility.MENTOR,
        ratings={"talk": 3, "tests": 3},
        outcomes={"plan-first": Outcome.KEPT},
        points=(make.point("drew it", "pictures", good=True), make.point("quiet", "silence", skill="talk")),
    )
    later = [
        make.interview(50 + n, interviewers=("Mo",), ratings={"talk": 3}, self_ratings={"talk": 2}) for n in range(5)
    ]
    skill = Skill(
        slug="talk", title="Talk", kinds=(), anchors=("a", "b"), target=3, sections=(make.section("Drill", "do"),)
    )
    plain = make.portfolio()
    return make.portfolio(
        first, second, *later, notes=(note,), articles=(article,), skills={**plain.skills, "talk": skill}
    )


class Reader(HTMLParser):
    """Gather what must hold of any page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.levels: list[int] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag in ("a", "link") and found.get("href"):
            self.links.append(str(found["href"]))
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.levels.append(int(tag[1]))


def test_an_empty_portfolio_has_every_page_that_is_always_there(make):
    assert set(make.pages(make.portfolio())) == ALWAYS


def test_entries_have_pages_of_their_own(make, full):
    assert set(make.pages(full)) - ALWAYS == {
        "interviews/i1.html",
        "interviews/i40.html",
        *(f"interviews/i{50 + n}.html" for n in range(5)),
        "themes/silence.html",
        "themes/pictures.html",
        "about.html",
        "commitments.html",
        "notes.html",
        "strengths.html",
        "themes.html",
        "timeline.html",
    }


def test_the_sitemap_needs_the_sites_address(make, full):
    pages = make.pages(msgspec.structs.replace(full, url="https://a.example/x/"), Audience.PUBLIC)
    urls = pages["sitemap.xml"].context.urls
    assert "interviews/i1.html" in urls
    assert not {"404.html", "feed.xml", "interviews/i40.html"}.intersection(urls)


def test_the_same_portfolio_gives_the_same_pages(make, full):
    assert make.pages(full) == make.pages(full)


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("interviews", [0, 1, 2, 7])
def test_every_page_is_whole(make, full, theme, audience, interviews):
    portfolio = msgspec.structs.replace(full, interviews=full.interviews[:interviews])
    if not interviews:
        portfolio = msgspec.structs.replace(portfolio, notes=())
    pages = make.pages(portfolio, audience)
    for page in pages.values():
        text = theme.render_page(page).body.decode()
        assert ROOT not in text
        if not page.url.endswith(".html"):
            continue
        reader = Reader(text)
        assert len(reader.ids) == len(set(reader.ids)), page.url
        assert reader.levels[0] == 1, page.url
        steps = zip(reader.levels, reader.levels[1:], strict=False)
        assert all(later <= earlier + 1 for earlier, later in steps), page.url
        assert "style" not in reader.tags, page.url
        own_scripts = re.findall(r'<script src="[./]*assets/\w+\.js" defer></script>', text)
        assert reader.tags.count("script") == len(own_scripts), page.url
        # The interviewer's form is for one person and one task: nothing leads on from it.
        frame = {"main"} if page.url == "answer.html" else {"header", "nav", "main", "footer"}
        assert frame <= set(reader.tags), page.url


@pytest.mark.parametrize("language", ["es", "pt-BR", "fr"])
def test_every_page_speaks_the_portfolios_language(make, full, theme, language):
    for page in make.pages(msgspec.structs.replace(full, language=language)).values():
        text = theme.render_page(page).body.decode()
        if page.url.endswith(".html"):
            assert f'<html lang="{language}">' in text
            assert "interviewer" not in re.sub(r"class=\"[^\"]*\"", "", text), page.url


@pytest.mark.parametrize("audience", Audience)
def test_only_those_who_see_more_than_others_are_shown_labels(make, full, theme, audience):
    texts = [theme.render_page(page).body.decode() for page in make.pages(full, audience).values()]
    labels = {label for label in ("only you", "only for mentors") if any(f">{label}<" in text for text in texts)}
    expected = {
        Audience.ME: {"only you", "only for mentors"},
        Audience.MENTOR: {"only for mentors"},
        Audience.PUBLIC: set(),
    }
    assert labels == expected[audience]


def test_a_public_page_keeps_search_engines_welcome_and_the_mentors_away(make, full, theme):
    for audience, welcome in ((Audience.PUBLIC, True), (Audience.MENTOR, False)):
        pages = make.pages(full, audience)
        robots = theme.render_page(pages["robots.txt"]).body.decode()
        assert ("Disallow" in robots) is not welcome
        assert ("noindex" in theme.render_page(pages["index.html"]).body.decode()) is not welcome


def test_every_page_carries_its_promises_about_other_sites(make, full, theme):
    text = theme.render_page(make.pages(full)["interviews/i1.html"]).body.decode()
    assert '<meta name="referrer" content="no-referrer">' in text
    assert "default-src 'none'; script-src 'self'" in text
    assert all(link.startswith("../") or link.startswith("#") for link in Reader(text).links)


def test_the_learners_pages_are_in_the_footer_in_their_order(make):
    articles = tuple(
        Article(slug=slug, path=f"content/pages/{slug}.md", title=slug, visibility=Visibility.PUBLIC, order=order)
        for slug, order in (("c", 2), ("b", 1), ("a", 2))
    )
    shell = make.pages(make.portfolio(articles=articles), Audience.PUBLIC)["b.html"].context.shell
    assert [entry.url for entry in shell.more] == ["b.html", "a.html", "c.html"]
    assert shell.current == "page-b"
    assert "notes.html" not in [entry.url for entry in shell.navigation]


def test_what_is_empty_is_not_in_the_navigation(make):
    bare = make.pages(make.portfolio())["index.html"].context.shell
    assert [entry.key for entry in bare.navigation] == ["interviews", "skills"]
    about = Article(slug="about", path="content/pages/about.md", title="Me", visibility=Visibility.PUBLIC)
    tagged = make.interview(1, points=(make.point("x", "haste"),), commitments=(make.commitment("a"),))
    full = make.pages(make.portfolio(tagged, articles=(about,)))["index.html"].context.shell
    assert [entry.key for entry in full.navigation] == [
        "interviews",
        "skills",
        "commitments",
        "themes",
        "timeline",
        "about",
    ]
