"""Remember what was made from the same inputs before, under a digest of all of them."""

import hashlib
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

_SIZE = 16
_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")

Remember = Callable[[bytes, Callable[[], bytes]], bytes]
"""Return what was made before for a key, or call the function and keep what it makes."""


def make_always(_key: bytes, make: Callable[[], bytes]) -> bytes:
    """Make everything new; the way to read a portfolio without a cache."""
    return make()


def remember_last(function: Callable[_Given, _Result]) -> Callable[_Given, _Result]:
    """Keep the last call's arguments and result, for the next call if its arguments are equal.

    Long lists of values that are mostly the same objects compare fast. Whoever calls must not change what was given or
    returned.
    """
    last: list[tuple[object, _Result]] = []

    @wraps(function)
    def call(*args: _Given.args, **kwargs: _Given.kwargs) -> _Result:
        given = args, kwargs
        for known, result in last:
            if known == given:
                return result
        result = function(*args, **kwargs)
        last[:] = [(given, result)]
        return result

    return call


def digest_of(*parts: bytes | memoryview | str) -> bytes:
    """Digest bytes and texts so that no two different lists of them have the same digest.

    SHA-256, since processors have instructions for it: a build digests tens of megabytes.
    """
    digest = hashlib.sha256()
    for part in parts:
        body = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(body).to_bytes(8, "big"))
        digest.update(body)
    return digest.digest()[:_SIZE]


def encode_plain(value: object) -> object:
    """Encode paths, markup, and the schema's own kinds of text and number as what they are; an ``enc_hook``.

    Raises:
        TypeError: a value of any other kind.
    """
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int.__int__(value)
    raise TypeError(f"{type(value).__name__} cannot be cached")
