"""Render only the pages that differ: a page is a function of its layout and its context, and so is its fingerprint."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import msgspec

from afterview.build.manifest import digest
from afterview.build.memory import Made
from afterview.build.outputs import Unchanged
from afterview.build.progress import Stage, Tell, ignore
from afterview.build.stamps import read_stamp
from afterview.build.workers import is_inherited, spread
from afterview.model.page import Output, Page
from afterview.theme.theme import Theme


def find_unchanged_pages(
    pages: Sequence[Page], prints: Mapping[str, bytes], made: Made | None, target: Path
) -> dict[str, Unchanged]:
    """Find the pages whose fingerprint is the one they had when the site was made, and whose file is as it was."""
    if made is None:
        return {}
    found = {}
    for page in pages:
        known = made.files.get(page.url)
        if known and made.prints.get(page.url) == prints[page.url]:
            file = target / page.url
            if read_stamp(file) == known[1]:
                found[page.url] = Unchanged(url=page.url, digest=known[0], file=file)
    return found


def take_prints(pages: Sequence[Page], theme: Theme) -> dict[str, bytes]:
    """Give the fingerprint of each page, by its address."""
    encode = msgspec.msgpack.Encoder(enc_hook=_plain).encode
    found = {}
    for page in pages:
        layout = theme.digest_layout(page.layout)
        told = encode((page.url, page.layout, type(page.context).__qualname__, page.context))
        found[page.url] = bytes.fromhex(digest(layout + told))
    return found


def render_pages(theme: Theme, pages: Sequence[Page], *, jobs: int = 1, tell: Tell = ignore) -> list[Output]:
    """Render pages, in ``jobs`` processes where they are many."""
    # Neighbours go to different processes, and those of one layout, which take about as long, are neighbours.
    order = sorted(range(len(pages)), key=lambda place: pages[place].layout)
    ordered = [pages[place] for place in order]
    if jobs > 1 and is_inherited():
        theme.compile_layouts(pages)
    tell_done = partial(tell, Stage.RENDERING, len(pages))
    rendered = spread(partial(_render, theme), ordered, jobs=jobs, tell=tell_done)
    return [output for _, output in sorted(zip(order, rendered, strict=True), key=lambda placed: placed[0])]


def _render(theme: Theme, pages: Sequence[Page]) -> Iterator[Output]:
    return map(theme.render_page, pages)


def _plain(value: object) -> object:
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int.__int__(value)
    raise TypeError(f"{type(value).__name__} has no place in a page's context")
