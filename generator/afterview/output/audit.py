"""Audit a finished site: no hidden words, no dead links, no sources, no path of this machine."""

import html
import os
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Set
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import msgspec

from afterview.model.audience import Audience
from afterview.output.leaks import HiddenWords, LeakScanner, Words
from afterview.output.page_words import decode_escapes, join_texts, number_words, split_words
from afterview.problems import AfterviewError, Code, Exit, Problem
from afterview.reading.sources import Source, read_source
from afterview.site import Site

# Comments, elements whose content is no markup, and tags, with quoted values as they are. Groups: what a comment says;
# an element's name, attributes and content; a tag's attributes.
_MARKUP = re.compile(
    rb"<!--(.*?)-->|<(script|style)\b([^>]*+)>(.*?)</\2\s*>"
    rb"|<[a-z][^\s/>\"']*+((?:[^>\"']|\"[^\"]*+\"|'[^']*+')*+)>|</[a-z][^>]*+>",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile(rb"([^\s\"'<>/=]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+))")
_LINKING = frozenset({b"href", b"src", b"poster", b"data", b"action", b"formaction", b"cite", b"background"})
_LOCATION = re.compile(rb"<loc>([^<]*)</loc>")
_IN_STYLE = re.compile(rb"url\(\s*[\"']?([^\"')\s]+)")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_ELSEWHERE = frozenset({"http", "https", "mailto", "tel", "data"})
_TEXTS = (".html", ".xml", ".json", ".txt", ".css", ".js")
_SOURCES = (".md", ".markdown", ".yaml", ".yml")
_FRONT_MATTER = re.compile(rb"(?:\xef\xbb\xbf)?---\r?\n(?s:.*?)^---\r?$", re.MULTILINE)
_LARGE = 256 * 1024
_NO_ANCHOR = "leads to an anchor that its page does not have"


class Circumstances(msgspec.Struct, frozen=True, kw_only=True):
    """All that the audit of a file depends on beside its bytes.

    ``hidden`` are the words to find in a site for this ``audience``, ``home`` is the site's own address on the web, and
    ``root`` the portfolio's path on this machine.
    """

    audience: Audience
    hidden: HiddenWords
    home: str | None
    root: bytes


class PageAudit(msgspec.Struct, frozen=True, array_like=True):
    """What the audit of one file found, and what is left to check when all files have been audited.

    ``urls`` are the files that it links to. ``links`` leads to an anchor of another page: the page, the anchor, and the
    link as it is written. ``numbers`` are those of its words, if they are known.
    """

    dead_links: tuple[tuple[str, str], ...] = ()
    shows_path: bool = False
    is_source: bool = False
    hidden: tuple[Words, ...] = ()
    anchors: frozenset[str] = frozenset()
    links: tuple[tuple[str, str, str], ...] = ()
    urls: frozenset[str] = frozenset()
    numbers: bytes | None = None


class _PageParts(NamedTuple):
    """What the audit reads in a file: where it links to, its anchors, its text, and what stands inside its tags."""

    links: set[str]
    anchors: set[str]
    text: bytes
    tags: set[bytes]


def make_circumstances(site: Site, scanner: LeakScanner) -> Circumstances:
    """Collect what the audit of each file of a site depends on."""
    root = os.fsencode(site.root.resolve())
    return Circumstances(audience=site.audience, hidden=scanner.hidden, home=site.portfolio.url, root=root)


def check_page(url: str, body: bytes, circumstances: Circumstances, *, number: bool = False) -> PageAudit:
    """Audit one file of a site; the result is a function of the arguments alone, and can be cached.

    ``number`` also numbers its words, so that it need not be audited once more when others become hidden. A large file
    has something of everything, changes with almost every source, and is not worth it.
    """
    parts = _split_page(url, body)
    dead, elsewhere, urls = [], [], set()
    for link in sorted(parts.links):
        target = _resolve(posixpath.dirname(url), link, circumstances.home)
        if isinstance(target, str):
            dead.append((link, target))
        elif target:
            page, anchor = target[0] or url, unquote(target[1])
            urls.add(page)
            if anchor and page == url and anchor not in parts.anchors:
                dead.append((link, _NO_ANCHOR))
            elif anchor and page != url and page.endswith(".html"):
                elsewhere.append((page, anchor, link))
    is_source = url.endswith(_SOURCES) and not url.startswith("assets/")
    return PageAudit(
        dead_links=tuple(dead),
        shows_path=url.endswith(_TEXTS) and _shows_path(body, circumstances.root),
        is_source=bool(is_source or url.startswith("content/") or _FRONT_MATTER.match(body)),
        hidden=circumstances.hidden.find(url, parts.text, parts.tags),
        anchors=frozenset(parts.anchors),
        links=tuple(elsewhere),
        urls=frozenset(urls),
        numbers=number_words(url, parts.text, parts.tags) if number and len(body) <= _LARGE else None,
    )


def check_site(site: Site, scanner: LeakScanner, audits: Mapping[str, PageAudit], read: Callable[[str], bytes]) -> None:
    """Check, from the audits of all files of a site, that nothing hidden is shown and that every link leads somewhere.

    ``read`` returns the bytes of one of these files.

    Raises:
        AfterviewError: REFUSED, with every problem. A problem names the page and the source, and never quotes what is
            hidden.
    """
    problems = []
    for leak in scanner.find_leaks({url: audit.hidden for url, audit in audits.items() if audit.hidden}):
        problems.append(_report_leak(leak.url, leak.path, _find_words(site.root, leak.path, leak.words)))
    visible_path = None
    urls = frozenset(audits)
    for url, audit in audits.items():
        dead = [*audit.dead_links]
        if lost := audit.urls - urls:
            links = _find_links(url, read(url), lost, site.portfolio.url)
            dead = sorted((*dead, *((link, "leads to no file of the site") for link in links)))
        there = ((audits[page], anchor, link) for page, anchor, link in audit.links if page in urls)
        dead += [(link, _NO_ANCHOR) for page, anchor, link in there if anchor not in page.anchors]
        problems += [_report_link(site, url, link, reason) for link, reason in dead]
        if audit.shows_path:
            if visible_path is None:
                visible_path = _writes_path(site)
            problems += [] if visible_path else [_report_path(url)]
        problems += [_report_source(url)] if audit.is_source else []
    if problems:
        raise AfterviewError(problems, Exit.REFUSED)


def _find_links(url: str, body: bytes, lost: Set[str], home: str | None) -> Iterator[str]:
    """Find the links of a file, as they are written, that lead to one of these addresses."""
    for link in _split_page(url, body).links:
        target = _resolve(posixpath.dirname(url), link, home)
        if isinstance(target, tuple) and (target[0] or url) in lost:
            yield link


def _split_page(url: str, body: bytes) -> _PageParts:
    """Split a file into links and anchors, in every syntax of attributes but only inside tags, and its texts."""
    links: set[str] = set()
    anchors: set[str] = set()
    if url.endswith(".css"):
        links.update(map(_decode, _IN_STYLE.findall(body)))
    if not url.endswith((".html", ".xml")):
        return _PageParts(links, anchors, body, set())
    parts = _MARKUP.split(body)
    text, comment, _, attributes, content, more_attributes = (parts[group::6] for group in range(6))
    # Most tags of a page are alike, and most of the others stand on other pages too.
    tags = set(filter(None, (*attributes, *more_attributes)))
    for tag in tags:
        found = _read_attributes(tag)
        links.update(found[0])
        anchors.update(found[1])
    links.update(map(_decode, _LOCATION.findall(body)))
    return _PageParts(links, anchors, join_texts(filter(None, (*text, *comment, *content))), tags)


@lru_cache(maxsize=16_384)
def _read_attributes(attributes: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Read the links and the anchors among the attributes of a tag."""
    links: list[bytes] = []
    anchors: list[bytes] = []
    for name, *values in _ATTRIBUTE.findall(attributes) if b"=" in attributes else ():
        value = values[0] or values[1] or values[2]
        name = name.lower()
        if name in _LINKING:
            links.append(value.strip())
        elif name == b"id":
            anchors.append(value)
        elif name in (b"srcset", b"imagesrcset"):
            links += [candidate.split()[0] for candidate in value.split(b",") if candidate.strip()]
    return tuple(map(_decode, links)), tuple(map(_decode, anchors))


def _decode(value: bytes) -> str:
    return html.unescape(value.decode("utf-8", "replace"))


@lru_cache(maxsize=16_384)  # the same links lead from many pages
def _resolve(folder: str, link: str, home: str | None) -> tuple[str, str] | str | None:
    """Resolve a link of a page in this folder to a file and an anchor there, no file for the page itself.

    None if it leads out of the site; a text, the reason, if it cannot lead anywhere.
    """
    if home and link.startswith(home):
        link, folder = link[len(home) :], ""
    else:
        scheme = _SCHEME.match(link)
        if scheme or link.startswith("//"):
            outside = not scheme or scheme[1].lower() in _ELSEWHERE
            return None if outside else "leads to something that only this machine or its programs can open"
        base = urlsplit(home).path if home else ""
        if link.startswith("/"):
            if not base or not link.startswith(base):
                return "begins at the server's root, but the site may be in a folder below it"
            link, folder = link[len(base) :], ""
        elif link.startswith("?"):
            return "", link.partition("#")[2]
        elif link.startswith("#"):
            return "", link[1:]
    path, _, anchor = link.partition("#")
    target = unquote(path.partition("?")[0])
    if target:
        target = posixpath.normpath(posixpath.join(folder, target, "index.html" if target.endswith("/") else ""))
    return target if target not in ("", ".") else "index.html", anchor


def _shows_path(body: bytes, root: bytes) -> bool:
    """Check for the portfolio's path on this machine: the whole of it, or that of something inside."""
    if root not in body or root == b"/":
        return False
    path = rb"(?:(?<=file://)|(?<![\w./~-]))" + re.escape(root) + rb"(?:/(?:content|layouts|site)\b|(?![\w./-]))"
    return re.search(path, body) is not None


def _writes_path(site: Site) -> bool:
    """Check whether the author wrote the path into text that readers may see: then it is allowed."""
    text = msgspec.json.encode(site.portfolio, enc_hook=str).decode()
    return _shows_path(decode_escapes(text).encode(), os.fsencode(site.root.resolve()))


def _find_words(root: Path, path: str, words: Words) -> int:
    """Find the line of a source that has these words, or the first of them; 0 if none has."""
    source = read_source(root, path)
    lines = [split_words(line) for line in source.text.split("\n")] if isinstance(source, Source) else []
    for length in (len(words), 1):
        for number, line in enumerate(lines, 1):
            if b" ".join(words[:length]) in b" ".join(line):
                return number
    return 0


def _find_link(site: Site, link: str) -> Iterator[tuple[str, int]]:
    """Find the layouts of the portfolio's own that have a link, with its line."""
    own = site.renderer.layouts.own
    for name, file in sorted(site.renderer.layouts.files.items()):
        if own and file.path.is_relative_to(own) and link.encode() in file.body:
            yield f"layouts/{name}", file.body[: file.body.index(link.encode())].count(b"\n") + 1


def _report_leak(url: str, path: str, line: int) -> Problem:
    return Problem(
        code=Code.LEAK,
        path=path,
        line=line,
        message=f"private text from this file would appear on the page {url}",
        hint="look for the same words in a public section, in a picture or in your own layouts. "
        "If you find none, this is a bug in Afterview: please report it, without the private text",
    )


def _report_link(site: Site, url: str, link: str, reason: str) -> Problem:
    path, line = next(_find_link(site, link), (url, 0))
    return Problem(
        code=Code.LOST_LINK,
        path=path,
        line=line,
        message=f"on the page {url} of the site, the link to {link} {reason}",
        hint="correct it in the layout that it comes from; if that is not yours, this is a bug in Afterview",
    )


def _report_path(url: str) -> Problem:
    return Problem(
        code=Code.LOCAL_PATH,
        path=url,
        message="this page of the site shows where the portfolio is on your own machine",
        hint="look for the folder's path in your layouts",
    )


def _report_source(url: str) -> Problem:
    return Problem(
        code=Code.SOURCE_IN_SITE,
        path=url,
        message="a source file would be copied into the site, private parts included",
        hint="take it out of layouts/assets and content/images; a site has only what is made from it",
    )
