"""The options that several verbs share: where the portfolio is and will be, and which kind of interview is meant."""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from afterview.cli.report import make_plain
from afterview.model.portfolio import Portfolio
from afterview.problems import ContentError, Problem, errors_of

Command = TypeVar("Command", bound=Callable[..., Any])
_URL = re.compile(r"https?://[^/\s?#]+(?:/[^\s?#]*)?\Z")


def root_option(command: Command) -> Command:
    """Add ``--root``, the folder where to look for the portfolio."""
    return click.option(
        "-C",
        "--root",
        "start",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        default=".",
        metavar="DIR",
        help="The portfolio's folder, or one inside it.  [default: this folder]",
    )(command)


def url_option(command: Command) -> Command:
    """Add ``--url``, the site's address where portfolio.yaml says none; a workflow gives it in the environment."""
    return click.option(
        "--url",
        envvar="AFTERVIEW_URL",
        metavar="URL",
        callback=_check_url,
        help="The site's address, where portfolio.yaml says none.  [env: AFTERVIEW_URL]",
    )(command)


def _check_url(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:  # noqa: ARG001 - click's signature
    if not value:
        return None
    if not _URL.match(value):
        raise click.BadParameter("write it whole, as https://ada.github.io/interviews/")
    return value.rstrip("/") + "/"


def key_folder() -> Path:
    """Return the folder of keys, which lies outside every portfolio."""
    return Path(click.get_app_dir("afterview", roaming=False)) / "links"


def kind_option(command: Command) -> Command:
    """Add ``--kind``, completed from the portfolio's own kinds."""
    return click.option(
        "-k",
        "--kind",
        metavar="KIND",
        shell_complete=_complete_kind,
        help="The kind of interview, as portfolio.yaml names it.",
    )(command)


def require_kinds(portfolio: Portfolio, problems: tuple[Problem, ...]) -> None:
    """Stop when portfolio.yaml could not be read well enough to know any kind of interview."""
    if not portfolio.kinds:
        raise ContentError(errors_of(problems))


def choose_kind(portfolio: Portfolio, kind: str | None) -> str:
    """Give the kind that was asked for, or the only one; at a terminal, ask. Raises UsageError."""
    kinds = portfolio.kinds
    if kind is None and len(kinds) == 1:
        return next(iter(kinds))
    if kind is None and is_interactive():
        kind = _ask_kind(portfolio)
    if kind is None or kind not in kinds:
        asked = "say which kind of interview it was" if kind is None else f"there is no kind {kind!r}"
        raise click.UsageError(f"{asked}: --kind {' | '.join(kinds)}")
    return kind


def _ask_kind(portfolio: Portfolio) -> str:
    click.echo("Which kind of interview was it?", err=True)
    for slug, known in portfolio.kinds.items():
        click.echo(f"  {slug:<16} {make_plain(known.title)}", err=True)
    chosen: str = click.prompt("Kind", type=click.Choice(tuple(portfolio.kinds)), show_choices=False, err=True)
    return chosen


def is_interactive() -> bool:
    """Tell whether somebody sits at the terminal, so that a question can be answered."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _complete_kind(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001 - click's signature
    from afterview.reading.portfolio import read_portfolio
    from afterview.reading.sources import find_root

    try:
        kinds = read_portfolio(find_root(Path(ctx.params.get("start") or "."))).portfolio.kinds
    except Exception:  # whatever is wrong, a Tab key has nobody to tell it to
        return []
    return [CompletionItem(slug, help=kind.title) for slug, kind in kinds.items() if slug.startswith(incomplete)]
