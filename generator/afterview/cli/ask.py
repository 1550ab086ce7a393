"""``ask``: one screen of questions for the last minutes of an interview, to be read aloud."""

from pathlib import Path

import click

from afterview.authoring.prompts import one_line, render_reason
from afterview.cli.options import choose_kind, find_portfolio, kind_option, require_kinds, root_option
from afterview.cli.report import make_plain
from afterview.insight.compute import compute_insight
from afterview.insight.questions import propose_questions
from afterview.model.audience import Audience
from afterview.reading.portfolio import read_portfolio
from afterview.rendering.translations import read_portfolio_translations

_EPILOG = """\b
Examples:
  afterview ask --kind coding                  before you go in
  afterview ask --kind coding --follow-ups     and how to dig into a vague answer

\b
The questions come from content/questions.yaml: first those about what you set out to change, then
those about skills that few people have rated."""


@click.command(epilog=_EPILOG)
@kind_option
@click.option("--follow-ups", is_flag=True, help="Add what to say when an answer is vague.")
@root_option
def command(kind: str | None, follow_ups: bool, start: Path) -> None:
    """Show two or three questions to ask the interviewer, and why each of them now."""
    root = find_portfolio(start)
    read = read_portfolio(root)
    portfolio = read.portfolio
    require_kinds(portfolio, read.problems)
    chosen = choose_kind(portfolio, kind)
    insight = compute_insight(portfolio, Audience.ME)
    questions = propose_questions(portfolio, insight, chosen)
    translations = read_portfolio_translations(root, portfolio.language)
    translate = translations.translate
    title = make_plain(one_line(portfolio.kinds[chosen].title))
    if not questions:
        click.echo(translate("ask-none", kind=title, file="content/questions.yaml"))
        return
    click.echo(f"{translate('ask-title', kind=title)}\n")
    for number, question in enumerate(questions, start=1):
        click.secho(f"{number}. {make_plain(one_line(question.ask))}", bold=True)
        click.echo(f"   ({make_plain(render_reason(question, portfolio, insight, chosen, translations))})\n")
    if follow_ups:
        click.echo(translate("ask-vague"))
        for follow_up in portfolio.follow_ups or (translate("ask-moment"),):
            click.echo(f"  - {make_plain(one_line(follow_up))}")
        click.echo()
    click.echo(translate("ask-afterwards", command=f"afterview new --kind {chosen}"))
