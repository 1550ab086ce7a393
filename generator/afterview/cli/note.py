"""``note``: start the file of a mentor's answer."""

import datetime
from pathlib import Path

import click

from afterview.authoring.file_writing import write_new_file
from afterview.cli.editor import open_editor
from afterview.cli.options import date_option, find_interview, find_portfolio, is_interactive, root_option
from afterview.cli.pasting import pasting_options, read_pasted, report_left_out
from afterview.importing.notes import render_note
from afterview.importing.quoting import escape_marks
from afterview.problems import Code, Problem, Refused
from afterview.reading.entries import slug_of
from afterview.reading.portfolio import read_portfolio
from afterview.reading.slugs import find_free_slug, slugify
from afterview.reading.yaml_text import clean_line

_EPILOG = """\b
Examples:
  afterview note "Dana R." --about last --paste          an answer that you copied
  afterview note "Dana R." --about 2026-11-22-sliding-window
  afterview note Dana --from answer.txt

\b
A note is seen by you and your mentor, and only by those who may see every interview that it is about."""


@click.command(epilog=_EPILOG)
@click.argument("who")
@click.option("--about", multiple=True, metavar="SLUG", help="The interview it is about: `last`, or its file's name.")
@date_option("The day it was written.")
@pasting_options
@click.option("--no-edit", is_flag=True, help="Do not open an editor.")
@root_option
def command(
    who: str,
    about: tuple[str, ...],
    day: datetime.datetime | None,
    file: Path | None,
    paste: bool,
    no_edit: bool,
    start: Path,
) -> None:
    """Start the file of a note by WHO."""
    root = find_portfolio(start)
    read = read_portfolio(root)
    author = clean_line(who)
    if not author:
        raise click.UsageError("a name needs at least one letter")
    slugs = [find_interview(read.portfolio, name).slug for name in about]
    pasted = read_pasted(file, paste)
    date = day.date() if day else datetime.date.today()  # the learner's own day: a date without a time has no zone
    text = render_note(author, date, slugs, escape_marks(pasted.text) if pasted else "")
    taken = {slug_of(path) for path in read.paths if path.startswith("content/notes/")}
    slug = find_free_slug(slugify(f"{date}-{slugify(author)}"), taken.__contains__)
    path = f"content/notes/{slug}.md"
    if not write_new_file(root, path, text.encode("utf-8")):
        message, hint = "a file with this name already exists; it was not changed", "choose another --date"
        raise Refused(Problem(code=Code.EXISTS, path=path, message=message, hint=hint))
    click.echo(f"Wrote {path}")
    if pasted:
        report_left_out(pasted)
    elif is_interactive() and not no_edit:
        open_editor(root / path, text.count("\n"))
    click.echo("Next step: afterview serve --open")
