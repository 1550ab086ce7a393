"""``ask``: questions for the last minutes of an interview, to be read aloud or sent."""

import datetime
from collections.abc import Sequence
from pathlib import Path

import click

from afterview.authoring.changes import write_changes
from afterview.authoring.feedback_request import (
    MOST_QUESTIONS,
    FeedbackRequest,
    make_request,
    render_request_file,
    render_request_link,
    render_request_text,
)
from afterview.authoring.file_writing import write_file_to_send
from afterview.authoring.prompts import render_reason
from afterview.cli.options import (
    choose_kind,
    find_interview,
    find_portfolio,
    is_interactive,
    kind_option,
    require_kinds,
    root_option,
)
from afterview.cli.own_ratings import ask_own_ratings, change_own_ratings
from afterview.cli.terminal_text import make_plain
from afterview.insight.compute import compute_insight
from afterview.insight.questions import propose_questions
from afterview.model.audience import Audience
from afterview.model.interview import Interview, Relation
from afterview.model.portfolio import Portfolio, Question
from afterview.problems import Code, Problem, Refused
from afterview.reading.did_you_mean import did_you_mean
from afterview.reading.portfolio import Read, read_portfolio
from afterview.reading.yaml_text import one_line
from afterview.rendering.renderer import open_renderer
from afterview.rendering.translations import Translations, read_portfolio_translations

_EPILOG = """\b
Examples:
  afterview ask --kind coding                  before you go in
  afterview ask --kind coding --follow-ups     and how to dig into a vague answer
  afterview ask --kind coding --send           a message with a link to a short form
  afterview ask --kind coding --send text      the same questions, to be answered in the chat
  afterview ask --about last --send file       the form as a file, where there is no site

\b
The questions come from content/questions.yaml: first those about what you set out to change, then
those about skills that few people have rated. The link holds the questions; the form is the same for
everyone and sends nothing by itself. What comes back goes into `afterview import`."""


@click.command(epilog=_EPILOG)
@kind_option
@click.option("--follow-ups", is_flag=True, help="Add what to say when an answer is vague.")
@click.option(
    "--send",
    type=click.Choice(["link", "text", "file"]),
    is_flag=False,
    flag_value="link",
    help="Print a message for the interviewer, with a link to a form or as text; or write the form as a file.",
)
@click.option("--about", metavar="SLUG", help="With --send: the interview: `last`, or its file's name.")
@click.option("--with", "interviewer", metavar="NAME", help="With --send: who interviewed you.")
@click.option("--relation", type=click.Choice([it.value for it in Relation]), help="With --send: what they are to you.")
@click.option("--language", metavar="CODE", help="With --send: the language of the form: en, es, pt or fr.")
@click.option("--question", "ids", multiple=True, metavar="ID", help="Ask this question; up to three times.")
@root_option
def command(
    kind: str | None,
    follow_ups: bool,
    send: str | None,
    about: str | None,
    interviewer: str | None,
    relation: str | None,
    language: str | None,
    ids: tuple[str, ...],
    start: Path,
) -> None:
    """Show two or three questions to ask the interviewer, or write them as a message to send."""
    if not send and (about or interviewer or relation or language):
        raise click.UsageError("--about, --with, --relation and --language are for --send")
    root = find_portfolio(start)
    read = read_portfolio(root)
    portfolio = read.portfolio
    require_kinds(portfolio, read.problems)
    interview = find_interview(portfolio, about) if about else None
    chosen = choose_kind(portfolio, kind or (interview.kind if interview else None))
    translations = read_portfolio_translations(root, portfolio.language)
    questions = _choose_questions(portfolio, chosen, ids)
    title = make_plain(one_line(portfolio.kinds[chosen].title))
    if not questions:
        click.echo(translations.translate("ask-none", kind=title, file="content/questions.yaml"))
        return
    if not send:
        _show(portfolio, questions, chosen, translations, follow_ups=follow_ups)
        return
    request = make_request(
        portfolio,
        questions,
        kind=chosen,
        date=interview.date if interview else datetime.date.today(),  # the learner's own day: it has no zone
        interview=interview,
        interviewer=interviewer,
        relation=Relation(relation) if relation else None,
        language=language,
    )
    _send(root, portfolio, request, send)
    unrated = [skill for skill, _ in request.s if interview and skill not in interview.self_ratings]
    if interview and unrated and is_interactive():
        _note_own_ratings(root, read, interview, unrated)
    elif interview and unrated:
        click.echo(translations.translate("send-advice", field="self", file=make_plain(interview.path)), err=True)
    elif not interview:
        day = translations.date(request.d)
        commands = {"about": "--about", "new": f"afterview new --kind {chosen}"}
        click.echo(translations.translate("send-today", date=day, **commands), err=True)


