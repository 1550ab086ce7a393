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
    """Return whether a file of the content or layouts is newer than the last publish of this machine."""
    published = _time_of(root / _NOTE)
    files = (path for folder in ("content", "layouts") for path in (root / folder).rglob("[!.]*") if path.is_file())
    return published > 0 and any(_time_of(path) > published for path in files)


def _time_of(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0
