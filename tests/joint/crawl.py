"""Follow every link of a site, as a reader's browser would, and say which lead nowhere."""

import contextlib
import functools
import http.client
import http.server
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from xml.etree import ElementTree

_ADDRESSES = frozenset({"href", "src", "data", "poster", "action", "cite", "xlink:href"})
_ELSEWHERE = frozenset({"http", "https", "mailto", "tel", "data"})
_IN_STYLES = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)["']""")
_TYPES = {".html": "text/html", ".css": "text/css", ".xml": "text/xml"}


class Answer(NamedTuple):
    """The response at an address: an HTTP status, the bytes, and what they are."""

    status: int
    body: bytes
    kind: str


class Document(NamedTuple):
    """The links and the anchors of a document."""

    links: tuple[str, ...]
    anchors: frozenset[str]


class Dead(NamedTuple):
    """A link that leads nowhere: on which document, and why."""

    on: str
    link: str
    why: str


Fetch = Callable[[str], Answer]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in _ADDRESSES:
                self.links.append(value or "")
            elif name == "srcset":
                self.links += [one.split()[0] for one in (value or "").split(",") if one.strip()]
            elif name == "id" or (name == "name" and tag == "a"):
                self.anchors.append(value or "")


@functools.cache
def parse_document(body: bytes, kind: str) -> Document:
    """Find the links and anchors of a page, a style sheet, or an XML document."""
    if kind == "text/html":
        reader = _Reader()
        reader.feed(body.decode("utf-8"))
        reader.close()
        return Document(tuple(reader.links), frozenset(reader.anchors))
    if kind == "text/css":
        return Document(tuple(one or two for one, two in _IN_STYLES.findall(body.decode("utf-8"))), frozenset())
    if kind == "text/xml":
        tree = ElementTree.fromstring(body)
        links = [one.attrib["href"] for one in tree.iter() if "href" in one.attrib]
        links += [one.text or "" for one in tree.iter() if one.tag.endswith("}loc")]
        return Document(tuple(links), frozenset())
    return Document((), frozenset())


def crawl(fetch: Fetch, starts: Iterable[str], *, base: str, home: str | None = None) -> tuple[set[str], list[Dead]]:
    """Follow links from the addresses given; give all addresses reached below ``base``, and the dead links.

    A link that begins with ``home``, where the site says that it lives, is followed as one below ``base``. Links to
    other places are not followed; there is none to this machine, but for those of the server that is crawled.
    """
    reached: dict[str, Document] = {}
    dead: list[Dead] = []
    waiting = list(starts)

    def read(address: str) -> Document | None:
        if address not in reached:
            answer = fetch(address)
            if answer.status != 200:
                return None
            reached[address] = parse_document(answer.body, answer.kind)
            waiting.append(address)
        return reached[address]

    seen = set()
    while waiting:
        page = waiting.pop()
        if page in seen:
            continue
        seen.add(page)
        document = read(page)
        if document is None:
            dead.append(Dead("(start)", page, "not found"))
            continue
        for link in document.links:
            is_home = home is not None and link.startswith(home)
            whole = base + (link.removeprefix(home or "") or "index.html") if is_home else urljoin(page, link)
            address, anchor = urldefrag(whole)
            if not address.startswith(base):
                if urlsplit(address).scheme not in _ELSEWHERE or address.startswith(_origin(base)):
                    dead.append(Dead(page, link, "leads out of the site"))
                continue
            target = read(address)
            if target is None:
                dead.append(Dead(page, link, "not found"))
            elif "#" in whole and unquote(anchor) not in target.anchors:
                dead.append(Dead(page, link, "no such anchor"))
    return set(reached), dead


def _origin(base: str) -> str:
    parts = urlsplit(base)
    return f"{parts.scheme}://{parts.netloc}/"


def fetch_from_disk(address: str) -> Answer:
    """Read a ``file:`` address, as a browser does: a folder is no page."""
    path = Path(unquote(urlsplit(address).path))
    if not path.is_file():
        return Answer(404, b"", "")
    return Answer(200, path.read_bytes(), _TYPES.get(path.suffix, ""))


class _Pages(http.server.SimpleHTTPRequestHandler):
    """Serve a folder as GitHub Pages does: below one path only, with 404.html for all that is not there."""

    protocol_version = "HTTP/1.1"
    # Head and body in one packet: otherwise each answer waits for the other side to confirm the head.
    wbufsize = 64 * 1024

    def __init__(self, *arguments: object, folder: Path, mount: str) -> None:
        self.mount = mount
        super().__init__(*arguments, directory=str(folder))  # type: ignore[arg-type]

    def do_GET(self) -> None:
        inside = self.path.startswith(self.mount)
        file = Path(self.translate_path(self.path[len(self.mount) - 1 :]))
        if inside and (file.is_file() or (file.is_dir() and (file / "index.html").is_file())):
            self.path = self.path[len(self.mount) - 1 :]
            super().do_GET()
            return
        lost = Path(self.directory, "404.html")
        body = lost.read_bytes() if inside else b""
        self.send_response(404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def serve(folder: Path, mount: str) -> Iterator[tuple[str, Fetch]]:
    """Serve a folder below a path of this machine; give its address, and what fetches from it."""
    handler = functools.partial(_Pages, folder=folder, mount=mount)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=20)) as connection:

            def fetch(address: str) -> Answer:
                parts = urlsplit(address)
                connection.request("GET", parts.path + (f"?{parts.query}" if parts.query else ""))
                found = connection.getresponse()
                return Answer(
                    found.status, found.read(), found.headers.get_content_type().replace("application/xml", "text/xml")
                )

            try:
                yield f"http://127.0.0.1:{server.server_port}{mount}", fetch
            finally:
                server.shutdown()
