"""No link of a whole site leads nowhere: read from a disk, from a server's root, or from below a path of one."""

import json
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

import pytest

from afterview.model.audience import Audience
from tests.joint.crawl import crawl, fetch_from_disk, parse_document, serve
from tests.joint.sites import HOME, SITES, Site, read_tree

PATH = urlsplit(HOME).path
NOT_LINKED = {"404.html", "robots.txt", "sitemap.xml", "search-index.js", "year.png"}
"""What readers never follow a link to: lost ones are led to the first, programs know or are told the others by name."""
SCRIPTS = {"assets/filters.js"}
"""Scripts of lists too short to need them are copied all the same."""

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("name", SITES)]


@pytest.fixture
def site(name: str, site_of: Callable[[str], Site]) -> Site:
    return site_of(name)


def starts(site: Site, base: str, *, with_lost: bool) -> list[str]:
    return [base + url for url in read_tree(site.folder) if with_lost or url != "404.html"]


def test_no_link_is_dead_on_a_disk(site):
    base = f"{site.folder.as_uri()}/"
    # The page for lost readers says where the site lives, once it knows: a disk is not that place.
    _, dead = crawl(fetch_from_disk, starts(site, base, with_lost=site.url is None), base=base, home=site.url)
    assert dead == []


@pytest.mark.parametrize("mount", ["/", PATH])
def test_no_link_is_dead_on_a_server(site, mount):
    with serve(site.folder, mount) as (base, fetch):
        all_files = starts(site, base, with_lost=site.url is None or mount == PATH)
        _, dead = crawl(fetch, [base, *all_files], base=base, home=site.url)
    assert dead == []


def test_every_file_can_be_reached_from_the_first_page(site):
    base = f"{site.folder.as_uri()}/"
    # To the form nothing links: an interviewer gets a link of their own.
    form = [f"{base}answer.html"] if site.audience is Audience.PUBLIC else []
    reached, _ = crawl(fetch_from_disk, [f"{base}index.html", *form], base=base, home=site.url)
    assert {base + url for url in read_tree(site.folder).keys() - NOT_LINKED - SCRIPTS} - reached == set()


def test_a_lost_reader_finds_the_way_back(site):
    # Without a known address the way back is relative, and right only beside the first page.
    depths = ["no-such-page", "no/such/page.html"] if site.url else ["no-such-page"]
    with serve(site.folder, PATH) as (base, fetch):
        for depth in depths:
            lost = fetch(base + depth)
            assert lost.status == 404
            assert lost.body == (site.folder / "404.html").read_bytes()
            links = parse_document(lost.body, lost.kind).links
            places = {urljoin(base + depth, link.partition("#")[0]) for link in links} - {base + depth}
            assert f"{base}index.html" in places
            assert [place for place in places if fetch(place).status != 200] == []


def test_nothing_of_this_machine_or_of_the_making_is_left(site):
    for url, body in read_tree(site.folder).items():
        assert b"\0" not in body or url.endswith(".png"), url
        if url.endswith((".html", ".xml", ".txt", ".json", ".css")):
            # Nested objects of JSON end like a placeholder of a layout, unless they are indented.
            text = json.dumps(json.loads(body), indent=1) if url.endswith(".json") else body.decode("utf-8")
            leavings = ["{{", "}}", "{%", "%}", "file:", "localhost", "127.0.0.1", str(site.folder.parent)]
            if url.endswith(".css"):
                leavings.remove("}}")
            assert [one for one in leavings if one in text] == [], url


def test_no_anchor_is_there_twice(site):
    for url, body in read_tree(site.folder).items():
        if url.endswith(".html"):
            ids = [part.split(b'"')[0] for part in body.split(b' id="')[1:]]
            assert len(ids) == len(set(ids)) == len(parse_document(body, "text/html").anchors), url
