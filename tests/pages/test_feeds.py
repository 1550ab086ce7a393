"""What programs read: the feed, portfolio.json, and the addresses that must be absolute."""

import io
import re
from pathlib import Path

import feedparser
import msgspec
import pytest

from afterview.model.audience import Audience
from afterview.model.section import ROOT
from afterview.pages.feeds import MOST_ENTRIES
from afterview.pages.json_export import VERSION, Facts
from afterview.rendering.layout_folders import find_default_layouts
from afterview.rendering.layouts import read_layouts
from afterview.rendering.renderer import Renderer

DOCS = Path(__file__).parents[2] / "docs" / "portfolio-json.md"


@pytest.fixture(scope="module")
def render(make):
    theme = Renderer(read_layouts((find_default_layouts(),)))

    def run(url: str, /, *interviews: object, **facts: object) -> str:
        page = make.pages(make.portfolio(*interviews, **facts), Audience.PUBLIC)[url]
        return theme.render_page(page).body.decode()

    return run


def read_feed(text: str):
    return feedparser.parse(io.BytesIO(text.encode()))


@pytest.fixture(scope="module")
def entry(make):
    text = f'<b>bold</b> <a href="{ROOT}skills/talk.html">talk</a> &amp;'
    return make.interview(1, title="Q & <A>", sections=(make.section("Why", text),))


@pytest.mark.parametrize("url", [None, "https://a.example/x/"])
def test_the_feed_is_read_without_a_fault(render, entry, url):
    feed = read_feed(render("feed.xml", entry, url=url))
    assert not feed.bozo
    (entry,) = feed.entries
    home = url or ""
    assert (entry.title, entry.link, entry.updated) == (
        "Q & <A>",
        f"{home}interviews/i1.html",
        "2026-01-02T00:00:00Z",
    )
    assert f'<b>bold</b> <a href="{home}skills/talk.html">talk</a> &amp;' in entry.content[0].value


def test_an_empty_feed_is_still_one(render):
    feed = read_feed(render("feed.xml"))
    assert (bool(feed.bozo), feed.entries, feed.feed.title) == (False, [], "A year")


def test_the_feed_has_the_latest_entries_and_their_ids_stay(render, make):
    several = [make.interview(day) for day in range(MOST_ENTRIES + 5)]
    ids = [entry.id for entry in read_feed(render("feed.xml", *several)).entries]
    assert len(set(ids)) == MOST_ENTRIES
    renamed = [make.interview(day, title="other") for day in range(MOST_ENTRIES + 5)]
    assert [entry.id for entry in read_feed(render("feed.xml", *renamed)).entries] == ids


def test_a_lost_reader_is_led_home_from_any_depth(render):
    assert 'href="/x/index.html"' in render("404.html", url="https://a.example/x/")
    assert 'href="index.html"' in render("404.html")


def test_pages_say_where_they_belong_once_it_is_known(render, entry):
    text = render("interviews/i1.html", entry, url="https://a.example/x/")
    assert '<link rel="canonical" href="https://a.example/x/interviews/i1.html">' in text
    assert "canonical" not in render("interviews/i1.html", entry)
    assert "Sitemap: https://a.example/x/sitemap.xml" in render("robots.txt", url="https://a.example/x/")
    assert "<loc>https://a.example/x/interviews/i1.html</loc>" in render(
        "sitemap.xml", entry, url="https://a.example/x/"
    )


def test_the_document_reads_back_as_what_it_was(render, make):
    interviews = (
        make.interview(
            1,
            ratings={"talk": 2},
            points=(make.point("a < b", "haste", skill="talk"),),
            commitments=(make.commitment("a"),),
        ),
        make.interview(2, ratings={"talk": 3}, company="hidden"),
    )
    text = render("portfolio.json", *interviews)
    facts = msgspec.json.decode(text, type=Facts)
    assert (facts.version, facts.interviews[0].points[0].text, facts.interviews[1].company) == (VERSION, "a < b", None)
    assert [(it.text, it.story.id) for it in facts.commitments] == [("If a", "a")]
    assert facts.skills[0].level is not None


def test_every_key_of_the_document_is_explained():
    words = set(re.findall(r"`([a-z_]+)(?:\[\])?`", DOCS.read_text(encoding="utf-8")))
    schema = msgspec.json.schema(Facts)
    keys = {key for part in schema["$defs"].values() for key in part.get("properties", {})}
    assert keys - words == set()
