"""Look at a finished site as a stranger would, before anybody does: the last thing that a build does in memory."""

import html
import ipaddress
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from urllib.parse import unquote, urlsplit

import msgspec

from afterview.model.page import Output
from afterview.output.leaks import Glance, Watch, Words
from afterview.output.outputs import Ready
from afterview.problems import AfterviewError, Code, Exit, Problem

_LINKING = (b"href", b"src", b"poster", b"data", b"action", b"cite")
_PLACE = re.compile(rb"<loc>([^<]*)</loc>")
_IN_STYLE = re.compile(rb"url\(\s*[\"']?([^\"')\s]+)")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_ELSEWHERE = frozenset({"http", "https", "mailto", "tel", "data"})
_TEXTS = (".html", ".xml", ".json", ".txt", ".css", ".js", ".svg")
_SOURCES = (".md", ".markdown", ".yaml", ".yml")
_FRONT_MATTER = re.compile(rb"(?:\xef\xbb\xbf)?---\r?\n(?s:.*?)^---\r?$", re.MULTILINE)
_SHORTEST_PATH = 5
_NO_PLACE = "leads to a place that its page has not"


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """Hold what a look at one file of a site found, and what is left to be asked of the whole.

    ``told`` are pieces of hidden text, ``anchors`` the places in it, and ``wanted`` the places of other pages that it
    links to: the page, the place, and the link as it is written.
    """

    url: str
    problems: tuple[Problem, ...]
    told: tuple[Words, ...]
    anchors: frozenset[str]
    wanted: frozenset[tuple[str, str, str]]


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """Look at one finished file after another; ``urls`` are all addresses of the site, ``home`` is its own.

    ``place`` is the portfolio's on this machine.
    """

    glance: Glance
    urls: frozenset[str]
    home: str | None
    place: str

    def at(self, output: Output) -> Seen:
        """Look at a file."""
        anchors = _anchors_of(output.body) if output.url.endswith(".html") else frozenset()
        problems = list(_check_file(output, self.place))
        wanted = set()
        for link in sorted(_links_of(output)):
            found = ("", link[1:]) if link[:1] == "#" else _resolve(posixpath.dirname(output.url), link, self.home)
            if isinstance(found, str):
                problems.append(_lost(output.url, link, found) if found else _local(output.url))
            elif found:
                target, anchor = found[0] or output.url, unquote(found[1])
                if target not in self.urls:
                    problems.append(_lost(output.url, link, "leads to no file of the site"))
                elif anchor and target.endswith(".html") and target != output.url:
                    wanted.add((target, anchor, link))
                elif anchor and target == output.url and anchor not in anchors:
                    problems.append(_lost(output.url, link, _NO_PLACE))
        return Seen(
            url=output.url,
            problems=tuple(problems),
            told=self.glance.find(output),
            anchors=anchors,
            wanted=frozenset(wanted),
        )


def judge(watch: Watch, seen: Iterable[Seen], files: Mapping[str, Ready]) -> None:
    """Make sure that a site tells nothing that it must not, and that its links lead somewhere.

    Nothing that narrowing left out, in no dress; no dead link or anchor; no address of this machine; no source file.
    ``seen`` is what was found in the files that are new; the others of ``files`` were looked at when they were made.
    Raises AfterviewError (REFUSED) with every problem; a problem names the page and the source, and never says what
    was to be kept.
    """
    looks = {one.url: one for one in seen}
    problems = [_leak(leak.path, leak.url) for leak in watch.judge({url: one.told for url, one in looks.items()})]
    anchors = {url: one.anchors for url, one in looks.items()}
    for one in looks.values():
        problems += one.problems
        for url, anchor, link in sorted(one.wanted):
            if url not in anchors:
                anchors[url] = _anchors_of(files[url].body)
            if anchor not in anchors[url]:
                problems.append(_lost(one.url, link, _NO_PLACE))
    if problems:
        raise AfterviewError(problems, Exit.REFUSED)


