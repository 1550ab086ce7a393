"""Ask for the learner's own ratings, before the interviewer's are seen, and write them into the interview's file."""

from collections.abc import Sequence
from pathlib import Path

import click

from afterview.authoring.changes import Change, encode_like
from afterview.cli.terminal_text import make_plain
from afterview.importing.feedback import Feedback, add_feedback
from afterview.model.interview import Interview
from afterview.model.portfolio import Portfolio
from afterview.reading.portfolio import Read


def ask_own_ratings(portfolio: Portfolio, skills: Sequence[str], heading: str) -> dict[str, int]:
    """Ask at the terminal for a step of the scale or its word, one skill a line; what was not observed is left out."""
    click.echo(f"{heading} how do you rate yourself? Enter: not observed.")
    steps = " · ".join(f"{step} {word}" for step, word in enumerate(portfolio.scale, start=1))
    words = {word.casefold(): step for step, word in enumerate(portfolio.scale, start=1)}
    words |= {str(step): step for step in words.values()}

    def read_step(answer: str) -> int:
        wanted = " ".join(answer.split()).casefold()
        if wanted and wanted not in words:
            raise click.UsageError(f"a number from 1 to {len(portfolio.scale)}, its word, or Enter")
        return words.get(wanted, 0)

    own = {}
    for skill in skills:
        question = f"{portfolio.skills[skill].title}: {steps}"
        step = click.prompt(question, default="", show_default=False, value_proc=read_step)
        if step:
            own[skill] = step
    return own


def change_own_ratings(root: Path, read: Read, interview: Interview, own: dict[str, int]) -> list[Change]:
    """Plan to write own ratings into an interview's file, where it has none; what differs is printed."""
    before = (root / interview.path).read_bytes()
    edit = add_feedback(before.decode("utf-8-sig"), Feedback(), heading="", vocabulary=read.vocabulary, own=own)
    for line in edit.kept:
        click.echo(f"Not changed: {make_plain(line)}")
    change = Change(path=interview.path, before=before, after=encode_like(before, edit.text))
    return [change] if edit.done else []
