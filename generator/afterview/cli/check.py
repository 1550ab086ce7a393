"""``check``: list every problem of every file, in one run."""

from pathlib import Path

import click

from afterview.cli.options import find_portfolio, root_option
from afterview.cli.report import Format, count_problems, print_problems, say_count
from afterview.problems import ContentError, errors_of
from afterview.reading.pictures import read_pictures
from afterview.reading.portfolio import read_portfolio

_EPILOG = """\b
Examples:
  afterview check                    here, or from any folder inside the portfolio
  afterview check --format json      one array, for programs
  afterview check --format github    annotations, in a GitHub workflow

\b
It leaves with 0 when nothing is wrong, warnings aside, with 3 when something is, and with 4 when a
file leads out of the portfolio."""


@click.command(epilog=_EPILOG)
@click.option(
    "--format", "form", type=click.Choice([form.value for form in Format]), default="text", help="How to say it."
)
@root_option
def command(form: str, start: Path) -> None:
    """List every problem of every file: where it is, what is wrong and how to mend it."""
    told = Format(form)
    try:
        root = find_portfolio(start)
        read = read_portfolio(root)
        problems = (*read.problems, *read_pictures(root, read.portfolio)[1])
        if errors_of(problems):
            raise ContentError(problems)
    except ContentError as error:
        print_problems(error.problems, err=False, form=told)
        if told is Format.TEXT:
            click.echo(f"{count_problems(error.problems)}.", err=True)
        click.get_current_context().exit(error.exit_status)
    print_problems(problems, err=False, form=told)
    if told is not Format.JSON:
        interviews = say_count(len(read.portfolio.interviews), "interview")
        skills = say_count(len(read.portfolio.skills), "skill")
        click.echo(f"✓ {interviews}, {skills}, {count_problems(problems)}")
