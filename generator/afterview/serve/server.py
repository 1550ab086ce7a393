"""Serve the preview to this machine: the port, the threads and the watcher."""

import gc
import socket
import sys
import threading
from collections.abc import Callable
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer

from afterview.serve.access import LOCAL, bracket
from afterview.serve.preview import News, Preview
from afterview.serve.request_handler import RequestHandler
from afterview.serve.session import Session
from afterview.serve.watch import watch_portfolio

_PORTS = 20
_LAST_PORT = 65_535
"""How many ports are tried one after another, and the highest port."""


class PreviewServer(ThreadingHTTPServer):
    """Serve the portfolio at ``root``; other machines see only the public site.

    ``on_news`` is called with the news after each change, from another thread. Raises OSError if no port is free.
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
        on_news: Callable[[News], object] = lambda _news: None,
    ) -> None:
        self._session = Session(root, host=host, follow=follow)
        self._root = root
        self._on_news = on_news
        self._stop = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="watch", daemon=True)
        self._bind(host, port)
        self.port = int(self.server_address[1])
        self.url = f"http://{'localhost' if host == LOCAL else bracket(host)}:{self.port}/"

    @property
    def preview(self) -> Preview:
        """Return the preview that is served."""
        return self._session.preview

    def _bind(self, host: str, port: int) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        for offset in range(min(_PORTS, _LAST_PORT + 1 - port) if port else 1):
            try:
                super().__init__((host, port + offset), partial(RequestHandler, self._session))
            except OSError as error:
                taken = error
            else:
                return
        raise taken

    def server_bind(self) -> None:
        """Bind the port, without looking up this machine's name in the network."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def serve(self) -> None:
        """Read the portfolio, and then answer requests until `stop` is called or the thread is interrupted."""
        self.refresh()
        gc.freeze()  # what was read stays in memory: garbage collection would only delay the news of a change
        self._watcher.start()
        try:
            self.serve_forever(poll_interval=0.2)
        finally:
            self.close()

    def stop(self) -> None:
        """Make `serve` return."""
        self.shutdown()

    def close(self) -> None:
        """Close the port, end the streams, and stop watching the folders."""
        self._stop.set()
        self._session.stop()
        self.server_close()
        if self._watcher.is_alive():
            self._watcher.join(timeout=2)

    def refresh(self) -> None:
        """Read what changed, and notify all browsers and the terminal."""
        news = self._session.refresh()
        if news is not None:
            self._on_news(news)

    def handle_error(
        self, request: socket.socket | tuple[bytes, socket.socket], client_address: tuple[str, int]
    ) -> None:
        """Ignore browsers that disconnect; any other error is a bug, and is printed."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    def _watch(self) -> None:
        watch_portfolio(self._root, self.refresh, self._stop)
