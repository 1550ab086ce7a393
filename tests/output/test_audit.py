"""The audit of a finished site: nothing hidden gets by, in any dress; nothing lawful is stopped."""

import base64
import gzip
import html
import io
import json
import urllib.parse
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from afterview.insight.compute import compute_insight
from afterview.model.audience import Audience
from afterview.model.page import Output
from afterview.narrow import narrow
from afterview.output.audit import Look, judge
from afterview.output.build import render_site
from afterview.output.leaks import Watch
from afterview.problems import AfterviewError, Code, Exit
from afterview.reading.portfolio import read_portfolio
from afterview.reading.slugs import slugify
from afterview.rendering.layout_folders import find_layouts
from afterview.site import load_site

SENTENCE = "Zögerte beim Rückwärtszählen & <vergaß> die leere Eingabe"
OPEN = """\
---
title: The open one
date: 2026-01-10
kind: coding
company: Globex Initech
interviewer: Wilhelmina
visibility: public
---
## What went well
- Drew the input #communication

## What to improve
- Forgot the empty input #testing

## How it felt {private}
Trembling hands throughout, and *more than once*.
"""
HIDDEN = f"""\
---
title: Nobody's business
date: 2026-02-10
kind: coding
---
## What went well
- Drew the input #communication

## What to improve
- {SENTENCE}
"""
FILES = {"content/interviews/open.md": OPEN, "content/interviews/2026-02-10-nightmare.md": HIDDEN}


@pytest.fixture(scope="module")
def root(make_site) -> Path:
    folder: Path = make_site(FILES)
    return folder


def leaks_in(root: Path, outputs: Mapping[str, bytes], audience: Audience = Audience.PUBLIC) -> set[tuple[str, str]]:
    whole = read_portfolio(root).portfolio
    narrowed = narrow(whole, audience)
    watch = Watch(whole, narrowed, compute_insight(narrowed, audience), find_layouts(root))
    told = {url: watch.glance.find(Output(url=url, body=body)) for url, body in outputs.items()}
    return {(leak.url, leak.path) for leak in watch.judge(told)}


def problems_in(root: Path, outputs: Mapping[str, str | bytes], url: str | None = None) -> list[tuple[Code, str, str]]:
    site = load_site(root, Audience.PUBLIC, url=url)
    files = {url: Output(url=url, body=body) for url, body in render_site(site).items()}
    for name, text in outputs.items():
        files[name] = Output(url=name, body=text if isinstance(text, bytes) else text.encode())
    watch = Watch(site.whole, site.portfolio, site.insight, find_layouts(root))
    look = Look(glance=watch.glance, urls=frozenset(files), home=site.portfolio.url, place=str(root.resolve()))
    try:
        judge(watch, map(look.at, files.values()), files)
    except AfterviewError as error:
        status, problems = error.exit_status, error.problems
    else:
        return []
    assert status is Exit.REFUSED
    return [(problem.code, problem.path, problem.message) for problem in problems]


def zipped(text: bytes) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.txt", text)
    return memory.getvalue()


WORDS = f"some words. {SENTENCE}. More words"
DRESSED = {
    "UTF-8": WORDS.encode(),
    "UTF-16 LE": WORDS.encode("utf-16-le"),
    "UTF-16 BE": WORDS.encode("utf-16-be"),
    "UTF-16 at an odd place": b"x" + WORDS.encode("utf-16-le"),
    "HTML": html.escape(WORDS).encode(),
    "HTML, named": html.escape(WORDS).replace("ö", "&ouml;").encode(),
    "HTML, decimal": "".join(f"&#{ord(letter)};" for letter in WORDS).encode(),
    "HTML, hexadecimal": "".join(f"&#x{ord(letter):X};" for letter in WORDS).encode(),
    "HTML, twice": html.escape(html.escape(WORDS)).encode(),
    "HTML in JSON": json.dumps(html.escape(f"<p>\n{WORDS}")).encode(),
    "address": urllib.parse.quote(WORDS).encode(),
    "address, with plus": urllib.parse.quote_plus(WORDS).encode(),
    "JSON": json.dumps(f"before\n{WORDS}").encode(),
    "JSON in HTML": html.escape(json.dumps(WORDS)).encode(),
    **{f"base64 at {offset}": b"data:," + base64.b64encode(b"x" * offset + WORDS.encode()) for offset in range(3)},
    **{f"base64 after {more}": more.encode() + base64.b64encode(WORDS.encode()) for more in ("a", "ab", "abc")},
    "base64 for addresses": base64.urlsafe_b64encode(WORDS.encode() + b"\xff\xff"),
    "gzip": b"before" + gzip.compress(WORDS.encode()),
    "zlib": b"before" + zlib.compress(WORDS.encode()) + b"after",
    "zip": zipped(WORDS.encode()),
    "gzip in base64": b'{"index": "' + base64.b64encode(gzip.compress(WORDS.encode())) + b'"}',
    "gzip in gzip": gzip.compress(gzip.compress(WORDS.encode())),
    "lower case": WORDS.lower().encode(),
    "upper case": "".join(letter if letter == "ß" else letter.upper() for letter in WORDS).encode(),
    "slug": slugify(WORDS).encode(),
}


