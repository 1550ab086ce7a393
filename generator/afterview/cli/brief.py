"""``brief``: half a screen to read before the next interview, or to send to oneself."""

from pathlib import Path

import click

from afterview.authoring.brief import render_brief
from afterview.cli.options import choose_kind, find_portfolio, kind_option, require_kinds, root_option
from afterview.cli.terminal_text import make_plain
from afterview.insight.compute import compute_insight
from afterview.model.audience import Audience
from afterview.reading.portfolio import read_portfolio
from afterview.rendering.translations import read_portfolio_translations

_EPILOG = """\b
Examples:
  afterview brief --kind coding
  afterview brief > brief.txt      to send to yourself

\b
It has the open commitment with the fewest tries, themes that come back, what to ask, and one strength
in the words of an interviewer. Everything in it comes from your files. It is for you alone."""


@click.command(epilog=_EPILOG)
@kind_option
@root_option
def command(kind: str | None, start: Path) -> None:
    """Show what to try, what comes back and what to ask in the next interview."""
    root = find_portfolio(start)
    read = read_portfolio(root)
    require_kinds(read.portfolio, read.problems)
    chosen = choose_kind(read.portfolio, kind)
    translations = read_portfolio_translations(root, read.portfolio.language)
    brief = render_brief(read.portfolio, compute_insight(read.portfolio, Audience.ME), chosen, translations)
    click.echo("\n".join(make_plain(line) for line in brief.split("\n")))
