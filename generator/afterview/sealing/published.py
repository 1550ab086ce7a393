"""Store which sealed pages the last publish of this machine left on the branch; safe to delete."""

import contextlib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from afterview.model.address import sealed_url

_NOTE = ".afterview/sealed-pages"


class PublishedPages(msgspec.Struct, frozen=True, kw_only=True):
    """The sealed pages on the branch by their addresses, and the code of each link that says what its page is of."""

    files: Mapping[str, bytes] = {}
    codes: Mapping[str, str] = {}


def sealed_file(link: str) -> str:
    """Return the address of a sealed page's file."""
    return f"{sealed_url(link)}index.html"


def write_published(root: Path, codes: Mapping[str, str]) -> None:
    """Write the links of the sealed pages that are published now, each with its code, if the disk permits it."""
    with contextlib.suppress(OSError):
        (root / _NOTE).parent.mkdir(exist_ok=True)
        (root / _NOTE).write_text("".join(f"{link} {codes[link]}\n" for link in sorted(codes)), encoding="ascii")


def read_published(root: Path) -> dict[str, str]:
    """Read the links of the sealed pages that were published last, with their codes; none where none are stored."""
    try:
        lines = (root / _NOTE).read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    return {link: code for link, _, code in (line.partition(" ") for line in lines)}


def has_changed_since_publishing(root: Path) -> bool:
    """Return whether a file of the content is newer than the last publish of this machine."""
    try:
        published = (root / _NOTE).stat().st_mtime
        return any(path.stat().st_mtime > published for path in (root / "content").rglob("*"))
    except OSError:
        return False
