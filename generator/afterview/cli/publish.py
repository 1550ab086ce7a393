"""``publish``: send the public site to the branch that a server shows to everyone."""

import datetime
import os
import sys
from pathlib import Path

import click

from afterview.cli.build import render_hidden
from afterview.cli.differing_levels import render_differing_levels
from afterview.cli.options import find_portfolio, is_interactive, key_folder, root_option, url_option
from afterview.cli.problem_text import print_problems
from afterview.cli.terminal_text import make_plain, render_count
from afterview.model.address import SEALED
from afterview.model.audience import Audience
from afterview.publish.changes import Change
from afterview.publish.publish import Published, publish_site

_EPILOG = """\b
Examples:
  afterview publish --dry-run    list what would change; nothing is sent
  afterview publish              send it to the branch gh-pages of origin, or as portfolio.yaml says

\b
Afterview builds the public site again and names every interview, note, page and picture that is new
or changed. The branch gets one commit with no history, and only if nobody changed it meanwhile. Your
files, commits and branches stay as they are. Exit status: 3 when a file has errors, 4 when publishing
would not be safe or could not be done."""


@click.command(epilog=_EPILOG)
@click.option("--dry-run", is_flag=True, help="Do everything but send it.")
@click.option("--replace", is_flag=True, help="Replace the branch even if it has other people's work.")
@url_option
@root_option
def command(dry_run: bool, replace: bool, url: str | None, start: Path) -> None:
    """Send the public site to the branch that GitHub Pages, or another server, shows."""
    published = publish_site(
        find_portfolio(start),
        environment=dict(os.environ),
        on_plan=_print_plan,
        keys=key_folder(),
        today=datetime.date.today(),  # the learner's own day: `until` has no zone
        dry_run=dry_run,
        replace=replace,
        may_ask=is_interactive(),
        url=url,
    )
    where = f"the branch {published.branch} of {make_plain(published.repository)}"
    pages = render_count(published.pages, "page")
    if not published.needed:
        click.echo(f"Nothing to send: {where} is up to date.")
    elif not published.pushed:
        click.echo(f"Dry run: nothing was sent. `afterview publish` would send {pages} to {where}.")
    else:
        click.echo(f"Published {pages} to {where}.")
        _print_next(published)


def _print_plan(plan: Published) -> None:
    click.echo(_render_source(plan))
    if plan.warnings:
        click.echo(f"{render_count(plan.warnings, 'warning')}: `afterview check` lists them.", err=True)
    print_problems(plan.sealed.warnings, err=True)
    if plan.needed:
        _list_changes(plan.change)
    _print_sealed(plan)
    click.echo(render_hidden(plan.hidden, Audience.PUBLIC))
    for line in render_differing_levels(plan.differing_levels, Audience.PUBLIC, may_name=sys.stdout.isatty()):
        click.echo(line)


def _print_sealed(plan: Published) -> None:
    if plan.sealed.files:
        number = len(plan.sealed.files)
        click.echo(f"Sealed: {render_count(number, 'page')}, {'each ' if number > 1 else ''}for one mentor.")
    for mentor in plan.sealed.ended:
        click.echo(f"The page for {make_plain(mentor.name)} ended on {mentor.until}, so it is left out.")
    gone = [url for url in plan.change.removed if url.startswith(SEALED)]
    if gone:
        click.echo(f"Removed: {render_count(len(gone), 'sealed page')}. People may have read or copied them.")


def _render_source(plan: Published) -> str:
    if not plan.commit:
        return "Built from the files in this folder (not in git)."
    if plan.uncommitted:
        files = render_count(plan.uncommitted, "file")
        return f"Built from the files in this folder. {files} with changes that are not committed."
    return f"Built from commit {plan.commit}."


def _list_changes(change: Change) -> None:
    """Print every new or changed entry, and count the other files."""
    for entry in change.entries:
        state = "new" if entry.is_new else "changed"
        click.echo(f"  {state:<8} {entry.kind:<10} {make_plain(entry.url)}  {make_plain(entry.title)}".rstrip())
    removed = [url for url in change.removed if url.endswith(".html") or url.startswith("images/")]
    for url in removed:
        click.echo(f"  {'gone':<8} {make_plain(url)}")
    named = {entry.url for entry in change.entries} | set(removed)
    counts = [
        (sum(url not in named for url in urls), state)
        for urls, state in ((change.added, "new"), (change.changed, "changed"), (change.removed, "gone"))
    ]
    made = ", ".join(f"{count} {state}" for count, state in counts if count)
    if made:
        click.echo(f"  and pages and files made from all entries: {made}")


def _print_next(published: Published) -> None:
    gone = sum(url.endswith(".html") for url in published.change.removed)
    if gone:
        click.echo(
            f"Copies of the {render_count(gone, 'page')} that you took back may still exist: "
            "clones, forks, caches and archives keep what was once public."
        )
    if published.first and published.url:
        click.echo(f"Next step: in that repository's Settings, under Pages, choose the branch {published.branch} once.")
    if published.url:
        click.echo(f"It will be at {published.url} in a few minutes.")
