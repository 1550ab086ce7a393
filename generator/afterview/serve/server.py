"""Serve the preview to this machine: the port, the threads, and the news that they wait for."""

import gc
import secrets
import socket
import sys
import threading
from collections.abc import Callable
from http.server import ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer

import msgspec

from afterview.model.audience import Audience
from afterview.rendering.layout_folders import find_default_layouts
from afterview.serve.access import LOCAL, bracket, is_local
from afterview.serve.preview import News, Preview
from afterview.serve.request_handler import Answer
from afterview.serve.watch import watch_folders

_PORTS = 20
_LAST_PORT = 65_535
_BREATH_S = 15.0
"""Ports tried one after another; seconds after which a silent stream says that it is still there."""


class PreviewServer(ThreadingHTTPServer):
    """Serve the portfolio at ``root``; to other machines only what everybody may see.

    ``hear`` is called with the news whenever there are any, from another thread. Raises OSError where no port is free.
    """

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(
        self,
        root: Path,
        *,
        host: str = LOCAL,
        port: int = 8000,
        follow: bool = False,
        hear: Callable[[News], object] = lambda _news: None,
    ) -> None:
        self.follow = follow
        self.boot = secrets.token_hex(8)
        self.audiences = tuple(Audience) if is_local(host) else (Audience.PUBLIC,)
        self.preview = Preview(root)
        self._root = root
        self._hear = hear
        self._changed = threading.Condition()
        self._stop = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="watch", daemon=True)
        self._bind(host, port)
        self.host = host
        self.port = int(self.server_address[1])
        self.url = f"http://{'localhost' if host == LOCAL else bracket(host)}:{self.port}/"

    def _bind(self, host: str, port: int) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        for offset in range(min(_PORTS, _LAST_PORT + 1 - port) if port else 1):
            try:
                super().__init__((host, port + offset), Answer)
            except OSError as error:
                taken = error
            else:
                return
        raise taken

    def server_bind(self) -> None:
        """Take the port, without asking the network what this machine is called."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def serve(self) -> None:
        """Look at the portfolio, and then answer until `stop` is called or the thread is interrupted."""
        self.refresh()
        gc.freeze()  # what was read stays: looking for garbage in it would hold up the news of a change
        self._watcher.start()
        try:
            self.serve_forever(poll_interval=0.2)
        finally:
            self.close()

    def stop(self) -> None:
        """Let `serve` return."""
        self.shutdown()

    def close(self) -> None:
        """Let go of the port, of whoever listens, and of the folders."""
        self._stop.set()
        with self._changed:
            self._changed.notify_all()
        self.server_close()
        if self._watcher.is_alive():
            self._watcher.join(timeout=2)

    def refresh(self) -> None:
        """Look at what changed, and tell everybody who listens."""
        before = self.preview.news
        news = self.preview.refresh()
        if news is not before:
            with self._changed:
                self._changed.notify_all()
            self._hear(news)

    def wait_for_news(self, known: int) -> News | None:
        """Wait until there is news beyond the version known, but not for long; None when it is time to go."""
        with self._changed:
            self._changed.wait_for(lambda: self._stop.is_set() or self.preview.news.version != known, _BREATH_S)
        return None if self._stop.is_set() else self.preview.news

    def tell(self, news: News) -> str:
        """Write the news as a browser reads it."""
        state = {"boot": self.boot, "version": news.version, "site": news.site, "style": news.style}
        problems = [
            {
                "path": _plain(problem.path),
                "line": problem.line,
                "message": _plain(problem.message),
                "hint": _plain(problem.hint),
                "excerpt": _plain(problem.excerpt),
            }
            for problem in news.problems
            if len(self.audiences) > 1
        ]
        return _encode({**state, "problems": problems, "follow": news.edited if self.follow else ""})

    def state(self) -> str:
        """Write down what a page was made of, for its script to compare."""
        news = self.preview.news
        return _encode({"boot": self.boot, "version": news.version, "site": news.site, "style": news.style})

    def handle_error(
        self, request: socket.socket | tuple[bytes, socket.socket], client_address: tuple[str, int]
    ) -> None:
        """Say nothing of browsers that hang up; anything else is a bug of ours, and is shown."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    def _watch(self) -> None:
        folders = (self._root / "content", self._root / "layouts", find_default_layouts())
        watch_folders(tuple(dict.fromkeys(folders)), self.refresh, self._stop)


def _encode(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _plain(text: str) -> str:
    """Make text one that UTF-8 can say: a file's name may hold bytes that are none."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
