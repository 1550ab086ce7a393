"""``export``: write the portfolio's facts for other programs."""

import os
from pathlib import Path

import click

from afterview.authoring.export import EXPORTS, render_export
from afterview.cli.options import find_portfolio, root_option
from afterview.cli.terminal_text import make_plain
from afterview.model.audience import Audience
from afterview.problems import Code, Problem, Refused
from afterview.site import load_site

_WHO = {Audience.ME: "everything", Audience.MENTOR: "what a mentor may see", Audience.PUBLIC: "what everyone may see"}
_EPILOG = """\b
Examples:
  afterview export ratings.csv commitments.csv
  afterview export portfolio.md --audience mentor
  afterview export /tmp/points.csv

\b
The names are ratings.csv, points.csv, commitments.csv and portfolio.md. A file that exists is never
changed."""


@click.command(epilog=_EPILOG)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option(
    "--audience",
    type=click.Choice([audience.value for audience in Audience]),
    default=Audience.ME.value,
    show_default=True,
    help="Who is going to read it.",
)
@root_option
def command(files: tuple[Path, ...], audience: str, start: Path) -> None:
    """Write ratings, points or commitments as tables, or everything as one Markdown file."""
    for file in files:
        if file.name not in EXPORTS:
            raise click.UsageError(f"{file.name!r} cannot be exported. Choose from: {', '.join(EXPORTS)}")
        if os.path.lexists(file):
            raise Refused(_problem(Code.EXISTS, file, "this file already exists; it was not changed"))
    reader = Audience(audience)
    site = load_site(find_portfolio(start), reader)
    for file in files:
        text = render_export(file.name, site.portfolio, site.insight)
        try:
            with file.open("x", encoding="utf-8", newline="") as opened:
                opened.write(text)
        except OSError as error:
            reason = error.strerror or str(error)
            raise Refused(_problem(Code.WRITE_FAILED, file, f"could not write this file: {reason}")) from error
        click.echo(f"Wrote {make_plain(os.fspath(file))}, with {_WHO[reader]}.")


def _problem(code: Code, file: Path, message: str) -> Problem:
    return Problem(code=code, path=os.fspath(file), message=message, hint="delete it, or choose another folder")
