"""Render once what several pages show."""

from collections.abc import Callable
from functools import lru_cache

from markupsafe import Markup


def make_once() -> Callable[..., Markup]:
    """Make the filter ``macro | once(value, ...)``, which calls a macro once for the same values.

    The values must be frozen: all that a page's context has is. The macro must be imported without its page's context,
    so that the values and the language are all that it can show.
    """

    # Values of different types can be equal, such as markup and the same text: they are told apart. There is room for
    # a site of some 3,000 interviews (25 MB); a larger one is rendered a little more slowly, and does not take more.
    @lru_cache(maxsize=2**15, typed=True)
    def once(macro: Callable[..., Markup], /, *values: object) -> Markup:
        return macro(*values)

    return once
