"""``check``: list every problem of every file, in one run."""

from pathlib import Path

import click

from afterview.authoring.editor_settings import refresh_words
from afterview.authoring.new_interview import check_templates
from afterview.cli.options import find_portfolio, root_option
from afterview.cli.problem_text import Format, count_problems, print_problems, print_unsorted
from afterview.cli.terminal_text import render_count
from afterview.model.audience import Audience
from afterview.problems import AfterviewError, ContentError, errors_of, refuse_for_public
from afterview.site import load_site

_WORKFLOW = ".github/workflows/pages.yml"
_EPILOG = """\b
Examples:
  afterview check                    here, or from any folder inside the portfolio
  afterview check --format json      one array, for programs
  afterview check --format github    annotations, in a GitHub workflow
  afterview check --strict           fail on warnings too

\b
Exit status: 0 if there are no errors (warnings count only with --strict), 3 if a file has errors, 4 if a link leads
out of the portfolio."""


@click.command(epilog=_EPILOG)
@click.option(
    "--format",
    "form",
    type=click.Choice([form.value for form in Format]),
    help="How to print the problems.  [default: as text, with many warnings of one kind grouped]",
)
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@root_option
def command(form: str | None, strict: bool, start: Path) -> None:
    """List every problem of every file: where it is, what is wrong and how to fix it."""
    chosen = Format(form) if form else None
    try:
        site = load_site(find_portfolio(start), Audience.ME)
        problems = (
            *refuse_for_public(site.warnings),
            *check_templates(site.root, site.whole),
            *site.check_own_layouts(),
        )
        if errors_of(problems) or (strict and problems):
            raise ContentError(problems)
    except AfterviewError as error:
        print_problems(error.problems, err=False, form=chosen)
        if chosen in (None, Format.TEXT):
            click.echo(f"{count_problems(error.problems)}.", err=True)
        click.get_current_context().exit(error.exit_status)
    refresh_words(site.root, site.whole)
    print_problems(problems, err=False, form=chosen)
    if chosen is Format.JSON:
        return
    print_unsorted(site.whole)
    if site.whole.mentors and (site.root / _WORKFLOW).is_file():
        click.echo(
            f"Note: {_WORKFLOW} publishes no sealed page, since the keys are on your machine alone. "
            "For mentors, publish with `afterview publish`."
        )
    interviews = render_count(len(site.whole.interviews), "interview")
    skills = render_count(len(site.whole.skills), "skill")
    click.echo(f"✓ {interviews}, {skills}, {count_problems(problems)}")
