"""Store which sealed pages the last publish of this machine left on the branch; safe to delete."""

import contextlib
from collections.abc import Iterable
from pathlib import Path

_NOTE = ".afterview/sealed-pages"


def write_published(root: Path, links: Iterable[str]) -> None:
    """Write the links of the sealed pages that are published now; where the disk refuses, nothing is remembered."""
    with contextlib.suppress(OSError):
        (root / _NOTE).parent.mkdir(exist_ok=True)
        (root / _NOTE).write_text("".join(f"{link}\n" for link in sorted(links)), encoding="ascii")


def read_published(root: Path) -> frozenset[str]:
    """Read the links of the sealed pages that were published last; none where nothing is remembered."""
    try:
        return frozenset((root / _NOTE).read_text(encoding="ascii").split())
    except (OSError, UnicodeDecodeError):
        return frozenset()
