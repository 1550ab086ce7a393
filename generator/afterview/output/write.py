"""The only hand that writes a site: made whole beside the old one, then put in its place at one stroke."""

import contextlib
import errno
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from afterview.model.address import fold_url, folders_of
from afterview.model.page import Output
from afterview.output.manifest import MANIFEST, DamagedList, digest, list_outputs, render_manifest
from afterview.output.outputs import Filed
from afterview.output.place import name_output
from afterview.output.report import Written
from afterview.output.stamps import Stamp
from afterview.output.standing import STAGE_MARK, Standing, clear_away, mark_stage, read_standing
from afterview.output.swap import keep_names, swap
from afterview.problems import Code, Problem, Refused

_NO_LINKS_HERE = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV)


class Staging:
    """Take in the files of a new site beside the one that stands; whole, it is put in its place at one stroke.

    ``target`` is a place that was found safe, and ``urls`` are the addresses of the files to come; ``known`` are the
    digest and the stamp of files that were seen there, and need not be read again while their stamps are the same.
    What a crash left is cleared away first; what is unfinished goes when the context is left. Any step raises Refused:
    FOREIGN_FILE when a page was edited by hand or a foreign file is in a page's way; WRITE_FAILED, naming the path,
    when the disk says no; UNSAFE_OUTPUT when a list is damaged. In all these cases the site that stood still stands.
    """

    def __init__(
        self, root: Path, target: Path, urls: Iterable[str], known: Mapping[str, tuple[str, Stamp]] | None = None
    ) -> None:
        self._root, self._target = root, target
        self._folder = _beside(target, "stage")
        self._made = {self._folder}
        with self._refusing():
            target.parent.mkdir(parents=True, exist_ok=True)
            _heal(root, target)
            self._standing = read_standing(target, known or {})
            self._urls = tuple(urls)
            _refuse_lost_words(root, target, self._standing, self._urls)

    def __enter__(self) -> "Staging":
        """Make the folder that the new site is made in, and say in it what it is going to hold."""
        with self._refusing(), _clearing(self._folder, self._target):
            mark_stage(self._folder, (MANIFEST, *self._urls, *self._standing.foreign))
        return self

    def __exit__(self, *_error: object) -> None:
        """Take away what was not put in place."""
        _clear_quietly(self._folder, self._target)

    def take(self, output: Output) -> Filed:
        """Write a file, unless the one that stands has the same bytes: that will do."""
        found = digest(output.body)
        if self._standing.listed.get(output.url) == found:
            return Filed(url=output.url, digest=found, file=self._target / output.url)
        with self._refusing():
            path = self._ready(output.url)
            with _naming(path):
                path.write_bytes(output.body)
        return Filed(url=output.url, digest=found, file=path)

    def put_in_place(self, files: Sequence[Filed]) -> Written:
        """Complete the new site with what it keeps of the old one, and let it take its place."""
        listed = list_outputs(files)
        standing = self._standing
        with self._refusing():
            written = _count(standing, listed)
            if standing.listed == listed and _has_list(self._target, render_manifest(listed)):
                return written
            with _clearing(self._folder, self._target):
                self._complete(files, render_manifest(listed))
                _put_in_place(self._folder, self._target)
        with _refusing(self._root, self._target, "the new site stands already"):
            _clear(self._root, self._folder, self._target)
        return written

    def _complete(self, files: Sequence[Filed], manifest: str) -> None:
        for url in self._standing.foreign:
            path = self._ready(url)
            with _naming(path):
                _carry(self._target / url, path)
        for file in files:
            path = self._ready(file.url)
            if file.file != path:
                with _naming(path):
                    _carry(file.file, path)
        with _naming(self._folder / MANIFEST):
            (self._folder / MANIFEST).write_text(manifest, encoding="utf-8", newline="\n")
        (self._folder / STAGE_MARK).unlink()

    def _ready(self, url: str) -> Path:
        path = self._folder / url
        if path.parent not in self._made:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(path.parent)
        return path

    def _refusing(self) -> contextlib.AbstractContextManager[None]:
        return _refusing(self._root, self._target, "the site that stood still stands")


