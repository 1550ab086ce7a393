"""Gather the files of a mentor's site into the one text that is sealed."""

import base64
from collections.abc import Mapping

import msgspec

HOME = "mentor.html"
"""The page that a sealed page opens with."""
SEARCH = "search-index.js"
_LEFT_OUT = frozenset({"feed.xml", "sitemap.xml", "robots.txt", "404.html"})
_TEXTS = (".html", ".css", ".json")


class _Binary(msgspec.Struct, frozen=True, kw_only=True):
    """The bytes of a picture, as base64."""

    b: str


class _Bundle(msgspec.Struct, frozen=True, kw_only=True):
    """What is sealed: the first page, the entries to search in, and the files by their addresses."""

    v: int = 1
    home: str
    search: msgspec.Raw
    files: dict[str, str | _Binary]


def make_bundle(files: Mapping[str, bytes]) -> bytes:
    """Gather a site's files, by their addresses, as JSON, the same bytes in any order of the files.

    Scripts and what is for programs alone stay out: the viewer has the scripts, and hands them the search entries.
    """
    bundle = _Bundle(
        home=HOME if HOME in files else "index.html",
        search=msgspec.Raw(_parse_search(files.get(SEARCH, b""))),
        files={
            url: body.decode("utf-8") if url.endswith(_TEXTS) else _Binary(b=base64.b64encode(body).decode("ascii"))
            for url, body in files.items()
            if url not in _LEFT_OUT and not url.endswith(".js")
        },
    )
    return msgspec.json.encode(bundle, order="sorted")


def _parse_search(script: bytes) -> bytes:
    """Read the entries from the search index, a script that assigns them; none if it does something else."""
    entries = script.partition(b"=")[2].strip().removesuffix(b";")
    try:
        return msgspec.json.encode(msgspec.json.decode(entries))
    except msgspec.DecodeError:
        return b"[]"
