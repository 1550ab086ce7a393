"""``init``: start a portfolio in a folder."""

import os
import shlex
from collections.abc import Sequence
from pathlib import Path

import click

from afterview.authoring.editor_settings import render_editor_files
from afterview.authoring.file_writing import write_new_file
from afterview.authoring.git import ask_git
from afterview.authoring.starter import LANGUAGES, example_files, starter_files
from afterview.cli.terminal_text import make_plain, render_count
from afterview.problems import Code, Problem, Refused
from afterview.reading.portfolio import read_portfolio
from afterview.reading.yaml_text import clean_line

_MOST_NAMED = 5
_SETTINGS = "content/portfolio.yaml"
_EPILOG = """\b
Examples:
  afterview init my-interviews
  afterview init --author "Ada Okafor" --language es
  afterview init --example a-year          the year of an invented learner, to look around in

\b
It writes content/ (skills, questions, templates), a README, .gitignore and .vscode/. Run it again at
any time: files that exist are not changed."""


@click.command(epilog=_EPILOG)
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option("--author", metavar="NAME", help="Your name, as the site shows it.  [default: what git knows]")
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    help="The language of skills, questions, templates and pages.  [default: the portfolio's, else en]",
)
@click.option("--example", is_flag=True, help="The year of an invented learner instead, with 28 interviews.")
def command(folder: Path, author: str | None, language: str | None, example: bool) -> None:
    """Start a portfolio in DIR, or here: skills, questions to ask, templates, and no interview yet."""
    _make_folder(folder)
    name = clean_line(ask_git("config", "--get", "user.name") if author is None else author)
    files = dict(example_files() if example else starter_files(name or None, language or _find_language(folder)))
    if example:
        _require_no_other_portfolio(folder, files[_SETTINGS])
    results = {path: write_new_file(folder, path, content) for path, content in files.items()}
    portfolio = read_portfolio(folder).portfolio
    for path, text in render_editor_files(folder, portfolio).items():
        results[path] = write_new_file(folder, path, text.encode("utf-8"))
    _report_kept([path for path, written in results.items() if not written])
    shown = make_plain(os.fspath(folder))
    click.echo(f"Wrote {render_count(sum(results.values()), 'file')} in {shown}")
    if not name and not example:
        click.echo("Put your name into content/portfolio.yaml.")
    if example:
        click.echo("Your own portfolio needs a folder of its own: afterview init my-interviews")
    change = "" if folder.resolve() == Path.cwd() else f"cd {shlex.quote(shown)} && "
    following = "serve --open" if example else f"new --kind {next(iter(portfolio.kinds), 'coding')}"
    click.echo(f"Next step: {change}afterview {following}")


def _find_language(folder: Path) -> str:
    """Find the language of the portfolio that the folder has already; English where there is none."""
    if not (folder / _SETTINGS).is_file():
        return LANGUAGES[0]
    language = read_portfolio(folder).portfolio.language.split("-")[0].lower()
    return language if language in LANGUAGES else LANGUAGES[0]


def _require_no_other_portfolio(folder: Path, settings: bytes) -> None:
    """Refuse to write somebody's interviews among one's own."""
    file = folder / _SETTINGS
    if file.is_file() and file.read_bytes() != settings:
        message = "this folder has a portfolio already, and the example would be mixed with it"
        hint = "choose another folder: afterview init --example a-year"
        raise Refused(Problem(code=Code.EXISTS, path=_SETTINGS, message=message, hint=hint))


def _report_kept(paths: Sequence[str]) -> None:
    if len(paths) > _MOST_NAMED:
        click.echo(f"{len(paths)} files already exist; none of them was changed.")
        return
    for path in paths:
        click.echo(f"{path} already exists; it was not changed.")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(
            Problem(
                code=Code.WRITE_FAILED,
                path=os.fspath(folder),
                message=f"could not make a folder there: {error.strerror}",
                hint="choose another place",
            )
        ) from error
