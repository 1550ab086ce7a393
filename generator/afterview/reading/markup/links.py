"""Decide which links stay links, and turn links between sources into addresses of the site."""

import posixpath
import re
from urllib.parse import quote, unquote

import msgspec

from afterview.model.address import article_url, interview_url, note_url, section_anchor, skill_url
from afterview.model.audience import Visibility
from afterview.model.section import ROOT
from afterview.reading.slugs import slugify

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_ALLOWED = frozenset({"http", "https", "mailto", "tel"})


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A link to another source, to be checked once all are read.

    ``target`` is a path relative to the portfolio, ``written`` as the writer put it, ``href`` as the text has it now;
    ``anchor`` the section meant, or nothing; ``visibility`` that of the text around it. ``is_image``: it is a picture.
    """

    target: str
    anchor: str
    href: str
    line: int
    visibility: Visibility
    written: str
    is_image: bool = False


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """An address that cannot be a link, and why."""

    reason: str
    hint: str


class Outside(msgspec.Struct, frozen=True, kw_only=True):
    """An address outside the portfolio."""

    href: str


class Inside(msgspec.Struct, frozen=True, kw_only=True):
    """An address inside the portfolio: what it points at, and its address on the site."""

    target: str
    anchor: str
    href: str


def resolve_link(href: str, *, path: str) -> Refused | Outside | Inside:
    """Return where a link of the source at ``path`` leads; whether that exists is checked later."""
    scheme = _SCHEME.match(href)
    if scheme:
        if scheme[1].lower() in _ALLOWED:
            return Outside(href=href)
        return Refused(reason=f"`{scheme[1]}:` is not an address that a page may link to", hint=_HINT)
    if href[:4].lower() == "www.":
        return Outside(href=f"https://{href}")
    if href.startswith(("//", "\\")) or ROOT in href:
        return Refused(reason="this address has no `https://`", hint=_HINT)
    target, _, fragment = href.partition("#")
    target = unquote(target.partition("?")[0])
    if not target:
        target = path
    elif target.startswith("/"):
        target = target.lstrip("/")
    else:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
    url = source_url(target)
    note = _slug_of(target) if target.startswith("content/notes/") else ""
    anchor = section_anchor(unquote(fragment).lower(), of_note=note) if fragment else ""
    if anchor:
        url = f"{url.partition('#')[0]}#{quote(anchor)}"
    return Inside(target=target, anchor=anchor, href=ROOT + url)


_HINT = "use http:, https:, mailto:, tel:, or the path of another file, like [that day](2026-10-02-acme.md)"


def source_url(path: str) -> str:
    """Return the address of what a source becomes; of anything else, the path below ``content/``.

    >>> source_url("content/interviews/2026-11-22-sliding-window.md")
    'interviews/2026-11-22-sliding-window.html'
    """
    parts = path.split("/")
    inner = quote(path.removeprefix("content/"))
    if not path.endswith(".md") or len(parts) < 3 or parts[0] != "content":
        return inner
    slug = _slug_of(path)
    match parts[1]:
        case "interviews":
            return interview_url(slug)
        case "skills":
            return skill_url(slug)
        case "notes":
            return note_url(slug)
        case "pages":
            return article_url(slug)
    return inner


def _slug_of(path: str) -> str:
    return slugify(posixpath.basename(path).removesuffix(".md"))
