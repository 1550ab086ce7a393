"""Show what an import understood, before anything is written."""

import difflib
from collections.abc import Iterator

import click

from afterview.cli.terminal_text import make_plain, render_count
from afterview.importing.imported_entry import ImportedEntry


def show_entry(path: str, entry: ImportedEntry) -> None:
    """Show the file that would be written, each fact with its source, and what was left out."""
    click.echo(path)
    for prefix, facts in (
        ("", entry.facts),
        ("ratings.", entry.ratings),
        ("self.", entry.own),
        ("outcomes.", entry.outcomes),
    ):
        for fact in facts:
            click.echo(f"  {prefix}{fact.name}: {make_plain(fact.value)}  (from {make_plain(fact.where)})")
    click.echo(f"  text: {render_count(len(entry.body.split()), 'word')}; visibility: private")
    for line in entry.left_out:
        click.echo(f"  left out: {make_plain(line)}")


def render_difference(path: str, before: str, after: str) -> str:
    """Render how a file changes, with one line around each change."""
    lines: Iterator[str] = difflib.unified_diff(before.splitlines(), after.splitlines(), path, path, n=1, lineterm="")
    return "\n".join(make_plain(line) for line in lines)


def make_plain_lines(text: str) -> str:
    """Make each line of a text harmless for a terminal."""
    return "\n".join(make_plain(line) for line in text.split("\n"))


def indent(text: str) -> str:
    """Indent a quoted text below its description."""
    return "\n".join(f"  {make_plain(line)}".rstrip() for line in text.split("\n"))
