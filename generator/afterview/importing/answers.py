"""Plan what the answers in a message do to a portfolio: new notes, and changes to interviews; nothing is written."""

from collections.abc import Callable, Mapping, Sequence

import msgspec

from afterview.importing.answer_blocks import Block
from afterview.importing.feedback import Edit, Feedback, add_feedback, find_interview, make_feedback
from afterview.importing.notes import NewFile, make_note
from afterview.model.interview import Interview
from afterview.model.portfolio import Portfolio
from afterview.model.section import SectionRole
from afterview.problems import Code, Problem
from afterview.reading.vocabulary import Vocabulary

Ratings = Mapping[str, int]


class FeedbackPlan(msgspec.Struct, frozen=True, kw_only=True):
    """An interviewer's feedback and the interview that it belongs to, None for a new one.

    ``unrated`` are the skills that they rated and the learner has not.
    """

    feedback: Feedback
    interview: Interview | None
    unrated: tuple[str, ...]

    @property
    def remark(self) -> str:
        """Say that the message names another interview, if so: that one may have been renamed, or deleted."""
        named, slug = self.feedback.about, self.interview.slug if self.interview else ""
        return f", although it names {named}" if named not in ("", slug) else ""


def plan_notes(
    blocks: Sequence[Block], portfolio: Portfolio, existing: Mapping[str, str], path: str, *, about: str = ""
) -> tuple[tuple[NewFile, ...], tuple[Problem, ...]]:
    """Plan the notes among the blocks; ``existing`` are the texts of the notes that stand, by path.

    ``about`` is the interview of all of them, whatever they say.
    """
    interviews = [interview.slug for interview in portfolio.interviews]
    notes: list[NewFile] = []
    problems: list[Problem] = []
    taken = dict(existing)
    for block in blocks:
        if not block.is_feedback:
            note, found = make_note(block, interviews=interviews, existing=taken, path=path, about=about)
            problems += found
            if note is not None and (not note.same_as or note.same_as in existing):  # not if it is there twice
                notes.append(note)
                taken[note.path] = note.text
    return tuple(notes), tuple(problems)


def plan_feedback(
    blocks: Sequence[Block],
    portfolio: Portfolio,
    path: str,
    choose: Callable[[Sequence[str]], str],
    *,
    about: str = "",
    into_new: bool = False,
) -> tuple[tuple[FeedbackPlan, ...], tuple[Problem, ...]]:
    """Find the interview of each feedback among the blocks; with ``into_new`` each gets a file of its own.

    ``choose`` is asked which one is meant where several interviews fit, unless the person says it: ``about``, a slug.
    """
    by_slug = {interview.slug: interview for interview in portfolio.interviews}
    known = [(interview.slug, interview.date, interview.kind) for interview in portfolio.interviews]
    questions = [question.ask for question in portfolio.questions.values()]
    steps = len(portfolio.scale)
    plans: list[FeedbackPlan] = []
    problems: list[Problem] = []
    for block in blocks:
        if not block.is_feedback:
            continue
        feedback, found = make_feedback(block, skills=portfolio.skills, steps=steps, questions=questions, path=path)
        problems += found
        if feedback is None or any(plan.feedback == feedback for plan in plans):  # also if it is there twice
            continue
        interview = None if into_new else by_slug.get(about or find_interview(feedback, known, choose))
        if interview is None and feedback.kind not in portfolio.kinds:
            message = "no interview of that day and kind is known, and the answer names no kind to start one with"
            hint = "start it with `afterview new`, then import the answer again"
            problems.append(
                Problem(code=Code.UNKNOWN_INTERVIEW, path=path, line=block.line, message=message, hint=hint)
            )
            continue
        own = interview.self_ratings if interview else {}
        unrated = tuple(skill for skill in feedback.ratings if skill not in own)
        plans.append(FeedbackPlan(feedback=feedback, interview=interview, unrated=unrated))
    return tuple(plans), tuple(problems)


def edit_interview(text: str, plan: FeedbackPlan, own: Ratings, *, heading: str, vocabulary: Vocabulary) -> Edit:
    """Write a plan's feedback, and the learner's own ratings, into the text of the interview's file."""
    return add_feedback(text, plan.feedback, heading=heading, vocabulary=vocabulary, own=own)


def find_own_words(interview: Interview) -> tuple[object, ...]:
    """Find what no answer may change in an interview: who sees it, and the learner's own sections and commitments."""
    sections = tuple(
        (section.role, section.title, section.visibility)
        for section in interview.sections
        if section.role not in (None, SectionRole.INTERVIEWER)
    )
    points = tuple((point.kind, point.text, point.visibility) for point in interview.points)
    commitments = tuple((one.id, one.text, one.visibility) for one in interview.commitments)
    return interview.visibility, interview.shows, interview.outcomes, points, commitments, sections
