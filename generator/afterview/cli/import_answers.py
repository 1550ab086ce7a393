"""Plan what answers of mentors and interviewers change: show it, and collect what to write."""

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from afterview.authoring.changes import Change, encode_like
from afterview.authoring.new_interview import NewInterview, render_interview_file
from afterview.authoring.starter import LANGUAGES
from afterview.cli.import_names import FreeNames
from afterview.cli.import_report import indent, render_difference
from afterview.cli.options import choose_interview, find_interview, is_interactive
from afterview.cli.own_ratings import ask_own_ratings, change_own_ratings
from afterview.cli.pasting import report_left_out
from afterview.cli.terminal_text import make_plain, render_count
from afterview.importing import answer_blocks
from afterview.importing.answers import FeedbackPlan, edit_interview, find_own_words, plan_feedback, plan_notes
from afterview.importing.conversations import find_own_speaker, parse_conversation
from afterview.importing.feedback import Feedback, is_same_person
from afterview.importing.notes import NewFile, name_note
from afterview.importing.pasted import parse_pasted, render_quotation
from afterview.importing.quoting import comparable, escape_marks, split_questions
from afterview.model.audience import Visibility
from afterview.model.interview import Interview
from afterview.problems import Code, ContentError, Problem, errors_of
from afterview.reading.entries import parse_interview, parse_note
from afterview.reading.portfolio import Read
from afterview.reading.slugs import slugify
from afterview.reading.sources import Source, read_source
from afterview.rendering.translations import Translations, read_portfolio_translations


