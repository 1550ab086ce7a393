"""Read the templates that a new interview's file starts from."""

from pathlib import Path

from afterview.problems import ContentError, Problem
from afterview.reading.sources import CONTENT, read_source


def template_path(kind: str) -> str:
    """Give the path of a kind's template, relative to the portfolio."""
    return f"{CONTENT}/templates/{kind}.md"


def read_template(root: Path, kind: str) -> str:
    """Read a kind's template; a ContentError where it is missing or cannot be read."""
    source = read_source(root, template_path(kind))
    if isinstance(source, Problem):
        raise ContentError([source])
    return source.text
