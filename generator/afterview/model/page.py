"""What the site is made of: pages to render, and the bytes that come of them."""

import msgspec


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """Hold one page to be: its address on the site, its layout, and all that the layout is told.

    ``url`` is relative to the site's root, without a leading slash. ``context`` is a frozen value whose fields become
    the layout's variables; with the layout it decides every byte of the page.
    """

    url: str
    layout: str
    context: msgspec.Struct


class Output(msgspec.Struct, frozen=True, kw_only=True):
    """Hold one finished file of the site."""

    url: str
    body: bytes
