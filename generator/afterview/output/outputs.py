"""A file of the site to be: in memory, or on the disk already."""

from pathlib import Path

import msgspec

from afterview.model.page import Output


class Filed(msgspec.Struct, frozen=True, kw_only=True):
    """A file of the site to be whose bytes lie on the disk; they are read only where they are needed."""

    url: str
    digest: str
    file: Path

    @property
    def body(self) -> bytes:
        """Read it."""
        return self.file.read_bytes()


Ready = Output | Filed
"""A file of the site to be."""
