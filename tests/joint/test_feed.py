"""What programs read of a whole site: the feed, the sitemap, robots.txt and portfolio.json agree with its pages."""

import html
import json
import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest

from afterview.model.audience import Audience
from afterview.output.render import render_site
from afterview.site import load_site
from tests.joint.sites import HOME, REPOSITORY, SITES, Site, read_tree

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LATEST = 20


@pytest.fixture(params=SITES)
def site(request: pytest.FixtureRequest, site_of: Callable[[str], Site]) -> Site:
    return site_of(request.param)


def facts_of(site: Site) -> Any:
    return json.loads((site.folder / "portfolio.json").read_text(encoding="utf-8"))


def test_the_feed_is_read_without_complaint(site):
    feed = feedparser.parse((site.folder / "feed.xml").read_bytes())
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10"
    assert feed.feed.title == facts_of(site)["title"]
    assert feed.feed.author == facts_of(site)["author"]
    newest = max((it["date"] for it in facts_of(site)["interviews"]), default="1970-01-01")
    assert feed.feed.updated == f"{newest}T00:00:00Z"


def test_the_feed_has_the_latest_interviews_newest_first(site):
    entries = feedparser.parse((site.folder / "feed.xml").read_bytes()).entries
    expected = facts_of(site)["interviews"][-LATEST:][::-1]
    assert [(one.title, one.updated) for one in entries] == [
        (it["title"], f"{it['date']}T00:00:00Z") for it in expected
    ]
    root = site.url or ""
    assert [one.link for one in entries] == [root + it["url"] for it in expected]
    assert len({one.id for one in entries}) == len(entries)
    assert all(re.match(r"urn:uuid:[0-9a-f-]{36}\Z", one.id) for one in entries)


def test_no_address_in_a_feed_is_relative_once_the_own_one_is_known(site):
    text = (site.folder / "feed.xml").read_text(encoding="utf-8")
    addresses = re.findall(r'(?:href|src)=(?:"|&#34;|&quot;)(.*?)(?:"|&#34;|&quot;)', text)
    assert addresses
    if site.url:
        assert [one for one in addresses if not one.startswith(("https://", "http://", "mailto:", "#"))] == []


def test_ids_of_entries_stay_when_their_texts_change(make_site):
    text = "---\ntitle: {}\ndate: 2026-03-02\nkind: coding\nvisibility: public\n---\n{}\n"
    path = "content/interviews/first.md"
    feeds = [
        feedparser.parse(render_site(load_site(make_site({path: text.format(*words)}), Audience.PUBLIC))["feed.xml"])
        for words in (("One", "This."), ("Another", "That."))
    ]
    assert feeds[0].entries[0].title != feeds[1].entries[0].title
    assert feeds[0].entries[0].id == feeds[1].entries[0].id
    assert feeds[0].feed.id == feeds[1].feed.id != feeds[0].entries[0].id


def test_the_sitemap_lists_every_page_where_the_own_address_is_known(site):
    file = site.folder / "sitemap.xml"
    if site.url is None:
        assert not file.exists()
        return
    listed = [one.text or "" for one in ElementTree.fromstring(file.read_bytes()).iter(f"{SITEMAP}loc")]
    pages = [url for url in read_tree(site.folder) if url.endswith(".html") and url not in ("404.html", "answer.html")]
    assert sorted(listed) == sorted(HOME + url for url in pages)


def test_robots_are_welcome_only_where_everybody_is(site):
    lines = (site.folder / "robots.txt").read_text(encoding="utf-8").splitlines()
    public = site.audience is Audience.PUBLIC
    assert lines[:2] == ["User-agent: *", "Allow: /" if public else "Disallow: /"]
    assert lines[2:] == ([f"Sitemap: {HOME}sitemap.xml"] if public and site.url else [])


def test_the_facts_agree_with_the_pages(site):
    facts = facts_of(site)
    tree = read_tree(site.folder)
    assert facts["version"] == 2
    assert facts["url"] == site.url
    for what in ("interviews", "skills"):
        assert {it["url"] for it in facts[what]} == {url for url in tree if url.startswith(f"{what}/")}
    assert {f"themes/{it['slug']}.html" for it in facts["themes"]} <= tree.keys()
    made = re.findall(r' id="c-([^"]+)"', tree.get("commitments.html", b"").decode("utf-8"))
    assert sorted(it["story"]["id"] for it in facts["commitments"]) == sorted(made)
    anchors = re.findall(r' id="n-([^"]+)"', tree.get("notes.html", b"").decode("utf-8"))
    assert sorted(note["slug"] for note in facts["notes"]) == sorted(anchors)
    slugs = {it["slug"] for it in facts["interviews"]}
    assert all(slugs.issuperset(note["about"]) for note in facts["notes"])
    for it in facts["interviews"]:
        assert it["title"] == _title_of(tree[it["url"]])
        assert {*it["ratings"], *it["self_ratings"]} <= {skill["slug"] for skill in facts["skills"]}


def _title_of(page: bytes) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", page.decode("utf-8"))
    assert found
    return html.unescape(found[1])


def test_the_facts_are_documented():
    text = (REPOSITORY / "docs/portfolio-json.md").read_text(encoding="utf-8")
    for field in (
        "version",
        "interviews",
        "skills",
        "commitments",
        "themes",
        "strengths",
        "perception",
        "gate",
        "notes",
    ):
        assert f"`{field}`" in text, field
