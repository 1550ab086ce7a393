"""Render only the pages that differ: a page is a function of its layout and its context, and so is its fingerprint."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from afterview.model.page import Output, Page
from afterview.output.memory import Made
from afterview.output.outputs import Filed
from afterview.output.progress import Stage, Tell, ignore
from afterview.output.stamps import read_stamp
from afterview.output.workers import is_inherited, spread
from afterview.rendering.renderer import Renderer

_Taken = TypeVar("_Taken")


class Print(NamedTuple):
    """Hold the fingerprint of a page, and how many bytes it was taken of: about as much work is the page."""

    digest: bytes
    size: int


def take_prints(pages: Sequence[Page], renderer: Renderer) -> dict[str, Print]:
    """Give the fingerprint of each page, by its address."""
    encode = msgspec.msgpack.Encoder(enc_hook=_plain).encode
    found = {}
    for page in pages:
        told = encode((page.url, page.layout, type(page.context).__qualname__, page.context))
        taken = hashlib.blake2b(renderer.fingerprint, digest_size=16)
        taken.update(told)
        found[page.url] = Print(taken.digest(), len(told))
    return found


def find_unchanged_pages(
    pages: Sequence[Page], prints: Mapping[str, Print], made: Made | None, target: Path
) -> dict[str, Filed]:
    """Find the pages whose fingerprint is the one they had when the site was made, and whose file is as it was."""
    if made is None:
        return {}
    found = {}
    for page in pages:
        known = made.files.get(page.url)
        if known and made.prints.get(page.url) == prints[page.url].digest:
            file = target / page.url
            if read_stamp(file) == known[1]:
                found[page.url] = Filed(url=page.url, digest=known[0], file=file)
    return found


def render_pages(
    renderer: Renderer,
    pages: Sequence[Page],
    take: Callable[[Output], _Taken],
    prints: Mapping[str, Print],
    *,
    jobs: int = 1,
    tell: Tell = ignore,
) -> list[_Taken]:
    """Render pages, in ``jobs`` processes where they are many; give what ``take`` makes of each where it is rendered.

    What it gives comes in any order.
    """
    # The largest come first: neighbours go to different processes, and none is left with a long one at the end.
    ordered = sorted(pages, key=lambda page: -prints[page.url].size)
    if jobs > 1 and is_inherited():
        renderer.compile_layouts(pages)
    tell_done = partial(tell, Stage.RENDERING, len(pages))
    return spread(partial(_render, renderer, take), ordered, jobs=jobs, tell=tell_done)


def _render(renderer: Renderer, take: Callable[[Output], _Taken], pages: Sequence[Page]) -> Iterator[_Taken]:
    return (take(renderer.render_page(page)) for page in pages)


def _plain(value: object) -> object:
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int.__int__(value)
    raise TypeError(f"{type(value).__name__} has no place in a page's context")
