"""Look at a finished site as a stranger would, before anybody does: the last thing that a build does in memory."""

import html
import ipaddress
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from afterview.build.leaks import find_leaks
from afterview.build.manifest import digest
from afterview.build.outputs import Ready
from afterview.model.insight import Insight
from afterview.model.page import Output
from afterview.model.portfolio import Portfolio
from afterview.problems import AfterviewError, Code, Exit, Problem
from afterview.theme.folders import find_layouts

_LINK = re.compile(rb"\s(?:href|src|poster|data|action|cite)=\"([^\"]*)\"")
_ANCHOR = re.compile(rb"\sid=\"([^\"]*)\"")
_PLACE = re.compile(rb"<loc>([^<]*)</loc>")
_IN_STYLE = re.compile(rb"url\(\s*[\"']?([^\"')\s]+)")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_ELSEWHERE = frozenset({"http", "https", "mailto", "tel", "data"})
_TEXTS = (".html", ".xml", ".json", ".txt", ".css", ".js", ".svg")
_SOURCES = (".md", ".markdown", ".yaml", ".yml")
_FRONT_MATTER = re.compile(rb"(?:\xef\xbb\xbf)?---\r?\n(?s:.*?)^---\r?$", re.MULTILINE)
_SHORTEST_PATH = 5


def audit_site(
    root: Path,
    whole: Portfolio,
    narrowed: Portfolio,
    insight: Insight,
    outputs: Sequence[Ready],
    stood: Mapping[str, str],
) -> None:
    """Make sure that a site tells nothing that it must not, and that its links lead somewhere.

    Nothing that narrowing left out, in no dress; no dead link or anchor; no address of this machine; no source file.
    ``stood`` has the digests of the files of the site before it, which were looked at when they were made. Raises
    AfterviewError (REFUSED) with every problem; a problem names the page and the source, and never says what was to be
    kept.
    """
    made = [
        output
        for output in outputs
        if isinstance(output, Output) and not (output.url in stood and stood[output.url] == digest(output.body))
    ]
    leaks = find_leaks(whole, narrowed, insight, made, find_layouts(root))
    problems = [_leak(leak.path, leak.url) for leak in leaks]
    problems += _check_links(made, outputs, narrowed.url)
    problems += [problem for output in made for problem in _check_file(output, root)]
    if problems:
        raise AfterviewError(problems, Exit.REFUSED)


def _check_links(made: Sequence[Output], outputs: Sequence[Ready], home: str | None) -> Iterator[Problem]:
    files = {output.url: output for output in outputs}
    anchors: dict[str, frozenset[str]] = {}

    def has_anchor(url: str, anchor: str) -> bool:
        if url not in anchors:
            anchors[url] = frozenset(map(_text, _ANCHOR.findall(files[url].body)))
        return anchor in anchors[url]

    fine: set[tuple[str, str]] = set()
    for output in made:
        folder = posixpath.dirname(output.url)
        for link in sorted(_links_of(output)):
            # The same link of another page in the same folder leads to the same place.
            if (folder, link) in fine:
                continue
            problem = _check_link(output.url, link, home, files, has_anchor)
            if problem:
                yield problem
            elif link and link[0] not in "#?":
                fine.add((folder, link))


def _links_of(output: Output) -> set[str]:
    found: set[bytes] = set()
    if output.url.endswith((".html", ".xml", ".svg")):
        found = {*_LINK.findall(output.body), *_PLACE.findall(output.body)}
    elif output.url.endswith(".css"):
        found = set(_IN_STYLE.findall(output.body))
    return set(map(_text, found))


def _check_link(
    url: str, link: str, home: str | None, files: dict[str, Ready], has_anchor: Callable[[str, str], bool]
) -> Problem | None:
    if home and link.startswith(home):
        link, base = link[len(home) :], ""
    else:
        scheme = _SCHEME.match(link)
        if scheme or link.startswith("//"):
            return _local(url) if _is_local(link, scheme[1].lower() if scheme else "https") else None
        base = posixpath.dirname(url)
        way = urlsplit(home).path if home else ""
        if link.startswith("/"):
            if not way or not link.startswith(way):
                return _lost(url, link, "begins at the server's root, where the site need not be")
            link, base = link[len(way) :], ""
    path, _, anchor = link.partition("#")
    target = unquote(path.partition("?")[0])
    if not target:
        target = url if link.startswith(("#", "?")) and base == posixpath.dirname(url) else "index.html"
    else:
        target = posixpath.normpath(posixpath.join(base, target, "index.html" if target.endswith("/") else ""))
        target = "index.html" if target == "." else target
    if target not in files:
        return _lost(url, link, "leads to no file of the site")
    if anchor and target.endswith(".html") and not has_anchor(target, unquote(anchor)):
        return _lost(url, link, "leads to a place that its page has not")
    return None


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


def _check_file(output: Output, root: Path) -> Iterator[Problem]:
    own = str(root.resolve())
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
