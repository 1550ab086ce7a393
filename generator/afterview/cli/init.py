"""``init``: start a portfolio in a folder."""

import os
import subprocess
from pathlib import Path

import click

from afterview.authoring.editor_settings import render_editor_files
from afterview.authoring.interview_draft import clean_title
from afterview.authoring.new_files import write_new_file
from afterview.authoring.starter import starter_files
from afterview.cli.report import make_plain, say_count
from afterview.problems import Code, Problem, Refused
from afterview.reading.portfolio import read_portfolio

_EPILOG = """\b
Examples:
  afterview init my-interviews
  afterview init --author "Ada Okafor"     here, in this folder

\b
It writes content/ (skills, questions, templates, a page about reading feedback), a README, .gitignore
and .vscode/. Run it again at any time: files that are there already stay as they are."""


@click.command(epilog=_EPILOG)
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option("--author", metavar="NAME", help="Your name, as the site shows it.  [default: what git knows]")
def command(folder: Path, author: str | None) -> None:
    """Start a portfolio in DIR, or here: skills, questions to ask, templates, and nothing yet to be judged by."""
    _make_folder(folder)
    name = clean_title(_ask_git() if author is None else author)
    files = dict(starter_files(name or None))
    results = {path: write_new_file(folder, path, body) for path, body in files.items()}
    portfolio = read_portfolio(folder).portfolio
    for path, text in render_editor_files(folder, portfolio).items():
        results[path] = write_new_file(folder, path, text.encode("utf-8"))
    for path, written in results.items():
        if not written:
            click.echo(f"{path} was there already, and was left as it is.")
    click.echo(f"Wrote {say_count(sum(results.values()), 'file')} in {make_plain(os.fspath(folder))}")
    if folder.resolve() != Path.cwd():
        click.echo(f"Next: cd {make_plain(os.fspath(folder))}")
    if not name:
        click.echo("Next: put your name into content/portfolio.yaml.")
    click.echo('Next: afterview new "Who and what" --kind coding')


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(
            Problem(
                code=Code.WRITE_FAILED,
                path=os.fspath(folder),
                message=f"no folder could be made there: {error.strerror}",
                hint="choose another place",
            )
        ) from error


def _ask_git() -> str:
    """Ask git for the user's name; nothing where git does not know it, or is not there."""
    try:
        asked = subprocess.run(
            ["git", "config", "--get", "user.name"],  # noqa: S607 - whichever git the user has
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=5,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return asked.stdout.strip()
