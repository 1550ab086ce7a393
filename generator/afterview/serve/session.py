"""The state that requests share: the preview, the audiences, and the news that browsers wait for."""

import secrets
import threading
from pathlib import Path

import msgspec

from afterview.model.audience import Audience
from afterview.problems import Problem
from afterview.serve.access import is_local
from afterview.serve.preview import News, Preview

_SILENCE_S = 15.0
"""Seconds after which a stream without news sends a comment to keep the connection open."""


class Session:
    """A preview of the portfolio at ``root`` for browsers that reach it at ``host``.

    Other machines see only what everyone may see. With ``follow``, a browser goes to the page whose file was saved.
    """

    def __init__(self, root: Path, *, host: str, follow: bool) -> None:
        self.host = host
        self.audiences = tuple(Audience) if is_local(host) else (Audience.PUBLIC,)
        self.preview = Preview(root, self.audiences[0])
        self._follow = follow
        self._boot = secrets.token_hex(8)
        self._changed = threading.Condition()
        self._stopped = False

    def refresh(self) -> News | None:
        """Read what changed and wake up all streams; return the news, or None if nothing changed."""
        before = self.preview.news
        news = self.preview.refresh()
        if news is before:
            return None
        self._wake()
        self.preview.forget_replaced()
        return news

    def stop(self) -> None:
        """End all streams."""
        self._stopped = True
        self._wake()

    def wait_for_news(self, seen: int) -> News | None:
        """Wait a while for news that browsers have not seen; None when the session has ended."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or self.preview.news.seen != seen, _SILENCE_S)
        return None if self._stopped else self.preview.news

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def encode_news(self, news: News) -> str:
        """Encode the news as a browser reads it."""
        problems = [
            {
                "path": problem.path,
                "line": problem.line,
                "message": problem.message,
                "hint": problem.hint,
                "excerpt": problem.excerpt,
            }
            for problem in map(Problem.make_encodable, news.problems)
            if len(self.audiences) > 1
        ]
        return _encode({**self._versions(news), "problems": problems, "follow": news.edited if self._follow else ""})

    def encode_state(self) -> str:
        """Encode the versions that a page was made from, for its script to compare."""
        return _encode(self._versions(self.preview.news))

    def _versions(self, news: News) -> dict[str, object]:
        return {"boot": self._boot, "version": news.seen, "site": news.site, "style": news.style}


def _encode(value: object) -> str:
    return msgspec.json.encode(value).decode()
