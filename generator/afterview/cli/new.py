"""``new``: start the file of an interview."""

import datetime
import re
from collections.abc import Sequence
from pathlib import Path

import click

from afterview.authoring.file_writing import write_new_file
from afterview.authoring.new_interview import NewInterview, find_first_place, render_interview_file
from afterview.cli.editor import open_editor
from afterview.cli.options import (
    choose_kind,
    date_option,
    find_portfolio,
    is_interactive,
    kind_option,
    require_kinds,
    root_option,
)
from afterview.cli.pasting import pasting_options, read_pasted, report_left_out
from afterview.cli.problem_text import count_problems
from afterview.cli.terminal_text import make_plain
from afterview.importing.pasted import render_quotation
from afterview.model.interview import Mode
from afterview.model.portfolio import Portfolio
from afterview.problems import Code, Problem, Refused
from afterview.reading.entries import slug_of
from afterview.reading.portfolio import read_portfolio
from afterview.reading.slugs import slugify
from afterview.reading.yaml_text import clean_line

_WITH = re.compile(r"\b(?:with|con|com|avec)\s+((?:[^\W\d_a-z][\w.'\u2019-]*\s*)+)\Z")
_EPILOG = """\b
Examples:
  afterview new "Sliding window" --with "Dana R." --kind coding
  afterview new --kind beh --mode real --date yesterday
  afterview new "Graphs" --paste           with the feedback that you copied
  afterview new "Graphs" --from mail.txt   or saved

\b
The file starts from content/templates/KIND.md. Your open commitments are in it under `outcomes`, and
two or three questions to ask. It opens in $VISUAL or $EDITOR, if one is set. A file that exists is
never changed."""


@click.command(epilog=_EPILOG)
@click.argument("title", required=False)
@kind_option
@date_option("The day it took place: 2026-11-22, or yesterday.")
@click.option(
    "--mode",
    type=click.Choice([mode.value for mode in Mode]),
    default=Mode.MOCK.value,
    show_default=True,
    help="Mock (practice) or the real thing.",
)
@click.option("--with", "interviewer", metavar="NAME", help="The interviewer's name.")
@pasting_options
@click.option("--full", is_flag=True, help="Every field, and hints for each section.")
@click.option("--no-edit", is_flag=True, help="Do not open an editor.")
@root_option
def command(
    title: str | None,
    kind: str | None,
    day: datetime.datetime | None,
    mode: str,
    interviewer: str | None,
    file: Path | None,
    paste: bool,
    full: bool,
    no_edit: bool,
    start: Path,
) -> None:
    """Start the file of an interview, named by its date and TITLE."""
    if title and title.lower() in ("note", "mentor"):
        raise click.UsageError(f"did you mean: afterview {title.lower()} WHO")
    root = find_portfolio(start)
    read = read_portfolio(root)
    portfolio = read.portfolio
    require_kinds(portfolio, read.problems)
    chosen = choose_kind(portfolio, kind)
    today = datetime.date.today()  # the learner's own day: a date without a time has no zone
    date = day.date() if day else today
    name = clean_line(interviewer or "")
    heading = clean_line(portfolio.kinds[chosen].title if title is None else title)
    if not heading:
        raise click.UsageError("a title needs at least one letter")
    pasted = read_pasted(file, paste)
    new = NewInterview(
        path=_free_path(read.paths, slugify(f"{date}-{slugify(heading)}")),
        title=heading,
        kind=chosen,
        date=date,
        mode=Mode(mode),
        interviewer=name or None,
        quotation=render_quotation(pasted.text) if pasted else "",
        full=full,
    )
    text = render_interview_file(root, portfolio, read.vocabulary, new)
    if not write_new_file(root, new.path, text.encode("utf-8")):
        raise Refused(_exists(new.path))
    click.echo(f"Wrote {new.path}")
    _warn(new, portfolio, today, read.problems)
    if pasted:
        report_left_out(pasted)
    if is_interactive() and not no_edit:
        open_editor(root / new.path, find_first_place(text))
    click.echo("Next step: afterview serve --open")


def _warn(new: NewInterview, portfolio: Portfolio, today: datetime.date, problems: Sequence[Problem]) -> None:
    if new.date > today:
        click.echo(f"{new.date} is in the future. If that is not meant, change `date` in the file.", err=True)
    name = _find_name(new, {person for interview in portfolio.interviews for person in interview.interviewers})
    if name:
        click.echo(
            f"The title and the file's name contain {make_plain(name)}, which public pages should not show. "
            "Put the name under `interviewer`, and rename the file if you want to publish it.",
            err=True,
        )
    if problems:
        click.echo(f"Other files have {count_problems(problems)}: `afterview check` lists them.", err=True)


def _find_name(new: NewInterview, interviewers: set[str]) -> str:
    """Find a name in the title: the interviewer's, that of an earlier one, or what follows *with*; else empty."""
    words = set(re.findall(r"\w+", new.title.casefold()))
    for person in sorted(interviewers | {new.interviewer} if new.interviewer else interviewers):
        parts = [part for part in re.findall(r"\w+", person) if len(part) > 2]
        if parts and parts[0].casefold() in words:
            return person
    found = _WITH.search(new.title)
    return found[1].strip() if found else ""


def _free_path(paths: Sequence[str], slug: str) -> str:
    """Find the path of a new interview; raises Refused if a file, readable or not, has its slug already."""
    for path in paths:
        if path.startswith("content/interviews/") and slug_of(path) == slug:
            raise Refused(_exists(path))
    return f"content/interviews/{slug}.md"


def _exists(path: str) -> Problem:
    return Problem(
        code=Code.EXISTS,
        path=path,
        message="an interview with this name already exists; it was not changed",
        hint="open it, or choose another title or --date",
    )
