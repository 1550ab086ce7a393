"""Tell by a digest whether a layout, or anything that it is put together from, changed."""

import hashlib
import re
from pathlib import Path

_TAG = re.compile(
    r"\{%[-+]?\s*(?:extends|include|import|from)\s+(?:(['\"])(?P<name>[^'\"]+)\1\s*(?P<next>[-+]?%\}|\w+)?)?"
)
_PLAIN_NEXT = re.compile(r"[-+]?%\}|(?:import|as|with|without|ignore)\Z")
_SIZE = 16


class Closures:
    """Digest layouts of the folders given (the first that has a file wins); each file is read once."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self._folders = folders
        self._read: dict[str, bytes | None] = {}
        self._digests: dict[str, bytes] = {}

    def digest(self, layout: str) -> bytes:
        """Give a digest of a layout's text and of all layouts that it may include, and of the words that they say."""
        if layout not in self._digests:
            names: set[str] = set()
            whole = not self._collect(layout, names)
            found = hashlib.blake2b(digest_size=_SIZE)
            for name in sorted(names | (self._every() if whole else set())):
                body = self._source(name)
                found.update(f"{name}\0{-1 if body is None else len(body)}\0".encode() + (body or b""))
            for folder in self._folders:
                words = folder / "words.json"
                found.update(words.read_bytes() if words.is_file() else b"\0")
            self._digests[layout] = found.digest()
        return self._digests[layout]

    def names(self, layout: str) -> frozenset[str]:
        """Name a layout and all that it is known to include, as far as they exist."""
        names: set[str] = set()
        self._collect(layout, names)
        return frozenset(name for name in names if self._source(name) is not None)

    def _collect(self, name: str, names: set[str]) -> bool:
        """Gather a layout and what it names; False where a name is only known when it runs."""
        if name in names:
            return True
        names.add(name)
        text = (self._source(name) or b"").decode("utf-8", "replace")
        known = True
        for tag in _TAG.finditer(text):
            if tag["name"] is None or not _PLAIN_NEXT.match(tag["next"] or ""):
                known = False
            else:
                known = self._collect(tag["name"], names) and known
        return known

    def _source(self, name: str) -> bytes | None:
        if name not in self._read:
            default, inner = name.startswith("default/"), name.removeprefix("default/")
            places = [folder / name for folder in self._folders]
            places += [self._folders[-1] / inner] if default else []
            self._read[name] = next((place.read_bytes() for place in places if place.is_file()), None)
        return self._read[name]

    def _every(self) -> set[str]:
        found = set()
        for prefix, folder in (*(("", folder) for folder in self._folders), ("default/", self._folders[-1])):
            for path in folder.rglob("*"):
                if path.is_file() and path.relative_to(folder).parts[0] != "assets":
                    found.add(prefix + path.relative_to(folder).as_posix())
        return found
