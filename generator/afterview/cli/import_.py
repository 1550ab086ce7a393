"""``import``: bring in answers of mentors and interviewers, and documents."""

import datetime
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from afterview.authoring.changes import Change, write_changes
from afterview.cli.import_plan import Importer
from afterview.cli.options import Day, choose_kind, find_portfolio, is_interactive, root_option
from afterview.cli.terminal_text import make_plain
from afterview.importing import answer_blocks
from afterview.importing.foreign_text import LARGEST_PASTED, decode_foreign, read_foreign_file
from afterview.importing.saved_mail import find_mail_text, is_like_answer, parse_mail
from afterview.problems import Code, ContentError, Problem, Refused
from afterview.reading.portfolio import read_portfolio
from afterview.reading.shortening import shorten

_EPILOG = """\b
Examples:
  afterview import -                     paste a mentor's or interviewer's answer, then Ctrl+D
  afterview import answer.txt --yes      take an answer from a file, without being asked
  afterview import notes.md --kind coding
  afterview import responses.csv --map columns.yaml
  afterview import reply.txt --from "Dana R." --about 2026-11-20-a-year-on

\b
It shows what it would write, and writes after you said yes: all of it, or nothing. Imported interviews
are private. A file that exists is only changed by an interviewer's answer to it, where nothing is written
yet; the file as it was is kept in .afterview/imported/."""


_LONGEST_TYPED = 1023 if sys.platform == "darwin" else 4095
_MOST_OUTSIDE, _WIDEST = 10, 100
"""Lines outside an answer that are shown, and letters of each."""
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("import", epilog=_EPILOG)
@click.argument("files", nargs=-1, metavar="[FILE|-]...")
@click.option("--from", "author", metavar="NAME", help="The text is a mentor's answer by NAME, word for word.")
@click.option("--about", metavar="INTERVIEW", help="The interview that the answer, or any text, is about.")
@click.option("--date", "day", type=Day(), metavar="DATE", help="The day of entries that do not name one: 2026-11-22.")
@click.option("--kind", help="The kind of entries that do not name one.")
@click.option("--map", "mapping", type=_FILE, help="What the columns of a CSV file mean.")
@click.option("--cut", is_flag=True, help="Take an answer whose end is missing.")
@click.option("--unseen", is_flag=True, help="Do without your own ratings.")
@click.option("--new", "into_new", is_flag=True, help="Put an interviewer's answer into a file of its own.")
@click.option("--yes", is_flag=True, help="Write without asking.")
@root_option
def command(
    files: tuple[str, ...],
    author: str | None,
    about: str | None,
    day: datetime.datetime | None,
    kind: str | None,
    mapping: Path | None,
    cut: bool,
    unseen: bool,
    into_new: bool,
    yes: bool,
    start: Path,
) -> None:
    """Bring in answers of mentors and interviewers, and documents; show first what would be written."""
    root = find_portfolio(start)
    read = read_portfolio(root)
    importer = Importer(
        root, read, date=day.date() if day else None, kind=choose_kind(read.portfolio, kind) if kind else None
    )
    try:
        changes = [
            change
            for name in files or ("-",)
            for change in _plan_file(
                importer, name, author=author, about=about, mapping=mapping, cut=cut, unseen=unseen, into_new=into_new
            )
        ]
        last = {change.path: change for change in changes}  # a later change of a file has the earlier ones in it
        written = _write(root, list(last.values()), yes=yes)
    except ContentError:
        _keep_own_ratings(root, importer)
        raise
    except (click.Abort, Refused):
        click.echo()
        importer.people.print_own_ratings()
        raise
    if not written:
        _keep_own_ratings(root, importer)


def _plan_file(
    importer: Importer,
    name: str,
    *,
    author: str | None,
    about: str | None,
    mapping: Path | None,
    cut: bool,
    unseen: bool,
    into_new: bool,
) -> list[Change]:
    """Plan what one file or pasted text changes, by what it is."""
    if name == "-" and is_interactive():
        click.echo("Paste it here, then press Ctrl+D on a line of its own.")
    if name == "-":
        body = sys.stdin.buffer.read(LARGEST_PASTED + 1)
        if is_interactive() and any(len(line) >= _LONGEST_TYPED for line in body.split(b"\n")):
            message = f"a terminal takes at most {_LONGEST_TYPED} bytes in a line, and cuts the rest off"
            hint = "save the text as a file, and import that"
            raise ContentError([Problem(code=Code.CUT_OFF, path=_label(name), message=message, hint=hint)])
        text = decode_foreign(body, _label(name))
    else:
        text = read_foreign_file(Path(name))
    saved = parse_mail(text)
    if author:
        return importer.people.note(saved.text if saved else text, author, about)
    mail = find_mail_text(text)
    found, problems = answer_blocks.find_blocks(mail, path=_label(name), allow_cut=cut)
    if not found and not problems and is_like_answer(mail):
        problems = (answer_blocks.report_changed(_label(name)),)
    if problems:
        raise ContentError(problems)
    if found:
        changes = importer.people.answers(found, _label(name), about=about, unseen=unseen, into_new=into_new)
        _report_outside(answer_blocks.list_outside(mail, found))
        return changes
    if mapping or name.lower().endswith(".csv"):
        return importer.table(text, _label(name), mapping)
    if about:
        return importer.people.words(saved.text if saved else text, about)
    return importer.document(saved.document if saved else text, _label(name))


def _report_outside(lines: Sequence[str]) -> None:
    """Print the words that stand beside the answers in a message: a greeting, or what was added by hand."""
    if lines:
        click.echo("Left out, since it stands outside the answer:")
        for line in lines[:_MOST_OUTSIDE]:
            click.echo(f"  {make_plain(shorten(line, _WIDEST))}")
        if len(lines) > _MOST_OUTSIDE:
            click.echo(f"  and {len(lines) - _MOST_OUTSIDE} more lines")


def _label(name: str) -> str:
    return "pasted text" if name == "-" else Path(name).name


def _write(root: Path, changes: Sequence[Change], *, yes: bool) -> bool:
    """Write all changes after a yes, or nothing; return whether there was nothing to refuse."""
    if not changes:
        return True
    names = "\n".join(f"  {make_plain(change.path)}" for change in changes)
    if not yes:
        if not is_interactive():
            click.echo(f"Nothing was written. With --yes these files would be:\n{names}")
            return True
        if not click.confirm(f"Write these files?\n{names}\n", default=False):
            click.echo("Nothing was written.")
            return False
    _write_all(root, changes)
    return True


def _keep_own_ratings(root: Path, importer: Importer) -> None:
    """Offer to write the learner's own ratings, which were asked for before theirs were shown."""
    own = importer.people.change_own_ratings()
    if own and click.confirm("Keep your own ratings, which you noted before you read theirs?", default=True):
        _write_all(root, own)
    else:
        importer.people.print_own_ratings()


def _write_all(root: Path, changes: Sequence[Change]) -> None:
    write_changes(root, changes)
    for change in changes:
        click.echo(f"{'Wrote' if change.before is None else 'Changed'} {make_plain(change.path)}")
    click.echo("Next step: afterview serve --open")
