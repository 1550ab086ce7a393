"""Ask for the learner's own ratings, before the interviewer's are seen."""

from collections.abc import Sequence

import click

from afterview.model.portfolio import Portfolio


def ask_own_ratings(portfolio: Portfolio, skills: Sequence[str], heading: str) -> dict[str, int]:
    """Ask at the terminal for a step of the scale, one skill a line; what was not observed is left out."""
    click.echo(f"{heading} how do you rate yourself? Enter: not observed.")
    steps = " · ".join(f"{step} {word}" for step, word in enumerate(portfolio.scale, start=1))
    numbers = click.Choice(["", *map(str, range(1, len(portfolio.scale) + 1))])
    own = {}
    for skill in skills:
        question = f"{portfolio.skills[skill].title}: {steps}"
        answer = click.prompt(question, default="", show_default=False, show_choices=False, type=numbers)
        if answer:
            own[skill] = int(answer)
    return own
