"""Write a site completely beside the existing one, then swap the two in one step."""

import contextlib
import errno
import os
import posixpath
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from afterview.model.address import fold_url, folders_of
from afterview.output.build_report import Written
from afterview.output.existing import STAGE_MARK, ExistingOutput, clear_away, mark_stage, read_existing
from afterview.output.manifest import MANIFEST, DamagedManifest, digest, render_manifest
from afterview.output.output_path import beside, name_output
from afterview.output.swap import flush_names, swap
from afterview.problems import Code, Problem, Refused

_NO_HARD_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV)


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    """The folder that a new site is made in; it can be sent to another process.

    ``existing`` are the digests of the existing site's files, by address.
    """

    folder: Path
    existing: Mapping[str, str]

    def write(self, url: str, body: bytes) -> str:
        """Write a file of the new site, unless the existing site has it with the same bytes; return its digest."""
        found = digest(body)
        if self.existing.get(url) != found:
            path = self.folder / url
            with _naming(path):
                _make_folder(path.parent)
                path.write_bytes(body)
        return found

    def read(self, url: str, target: Path) -> bytes:
        """Read a file of the new site, here or, if it is unchanged, from the existing one at ``target``."""
        new = self.folder / url
        return (new if new.exists() else target / url).read_bytes()


class Staging:
    """Replace the site at ``target``, a path that was checked to be safe, completely or not at all.

    What an interrupted build left there is repaired first. ``existing`` is what is then at ``target``.

    Raises:
        Refused: FOREIGN_FILE if a page was edited by hand, or another file has a page's name; WRITE_FAILED, naming the
            path, if it cannot be written; UNSAFE_OUTPUT if the manifest is damaged. In all these cases, as in those
            of the methods, the existing site stays.
    """

    def __init__(self, root: Path, target: Path) -> None:
        self._root, self._target = root, target
        self._folder = beside(target, "stage")
        with _refusing(root, target):
            target.parent.mkdir(parents=True, exist_ok=True)
            _heal(root, target)
            self.existing = read_existing(target)
        edited = self.existing.edited
        if edited:
            more = f" (and {len(edited) - 1} more)" if len(edited) > 1 else ""
            raise Refused(_not_ours(root, target / edited[0], f"was changed by hand since it was built{more}"))

    @contextlib.contextmanager
    def prepare(self, urls: Iterable[str]) -> Iterator[Stage]:
        """Open the stage for files of these addresses; it is removed at the end if it was not put in place."""
        urls = tuple(urls)
        _refuse_clashes(self._root, self._target, self.existing.foreign, urls)
        with _refusing(self._root, self._target):
            try:
                mark_stage(self._folder, (MANIFEST, *urls, *self.existing.foreign))
                yield Stage(folder=self._folder, existing=self.existing.digests)
            finally:
                with contextlib.suppress(OSError, DamagedManifest):
                    clear_away(self._folder, self._target)

    def put_in_place(self, digests: Mapping[str, str]) -> Written:
        """Complete the stage with unchanged files of the existing site, and swap the two."""
        manifest = render_manifest(digests)
        written = _count(self.existing, digests)
        if self.existing.digests == digests and self.has_manifest(manifest):
            return written
        self._complete(digests, manifest)
        _put_in_place(self._folder, self._target)
        with _refusing(self._root, self._target, "The new site is already in its place"):
            _clear(self._root, self._folder, self._target)
        return written

    def has_manifest(self, manifest: str) -> bool:
        """Check whether the existing site has exactly this manifest."""
        path = self._target / MANIFEST
        return path.is_file() and path.read_bytes() == manifest.encode()

    def _complete(self, digests: Mapping[str, str], manifest: str) -> None:
        unchanged = [url for url, found in digests.items() if self.existing.digests.get(url) == found]
        urls = (*self.existing.foreign, *unchanged)
        for folder in {posixpath.dirname(url) for url in urls}:
            with _naming(self._folder / folder):
                _make_folder(self._folder / folder)
        for url in urls:
            source, path = f"{self._target}/{url}", f"{self._folder}/{url}"
            with _naming(path):
                if not _link(source, path):
                    shutil.copy2(source, path, follow_symlinks=False)
        with _naming(self._folder / MANIFEST):
            (self._folder / MANIFEST).write_text(manifest, encoding="utf-8", newline="\n")
        (self._folder / STAGE_MARK).unlink()


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():  # another process may create it in the meantime
        folder.mkdir(parents=True, exist_ok=True)


