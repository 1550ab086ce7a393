"""Choose names for the files of one import, which no file of the portfolio has and no other of the import."""

import os
from collections.abc import Sequence
from pathlib import Path

from afterview.importing.imported_entry import ImportedEntry
from afterview.reading.entries import slug_of
from afterview.reading.slugs import find_free_slug


class FreeNames:
    """Keep the paths that are taken, those of the files that will be written among them."""

    def __init__(self, root: Path, paths: Sequence[str]) -> None:
        self._root = root
        self._taken = set(paths)
        self._slugs = {slug_of(path) for path in paths if path.startswith("content/interviews/")}

    def take(self, path: str) -> None:
        """Keep a path from being chosen again."""
        self._taken.add(path)

    def choose(self, slug: str, entry: ImportedEntry | None = None) -> str:
        """Choose a slug that neither an interview has nor the pictures that come along, and keep it."""

        def list_paths(free: str) -> list[str]:
            pictures = entry.rename(free).pictures if entry else ()
            return [f"content/interviews/{free}.md", *(picture.path for picture in pictures)]

        def is_taken(free: str) -> bool:
            exists = (path in self._taken or os.path.lexists(self._root / path) for path in list_paths(free))
            return free in self._slugs or any(exists)

        free = find_free_slug(slug, is_taken)
        self._taken.update(list_paths(free))
        return free
