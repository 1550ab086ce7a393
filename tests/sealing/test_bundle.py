"""What is sealed: every page of a mentor's site, and nothing that only programs or other sites need."""

import json

from afterview.model.audience import Audience
from afterview.output.render import render_site
from afterview.sealing.bundle import make_bundle
from afterview.site import load_site
from tests.joint.sites import REPOSITORY


def test_every_page_and_picture_of_the_site_is_in_it_and_no_script():
    outputs = render_site(load_site(REPOSITORY, Audience.MENTOR))
    bundle = json.loads(make_bundle(outputs))
    left_out = set(outputs) - set(bundle["files"])
    scripts = {url for url in outputs if url.endswith(".js")}
    assert left_out == scripts | {"feed.xml", "sitemap.xml", "robots.txt", "404.html"} & set(outputs)
    assert bundle["files"]["index.html"].startswith("<!doctype html>")
    assert bundle["v"] == 1


def test_the_search_finds_all_that_the_plain_site_finds():
    outputs = render_site(load_site(REPOSITORY, Audience.MENTOR))
    entries = json.loads(make_bundle(outputs))["search"]
    assert len(entries) > 50
    assert {len(entry) for entry in entries} == {5}


def test_pictures_are_kept_byte_for_byte():
    bundle = json.loads(make_bundle({"images/a.png": b"\x89PNG\xff"}))
    assert bundle["files"] == {"images/a.png": {"b": "iVBOR/8="}}


def test_the_order_of_files_makes_no_difference():
    files = {f"{name}.html": name.encode() for name in "abc"}
    assert make_bundle(files) == make_bundle(dict(reversed(files.items())))
    assert b": " not in make_bundle(files)


def test_an_index_of_ones_own_that_is_no_list_leaves_the_search_empty():
    assert json.loads(make_bundle({"search-index.js": b"load();"}))["search"] == []
