"""Options that several commands share, and how commands find the portfolio, the kind and the day."""

import datetime
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from afterview.cli.terminal_text import make_plain
from afterview.model.address import is_site_address
from afterview.model.interview import Interview
from afterview.model.portfolio import Portfolio
from afterview.problems import Code, ContentError, Problem, errors_of

Command = TypeVar("Command", bound=Callable[..., Any])
_DAYS_AGO = {"today": 0, "yesterday": 1}


class Day(click.DateTime):
    """A day as 2026-11-22, or as one of the words today and yesterday."""

    def __init__(self) -> None:
        super().__init__(formats=["%Y-%m-%d"])

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime.datetime:
        """Convert a word or a date; anything else fails with a hint."""
        if isinstance(value, str) and value.lower() in _DAYS_AGO:
            # The learner's own day: a date without a time has no zone.
            return datetime.datetime.now() - datetime.timedelta(days=_DAYS_AGO[value.lower()])
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            from afterview.importing.days import find_day, find_words_beside_day  # only here: it is seldom needed

            # Days in other forms are read where only one day can be meant.
            alone = isinstance(value, str) and find_words_beside_day(value, {}) == ()
            day = find_day(str(value), {}) if alone else None
            if day is not None:
                return datetime.datetime.combine(day, datetime.time())
            self.fail(f"{value!r} is not a date. Write it like this: 2026-11-22, or: yesterday", param, ctx)


def root_option(command: Command) -> Command:
    """Add ``--root``, the folder in which to look for the portfolio."""
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
    """Add ``--url``, the site's address if portfolio.yaml has none; a workflow sets it in the environment."""
    return click.option(
        "--url",
        envvar="AFTERVIEW_URL",
        metavar="URL",
        callback=_check_url,
        help="The site's address, if portfolio.yaml has none.  [env: AFTERVIEW_URL]",
    )(command)