def _anchors_of(body: bytes) -> frozenset[str]:
    return frozenset(map(_text, _values_of(body, b"id")))


def _links_of(output: Output) -> set[str]:
    found: set[bytes] = set()
    if output.url.endswith((".html", ".xml", ".svg")):
        found = {value for name in _LINKING for value in _values_of(output.body, name)}
        found.update(_PLACE.findall(output.body))
    elif output.url.endswith(".css"):
        found = set(_IN_STYLE.findall(output.body))
    return set(map(_text, found))


def _values_of(body: bytes, name: bytes) -> Iterator[bytes]:
    """Give the values of an attribute. Cutting a page at the name alone is many times quicker than a pattern."""
    before, *pieces = body.split(name + b'="')
    for piece in pieces:
        if before[-1:].isspace():
            yield piece.partition(b'"')[0]
        before = piece


@lru_cache(maxsize=16_384)  # the same links lead from many pages
def _resolve(folder: str, link: str, home: str | None) -> tuple[str, str] | str | None:
    """Give the file and the place there that a link of a page in this folder leads to, no file for the page itself.

    None where it leads out of the site; text where it cannot lead anywhere: why, or nothing if that is this machine.
    """
    if home and link.startswith(home):
        link, folder = link[len(home) :], ""
    else:
        scheme = _SCHEME.match(link)
        if scheme or link.startswith("//"):
            return "" if _is_local(link, scheme[1].lower() if scheme else "https") else None
        way = urlsplit(home).path if home else ""
        if link.startswith("/"):
            if not way or not link.startswith(way):
                return "begins at the server's root, where the site need not be"
            link, folder = link[len(way) :], ""
        elif link.startswith("?"):
            return "", link.partition("#")[2]
    path, _, anchor = link.partition("#")
    target = unquote(path.partition("?")[0])
    if target:
        target = posixpath.normpath(posixpath.join(folder, target, "index.html" if target.endswith("/") else ""))
    return target if target not in ("", ".") else "index.html", anchor


def _is_local(link: str, scheme: str) -> bool:
    if scheme not in _ELSEWHERE:
        return True
    if scheme not in ("http", "https"):
        return False
    try:
        host = (urlsplit(link).hostname or "").lower()
    except ValueError:  # no address at all; nothing can be asked there
        return False
    try:
        return ipaddress.ip_address(host).is_loopback or ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _check_file(output: Output, own: str) -> Iterator[Problem]:
    if output.url.endswith(_TEXTS) and len(own) >= _SHORTEST_PATH and own.encode("utf-8", "replace") in output.body:
        yield _local(output.url)
    is_source = output.url.endswith(_SOURCES) and not output.url.startswith("assets/")
    if is_source or output.url.startswith("content/") or _FRONT_MATTER.match(output.body):
        yield Problem(
            code=Code.SOURCE_IN_SITE,
            path=output.url,
            message="a source file would be part of the site, with all that it keeps from readers",
            hint="take it out of layouts/assets and content/images; a site has only what is made from it",
        )


def _leak(path: str, url: str) -> Problem:
    return Problem(
        code=Code.LEAK,
        path=path,
        message=f"the page {url} would show something of this file that its readers may not see",
        hint="see whether a layout of your own, a picture or a visible text has it; "
        "if none has, it is a bug of Afterview's: please report it, without the text itself",
    )


def _lost(url: str, link: str, why: str) -> Problem:
    return Problem(
        code=Code.LOST_LINK,
        path=url,
        message=f"on this page of the site, the link to {link} {why}",
        hint="mend it in the layout that it comes from; if that is not yours, it is a bug of Afterview's",
    )


def _local(url: str) -> Problem:
    return Problem(
        code=Code.LOCAL_PATH,
        path=url,
        message="this page of the site names a place on your own machine, which nobody else can open",
        hint="look for file:, localhost or a folder's whole path in the text that it shows or in its layout",
    )


def _text(value: bytes) -> str:
    return html.unescape(value.decode("utf-8", "replace"))
