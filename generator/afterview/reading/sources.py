"""Find and read the files of a portfolio; alone knows what may be wrong with a file as a file."""

import errno
import os
import stat
import time
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from afterview.problems import Code, ContentError, Problem, Severity

CONTENT = "content"
LARGEST = 1024 * 1024
"""Bytes that a source may have: a megabyte is a book; more is a file in the wrong place."""
Signature = tuple[int, int, int, int, int]
"""Device, inode, size and times of a file."""
MOMENT_NS = 3_000_000_000
"""Within it, a file may change twice without another date: clocks of file systems are coarse."""
_FOLDERS = ("interviews", "skills", "notes", "pages", "mentors", "templates", "images")
_TEXTS = (".md", ".markdown", ".mdown", ".mkd", ".mdx", ".txt")
_AT_THE_TOP = ("portfolio.yaml", "questions.yaml", "readme.md", "readme.txt")


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """One file's text: its path relative to the portfolio, and its text with plain newlines and no BOM."""

    path: str
    text: str

    def problem(
        self,
        code: Code,
        message: str,
        hint: str,
        *,
        line: int = 0,
        column: int = 0,
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        """Make a problem of this file, with the line it stands on."""
        excerpt = ""
        if line:
            lines = self.text.split("\n")
            excerpt = lines[line - 1] if line <= len(lines) else ""
        return Problem(
            code=code,
            path=self.path,
            message=message,
            hint=hint,
            line=line,
            column=column if line else 0,
            severity=severity,
            excerpt=excerpt,
        )


def find_root(start: Path) -> Path:
    """Find the portfolio that a folder lies in: the nearest folder upward with ``content/portfolio.yaml``.

    Raises:
        ContentError: there is none, or a folder on the way cannot be read.
    """
    start = start.absolute()
    for folder in (start, *start.parents):
        try:
            if (folder / CONTENT / "portfolio.yaml").is_file():
                return folder
        except OSError as error:
            raise ContentError([_unreadable(CONTENT, error)]) from error
    raise ContentError(
        [
            Problem(
                code=Code.MISSING_FILE,
                path=f"{CONTENT}/portfolio.yaml",
                message=f"no portfolio here: neither {start} nor a folder above it has {CONTENT}/portfolio.yaml",
                hint="go to your portfolio's folder, or start one with `afterview init`",
            )
        ]
    )


def sign_files(root: Path, paths: Iterable[str]) -> Iterator[Signature | None]:
    """Yield signatures that change whenever a file does; None if it is not there or was changed a moment ago."""
    top, newest = os.fspath(root), time.time_ns() - MOMENT_NS
    for path in paths:
        try:
            found = os.stat(f"{top}/{path}")  # noqa: PTH116 - called for every file at each save
        except (OSError, ValueError):
            yield None
        else:
            written, changed = found.st_mtime_ns, found.st_ctime_ns
            recent = written > newest or changed > newest
            yield None if recent else (found.st_dev, found.st_ino, found.st_size, written, changed)


def read_whole(path: str | os.PathLike[str]) -> bytes:
    """Read the bytes of a file, in half the time of ``Path.read_bytes``; raises OSError."""
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - a build reads thousands of files
        return file.read()


def read_source(root: Path, path: str) -> Source | Problem:
    """Read one file whole, by its path relative to the portfolio, or say what is wrong with it.

    Only a regular file of at most a megabyte, inside ``content/`` once links are followed, is ever opened.
    """
    file = f"{root}/{path}"
    try:
        found = os.stat(file)  # noqa: PTH116 - as above
        if os.path.islink(file) and not Path(file).resolve().is_relative_to((root / CONTENT).resolve()):  # noqa: PTH114 - as above
            return _problem(
                Code.LINK_OUTSIDE,
                path,
                "this is a link to a place outside content/",
                "put the file itself here: a link could publish something that was never meant to be",
            )
        if not stat.S_ISREG(found.st_mode):
            return _problem(
                Code.NOT_A_FILE, path, "this is not an ordinary file", "replace it with a text file, or rename it"
            )
        if found.st_size > LARGEST:
            return _problem(
                Code.FILE_TOO_LARGE,
                path,
                f"the file has {found.st_size:,} bytes, more than {LARGEST:,}",
                "split it into one file per interview",
            )
        raw = read_whole(file)
    except OSError as error:
        return _unreadable(path, error)
    return _decode(path, raw)


def _decode(path: str, raw: bytes) -> Source | Problem:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _problem(
            Code.NOT_UTF8,
            path,
            f"the file is not UTF-8 text: byte {error.start} is 0x{raw[error.start]:02x}",
            "save it as UTF-8 (in most editors: Save with encoding)",
        )
    if not text.strip():
        return _problem(Code.EMPTY_FILE, path, "the file is empty", "add text, or delete the file")
    return Source(path=path, text=text.replace("\r\n", "\n").replace("\r", "\n"))


def _unreadable(path: str, error: OSError) -> Problem:
    if error.errno == errno.ELOOP:
        return _problem(Code.LINK_LOOP, path, "this link leads back to itself", "delete the link")
    if error.errno == errno.ENOENT:
        return _problem(Code.MISSING_FILE, path, "there is no such file", "write it, or, if this is a link, delete it")
    reason = error.strerror or "unknown reason"
    return _problem(
        Code.UNREADABLE, path, f"the file cannot be read: {reason.lower()}", "check the file's permissions (ls -l)"
    )


def list_sources(root: Path, folder: str) -> tuple[list[str], list[Problem]]:
    """List the Markdown files below ``content/<folder>``, sorted by path, and the problems of their names.

    Hidden files and editors' leavings (``.x``, ``x~``, ``#x#``) are passed over.
    """
    paths: list[str] = []
    problems: list[Problem] = []
    top = f"{CONTENT}/{folder}"
    if not (root / top).resolve().is_relative_to((root / CONTENT).resolve()):
        return [], [_leads_out(top)]
    for path, problem in _walk(root, top, ()):
        if problem is not None:
            problems.append(problem)
        elif path.endswith(".md"):
            paths.append(path)
        elif path.lower().endswith(_TEXTS) and not path.lower().endswith("/readme.txt"):
            message = "the file's name does not end in .md, so it is not read"
            problems.append(_problem(Code.BAD_FILE_NAME, path, message, "rename it to end in .md", Severity.WARNING))
    paths.sort()
    return paths, problems + _same_names(paths)


def find_strays(root: Path) -> list[Problem]:
    """Warn of what stands beside the folders that are read, and looks as if it were meant to be read."""
    problems: list[Problem] = []
    try:
        names = sorted(os.listdir(root / CONTENT))  # noqa: PTH208 - names are wanted, not paths
    except OSError:
        return []  # what is in content/ is asked for again, and reported then
    folders = "interviews/, notes/, pages/ or skills/"
    for name in names:
        path = f"{CONTENT}/{name}"
        if name.startswith((".", "#")) or name.endswith("~") or name in _FOLDERS or not name.isprintable():
            continue
        if name.lower().endswith((*_TEXTS, ".yml", ".yaml")) and name.lower() not in _AT_THE_TOP:
            message = "this file is not read, since it is in none of the folders that are"
            hint = f"move it to {CONTENT}/{folders}"
            if name.lower().endswith((".yml", ".yaml")):
                message, hint = "this file is not read", "only portfolio.yaml and questions.yaml are"
            problems.append(_problem(Code.BAD_FILE_NAME, path, message, hint, Severity.WARNING))
        elif (root / path).is_dir() and not (root / path).is_symlink():
            count = sum(inside.endswith(".md") for inside, problem in _walk(root, path, ()) if problem is None)
            if count:
                message = f"the files in this folder are not read (Markdown files: {count})"
                problems.append(
                    _problem(Code.BAD_FILE_NAME, path, message, f"move them to {CONTENT}/{folders}", Severity.WARNING)
                )
    return problems


def _walk(root: Path, folder: str, above: tuple[tuple[int, int], ...]) -> Iterator[tuple[str, Problem | None]]:
    try:
        with os.scandir(root / folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
        here = (root / folder).stat()
    except FileNotFoundError:
        return
    except OSError as error:
        yield folder, _unreadable(folder, error)
        return
    identity = (here.st_dev, here.st_ino)
    if identity in above:
        yield folder, _problem(Code.LINK_LOOP, folder, "this link leads back to itself", "delete the link")
        return
    for entry in entries:
        path = f"{folder}/{entry.name}"
        if entry.name.startswith((".", "#")) or entry.name.endswith("~"):
            continue
        if not entry.name.isprintable():
            yield (
                path,
                _problem(
                    Code.BAD_FILE_NAME,
                    f"{folder}/{escape_name(entry.name)}",
                    "the file's name has a line break or another character that cannot be shown",
                    "rename it with letters, digits and hyphens",
                ),
            )
        elif _is_folder(entry):
            if entry.is_symlink() and not Path(entry.path).resolve().is_relative_to((root / CONTENT).resolve()):
                yield path, _leads_out(path)
            else:
                yield from _walk(root, path, (*above, identity))
        else:
            yield path, None


def escape_name(name: str) -> str:
    r"""Write the name of a file so that every terminal can show it.

    >>> escape_name("caf\udce9")
    'caf\\udce9'
    """
    return name.encode("unicode_escape", "backslashreplace").decode("ascii")


def _leads_out(path: str) -> Problem:
    hint = "move the files here: a link could publish something that was never meant to be"
    return _problem(Code.LINK_OUTSIDE, path, "this is a link to a folder outside content/", hint)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _same_names(paths: list[str]) -> list[Problem]:
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for path in paths:
        if path.isascii():
            continue
        first = seen.setdefault(unicodedata.normalize("NFC", path), path)
        if first != path:
            problems.append(
                _problem(
                    Code.SAME_NAME,
                    path,
                    f"this name looks like {first}; only the way the accent is stored differs",
                    "rename one of the two: some systems cannot keep both",
                )
            )
    return problems


def _problem(code: Code, path: str, message: str, hint: str, severity: Severity = Severity.ERROR) -> Problem:
    return Problem(code=code, path=path, message=message, hint=hint, severity=severity)
