"""Nobody but the writer reads anything: 200 requests that a hostile page or program could make."""

import itertools
import socket

import pytest

from tests.serve.conftest import FILES, show

SECRETS = ("Quokka", "Wombat", "interviewer: Dana", "root:", "boot")
HOSTS = [
    "evil.example",
    "evil.example:{port}",
    "localhost.evil.example:{port}",
    "127.0.0.1.evil.example:{port}",
    "localhost",
    "localhost:1",
    "127.0.0.1:{port}@evil.example",
    "[::ffff:127.0.0.1]:{port}",
    "0.0.0.0:{port}",
    "2130706433:{port}",
    "127.1:{port}",
    "localhost.:{port}",
    "",
    " ",
    "localhost:{port}, evil.example",
    "user@localhost:{port}",
    "localhost:{port}/",
    "xn--localhost-:{port}",
]
TARGETS = ["/", "/interviews/third.html", "/~/events", "/portfolio.json", "/~mentor/interviews/third.html"]
ORIGINS = [
    "null",
    "http://evil.example",
    "https://localhost:{port}",
    "http://localhost",
    "http://localhost:1",
    "http://localhost:{port}.evil.example",
    "file://",
    "",
]
PATHS = [
    "/../content/interviews/third.md",
    "/..%2fcontent/interviews/third.md",
    "/%2e%2e/content/interviews/third.md",
    "/%252e%252e/content/interviews/third.md",
    "/..%5ccontent%5cinterviews%5cthird.md",
    "/..\\content\\interviews\\third.md",
    "/content/interviews/third.md",
    "/interviews/third.md",
    "/interviews/../../content/interviews/third.md",
    "/assets/../../content/portfolio.yaml",
    "/assets/..%2f..%2fcontent/portfolio.yaml",
    "/images/../interviews/third.md",
    "/images/%2e%2e/portfolio.yaml",
    "/~/../preview.py",
    "/~/preview.py",
    "/~/..%2fpreview.py",
    "/~/%2e%2e/serve/server.py",
    "/~me/interviews/third.html",
    "/~private/interviews/third.html",
    "/~public/../interviews/third.html",
    "/~public/%2e%2e/interviews/third.html",
    "/~public//interviews/third.html",
    "/~public/~me/interviews/third.html",
    "/~public/interviews/third.html",
    "/~public/interviews/third.html%00",
    "/~public/interviews/third.html?audience=me",
    "/~PUBLIC/interviews/third.html",
    "/~mentor/interviews/third.html",
    "/~mentor/../interviews/third.html",
    "/%7emissing/interviews/third.html",
    "/etc/passwd",
    "//etc/passwd",
    "/../../../../../../etc/passwd",
    "/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "/..%c0%af..%c0%afetc/passwd",
    "/%ff%fe/etc/passwd",
    "/\x7f",
    "/C:/Windows/win.ini",
    "/.afterview/cache",
    "/.afterview-manifest",
    "/.git/config",
    "/site/index.html",
    "/index.html/../../content/portfolio.yaml",
    "/index.html/",
    "/index.html;content",
    "/index.html%00.md",
    "/INTERVIEWS/THIRD.HTML",
    "http://evil.example/interviews/third.html",
    "http:///interviews/third.html",
    "interviews/third.html",
    "*",
    "/" + "a" * 70_000,
    "/" + "../" * 4_000 + "etc/passwd",
]
METHODS = ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "PROPFIND", "get", "BREW"]
HEADERS = [
    "Content-Length: 5",
    "Content-Length: -1",
    "Transfer-Encoding: chunked",
    "Host: evil.example",
    "Sec-Fetch-Site: cross-site",
    "Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: script",
    "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe",
]


def request(target: str, *, method: str = "GET", host: str = "localhost:{port}", more: str = "") -> str:
    return f"{method} {target} HTTP/1.1\r\nHost: {host}\r\n{more}{'' if not more else chr(13) + chr(10)}\r\n"


ATTACKS = [
    *(request(target, host=host) for host, target in itertools.product(HOSTS, TARGETS)),
    *(request(target, more=f"Origin: {origin}") for origin, target in itertools.product(ORIGINS, TARGETS)),
    *(request(path) for path in PATHS),
    *(request("/interviews/third.html", method=method) for method in METHODS),
    *(request("/interviews/third.html", more=more) for more in HEADERS),
    "GET /interviews/third.html\r\n\r\n",
    "GET /interviews/third.html HTTP/1.0\r\n\r\n",
    "GET /interviews/third.html HTTP/1.1\r\n\r\n",
    "GET /interviews/third.html HTTP/9.9\r\nHost: localhost:{port}\r\n\r\n",
    "GET  /interviews/third.html  HTTP/1.1 x\r\nHost: localhost:{port}\r\n\r\n",
    "\r\n\r\n",
    "\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
]


def test_there_are_two_hundred_of_them():
    assert len(ATTACKS) >= 200


def send(port: int, text: str) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as wire:
        wire.sendall(text.replace("{port}", str(port)).encode("latin-1"))
        wire.shutdown(socket.SHUT_WR)
        found = b""
        while len(found) < 1_000_000:
            try:
                piece = wire.recv(65536)
            except (TimeoutError, ConnectionError):
                break
            if not piece:
                break
            found += piece
        return found


def test_none_of_them_reads_what_is_not_a_page_for_it(shown):
    leaks = []
    for attack in ATTACKS:
        answer = send(shown.server.port, attack)
        head, _, body = answer.partition(b"\r\n\r\n")
        # What is answered with a page at all is the page for what is not there, or one that shows nothing private.
        if any(secret.encode() in (body if b" 404 " in head[:20] else answer) for secret in SECRETS[:-1]):
            leaks.append(attack)
        if b"access-control" in head.lower():
            leaks.append(attack)
    assert leaks == []
    assert "Quokka" in shown.ask("/interviews/third.html")[1]


@pytest.mark.parametrize("target", ["/", "/~/events", "/nowhere", "/~/preview.js"])
def test_every_answer_tells_the_browser_to_keep_it_to_itself(shown, target):
    head = send(shown.server.port, request(target, method="HEAD")).decode().lower()
    assert "cross-origin-resource-policy: same-origin" in head
    assert "x-content-type-options: nosniff" in head
    assert "cache-control: no-store" in head
    assert "frame-ancestors 'none'" in head
    assert "access-control" not in head


def test_a_drawing_that_is_opened_by_itself_can_do_nothing(make_site):
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
    first = FILES["content/interviews/first.md"] + "\n![A drawing](../images/a.svg)\n"
    with show(make_site({"content/interviews/first.md": first, "content/images/a.svg": drawing})) as shown:
        head = send(shown.server.port, request("/images/a.svg", method="HEAD")).decode().lower()
        page = send(shown.server.port, request("/interviews/first.html", method="HEAD")).decode().lower()
    assert "200" in head.partition("\n")[0]
    assert (
        "content-security-policy: default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"
        in head
    )
    assert "sandbox" not in page
