"""Answer HTTP requests from memory; alone knows HTTP.

The requested path is decoded once and looked up among the pages; it is never used as the name of a file.
"""

import contextlib
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import unquote, urlsplit

from afterview.model.audience import Audience
from afterview.problems import AfterviewError
from afterview.serve.access import find_objection
from afterview.serve.overlay import FILES, OWN, add_brief, frame_page, prefix_of, render_problems
from afterview.serve.session import Session

_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "xml": "application/xml; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "ico": "image/x-icon",
    "woff2": "font/woff2",
}
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_DRAWING_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"
"""What a drawing may do that is opened by itself: show its own styles, and nothing else."""


class _Refusal(Exception):
    """The status that refuses a request."""

    def __init__(self, status: int) -> None:
        self.status = status


class RequestHandler(BaseHTTPRequestHandler):
    """Answer the requests of one connection from the state of a session."""

    server_version = "Afterview"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = 60

    def __init__(self, session: Session, *arguments: Any) -> None:
        self._session = session
        super().__init__(*arguments)

    def do_GET(self) -> None:
        """Send a page, a file, or the stream of news."""
        self._answer()

    def do_HEAD(self) -> None:
        """Send only the headers of a page."""
        self._answer()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002 - http.server's signature
        """Send a short refusal and close the connection without reading the request's body."""
        self.close_connection = True
        with contextlib.suppress(OSError):
            self._send(code if code != 501 else 405, "text/plain; charset=utf-8", b"no\n")

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing: the terminal is for messages to the author."""

    def _answer(self) -> None:
        try:
            path = self._allowed_path()
        except _Refusal as refusal:
            self.send_error(refusal.status)
            return
        if path == f"{OWN}events":
            self._stream()
        elif path == "/favicon.ico":  # browsers request it by themselves
            self._send(204, "image/x-icon", b"")
        elif path in FILES:
            self._send(200, _type_of(path), FILES[path].read_bytes())
        else:
            self._send_page(path)

    def _allowed_path(self) -> str:
        """Return the decoded path of an allowed request; raises _Refusal for the others."""
        objection = find_objection(self.headers, host=self._session.host, port=int(self.connection.getsockname()[1]))
        if objection or not self.path.startswith("/"):
            raise _Refusal(objection or 400)
        try:
            return unquote(urlsplit(self.path).path, errors="strict")
        except ValueError as error:
            raise _Refusal(400) from error

    def _send_page(self, path: str) -> None:
        audience, url = self._split(path)
        prefix = prefix_of(audience, self._session.audiences)
        state = self._session.encode_state()
        status = 200
        try:
            found = self._session.preview.find(audience, url)
            body = self._session.preview.render_not_found(audience, prefix) if found is None else found
            status = 404 if found is None else 200
            kind = _type_of("404.html" if found is None else url)
            if (audience, url) == (Audience.ME, "index.html"):
                body = add_brief(body, self._session.preview.render_brief())
        except AfterviewError as error:
            local = len(self._session.audiences) > 1
            status, kind, body = 500, _TYPES["html"], render_problems(error.problems if local else ())
        if kind == _TYPES["html"]:
            texts = self._session.preview.translations
            body = frame_page(body, texts, url=url, audience=audience, audiences=self._session.audiences, state=state)
        self._send(status, kind, body)

    def _split(self, path: str) -> tuple[Audience, str]:
        """Split a path into the audience and the address in its site."""
        audiences: Sequence[Audience] = self._session.audiences
        for audience in reversed(audiences):
            prefix = prefix_of(audience, audiences)
            if path.startswith(prefix):
                return audience, path.removeprefix(prefix) or "index.html"
        return audiences[0], path.removeprefix("/")

    def _stream(self) -> None:
        """Stream the news until the browser disconnects."""
        self.close_connection = True
        self._send_head(200, "text/event-stream; charset=utf-8")
        known = -1
        with contextlib.suppress(OSError):
            while self.command == "GET" and (news := self._session.wait_for_news(known)) is not None:
                event = ": still here\n\n" if news.seen == known else f"data: {self._session.encode_news(news)}\n\n"
                known = news.seen
                self.wfile.write(event.encode())
                self.wfile.flush()

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self._send_head(status, kind, len(body))
        if self.command != "HEAD":
            self.wfile.write(body)

    def _send_head(self, status: int, kind: str, length: int | None = None) -> None:
        self.send_response_only(status)
        self.send_header("Content-Type", kind)
        if length is not None:
            self.send_header("Content-Length", str(length))
        if self.close_connection:
            self.send_header("Connection", "close")
        if status == 405:
            self.send_header("Allow", "GET, HEAD")
        headers = {**_HEADERS, "Content-Security-Policy": _DRAWING_POLICY} if kind == _TYPES["svg"] else _HEADERS
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()


def _type_of(url: str) -> str:
    return _TYPES.get(url.rpartition(".")[2].lower(), "application/octet-stream")
