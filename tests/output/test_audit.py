"""The audit of a finished site: nothing hidden gets by, however it is escaped; nothing lawful is stopped."""

import base64
import html
import json
import urllib.parse
from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest

from afterview.model.audience import Audience
from afterview.output import page_words
from afterview.output.audit import check_page, check_site, make_circumstances
from afterview.output.leaks import LeakScanner
from afterview.output.render import render_site
from afterview.problems import AfterviewError, Code, Exit, Problem
from afterview.reading.slugs import slugify
from afterview.site import Site, load_site

SENTENCE = "Zögerte beim Rückwärtszählen & <vergaß> die leere Eingabe"
OPEN = """\
---
title: The open one
date: 2026-01-10
kind: coding
company: Globex Initech
interviewer: Wilhelmina
visibility: public
source: "Umfrage.csv#17 0a1b2c3d"
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
FILES = {
    "content/interviews/open.md": OPEN,
    "content/interviews/2026-02-10-nightmare.md": HIDDEN,
    "content/mentors/rosalind.md": "---\nname: Rosalind Papadopoulos\nlink: k7m2p9q4r6t8\n---\nThank you.\n",
}


@pytest.fixture(scope="module")
def root(make_site) -> Path:
    folder: Path = make_site(FILES)
    return folder


def leaks_in(root: Path, outputs: Mapping[str, bytes], audience: Audience = Audience.PUBLIC) -> set[tuple[str, str]]:
    scanner = LeakScanner(load_site(root, audience))
    found = {url: scanner.hidden.find(url, body) for url, body in outputs.items()}
    return {(leak.url, leak.path) for leak in scanner.find_leaks(found)}


def audit(site: Site, more: Mapping[str, str | bytes]) -> tuple[Problem, ...]:
    """Audit a site to which files were added; return the problems."""
    bodies = {url: site.render(url) for url in site.urls}
    bodies |= {url: text if isinstance(text, bytes) else text.encode() for url, text in more.items()}
    scanner = LeakScanner(site)
    circumstances = make_circumstances(site, scanner)
    try:
        audits = {url: check_page(url, body, circumstances) for url, body in bodies.items()}
        check_site(site, scanner, audits, bodies.__getitem__)
    except AfterviewError as error:
        return error.problems if error.exit_status is Exit.REFUSED else ()
    return ()


def problems_in(root: Path, outputs: Mapping[str, str | bytes], url: str | None = None) -> list[tuple[Code, str, str]]:
    problems = audit(load_site(root, Audience.PUBLIC, url=url), outputs)
    return [(problem.code, problem.path, problem.message) for problem in problems]


WORDS = f"some words. {SENTENCE}. More words"
ENCODED = {
    "UTF-8": WORDS.encode(),
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
    "lower case": WORDS.lower().encode(),
    "upper case": "".join(letter if letter == "ß" else letter.upper() for letter in WORDS).encode(),
    "slug": slugify(WORDS).encode(),
}


@pytest.mark.parametrize("encoding", ENCODED)
def test_a_hidden_sentence_is_found_in_every_escape(root, encoding):
    outputs = {"index.html": b"<p>Nothing here.</p>", "leak.txt": ENCODED[encoding]}
    assert leaks_in(root, outputs) == {("leak.txt", "content/interviews/2026-02-10-nightmare.md")}


@pytest.mark.parametrize("letters", [1, 7, 40, 100])
def test_a_hidden_sentence_is_found_where_a_long_text_is_divided(root, monkeypatch, letters):
    monkeypatch.setattr(page_words, "_PART", letters)
    outputs = {f"{number}.txt": b"Nothing. " * 9 + text for number, text in enumerate(ENCODED.values())}
    assert {url for url, _ in leaks_in(root, outputs)} == set(outputs)


@pytest.mark.parametrize(
    "shown",
    [
        "Globex Initech",
        "wilhelmina",
        "Trembling hands throughout, and",
        "Nobody's business",
        "2026-02-10-nightmare",
        "Umfrage.csv#17 0a1b2c3d",
        "Rosalind Papadopoulos",
        "k7m2p9q4r6t8",
        "zogerte-beim-ruckwartszahlen-vergass-die-leere-eingabe",
    ],
)
def test_every_kind_of_hidden_text_is_found(root, shown):
    assert {url for url, _ in leaks_in(root, {"a.html": shown.encode()})} == {"a.html"}
    name = f"images/{slugify(shown)}.png"
    assert {url for url, _ in leaks_in(root, {name: b""})} == {name}


def test_each_of_a_panel_is_found(make_site):
    panel = OPEN.replace("Wilhelmina", "[Wilhelmina, Zebulon Okonjo]")
    outputs = {"a.html": b"Zebulon Okonjo", "b.html": b"Wilhelmina"}
    root = make_site({"content/interviews/open.md": panel})
    assert {url for url, _ in leaks_in(root, outputs)} == {"a.html", "b.html"}


@pytest.mark.parametrize(
    "inside",
    [
        "<text>{}</text>",
        "<title>{}</title>",
        "<desc>{}</desc>",
        '<g aria-label="{}"/>',
        "<text><tspan>Trembling hands</tspan><tspan>throughout, and more</tspan></text>",
        "<text>Trem<tspan>bling</tspan> hands throughout, and more</text>",
    ],
)
def test_hidden_words_in_a_drawing_that_is_shown_are_stopped(make_site, inside):
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg">{inside.format("Trembling hands throughout, and")}</svg>'
    shown = OPEN.replace("## How", "![A drawing](../images/a.svg)\n\n## How")
    folder = make_site({"content/interviews/open.md": shown, "content/images/a.svg": drawing})
    (problem,) = audit(load_site(folder, Audience.PUBLIC), {})
    assert (problem.code, problem.path) == (Code.LEAK, "content/interviews/open.md")


def test_what_a_mentor_may_see_is_no_leak_to_a_mentor(root):
    assert leaks_in(root, {"a.html": b"Globex Initech, Wilhelmina"}, Audience.MENTOR) == set()
    assert leaks_in(root, {"a.html": SENTENCE.encode()}, Audience.MENTOR) != set()


@pytest.mark.parametrize("shown", ["Drew the input", "What to improve", "communication, testing", "2026-02-10"])
def test_what_is_seen_elsewhere_too_is_no_leak(root, shown):
    assert leaks_in(root, {"a.html": shown.encode()}) == set()


def test_hidden_words_that_are_shown_elsewhere_with_emphasis_are_no_leak(make_site):
    sentence = "The second half {} than the empty input, so we lost the thread"
    shown = OPEN.replace("- Forgot", f"- {sentence.format('**took longer**')} #testing #hurry\n- Forgot")
    hidden = HIDDEN.replace(SENTENCE, sentence.format("took longer"))
    files = {"content/interviews/open.md": shown, "content/interviews/2026-02-10-nightmare.md": hidden}
    assert render_site(load_site(make_site(files), Audience.PUBLIC))


def test_a_lawful_site_passes(root):
    for audience in (Audience.PUBLIC, Audience.MENTOR):
        assert render_site(load_site(root, audience))


def test_a_layout_that_leaks_is_stopped_and_the_text_is_not_printed(make_site):
    layout = '{% extends "default/how.html" %}{% block main %}{{ super() }}Globex Initech{% endblock %}'
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


@pytest.mark.parametrize("link", ["file:///etc/passwd", "C:/me.html", "vscode://x"])
def test_a_link_that_only_this_machine_can_open_is_stopped(root, link):
    assert [code for code, *_ in problems_in(root, {"a.html": f'<a href="{link}">'})] == [Code.LOST_LINK]


@pytest.mark.parametrize(
    "tag",
    [
        "<a href='gone.html'>",
        "<a href=gone.html>",
        '<A HREF = "gone.html">',
        "<a title='x > y' href=gone.html>",
        '<img alt="" srcset="index.html 1x, gone.html 2x">',
        "<form action=gone.html>",
        '<video poster="gone.html">',
        '<script src="gone.html"></script>',
        "<svg><use xlink:href='#x' href='gone.html'/></svg>",
        "<br/><a\nhref\n=\n'gone.html'>",
    ],
)
def test_a_dead_link_is_found_in_every_syntax(root, tag):
    ((code, path, message),) = problems_in(root, {"a.html": f"<p>{tag}</p>"})
    assert (code, path) == (Code.LOST_LINK, "a.html")
    assert "gone.html" in message


@pytest.mark.parametrize(
    "text",
    [
        '<code>&lt;a href="gone.html"&gt;</code>',
        '<p>href="gone.html" src=gone.html</p>',
        '<a title=\'href="gone.html"\' href="index.html">',
        '<!-- <a href="gone.html"> -->',
        '<script type="application/json">{"a": "<a href=gone.html>"}</script>',
        "<p>5 < 6 and href=gone.html > 4</p>",
        '<a href="http://localhost:8000/">',
        '<a href="http://127.0.0.1/">',
    ],
)
def test_what_is_no_link_of_the_site_stops_nothing(root, text):
    assert problems_in(root, {"a.html": text}) == []


def test_anchors_count_in_every_syntax(root):
    assert (
        problems_in(
            root,
            {
                "a.html": "<p ID='one'><p id=two><a href=#one><a href='#two'><a href='b.html#three'>",
                "b.html": "<p id=three>",
            },
        )
        == []
    )


def test_the_portfolios_own_path_is_stopped(root):
    for text in (f"made in {root.resolve()}", f"file://{root.resolve()}/content/interviews/open.md"):
        assert [code for code, *_ in problems_in(root, {"a.html": text})] == [Code.LOCAL_PATH]


def test_a_folder_called_like_a_part_of_the_site_stops_nothing(root):
    """A portfolio in /interviews: every page links to interviews/."""
    site = msgspec.structs.replace(load_site(root, Audience.PUBLIC), root=Path("/interviews"))
    assert audit(site, {"a.html": '<a href="index.html">see ../interviews/open.html, x/interviews.</a>'}) == ()
    assert [problem.code for problem in audit(site, {"a.html": "made of /interviews/content/x"})] == [Code.LOCAL_PATH]


CODE = """\
Run `open http://localhost:8000/a.html`, or <http://localhost:3000/>.

```html
<a href="gone.html">never</a> <img src='gone.png' srcset=gone.png>
```

The files are in {path}/content/interviews.

![A graph](../images/graph.svg) ![A photograph](../images/photo.png)
"""
PHOTOGRAPH = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><defs><path id="q" d="M0 0"/></defs><use href="#q"/></svg>'


def test_what_a_person_may_rightly_write_never_stops_a_build(make_site):
    root = make_site({**FILES, "content/images/graph.svg": SVG, "content/images/photo.png": PHOTOGRAPH})
    shown = root / "content/interviews/open.md"
    shown.write_text(shown.read_text().replace("## What went well", CODE.format(path=root) + "\n## What went well"))
    other = root / "content/interviews/2026-02-10-nightmare.md"
    # Any photograph has the four letters of some name in it; every PNG has these.
    other.write_text(other.read_text().replace("kind: coding", "kind: coding\ninterviewer: Ihdr"))
    assert render_site(load_site(root, Audience.PUBLIC))


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
