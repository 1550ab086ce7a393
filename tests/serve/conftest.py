"""A preview at work: a portfolio in a folder, and a server that shows it."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from afterview.serve.preview import News
from afterview.serve.server import PreviewServer

INTERVIEW = """\
---
title: {title}
date: 2026-0{month}-10
kind: coding
visibility: {visibility}
interviewer: Dana Rivers
ratings: {{communication: 3, testing: 2}}
---
## What went well
- {words} #communication
"""

FILES = {
    "content/interviews/first.md": INTERVIEW.format(title="First", month=1, visibility="public", words="Drew it"),
    "content/interviews/second.md": INTERVIEW.format(title="Second", month=2, visibility="mentor", words="Asked"),
    "content/interviews/third.md": INTERVIEW.format(title="Quokka", month=3, visibility="private", words="Wombat"),
}


class Shown(NamedTuple):
    """A running server, the portfolio that it shows, and the news that it printed."""

    server: PreviewServer
    root: Path
    news: list[News]

    def ask(self, target: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> tuple[int, str]:
        """Ask for a page; give the status and the body."""
        connection = HTTPConnection("127.0.0.1", self.server.port, timeout=20)
        try:
            connection.request(method, target, headers=dict(headers or {}))
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace")
        finally:
            connection.close()

    def edit(self, path: str, text: str | None) -> None:
        """Write a file, or remove it."""
        file = self.root / path
        if text is None:
            file.unlink()
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")

    def wait_until(self, holds: Callable[[], object], seconds: float = 15) -> None:
        """Wait until something holds."""
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end, "it did not come to hold"
            time.sleep(0.02)


@contextmanager
def show(root: Path, **options: Any) -> Iterator[Shown]:
    """Show a portfolio on a free port while the block runs."""
    news: list[News] = []
    server = PreviewServer(root, port=0, on_news=news.append, **options)
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        shown = Shown(server, root, news)
        shown.wait_until(lambda: server.preview.news.version)
        yield shown
    finally:
        server.stop()
        thread.join(timeout=10)


@contextmanager
def listen(shown: Shown) -> Iterator[Callable[[], dict[str, Any]]]:
    """Listen to the stream of news; gives a function that waits for the next."""
    connection = HTTPConnection("127.0.0.1", shown.server.port, timeout=20)
    connection.request("GET", "/~/events")
    answer: HTTPResponse = connection.getresponse()

    def receive() -> dict[str, Any]:
        while True:
            line = answer.readline().decode()
            if line.startswith("data: "):
                return dict(json.loads(line.removeprefix("data: ")))

    try:
        yield receive
    finally:
        connection.close()


@pytest.fixture
def shown(make_site):
    """Show a portfolio of three interviews, each as widely shared as can be told apart."""
    with show(make_site(FILES)) as one:
        yield one
