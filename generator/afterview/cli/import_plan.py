"""Plan an import: read the portfolio once, show what was understood, and collect what to write."""

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from afterview.authoring.changes import Change
from afterview.authoring.interview_file import NewInterview, render_interview_file
from afterview.cli.import_report import indent, make_plain_lines, render_difference, show_entry, show_left_out
from afterview.cli.options import is_interactive
from afterview.cli.own_ratings import ask_own_ratings
from afterview.cli.report import make_plain
from afterview.importing import blocks as answer_blocks
from afterview.importing.answers import FeedbackPlan, edit_interview, plan_feedback, plan_notes
from afterview.importing.csv_forms import (
    SECTIONS,
    BadTable,
    apply_mapping,
    propose_columns,
    read_rows,
    read_table,
    render_mapping,
)
from afterview.importing.documents import read_document
from afterview.importing.imported_entry import ImportedEntry, make_setting
from afterview.importing.notes import NewFile, name_note
from afterview.problems import Code, ContentError, Problem
from afterview.reading.portfolio import Read
from afterview.reading.slugs import slugify
from afterview.reading.sources import Source, read_source
from afterview.rendering.translations import Translations, read_all_months, read_portfolio_translations


class Importer:
    """Plan one import; each method shows what it understood, and returns the files to write."""

    def __init__(self, root: Path, read: Read, *, date: datetime.date | None, kind: str | None) -> None:
        self.root = root
        self.read = read
        self.portfolio = read.portfolio
        self.translations: Translations = read_portfolio_translations(root, self.portfolio.language)
        self.date = date
        self.setting = make_setting(
            self.portfolio,
            headings=read.vocabulary.headings,
            months=read_all_months(root),
            quotation_heading=self.translations.translate("section-said"),
            date=date,
            kind=kind,
        )
        self.taken = set(read.paths)
        self.sources = {interview.source: interview.path for interview in self.portfolio.interviews if interview.source}

    def note(self, text: str, author: str, about: str | None) -> list[Change]:
        """Make a note of a text as it is."""
        slugs = [interview.slug for interview in self.portfolio.interviews]
        if about == "last" and slugs:
            about = slugs[-1]
        if about and about not in slugs:
            raise click.UsageError(f"there is no interview {about!r}")
        date = self.date or datetime.date.today()  # the learner's own day: a date without a time has no zone
        return self._show_notes([name_note(author, date, [about] if about else [], text, self._notes())])

    def answers(
        self, found: Sequence[answer_blocks.Block], label: str, *, unseen: bool, into_new: bool
    ) -> list[Change]:
        """Plan what the answers in a message change; self-ratings are asked for before the interviewer's are shown.

        Raises:
            ContentError: a fact in it is missing or wrong.
        """
        notes, problems = plan_notes(found, self.portfolio, self._notes(), label)
        plans, more = plan_feedback(found, self.portfolio, label, _choose, into_new=into_new)
        if problems or more:
            raise ContentError((*problems, *more))
        own = [{} if unseen else self._ask_own(plan) for plan in plans]
        changes = self._show_notes(notes)
        for plan, ratings in zip(plans, own, strict=True):
            changes += self._show_feedback(plan, ratings)
        return changes

    def table(self, text: str, label: str, mapping: Path | None) -> list[Change]:
        """Plan the interviews in the rows of a CSV file.

        Raises:
            ContentError: the table, the mapping or a row cannot be read.
        """
        try:
            table = propose_columns(read_table(text), self.setting)
            if mapping is not None:
                table = apply_mapping(table, mapping.read_text(encoding="utf-8"), skills=tuple(self.portfolio.skills))
        except BadTable as error:
            line, message = error.args
            raise ContentError(
                [_problem(Code.BAD_VALUE, label, message, "correct it and import again", line)]
            ) from error
        click.echo("What the columns mean (save it, change it, and pass it with --map):\n")
        click.echo(make_plain_lines(render_mapping(table)))
        headings = {section: self.translations.translate(f"section-{section}") for section in SECTIONS}
        entries, bad = read_rows(table, label, self.setting, headings)
        if bad:
            raise ContentError(
                [
                    _problem(Code.BAD_VALUE, label, f"row {row}: {why}", "nothing was imported", row + 1)
                    for row, why in bad
                ]
            )
        return self._show_entries(entries)

    def document(self, text: str, label: str) -> list[Change]:
        """Plan the interviews in a document.

        Raises:
            ContentError: there is no text in it.
        """
        if not text.strip():
            message = "there is nothing in it to import"
            raise ContentError([_problem(Code.NOTHING_TO_IMPORT, label, message, "paste the text, then press Ctrl+D")])
        is_plain = not label.lower().endswith((".md", ".markdown"))
        return self._show_entries(read_document(text, label, self.setting, is_plain=is_plain))

    def _show_notes(self, notes: Sequence[NewFile]) -> list[Change]:
        changes = []
        for note in notes:
            if note.same_as:
                click.echo(f"You have that already: {note.same_as}")
                continue
            click.echo(f"A mentor's note, {note.path}:\n")
            click.echo(indent(note.text))
            self.taken.add(note.path)
            changes.append(Change(path=note.path, before=None, after=note.text.encode("utf-8")))
        return changes

    def _show_feedback(self, plan: FeedbackPlan, own: Mapping[str, int]) -> list[Change]:
        if plan.interview is None:
            path, before, text = self._start_interview(plan)
        else:
            path = plan.interview.path
            before = (self.root / path).read_bytes()
            text = before.decode("utf-8-sig")
        heading = self.translations.translate("section-said")
        edit = edit_interview(text, plan, own, heading=heading, vocabulary=self.read.vocabulary)
        click.echo(f"Feedback for {path}:\n")
        click.echo(indent(plan.feedback.text))
        for line in edit.kept:
            click.echo(f"Kept as it is: {make_plain(line)}")
        after = edit.text.encode("utf-8")
        if before is not None and before.startswith(b"\xef\xbb\xbf"):
            after = b"\xef\xbb\xbf" + after
        if before == after:
            click.echo(f"You have that already: {path}")
            return []
        click.echo(render_difference(path, text if before is not None else "", edit.text))
        self.taken.add(path)
        return [Change(path=path, before=before, after=after)]

    def _start_interview(self, plan: FeedbackPlan) -> tuple[str, None, str]:
        feedback = plan.feedback
        date = feedback.date or datetime.date.today()
        title = feedback.title or self.portfolio.kinds[feedback.kind].title
        path = self._free_path(slugify(f"{date}-{slugify(title)}"))
        new = NewInterview(
            path=path, title=title, kind=feedback.kind, date=date, interviewer=feedback.interviewer or None
        )
        return path, None, render_interview_file(self.root, self.portfolio, new)

    def _ask_own(self, plan: FeedbackPlan) -> dict[str, int]:
        if not plan.unrated:
            return {}
        where = plan.interview.path if plan.interview else "the new interview"
        if not is_interactive():
            message = "the answer rates skills that you have not rated yourself, and it is better to do so first"
            hint = f"note your own ratings under `self` in {where}, or use --unseen to go without"
            raise ContentError([_problem(Code.SELF_FIRST, where, message, hint)])
        return ask_own_ratings(self.portfolio, plan.unrated, "Before you read their ratings:")

    def _show_entries(self, entries: Sequence[ImportedEntry]) -> list[Change]:
        changes: list[Change] = []
        here = missing = 0
        for entry in entries:
            known = self.sources.get(entry.source)
            if known:
                here += 1
                continue
            changed = next((path for source, path in self.sources.items() if _same_row(source, entry.source)), None)
            if changed:
                here += 1
                click.echo(f"{changed}: changed there since; yours was not changed.")
                continue
            if entry.missing:
                missing += 1
                click.echo(f"“{make_plain(entry.source)}” needs: {', '.join(entry.missing)} (--date, --kind)")
                show_left_out(entry)
                continue
            path = self._free_path(entry.slug)
            show_entry(path, entry)
            changes.append(Change(path=path, before=None, after=entry.render().encode("utf-8")))
            changes += [Change(path=it.path, before=None, after=it.body) for it in entry.pictures]
        new = sum(change.path.startswith("content/interviews/") for change in changes)
        click.echo(f"\n{new} new, {here} already here, {missing} incomplete.")
        if missing:
            incomplete = "one entry" if missing == 1 else f"{missing} entries"
            message = f"{incomplete} of this file cannot be written yet"
            hint = "say what is missing with --date or --kind, or write it into the document; nothing was imported"
            raise ContentError([_problem(Code.MISSING_FIELD, "import", message, hint)])
        return changes

    def _free_path(self, slug: str) -> str:
        number = 1
        while (path := f"content/interviews/{slug}{'' if number == 1 else f'-{number}'}.md") in self.taken:
            number += 1
        self.taken.add(path)
        return path

    def _notes(self) -> dict[str, str]:
        sources = (read_source(self.root, path) for path in self.read.paths if path.startswith("content/notes/"))
        return {source.path: source.text for source in sources if isinstance(source, Source)}


def _same_row(first: str, second: str) -> bool:
    """Compare two sources without their digests: the same row or part of the same file."""
    return first.rpartition(" ")[0] == second.rpartition(" ")[0]


def _choose(slugs: Sequence[str]) -> str:
    if not is_interactive():
        message = f"several interviews fit this answer: {', '.join(slugs)}"
        hint = "write the one that is meant into the message: about: …"
        raise ContentError([_problem(Code.UNKNOWN_INTERVIEW, "import", message, hint)])
    for place, slug in enumerate(slugs, start=1):
        click.echo(f"{place}. {slug}")
    number: int = click.prompt("Which of these interviews is it about?", type=click.IntRange(1, len(slugs)))
    return slugs[number - 1]


def _problem(code: Code, path: str, message: str, hint: str, line: int = 0) -> Problem:
    return Problem(code=code, path=path, message=message, hint=hint, line=line, column=1 if line else 0)
