"""A site's pages before rendering, and its files after it."""

import msgspec


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page before rendering: its address on the site, its layout, and the layout's context.

    ``url`` is relative to the site's root, without a leading slash. ``context`` is a frozen value whose fields become
    the layout's variables; with the layout it decides every byte of the page.
    """

    url: str
    layout: str
    context: msgspec.Struct


class Output(msgspec.Struct, frozen=True, kw_only=True):
    """A finished file of the site."""

    url: str
    body: bytes
