"""Run Afterview on a disk that lists the files of a folder in another order each time; ORDER seeds it."""

import os
import random
from collections.abc import Iterator
from typing import Any

_CHANCE = random.Random(os.environ["ORDER"])
_scan, _list = os.scandir, os.listdir


class _Shuffled:
    """Stand for `os.scandir`."""

    def __init__(self, *place: Any) -> None:
        found = list(_scan(*place))
        self.rest = _CHANCE.sample(found, len(found))

    def __iter__(self) -> Iterator[os.DirEntry[str]]:
        return self

    def __next__(self) -> os.DirEntry[str]:
        if not self.rest:
            raise StopIteration
        return self.rest.pop()

    def __enter__(self) -> Iterator[os.DirEntry[str]]:
        return self

    def __exit__(self, *_error: object) -> None:
        self.rest.clear()

    close = __exit__


def _list_shuffled(*place: Any) -> list[str]:
    found = _list(*place)
    return _CHANCE.sample(found, len(found))


if __name__ == "__main__":
    os.scandir, os.listdir = _Shuffled, _list_shuffled  # type: ignore[assignment]  # all that is called of it

    from afterview.cli.main import main

    main()
