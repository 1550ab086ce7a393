"""Notice when something in a portfolio's folders may have changed; alone knows watchfiles.

It never says what changed, only that something did. So if the system drops an event, a change shows a little later, and
is never lost.
"""

import os
import threading
from collections.abc import Callable
from pathlib import Path

from watchfiles import watch

from afterview.rendering.layout_folders import find_default_layouts

_STEP_MS = 5
_AT_MOST_MS = 100
_REFRESH_MS = 400
"""Milliseconds without a change that end a group of changes; the longest group; between two polls of the folders."""


def watch_portfolio(root: Path, refresh: Callable[[], object], stop: threading.Event) -> None:
    """Call ``refresh`` after changes in the sources or layouts of the portfolio at ``root`` until ``stop`` is set."""
    folders = (root / "content", root / "layouts", find_default_layouts())
    watch_folders(tuple(dict.fromkeys(folders)), refresh, stop)


def watch_folders(folders: tuple[Path, ...], refresh: Callable[[], object], stop: threading.Event) -> None:
    """Call ``refresh`` after changes in any of the folders until ``stop`` is set; a folder may come and go.

    It is called once more a moment later, since files can be written to a new folder before it is watched.
    """
    while not stop.is_set():
        known = _identities(folders)
        here = [folder for folder, identity in zip(folders, known, strict=True) if identity]
        refresh()
        try:
            if here:
                _watch(here, folders, known, refresh, stop)
            else:
                _wait_for_change(folders, known, stop)
        except (OSError, RuntimeError):  # a folder was just deleted, or the system cannot watch more folders
            stop.wait(_REFRESH_MS / 1000)


def _watch(
    here: list[Path],
    folders: tuple[Path, ...],
    known: list[object],
    refresh: Callable[[], object],
    stop: threading.Event,
) -> None:
    was_changed = True  # what changed after the last refresh, and before the first step of this loop, was not watched
    for changes in watch(
        *here,
        watch_filter=None,
        step=_STEP_MS,
        debounce=_AT_MOST_MS,
        rust_timeout=_REFRESH_MS,
        yield_on_timeout=True,
        stop_event=stop,
        raise_interrupt=False,
    ):
        if changes or was_changed:
            refresh()
        was_changed = bool(changes)
        if _identities(folders) != known:
            return


def _wait_for_change(folders: tuple[Path, ...], known: list[object], stop: threading.Event) -> None:
    while not stop.wait(_REFRESH_MS / 1000) and _identities(folders) == known:
        pass


def _identities(folders: tuple[Path, ...]) -> list[object]:
    found: list[object] = []
    for folder in folders:
        try:
            seen = os.stat(folder)  # noqa: PTH116 - called several times a second
        except OSError:
            found.append(None)
        else:
            found.append((seen.st_dev, seen.st_ino))
    return found
