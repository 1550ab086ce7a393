"""Keep what the default layouts were compiled to, where Python keeps this package's own code, trusted as that is.

It alone knows how that is kept. A portfolio's own layouts are compiled each time: nothing of theirs is ever kept here.
"""

import contextlib
import hashlib
import importlib.util
import marshal
import os
import sys
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket

from afterview.rendering.layout_folders import find_default_layouts

_SIZE = 32


class CompiledLayouts(jinja2.BytecodeCache):
    """Remember compiled layouts from one run to the next; what cannot be read or written is compiled again."""

    def __init__(self) -> None:
        self._default = find_default_layouts()
        # All that decides which code comes of a text: Python, Jinja2, and how this room sets it up. Jinja2's own text,
        # since asking for its version takes longer than reading it.
        compiler = hashlib.blake2b(importlib.util.MAGIC_NUMBER)
        for module in (jinja2.__file__, __file__):
            for file in sorted(Path(module).parent.glob("*.py")):
                compiler.update(file.read_bytes())
        self._compiler = compiler.digest()

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Give a name to keep a layout's code by; empty for a layout that is none of the default ones."""
        own = filename is None or not Path(filename).is_relative_to(self._default)
        return "" if own else super().get_cache_key(name, filename)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take the code that was kept, if it is whole and from this very text by this very compiler."""
        if bucket.key:
            with contextlib.suppress(OSError):
                kept = _find_file(bucket.key).read_bytes()
                if kept[:_SIZE] == self._digest(bucket, kept[_SIZE:]):
                    bucket.code = marshal.loads(kept[_SIZE:])  # noqa: S302 - it is read where Python reads its own

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code, unless Python may keep none either."""
        if not bucket.key or sys.dont_write_bytecode:
            return
        file = _find_file(bucket.key)
        beside = file.with_suffix(f".{os.getpid()}")
        body = marshal.dumps(bucket.code)
        with contextlib.suppress(OSError):
            try:
                file.parent.mkdir(parents=True, exist_ok=True)
                beside.write_bytes(self._digest(bucket, body) + body)
                beside.replace(file)
            except OSError:
                beside.unlink(missing_ok=True)

    def _digest(self, bucket: Bucket, body: bytes) -> bytes:
        told = f"{bucket.key}{bucket.checksum}".encode()
        return hashlib.blake2b(self._compiler + told + body, digest_size=_SIZE).digest()


def _find_file(key: str) -> Path:
    return Path(importlib.util.cache_from_source(str(Path(__file__).with_name("layouts.py")), optimization=key))