@contextlib.contextmanager
def _clearing(stage: Path, target: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        _clear_quietly(stage, target)
        raise


def _clear_quietly(stage: Path, target: Path) -> None:
    with contextlib.suppress(OSError, DamagedList):
        clear_away(stage, target)


def _beside(target: Path, what: str) -> Path:
    return target.with_name(f".{target.name}.afterview-{what}")


def _heal(root: Path, target: Path) -> None:
    """Bring a killed build to its end: the old site back if it was between two renames, the remains away."""
    aside = _beside(target, "aside")
    if not os.path.lexists(target) and aside.is_dir():
        aside.rename(target)
    for remains in (aside, _beside(target, "stage")):
        _clear(root, remains, target)


def _clear(root: Path, remains: Path, target: Path) -> None:
    if not os.path.lexists(remains):
        return
    if remains.is_symlink() or not remains.is_dir():
        raise Refused(_not_ours(root, remains, "is in the way of the next site, and Afterview did not put it there"))
    kept = clear_away(remains, target)
    if kept:
        raise Refused(_not_ours(root, remains / kept[0], "was written while the site was, and is kept there"))


def _refuse_lost_words(root: Path, target: Path, standing: Standing, urls: Sequence[str]) -> None:
    if standing.edited:
        more = f" (and {len(standing.edited) - 1} more)" if len(standing.edited) > 1 else ""
        changed = f"was changed by hand since it was built{more}"
        raise Refused(_not_ours(root, target / standing.edited[0], changed))
    files = {fold_url(url) for url in (MANIFEST, STAGE_MARK, *urls)}
    folders = {folder for file in files for folder in folders_of(file)}
    for url in standing.foreign:
        folded = fold_url(url)
        if folded in files or folded in folders or not files.isdisjoint(folders_of(folded)):
            raise Refused(_not_ours(root, target / url, "is not Afterview's, and a new page needs its place"))


def _not_ours(root: Path, path: Path, what: str) -> Problem:
    return Problem(
        code=Code.FOREIGN_FILE,
        path=name_output(root, path),
        message=f"this file {what}",
        hint="move it to another folder, or delete it if nobody needs it, then build again; "
        "a site is made anew from content/ and layouts/ each time",
    )


def _count(standing: Standing, listed: dict[str, str]) -> Written:
    common = standing.listed.keys() & listed.keys()
    changed = sum(standing.listed[url] != listed[url] for url in common)
    return Written(
        added=len(listed.keys() - standing.listed.keys()),
        changed=changed,
        unchanged=len(common) - changed,
        removed=len(standing.listed.keys() - listed.keys()),
        kept=standing.foreign,
    )


def _has_list(target: Path, text: str) -> bool:
    manifest = target / MANIFEST
    return manifest.is_file() and manifest.read_bytes() == text.encode("utf-8")


def _carry(source: Path, path: Path) -> None:
    if not _link(source, path):
        shutil.copy2(source, path, follow_symlinks=False)


def _link(source: Path, path: Path) -> bool:
    """Give a file of the old site a second name in the new one: it keeps its date, and nothing is written twice."""
    try:
        os.link(source, path, follow_symlinks=False)
    except NotImplementedError:  # a system that cannot link to a link itself
        return False
    except OSError as error:
        if error.errno in _NO_LINKS_HERE:
            return False
        raise
    return True


def _put_in_place(stage: Path, target: Path) -> None:
    aside = _beside(target, "aside")
    existed = target.exists()
    with _naming(target):
        keep_names(stage)
        swap(stage, target, aside)
        try:
            keep_names(target.parent)
        except OSError:
            if existed:
                swap(stage, target, aside)
            else:
                target.rename(stage)
            raise


@contextlib.contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Give a disk's refusal the name of what was being written; a full disk says none."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(path)
        raise


@contextlib.contextmanager
def _refusing(root: Path, target: Path, stands: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        problem = Problem(
            code=Code.WRITE_FAILED,
            path=name_output(root, Path(os.fsdecode(error.filename or target))),
            message=f"the disk refused this ({error.strerror or error})",
            hint=f"make room, or see that you may write there, then build again; {stands}",
        )
        raise Refused(problem) from error
    except DamagedList as error:
        problem = Problem(
            code=Code.UNSAFE_OUTPUT,
            path=name_output(root, target / MANIFEST),
            message="the site's own list of files is damaged, so nothing there can be told from somebody else's",
            hint="move the folder away, then build again",
        )
        raise Refused(problem) from error
