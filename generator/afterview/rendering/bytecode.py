"""Cache the compiled default layouts in the user's cache folder, by Jinja2's own bytecode cache."""

import contextlib
import hashlib
import os
import stat
import sys
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket

from afterview import __version__


class LayoutBytecode(jinja2.FileSystemBytecodeCache):
    """Load and save compiled default layouts.

    A portfolio's own layouts are compiled in each run: nothing of theirs is written outside the portfolio. A damaged or
    missing cache file only costs the time to compile.
    """

    def __init__(self, folder: Path, default_layouts: Path, options: object) -> None:
        """Cache below ``folder`` what Jinja2 compiles from files in ``default_layouts`` under these ``options``."""
        # Jinja2 checks the source text and Python's version; the code depends on these as well.
        compiler = repr((__version__, getattr(jinja2, "__version__", ""), options))
        digest = hashlib.blake2b(compiler.encode(), digest_size=8).hexdigest()
        super().__init__(str(folder), f"layout-{digest}-%s.bytecode")
        self._default_layouts = default_layouts

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return the key of a default layout, and an empty one for any other."""
        is_default = filename is not None and Path(filename).is_relative_to(self._default_layouts)
        return super().get_cache_key(name, filename) if is_default else ""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load a layout's code if the cache has it."""
        if bucket.key:
            try:
                super().load_bytecode(bucket)
            except Exception:
                bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Save a layout's code, unless Python may write none."""
        if bucket.key and not sys.dont_write_bytecode:
            with contextlib.suppress(OSError):
                super().dump_bytecode(bucket)


def find_cache_folder() -> Path | None:
    """Find, and make where needed, the folder for compiled layouts; None where there is no safe one.

    Compiled code runs when it is loaded, so the folder must belong to this user and nobody else may write to it.
    """
    try:
        folder = _user_cache() / "afterview"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
    except (OSError, RuntimeError):  # RuntimeError: there is no home folder
        return None
    is_ours = not hasattr(os, "getuid") or (
        found.st_uid == os.getuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    )
    return folder if stat.S_ISDIR(found.st_mode) and is_ours else None


def _user_cache() -> Path:
    """Return the folder where this system keeps a user's caches."""
    named = Path(os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", ""))
    if named.is_absolute():
        return named
    return Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