def _send(root: Path, portfolio: Portfolio, request: FeedbackRequest, way: str) -> None:
    """Print the message, or write the form as a file beside the site; raises Refused."""
    own = read_portfolio_translations(root, portfolio.language)
    words = read_portfolio_translations(root, request.l)
    if way == "file":
        name = f"ask-{request.id or f'{request.d}-{request.k}'}.html"
        page = render_request_file(request, open_renderer(root)).encode("utf-8")
        if not write_file_to_send(root / name, page, b'id="asked"'):
            message, hint = "another file has this name; it was not changed", "rename it, then try again"
            raise Refused(Problem(code=Code.EXISTS, path=name, message=message, hint=hint))
        click.echo(own.translate("send-file", file=name))
        return
    if way == "link" and portfolio.url is None:
        click.echo(own.translate("send-no-url", field="url", file="content/portfolio.yaml"), err=True)
    if way == "link" and portfolio.url is not None:
        message = render_request_link(request, portfolio.url, words)
    else:
        message = render_request_text(request, words)
    for line in message.split("\n"):
        click.echo(make_plain(line))


def _note_own_ratings(root: Path, read: Read, interview: Interview, skills: Sequence[str]) -> None:
    """Ask for own ratings before the answer comes, and write them where the file has none; raises Refused."""
    own = ask_own_ratings(read.portfolio, skills, "\nNow, before the answer comes:")
    for change in change_own_ratings(root, read, interview, own):
        write_changes(root, [change])
        click.echo(f"Changed {make_plain(change.path)}")


def _choose_questions(portfolio: Portfolio, kind: str, ids: Sequence[str]) -> tuple[Question, ...]:
    if len(ids) > MOST_QUESTIONS:
        raise click.UsageError("three questions are enough: more get shorter answers")
    for id_ in ids:
        if id_ not in portfolio.questions:
            hint = did_you_mean(id_, portfolio.questions)
            raise click.UsageError(f"there is no question {make_plain(id_)!r}: {hint}")
    if ids:
        return tuple(portfolio.questions[id_] for id_ in dict.fromkeys(ids))
    return propose_questions(portfolio, compute_insight(portfolio, Audience.ME), kind)


def _show(
    portfolio: Portfolio, questions: Sequence[Question], kind: str, translations: Translations, *, follow_ups: bool
) -> None:
    translate = translations.translate
    insight = compute_insight(portfolio, Audience.ME)
    click.echo(f"{translate('ask-title', kind=make_plain(one_line(portfolio.kinds[kind].title)))}\n")
    for number, question in enumerate(questions, start=1):
        click.secho(f"{number}. {make_plain(one_line(question.ask))}", bold=True)
        click.echo(f"   ({make_plain(render_reason(question, portfolio, insight, kind, translations))})\n")
    if follow_ups:
        click.echo(translate("ask-vague"))
        for follow_up in portfolio.follow_ups or (translate("ask-moment"),):
            click.echo(f"  - {make_plain(one_line(follow_up))}")
        click.echo()
    click.echo(translate("ask-afterwards", command=f"afterview new --kind {kind}"))