@pytest.mark.parametrize("before", [0, 256 * 1024 - 20, 256 * 1024 - 2, 512 * 1024])
def test_a_hidden_sentence_is_found_anywhere_in_a_long_text(root, before):
    text = b"some words " * (before // 11) + b"x" * (before % 11) + b" " + WORDS.encode() + b" more words" * 100
    assert leaks_in(root, {"a.html": text}) == {("a.html", "content/interviews/2026-02-10-nightmare.md")}
    packed = base64.b64encode(gzip.compress(WORDS.encode()))
    assert leaks_in(root, {"a.html": text.replace(WORDS.encode(), packed)}) != set()


@pytest.mark.parametrize("dress", DRESSED)
def test_a_hidden_sentence_is_found_in_every_dress(root, dress):
    outputs = {"index.html": b"<p>Nothing here.</p>", "leak.bin": DRESSED[dress]}
    assert leaks_in(root, outputs) == {("leak.bin", "content/interviews/2026-02-10-nightmare.md")}


@pytest.mark.parametrize(
    "shown",
    [
        "Globex Initech",
        "wilhelmina",
        "Trembling hands throughout, and",
        "Nobody's business",
        "2026-02-10-nightmare",
        "zogerte-beim-ruckwartszahlen-vergass-die-leere-eingabe",
    ],
)
def test_every_kind_of_hidden_text_is_found(root, shown):
    assert {url for url, _ in leaks_in(root, {"a.html": shown.encode()})} == {"a.html"}
    name = f"images/{slugify(shown)}.png"
    assert {url for url, _ in leaks_in(root, {name: b""})} == {name}


def test_what_a_mentor_may_see_is_no_leak_to_a_mentor(root):
    assert leaks_in(root, {"a.html": b"Globex Initech, Wilhelmina"}, Audience.MENTOR) == set()
    assert leaks_in(root, {"a.html": SENTENCE.encode()}, Audience.MENTOR) != set()


@pytest.mark.parametrize("shown", ["Drew the input", "What to improve", "communication, testing", "2026-02-10"])
def test_what_is_seen_elsewhere_too_is_no_leak(root, shown):
    assert leaks_in(root, {"a.html": shown.encode()}) == set()


def test_a_lawful_site_passes(root):
    for audience in (Audience.PUBLIC, Audience.MENTOR):
        assert render_site(load_site(root, audience))


def test_a_layout_that_tells_is_stopped_and_the_text_is_not_said(make_site):
    layout = '{% extends "default/how.html" %}{% block content %}Globex Initech{% endblock %}'
    # What a layout says itself is its author's to say; what it takes from elsewhere is not.
    render_site(load_site(make_site({**FILES, "layouts/how.html": layout}), Audience.PUBLIC))
    root = make_site(
        {
            **FILES,
            "content/images/map.svg": f'<svg xmlns="http://www.w3.org/2000/svg"><text>{html.escape(SENTENCE)}</text></svg>',
        }
    )
    shown = root / "content/interviews/open.md"
    shown.write_text(shown.read_text().replace("Drew the input", "Drew ![a map](../images/map.svg)"))
    with pytest.raises(AfterviewError) as stopped:
        render_site(load_site(root, Audience.PUBLIC))
    (problem,) = stopped.value.problems
    assert (problem.code, problem.path) == (Code.LEAK, "content/interviews/2026-02-10-nightmare.md")
    assert "images/map.svg" in problem.message
    assert "gerte" not in problem.message + problem.hint


@pytest.mark.parametrize(
    "link",
    [
        "gone.html",
        "index.html#gone",
        "../index.html",
        "/index.html",
        "interviews/",
        "#gone",
        "assets/gone.css",
        "%67one",
    ],
)
def test_a_link_that_leads_nowhere_is_stopped(root, link):
    ((code, path, message),) = problems_in(root, {"a.html": f'<a href="{link}">here</a>'})
    assert (code, path) == (Code.LOST_LINK, "a.html")
    assert link in message


@pytest.mark.parametrize(
    "link",
    [
        "",
        "./",
        "index.html?x=1",
        "#here",
        "index.html",
        "https://example.org/x",
        "mailto:a@b.example",
        "data:image/png,",
    ],
)
def test_a_link_that_leads_somewhere_passes(root, link):
    assert problems_in(root, {"a.html": f'<a id="here" href="{link}">here</a>'}) == []


def test_links_to_the_sites_own_address_are_followed(root):
    home = "https://sam.example/sub/"
    assert problems_in(root, {"a.xml": f'<a href="{home}index.html"/><loc>{home}</loc>'}, home) == []
    for link in (f"{home}gone.html", "/gone.html"):
        assert [code for code, *_ in problems_in(root, {"a.xml": f'<a href="{link}"/>'}, home)] == [Code.LOST_LINK]


@pytest.mark.parametrize(
    "link",
    [
        "file:///etc/passwd",
        "http://localhost:8000/",
        "http://127.0.0.1/",
        "https://[::1]/x",
        "C:/me.html",
        "vscode://x",
    ],
)
def test_a_link_to_this_machine_is_stopped(root, link):
    assert [code for code, *_ in problems_in(root, {"a.html": f'<a href="{link}">'})] == [Code.LOCAL_PATH]


def test_the_portfolios_own_place_is_stopped(root):
    assert [code for code, *_ in problems_in(root, {"a.html": f"made in {root.resolve()}"})] == [Code.LOCAL_PATH]


@pytest.mark.parametrize(
    ("url", "text"),
    [("interviews/a.md", ""), ("portfolio.yaml", ""), ("content/a.txt", ""), ("assets/a.txt", "---\ntitle: x\n---\n")],
)
def test_a_source_is_stopped(root, url, text):
    assert [(code, path) for code, path, _ in problems_in(root, {url: text})] == [(Code.SOURCE_IN_SITE, url)]


def test_tags_of_a_note_lead_only_where_a_page_is(make_site):
    note = "---\nfrom: Mo\ndate: 2026-01-11\nvisibility: public\n---\n## Next time\n- Wait #testing #only-here ^wait\n"
    site = load_site(make_site({**FILES, "content/notes/one.md": note}), Audience.PUBLIC)
    page = site.render("notes.html").decode()
    assert "only here" in page
    assert "themes/only-here.html" not in page
    assert "skills/testing.html" in page
