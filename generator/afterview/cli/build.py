"""``build``: make the site."""

import os
from pathlib import Path

import click

from afterview.build.build import Hidden, Report, build_site
from afterview.cli.options import root_option
from afterview.cli.report import make_plain, say_count
from afterview.model.audience import Audience
from afterview.reading.sources import find_root

_EPILOG = """\b
Examples:
  afterview build                          what everybody may see, into site/
  afterview build --audience mentor        what your mentor may see too, into site-mentor/
  afterview build --output /tmp/preview    somewhere else

\b
A site that stands already is replaced whole, or not at all. It leaves with 3 when a file has
errors, and with 4 when it would not be safe to write."""


@click.command(epilog=_EPILOG)
@click.option(
    "--audience",
    type=click.Choice([Audience.PUBLIC.value, Audience.MENTOR.value]),
    default=Audience.PUBLIC.value,
    show_default=True,
    help="Who is going to read it.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where to put it.  [default: site, for a mentor site-mentor]",
)
@root_option
def command(audience: str, output: Path | None, start: Path) -> None:
    """Make the site, of plain files that any browser and any web server can show."""
    report = build_site(find_root(start), audience=Audience(audience), output=output)
    place = _name(report.output)
    click.echo(f"Built {say_count(report.pages, 'page')} {_whom(report.audience)} in {place} ({_say_written(report)}).")
    click.echo(_say_hidden(report.hidden))
    for url in report.written.kept:
        click.echo(f"warning: {make_plain(_name(report.output / url))} is not Afterview's, and was kept.", err=True)
    if report.warnings:
        # Only their number: what they are about may be private, and a build's words may end up in a public log.
        click.echo(f"{say_count(len(report.warnings), 'warning')}: `afterview check` lists them.", err=True)
    click.echo(f"Open {_name(report.output / 'index.html')} in a browser.")


def _whom(audience: Audience) -> str:
    return "for your mentor" if audience is Audience.MENTOR else "for everybody"


def _name(path: Path) -> str:
    whole = path.absolute()
    here = Path.cwd()
    return make_plain(os.fspath(whole.relative_to(here) if whole.is_relative_to(here) else whole))


def _say_written(report: Report) -> str:
    written = report.written
    counts = {"new": written.added, "changed": written.changed, "gone": written.removed}
    told = ", ".join(f"{number} {what}" for what, number in counts.items() if number)
    return f"files: {told}" if told else "nothing changed"


def _say_hidden(hidden: Hidden) -> str:
    counts = {"interview": hidden.interviews, "note": hidden.notes, "page": hidden.articles}
    told = [say_count(number, what) for what, number in counts.items() if number]
    if not told:
        return "Every interview, note and page is in it."
    listed = " and ".join(filter(None, (", ".join(told[:-1]), told[-1])))
    return f"Not in it, since these readers may not see them: {listed}."
