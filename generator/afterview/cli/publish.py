"""``publish``: send the public site to where everybody can read it."""

import os
from collections.abc import Sequence
from pathlib import Path

import click

from afterview.cli.build import say_hidden
from afterview.cli.options import is_interactive, root_option, url_option
from afterview.cli.report import make_plain, say_count
from afterview.publish.publish import Published, publish_site
from afterview.reading.sources import find_root

_MOST = 12
_EPILOG = """\b
Examples:
  afterview publish --dry-run    what would change there, and nothing is sent
  afterview publish              to the branch gh-pages of origin, or as portfolio.yaml says

\b
The site is made anew, of what is public. The branch gets one commit with nothing before it, and is
changed only if it is still what was seen. Your files, commits and branches stay as they are. It
leaves with 3 when a file has errors, and with 4 when it would not be safe or could not be done."""


@click.command(epilog=_EPILOG)
@click.option("--dry-run", is_flag=True, help="Do everything but send it.")
@url_option
@root_option
def command(dry_run: bool, url: str | None, start: Path) -> None:
    """Send the public site to the branch that GitHub Pages, or another server, shows."""
    published = publish_site(
        find_root(start),
        environment=dict(os.environ),
        tell=_tell,
        dry_run=dry_run,
        may_ask=is_interactive(),
        told_url=url,
    )
    where = f"the branch {published.branch} of {make_plain(published.repository)}"
    pages = say_count(published.pages, "page")
    if not published.needed:
        click.echo(f"Nothing to send: {where} has all of it already.")
    elif not published.pushed:
        click.echo(f"Nothing was sent, as you asked. It would be {pages}, to {where}.")
    else:
        click.echo(f"Published {pages} to {where}.")
        _say_next(published)


def _tell(plan: Published) -> None:
    click.echo(_say_source(plan))
    if plan.warnings:
        click.echo(f"{say_count(plan.warnings, 'warning')}: `afterview check` lists them.", err=True)
    if plan.needed:
        _list_change("new", plan.change.added)
        _list_change("changed", plan.change.changed)
        _list_change("gone", plan.change.removed)
    click.echo(say_hidden(plan.hidden))


def _say_source(plan: Published) -> str:
    if not plan.commit:
        return "Made from the files in this folder; git does not keep them."
    if plan.uncommitted:
        return f"Made from the files in this folder; not as committed: {say_count(plan.uncommitted, 'file')}."
    return f"Made from what is committed as {plan.commit}."


def _list_change(what: str, urls: Sequence[str]) -> None:
    pages = [url for url in urls if url.endswith(".html")]
    for url in pages[:_MOST]:
        click.echo(f"  {what:<8} {make_plain(url)}")
    rest = len(urls) - min(len(pages), _MOST)
    if rest:
        more = "more files" if pages else "files, no pages"
        click.echo(f"  {what:<8} {rest} {more if rest > 1 else more.replace('files', 'file')}")


def _say_next(published: Published) -> None:
    gone = sum(url.endswith(".html") for url in published.change.removed)
    if gone:
        click.echo(
            f"The {say_count(gone, 'page')} that you took back may live on elsewhere: "
            "clones, forks, caches and archives keep what was once public."
        )
    if published.first and published.url:
        click.echo(f"Next: in that repository's Settings, under Pages, choose the branch {published.branch} once.")
    if published.url:
        click.echo(f"Soon at {published.url}")