def _check_url(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:  # noqa: ARG001 - click's signature
    if not value:
        return None
    if not is_site_address(value):
        raise click.BadParameter("write the full address, like https://ada.github.io/interviews/")
    return value.rstrip("/") + "/"


def key_folder() -> Path:
    """Return the folder of keys, which is outside every portfolio."""
    return Path(click.get_app_dir("afterview", roaming=False)) / "links"


def date_option(help_text: str) -> Callable[[Command], Command]:
    """Add ``--date``, today by default."""
    return click.option("--date", "day", type=Day(), metavar="DATE", help=f"{help_text}  [default: today]")


def kind_option(command: Command) -> Command:
    """Add ``--kind``, completed from the portfolio's own kinds."""
    return click.option(
        "-k",
        "--kind",
        metavar="KIND",
        shell_complete=_complete_kind,
        help="The kind of interview: its name, its first letters or its number in portfolio.yaml."
        "  [default: that of the last interview]",
    )(command)


def find_portfolio(start: Path) -> Path:
    """Find the portfolio around a folder, or the only one directly inside it.

    Raises:
        ContentError: there is none.
    """
    from afterview.reading.sources import find_root

    try:
        return find_root(start)
    except ContentError:
        below = [file.parent.parent for file in start.glob("*/content/portfolio.yaml")]
        if len(below) != 1:
            raise
    click.echo(f"Using the portfolio in {make_plain(below[0].name)}/.", err=True)
    return below[0].absolute()


def find_interview(portfolio: Portfolio, name: str) -> Interview:
    """Find the interview that is meant; raises UsageError."""
    from afterview.reading.did_you_mean import did_you_mean
    from afterview.reading.slugs import slugify

    by_slug = {interview.slug: interview for interview in portfolio.interviews}
    if name == "last":
        if not by_slug:
            raise click.UsageError("there is no interview yet")
        return portfolio.interviews[-1]
    wanted = slugify(name.rpartition("/")[2].removesuffix(".md"))
    if wanted in by_slug:
        return by_slug[wanted]
    fitting = [slug for slug in by_slug if wanted in slug]
    if len(fitting) == 1:
        return by_slug[fitting[0]]
    raise click.UsageError(f"there is no interview {name!r}: {did_you_mean(name, fitting or by_slug)}")


def choose_interview(slugs: Sequence[str]) -> str:
    """Ask which of several interviews an answer is about.

    Raises:
        ContentError: there is nobody to ask.
    """
    if not is_interactive():
        message = f"several interviews fit this answer: {', '.join(slugs)}"
        hint = "say which one is meant: --about …"
        raise ContentError([Problem(code=Code.UNKNOWN_INTERVIEW, path="import", message=message, hint=hint)])
    for place, slug in enumerate(slugs, start=1):
        click.echo(f"{place}. {slug}")
    number: int = click.prompt("Which of these interviews is it about?", type=click.IntRange(1, len(slugs)))
    return slugs[number - 1]


def require_kinds(portfolio: Portfolio, problems: tuple[Problem, ...]) -> None:
    """Raise the problems if portfolio.yaml could not be read well enough to know any kind of interview.

    Raises:
        ContentError: it has none, with the errors that were found.
    """
    if not portfolio.kinds:
        raise ContentError(errors_of(problems))


def choose_kind(portfolio: Portfolio, kind: str | None) -> str:
    """Choose the kind that was named, else that of the last interview, else the only one; or ask at a terminal.

    Raises:
        UsageError: no kind fits, or several do.
    """
    kinds = portfolio.kinds
    if kind is None and portfolio.interviews and portfolio.interviews[-1].kind in kinds:
        last = portfolio.interviews[-1].kind
        if len(kinds) > 1:
            click.echo(f"Using kind {last}, from your last interview.", err=True)
        return last
    if kind is None and len(kinds) == 1:
        return next(iter(kinds))
    if kind is None and is_interactive():
        kind = _ask_kind(portfolio)
    if kind is None:
        raise click.UsageError(f"say which kind of interview it was: --kind {' | '.join(kinds)}")
    return _match_kind(portfolio, kind)


def _match_kind(portfolio: Portfolio, kind: str) -> str:
    """Match a name, a number or the first letters; raises UsageError if none or several fit."""
    from afterview.reading.did_you_mean import find_near

    slugs = list(portfolio.kinds)
    wanted = kind.strip().casefold()
    if wanted.isdecimal() and 1 <= int(wanted) <= len(slugs):
        return slugs[int(wanted) - 1]
    names = {slug: (slug, found.title.casefold()) for slug, found in portfolio.kinds.items()}
    exact = [slug for slug in slugs if wanted in names[slug]]
    fitting = exact or [slug for slug in slugs if wanted and any(name.startswith(wanted) for name in names[slug])]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise click.UsageError(f"{kind!r} fits several kinds: {', '.join(fitting)}")
    near = find_near(kind, slugs)
    meant = f"; did you mean {near!r}?" if near else ""
    raise click.UsageError(f"there is no kind {kind!r}{meant or '.'} Use --kind {' | '.join(slugs)}")


def _ask_kind(portfolio: Portfolio) -> str:
    click.echo("Which kind of interview was it?", err=True)
    for number, (slug, kind) in enumerate(portfolio.kinds.items(), start=1):
        click.echo(f"  {number}  {slug:<16} {make_plain(kind.title)}", err=True)
    first = next(iter(portfolio.kinds))
    answer: str = click.prompt("Its number or name", default=first, err=True)
    return answer


def is_interactive() -> bool:
    """Return whether a person at the terminal can answer a question."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _complete_kind(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001 - click's signature
    from afterview.reading.portfolio import read_portfolio
    from afterview.reading.sources import find_root

    try:
        kinds = read_portfolio(find_root(Path(ctx.params.get("start") or "."))).portfolio.kinds
    except Exception:  # shell completion cannot report a problem
        return []
    return [CompletionItem(slug, help=kind.title) for slug, kind in kinds.items() if slug.startswith(incomplete)]