def _heal(root: Path, target: Path) -> None:
    """Repair what an interrupted build left: put the old site back between two renames, and remove the rest."""
    aside = beside(target, "aside")
    if not os.path.lexists(target) and aside.is_dir():
        aside.rename(target)
    for remains in (aside, beside(target, "stage")):
        _clear(root, remains, target)


def _clear(root: Path, remains: Path, target: Path) -> None:
    if not os.path.lexists(remains):
        return
    if remains.is_symlink() or not remains.is_dir():
        raise Refused(_not_ours(root, remains, "is in the way of the next site, and Afterview did not put it there"))
    kept = clear_away(remains, target)
    if kept:
        raise Refused(_not_ours(root, remains / kept[0], "was written while the site was built, and is kept there"))


def _refuse_clashes(root: Path, target: Path, foreign: Iterable[str], urls: Iterable[str]) -> None:
    files = {fold_url(url) for url in (MANIFEST, STAGE_MARK, *urls)}
    folders = {folder for file in files for folder in folders_of(file)}
    for url in foreign:
        folded = fold_url(url)
        if folded in files or folded in folders or not files.isdisjoint(folders_of(folded)):
            raise Refused(_not_ours(root, target / url, "was not made by Afterview, and a new page needs its place"))


def _not_ours(root: Path, path: Path, what: str) -> Problem:
    return Problem(
        code=Code.FOREIGN_FILE,
        path=name_output(root, path),
        message=f"this file {what}",
        hint="move it to another folder, or delete it if nobody needs it, then build again; "
        "a site is made anew from content/ and layouts/ each time",
    )


def _count(existing: ExistingOutput, digests: Mapping[str, str]) -> Written:
    common = existing.digests.keys() & digests.keys()
    changed = sum(existing.digests[url] != digests[url] for url in common)
    return Written(
        added=len(digests.keys() - existing.digests.keys()),
        changed=changed,
        unchanged=len(common) - changed,
        removed=len(existing.digests.keys() - digests.keys()),
        kept=existing.foreign,
    )


def _link(source: str, path: str) -> bool:
    """Hard-link a file of the existing site into the new one: it keeps its date, and nothing is copied."""
    try:
        os.link(source, path, follow_symlinks=False)
    except NotImplementedError:  # a system that cannot link to a link itself
        return False
    except OSError as error:
        if error.errno in _NO_HARD_LINKS:
            return False
        raise
    return True


def _put_in_place(stage: Path, target: Path) -> None:
    aside = beside(target, "aside")
    existed = target.exists()
    with _naming(target):
        flush_names(stage)
        swap(stage, target, aside)
        try:
            flush_names(target.parent)
        except OSError:
            if existed:
                swap(stage, target, aside)
            else:
                target.rename(stage)
            raise


@contextlib.contextmanager
def _naming(path: Path | str) -> Iterator[None]:
    """Add the file's name to an error that has none, such as that of a full disk."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(path)
        raise


@contextlib.contextmanager
def _refusing(root: Path, target: Path, outcome: str = "The old site is unchanged") -> Iterator[None]:
    try:
        yield
    except OSError as error:
        problem = Problem(
            code=Code.WRITE_FAILED,
            path=name_output(root, Path(os.fsdecode(error.filename or target))),
            message=f"could not write this file: {error.strerror or error}",
            hint=f"free some space or check the folder's permissions, then build again. {outcome}",
        )
        raise Refused(problem) from error
    except DamagedManifest as error:
        problem = Problem(
            code=Code.UNSAFE_OUTPUT,
            path=name_output(root, target / MANIFEST),
            message="the site's own list of files is damaged, so Afterview cannot know which files are its own",
            hint="move the folder away, then build again",
        )
        raise Refused(problem) from error
