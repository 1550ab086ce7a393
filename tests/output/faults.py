"""Stop the writing of a site at every step of it, in a process of its own, and tell what then stands.

Run as ``faults.py FOLDER HOW``; HOW is ``kill`` (SIGKILL), ``kill-renames`` (the same where folders cannot be
exchanged) or a number of an error that the disk gives. Prints one JSON object a step.
"""

import ctypes
import json
import os
import shutil
import signal
import sys
from pathlib import Path

from afterview.output.manifest import MANIFEST
from afterview.output.staging import Staging
from afterview.problems import Refused

OLD = {"index.html": "old home", "same.html": "same", "skills/testing.html": "old skill", "gone/page.html": "gone"}
NEW = {"index.html": "new home", "same.html": "same", "skills/testing.html": "new skill", "fresh/page.html": "fresh"}
FOREIGN = {"CNAME": "ada.example", "own/cv.pdf": "cv"}
CHANGES = ("os.mkdir", "os.rename", "os.link", "os.remove", "os.rmdir")


def main() -> None:
    """Try every step until none is left."""
    folder, how = Path(sys.argv[1]), sys.argv[2]
    if how == "kill-renames":
        ctypes.CDLL = lambda *_arguments, **_options: object()  # type: ignore[assignment,misc]  # it knows no exchange
    step = 0
    finished = False
    while not finished:
        step += 1
        root = folder / str(step)
        write(root, OLD)
        for url, text in FOREIGN.items():
            (root / "site" / url).parent.mkdir(exist_ok=True)
            (root / "site" / url).write_text(text)
        child = os.fork()
        if not child:
            os._exit(stop_at(step, how, root))
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        finished = status == 0  # no step was left to stop at
        stood = name_site(root)
        write(root, NEW)
        healed = name_site(root) == "new" and [path.name for path in root.iterdir()] == ["site"]
        print(json.dumps({"step": step, "status": status, "site": stood, "healed": healed}))
        shutil.rmtree(root)


def stop_at(step: int, how: str, root: Path) -> int:
    """Write the new site, and stop at the given step; gives 4 for a refusal, 5 where it went well all the same."""
    steps = 0

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal steps
        if event in CHANGES or (event == "open" and isinstance(arguments[2], int) and arguments[2] & os.O_ACCMODE):
            steps += 1
            if steps == step:
                if how.startswith("kill"):
                    os.kill(os.getpid(), signal.SIGKILL)
                raise OSError(int(how), os.strerror(int(how)), str(arguments[0]))

    sys.addaudithook(watch)
    try:
        write(root, NEW)
    except Refused as refused:
        return int(refused.exit_status)
    return 5 if steps >= step else 0


def write(root: Path, pages: dict[str, str]) -> None:
    """Write a site."""
    staging = Staging(root, root / "site")
    with staging.prepare(pages) as stage:
        staging.put_in_place({url: stage.write(url, text.encode()) for url, text in sorted(pages.items())})


def name_site(root: Path) -> str:
    """Say which site stands: the old, the new, none or a mixture."""
    site = root / "site"
    if not site.exists():
        return "none"
    found = {path.relative_to(site).as_posix(): path.read_text() for path in site.rglob("*") if path.is_file()}
    found.pop(MANIFEST, None)
    return {str(sorted({**OLD, **FOREIGN}.items())): "old", str(sorted({**NEW, **FOREIGN}.items())): "new"}.get(
        str(sorted(found.items())), "mixed"
    )


main()
