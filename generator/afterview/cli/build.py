"""``build``: make the site."""

import gc
import os
import sys
from pathlib import Path

import click

from afterview.cli.differing_levels import render_differing_levels
from afterview.cli.options import find_portfolio, root_option, url_option
from afterview.cli.progress import Progress, render_timings
from afterview.cli.terminal_text import make_plain, render_count
from afterview.model.audience import Audience
from afterview.narrow import Hidden
from afterview.output.build import build_site
from afterview.output.build_report import Report
from afterview.output.pool import count_processors

_EPILOG = """\b
Examples:
  afterview build                          what everyone may see, into site/
  afterview build --audience mentor        what your mentor may see too, into site-mentor/
  afterview build --audience me            all of it, for your own disk, into site-me/
  afterview build --audience mentor --zip  and all of that in one file, to send
  afterview build --audience mentor --for dana-r --zip   with the letter to one mentor
  afterview build --output /tmp/preview    somewhere else

\b
An existing site is replaced completely. If anything fails, it stays as it was.
Exit status: 3 if a file has errors, 4 if it is not safe to write."""


@click.command(epilog=_EPILOG)
@click.option(
    "--audience",
    type=click.Choice([audience.value for audience in (Audience.PUBLIC, Audience.MENTOR, Audience.ME)]),
    default=Audience.PUBLIC.value,
    show_default=True,
    help="Who is going to read it.",
)
@click.option("--for", "reader", metavar="WHO", help="With --audience mentor: the one mentor it is for.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where to put it.  [default: site, site-mentor or site-me]",
)
@click.option("--zip", "zipped", is_flag=True, help="Also make one zip file, to send. It opens without a server.")
@click.option("--clean", is_flag=True, help="Build without the cache of earlier builds.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many processes share the work, if there is much of it.  [default: one per processor]",
)
@click.option("--timings", is_flag=True, help="Print how long each stage took.")
@url_option
@root_option
def command(
    audience: str,
    reader: str | None,
    output: Path | None,
    zipped: bool,
    clean: bool,
    jobs: int | None,
    timings: bool,
    url: str | None,
    start: Path,
) -> None:
    """Make the site, of plain files that any browser and any web server can show."""
    progress = Progress()
    root = find_portfolio(start)
    slug = _find_reader(root, reader, Audience(audience)) if reader else None
    try:
        # A build makes very many values that nearly all live to its end, so garbage collection would only cost time.
        gc.disable()
        report = build_site(
            root,
            audience=Audience(audience),
            output=output,
            url=url,
            reader=slug,
            clean=clean,
            archive=zipped,
            jobs=jobs or count_processors(),
            on_progress=progress.show,
        )
    finally:
        seconds = progress.end()
    _print_report(report, seconds)
    if timings:
        click.echo(render_timings(progress))
    _print_next(report)


def _print_report(report: Report, seconds: float) -> None:
    pages = f"{render_count(report.pages, 'page')} {_readers(report.audience)} in {_name_path(report.output)}"
    click.echo(f"Built {pages} ({_render_written(report)}; {seconds:.2f} s).")
    click.echo(render_hidden(report.hidden, report.audience))
    for line in render_differing_levels(report.differing_levels, report.audience, may_name=sys.stdout.isatty()):
        click.echo(line)
    for kept in report.written.kept:
        click.echo(
            f"warning: {make_plain(_name_path(report.output / kept))} was not made by Afterview, so it was kept.",
            err=True,
        )
    if report.warnings:
        # Only their number: warnings may quote private text, and a build's output may be in a public log.
        click.echo(f"{render_count(len(report.warnings), 'warning')}: `afterview check` lists them.", err=True)


def _print_next(report: Report) -> None:
    """Say what to do with the site."""
    if report.archive:
        click.echo(f"Packed into {_name_path(report.archive)}. Send only this file.")
    if report.audience is Audience.ME:
        click.echo("This site shows everything, private parts included: keep it to yourself.")
    if report.hidden.interviews and not any((report.output / "interviews").glob("*.html")):
        click.echo(
            "Every interview is private, so this site shows none. "
            f"To show one, write `visibility: {report.audience}` into its file."
        )
        click.echo("Next step: afterview serve --open")
        return
    click.echo(f"Open {_name_path(report.output / 'index.html')} in a browser.")


def _find_reader(root: Path, who: str, audience: Audience) -> str:
    from afterview.reading.did_you_mean import did_you_mean
    from afterview.reading.portfolio import read_portfolio
    from afterview.reading.slugs import slugify

    if audience is not Audience.MENTOR:
        raise click.UsageError("--for goes with --audience mentor")
    slugs = {mentor.slug for mentor in read_portfolio(root).portfolio.mentors}
    if slugify(who) not in slugs:
        raise click.UsageError(f"there is no mentor {make_plain(who)!r}: {did_you_mean(slugify(who), slugs)}")
    return slugify(who)


def _readers(audience: Audience) -> str:
    return {Audience.ME: "for you alone", Audience.MENTOR: "for your mentor", Audience.PUBLIC: "for everyone"}[audience]


def _name_path(path: Path) -> str:
    whole = path.absolute()
    here = Path.cwd()
    return make_plain(os.fspath(whole.relative_to(here) if whole.is_relative_to(here) else whole))


def _render_written(report: Report) -> str:
    written = report.written
    if not written.added + written.changed + written.removed:
        return "nothing changed"
    counts = {
        "new": written.added,
        "changed": written.changed,
        "unchanged": written.unchanged,
        "gone": written.removed,
    }
    return "files: " + ", ".join(f"{number} {what}" for what, number in counts.items() if number)


def render_hidden(hidden: Hidden, audience: Audience) -> str:
    """Render how many entries and sections the readers of a site do not see."""
    counts = {"interview": hidden.interviews, "note": hidden.notes, "page": hidden.articles, "section": hidden.sections}
    parts = [render_count(number, what) for what, number in counts.items() if number]
    if not parts:
        return "Every interview, note and page is in it."
    listed = " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
    reason = "they are not public" if audience is Audience.PUBLIC else "they are private"
    return f"Left out because {reason}: {listed}."
