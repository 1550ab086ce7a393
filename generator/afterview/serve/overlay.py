"""Add to a page what only the preview shows: the audience switch, the script that listens for changes, the problems."""

import html
import re
from collections.abc import Sequence
from pathlib import Path

from afterview.model.audience import Audience
from afterview.problems import Problem
from afterview.rendering.translations import Translations

OWN = "/~/"
"""Where the preview's own files are: no slug has a tilde, so no page can be there."""
FILES = {f"{OWN}{name}": Path(__file__).with_name(name) for name in ("preview.js", "preview.css")}

_MAIN = re.compile(rb"<main\b[^>]*>")
_CURRENT = ' aria-current="true"'


def prefix_of(audience: Audience, audiences: Sequence[Audience]) -> str:
    """Return the prefix of an audience's site: the root for the first audience, its name for the others."""
    return "/" if audience is audiences[0] else f"/~{audience}/"


def frame_page(
    body: bytes,
    translations: Translations,
    *,
    url: str,
    audience: Audience,
    audiences: Sequence[Audience],
    state: str,
) -> bytes:
    """Add the preview's own elements to a page, before its body ends."""

    def text(key: str, **fields: object) -> str:
        return html.escape(translations.translate(key, **fields))

    switch = ""
    if len(audiences) > 1:
        entries = "".join(
            f'<li><a href="{html.escape(prefix_of(one, audiences) + url)}"'
            f"{_CURRENT if one is audience else ''}>{text(f'preview-{one}')}</a></li>"
            for one in audiences
        )
        switch = (
            f'<nav class="afterview-eyes" aria-label="{text("preview")}">'
            f"<span>{text('preview-as')}</span><ul>{entries}</ul></nav>"
        )
    added = (
        f'<link rel="stylesheet" href="{OWN}preview.css">{switch}'
        f'<script src="{OWN}preview.js" data-state="{html.escape(state)}"'
        f' data-one="{text("preview-problems", n=1)}" data-other="{text("preview-problems", n="#")}"'
        f' data-prefix="{html.escape(prefix_of(audience, audiences))}" defer></script>\n'
    ).encode()
    before, end, after = body.rpartition(b"</body>")
    return before + added + end + after if end else body + added


def add_brief(body: bytes, brief: str) -> bytes:
    """Add the brief to the top of the home page, folded under its first line."""
    title, _, lines = brief.partition("\n")
    added = (
        f'<details class="afterview-brief"><summary>{html.escape(title)}</summary>'
        f"<pre>{html.escape(lines)}</pre></details>"
    ).encode()
    return _MAIN.sub(lambda main: main[0] + added, body, count=1)


def render_problems(problems: Sequence[Problem]) -> bytes:
    """Render the page that is shown while there is no good one: the problems, with their places and hints."""
    entries = "".join(
        f"<li><p><code>{html.escape(problem.path)}:{problem.line or 1}</code></p>"
        f"<p>{html.escape(problem.message)}</p><p>{html.escape(problem.hint)}</p></li>"
        for problem in problems
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Not yet · Afterview</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self'; "
        "style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'\"></head>"
        '<body class="afterview-stopped"><main><h1>Fix this to see your site</h1>'
        f"<ol>{entries}</ol></main></body></html>\n"
    ).encode()