class AnswerImporter:
    """Plan the answers of one import; each method shows what it understood, and returns the files to write."""

    def __init__(
        self, root: Path, read: Read, translations: Translations, names: FreeNames, *, date: datetime.date | None
    ) -> None:
        self.root = root
        self.read = read
        self.portfolio = read.portfolio
        self.translations = translations
        self.names = names
        self.date = date
        self._planned: dict[str, Change] = {}
        self._own: dict[str, tuple[Interview | None, dict[str, int]]] = {}

    def note(self, text: str, author: str, about: str | None) -> list[Change]:
        """Make a note of a text as it is."""
        slugs = [find_interview(self.portfolio, about).slug] if about else []
        names = [mentor.name for mentor in self.portfolio.mentors]
        for name in names if author not in names else ():
            if is_same_person(author, name):
                other = make_plain(name)
                click.echo(f'A mentor of yours is called {other}: say --from "{other}" if that is the same person.')
        date = self.date or datetime.date.today()  # the learner's own day: a date without a time has no zone
        return self.show_notes([name_note(author, date, slugs, escape_marks(text), self.notes())])

    def words(self, text: str, about: str) -> list[Change]:
        """Quote what an interviewer sent, as it is, in the file of an interview that exists."""
        interview = find_interview(self.portfolio, about)
        pasted = parse_pasted(text)
        report_left_out(pasted)
        questions = [question.ask for question in self.portfolio.questions.values()]
        words = (read_portfolio_translations(self.root, language) for language in LANGUAGES)
        intros = {comparable(one.translate("send-text")) for one in words}
        lines = [
            line for line in self._list_theirs(pasted.text, questions) if comparable(line.lstrip("> ")) not in intros
        ]
        feedback = Feedback(text=render_quotation("\n".join(lines).strip("\n"), questions))
        return self._show_feedback(FeedbackPlan(feedback=feedback, interview=interview, unrated=()), {})

    def _list_theirs(self, text: str, questions: Sequence[str]) -> list[str]:
        """List the lines of a text; of a conversation what others said, and the questions that the learner asked."""
        messages = parse_conversation(text)
        if not messages:
            return text.split("\n")
        own = find_own_speaker(messages, self.portfolio.author)
        theirs: list[str] = []
        left_out = 0
        for message in messages:
            lines = list(message.lines)
            if message.speaker and message.speaker == own:
                lines = [line for line, is_question in split_questions("\n".join(lines), questions) if is_question]
                left_out += len(message.lines) - len(lines)
            theirs += lines
        if left_out:
            click.echo(f"Left out: {render_count(left_out, 'line')} of yours in this conversation.")
        return theirs

    def answers(
        self, found: Sequence[answer_blocks.Block], label: str, *, about: str | None, unseen: bool, into_new: bool
    ) -> list[Change]:
        """Plan what the answers in a message change; self-ratings are asked for before the interviewer's are shown.

        ``about`` is the interview of all answers among them, whatever they say.

        Raises:
            ContentError: a fact in it is missing or wrong.
        """
        about = find_interview(self.portfolio, about).slug if about else ""
        notes, problems = plan_notes(found, self.portfolio, self.notes(), label, about=about)
        plans, more = plan_feedback(found, self.portfolio, label, choose_interview, about=about, into_new=into_new)
        if problems or more:
            raise ContentError((*problems, *more))
        own = [{} if unseen else self._ask_own(plan, label) for plan in plans]
        changes = self.show_notes(notes)
        for plan, ratings in zip(plans, own, strict=True):
            changes += self._show_feedback(plan, ratings)
        return changes

    def notes(self) -> dict[str, str]:
        """Read the texts of the portfolio's notes, by path."""
        sources = (read_source(self.root, path) for path in self.read.paths if path.startswith("content/notes/"))
        return {source.path: source.text for source in sources if isinstance(source, Source)}

    def show_notes(self, notes: Sequence[NewFile]) -> list[Change]:
        """Show the notes to write, and who will be able to read them.

        Raises:
            ContentError: one could not be read afterwards.
        """
        changes = []
        for note in notes:
            if note.same_as:
                click.echo(f"You have that already: {note.same_as}")
                continue
            if errors := errors_of(parse_note(Source(path=note.path, text=note.text), self.read.vocabulary)[1]):
                raise ContentError(errors)
            click.echo(f"A mentor's note, {note.path}, which is not public, but mentors may read it:\n")
            click.echo(indent(note.text))
            self.names.take(note.path)
            changes.append(Change(path=note.path, before=None, after=note.text.encode("utf-8")))
        return changes

    def _show_feedback(self, plan: FeedbackPlan, own: Mapping[str, int]) -> list[Change]:
        """Show what feedback changes in a file, which another answer of this import may change already."""
        if plan.interview is None:
            path, before, text = self._start_interview(plan)
            present = before
        else:
            path = plan.interview.path
            earlier = self._planned.get(path)
            before = earlier.before if earlier else (self.root / path).read_bytes()
            present = earlier.after if earlier else before
            text = (present or b"").decode("utf-8-sig")
        heading = self.translations.translate("section-said")
        edit = edit_interview(text, plan, own, heading=heading, vocabulary=self.read.vocabulary)
        click.echo(f"Feedback for {path}{make_plain(plan.remark)}:\n")
        click.echo(indent(plan.feedback.text))
        for skill in plan.feedback.unfit:
            click.echo(f"Left out: the rating of {make_plain(skill)}, no skill here or no step of your scale.")
        for line in edit.kept:
            click.echo(f"Not changed: {make_plain(line)}")
        after = encode_like(before, edit.text)
        if present == after:
            click.echo(f"You have that already: {path}")
            return []
        self._check_edit(path, text, edit.text)
        click.echo(render_difference(path, text if before is not None else "", edit.text))
        if plan.interview and plan.interview.visibility is Visibility.PUBLIC:
            click.echo("This interview is public, and so is what you add, unless its section is marked.")
        elif plan.interview and plan.interview.visibility is Visibility.MENTOR:
            click.echo("Your mentors can read this interview, and what you add.")
        self.names.take(path)
        self._planned[path] = Change(path=path, before=before, after=after)
        return [self._planned[path]]

    def _check_edit(self, path: str, before: str, after: str) -> None:
        """Raise ContentError if an answer would change what is the learner's own, or make the file wrong."""
        vocabulary = self.read.vocabulary
        (old, known), (new, found) = (
            parse_interview(Source(path=path, text=text), vocabulary) for text in (before, after)
        )
        if len(errors_of(found)) > len(errors_of(known)):
            raise ContentError(errors_of(found))
        if old and new and find_own_words(old.entry) != find_own_words(new.entry):
            message = "this answer would change more of the file than the interviewer's words and ratings"
            hint = "nothing was written; import its text with --about, or write it into the file yourself"
            raise ContentError([Problem(code=Code.BAD_VALUE, path=path, message=message, hint=hint)])

    def _start_interview(self, plan: FeedbackPlan) -> tuple[str, None, str]:
        feedback = plan.feedback
        date = feedback.date or datetime.date.today()
        title = feedback.title or self.portfolio.kinds[feedback.kind].title
        path = f"content/interviews/{self.names.choose(slugify(f'{date}-{slugify(title)}'))}.md"
        new = NewInterview(
            path=path, title=title, kind=feedback.kind, date=date, interviewer=feedback.interviewer or None
        )
        return path, None, render_interview_file(self.root, self.portfolio, self.read.vocabulary, new)

    def _ask_own(self, plan: FeedbackPlan, label: str) -> dict[str, int]:
        if not plan.unrated:
            return {}
        if not is_interactive():
            message = "the answer rates skills that you have not rated yourself, and it is better to do so first"
            if plan.interview:
                hint = f"note your own ratings under `self` in {plan.interview.path}, or use --unseen to go without"
            else:
                hint = "start the interview with `afterview new` and note them there, or use --unseen to go without"
            path = plan.interview.path if plan.interview else label
            raise ContentError([Problem(code=Code.SELF_FIRST, path=path, message=message, hint=hint)])
        where = plan.interview.path if plan.interview else ""
        _, known = self._own.get(where, (plan.interview, {}))
        left = [skill for skill in plan.unrated if skill not in known]
        own = ask_own_ratings(self.portfolio, left, "Before you read their ratings:") if left else {}
        self._own[where] = plan.interview, {**known, **own}
        return own

    def print_own_ratings(self) -> None:
        """Print the learner's own ratings, which were asked for and are not written, to be noted by hand."""
        for where, (_, own) in self._own.items():
            listed = ", ".join(f"{skill}: {step}" for skill, step in own.items())
            if listed:
                click.echo(f"Your own ratings{f' for {where}' if where else ''}, not written: {listed}")

    def change_own_ratings(self) -> list[Change]:
        """Plan to write nothing but the learner's own ratings, asked for before theirs were shown."""
        several = (change_own_ratings(self.root, self.read, it, own) for it, own in self._own.values() if it and own)
        return [change for changes in several for change in changes]
