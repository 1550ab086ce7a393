"""Read the templates that a new interview's file starts from."""

from pathlib import Path

from afterview.problems import ContentError, Problem
from afterview.reading.sources import CONTENT, Source, read_source

DEFAULT = "default"
"""The name of the template for kinds that have none of their own."""


def template_path(name: str) -> str:
    """Return the path of a template, relative to the portfolio."""
    return f"{CONTENT}/templates/{name}.md"


def read_template(root: Path, kind: str) -> Source | None:
    """Read a kind's own template, else the portfolio's default one; None where it has neither.

    Raises:
        ContentError: the template cannot be read.
    """
    for name in (kind, DEFAULT):
        path = template_path(name)
        if not (root / path).exists() and not (root / path).is_symlink():
            continue
        source = read_source(root, path)
        if isinstance(source, Problem):
            raise ContentError([source])
        return source
    return None
