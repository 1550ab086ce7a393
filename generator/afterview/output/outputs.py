"""Put the files of a site in order; it alone says when two of them want the same address."""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import msgspec

from afterview.model.page import Output
from afterview.problems import Code, ContentError, Problem

# An empty segment, "." or ".."; a backslash; a control character, half of a letter, or what some call a line's end.
_UNFIT = re.compile(r"(?:\A|/)\.{0,2}(?:/|\Z)|[\\\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")


class Filed(msgspec.Struct, frozen=True, kw_only=True):
    """Hold a file of the site to be whose bytes lie on the disk; they are read only where they are needed."""

    url: str
    digest: str
    file: Path

    @property
    def body(self) -> bytes:
        """Read it."""
        return self.file.read_bytes()


Ready = Output | Filed
"""A file of the site to be."""


def order_urls(urls: Iterable[str]) -> tuple[str, ...]:
    """Sort the addresses of a site, so that the same sources give the same site in any order of reading.

    Raises ContentError (SAME_ADDRESS) where two addresses are one on a disk that ignores case or accents' encoding,
    or where one would be a file and the other a folder of the same name.
    """
    ordered = tuple(sorted(urls))
    taken: dict[str, str] = {}
    problems = []
    for url in ordered:
        check_url(url)
        if fold(url) in taken:
            problems.append(_clash(taken[fold(url)], url))
        taken.setdefault(fold(url), url)
    for url in ordered:
        for folder in folders_of(fold(url)):
            if folder in taken:
                problems.append(_clash(taken[folder], url))
    if problems:
        raise ContentError(problems)
    return ordered


def fold(url: str) -> str:
    """Give the form in which two addresses are equal on every kind of disk."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", url).casefold())


def folders_of(url: str) -> tuple[str, ...]:
    """List the folders above an address, nearest the site's root first."""
    segments = url.split("/")
    return tuple("/".join(segments[:end]) for end in range(1, len(segments)))


def check_url(url: str) -> None:
    """Make sure that an address stays inside the site; raises ValueError, since only a bug of ours could leave it."""
    if not fits_a_site(url):
        raise ValueError(f"an address that no site can hold: {url!r}")


def fits_a_site(url: str) -> bool:
    """Tell whether an address stays inside the site and can be written on one line of its list."""
    return _UNFIT.search(url) is None


def _clash(first: str, second: str) -> Problem:
    message = (
        f"two things want the address {first}"
        if first == second
        else f"{first} and {second} are one address on many disks"
    )
    return Problem(
        code=Code.SAME_ADDRESS,
        path=second,
        message=message,
        hint="rename one of the files that they come from, so that their names differ in more than case",
    )
