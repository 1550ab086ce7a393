"""``new``: start the file of an interview."""

import datetime
import os
import shlex
import subprocess
from collections.abc import Sequence
from pathlib import Path

import click

from afterview.authoring.interview_draft import clean_title, draft_interview
from afterview.authoring.new_files import write_new_file
from afterview.cli.options import choose_kind, is_interactive, kind_option, require_kinds, root_option
from afterview.cli.report import count_problems
from afterview.model.interview import Mode
from afterview.problems import Code, Problem, Refused
from afterview.reading.entries import slug_of
from afterview.reading.portfolio import read_portfolio
from afterview.reading.slugs import slugify
from afterview.reading.sources import find_root

_EPILOG = """\b
Examples:
  afterview new "Sliding window with Dana" --kind coding
  afterview new --kind behavioral --mode real --date 2026-11-20

\b
The file starts from content/templates/KIND.md. What you set out to change earlier waits in it under
`outcomes`, and two or three questions to ask stand ready. It opens in $VISUAL or $EDITOR, where one is
set. A file that is there already is never touched."""


class IsoDate(click.ParamType[datetime.date]):
    """Read a day as 2026-11-22."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime.date:
        """Give the day; fails with a hint for anything else."""
        if isinstance(value, datetime.date):
            return value
        try:
            day = datetime.date.fromisoformat(str(value))
        except ValueError:
            day = None
        if day is None or day.isoformat() != value:
            self.fail(f"{value!r} is not a day; write it as 2026-11-22", param, ctx)
        return day


@click.command(epilog=_EPILOG)
@click.argument("title", required=False)
@kind_option
@click.option("--date", type=IsoDate(), metavar="DATE", help="The day it took place.  [default: today]")
@click.option(
    "--mode",
    type=click.Choice([mode.value for mode in Mode]),
    default=Mode.MOCK.value,
    show_default=True,
    help="Practice or the real thing.",
)
@click.option("--no-edit", is_flag=True, help="Do not open an editor.")
@root_option
def command(
    title: str | None, kind: str | None, date: datetime.date | None, mode: str, no_edit: bool, start: Path
) -> None:
    """Start the file of an interview, named by its date and TITLE."""
    root = find_root(start)
    read = read_portfolio(root)
    portfolio = read.portfolio
    require_kinds(portfolio, read.problems)
    chosen = choose_kind(portfolio, kind)
    day = date or datetime.date.today()  # the learner's own day: a date without a time has no zone
    called = clean_title(portfolio.kinds[chosen].title if title is None else title)
    if not called:
        raise click.UsageError("a title needs at least one letter")
    path = _free_path(read.paths, slugify(f"{day}-{slugify(called)}"))
    text = draft_interview(root, portfolio, path=path, title=called, kind=chosen, date=day, mode=Mode(mode))
    if not write_new_file(root, path, text.encode("utf-8")):
        raise Refused(_exists(path))
    click.echo(f"Wrote {path}")
    if read.problems:
        click.echo(f"Other files have {count_problems(read.problems)}: `afterview check` lists them.", err=True)
    if no_edit or not is_interactive() or not _open_editor(root / path):
        click.echo("Next: fill it in, then `afterview check` and `afterview build`.")


def _free_path(paths: Sequence[str], slug: str) -> str:
    """Find the path of a new interview; raises Refused where a file, readable or not, has its slug already."""
    for path in paths:
        if path.startswith("content/interviews/") and slug_of(path) == slug:
            raise Refused(_exists(path))
    return f"content/interviews/{slug}.md"


def _exists(path: str) -> Problem:
    return Problem(
        code=Code.EXISTS,
        path=path,
        message="there is an interview of that name already, and it was left as it is",
        hint="open it, or choose another title or --date",
    )


def _open_editor(path: Path) -> bool:
    """Open the user's editor and wait for it; tells whether there was one."""
    try:
        editor = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "")
        if not editor:
            return False
        subprocess.run([*editor, str(path)], check=False)
    except (OSError, ValueError) as error:  # ValueError: a quotation mark without its second
        click.echo(f"The editor did not open ({error}).", err=True)
        return False
    click.echo("Next: `afterview check`, then `afterview build`.")
    return True
