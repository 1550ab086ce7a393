"""Plan an import of documents and tables: show what was understood, and collect what to write."""

import datetime
from collections.abc import Sequence
from pathlib import Path

import click

from afterview.authoring.changes import Change
from afterview.cli.import_answers import AnswerImporter
from afterview.cli.import_names import FreeNames
from afterview.cli.import_report import make_plain_lines, show_entry
from afterview.cli.terminal_text import make_plain
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
from afterview.importing.embedded import measure_text
from afterview.importing.exported import ExportedNote, read_exported
from afterview.importing.import_context import make_setting
from afterview.importing.imported_entry import ImportedEntry
from afterview.importing.notes import name_note, parse_day
from afterview.problems import Code, ContentError, Problem, errors_of
from afterview.reading.entries import parse_interview
from afterview.reading.portfolio import Read
from afterview.reading.sources import LARGEST, Source
from afterview.rendering.translations import Translations, read_all_months, read_portfolio_translations


class Importer:
    """Plan one import; each method shows what it understood, and returns the files to write.

    ``people`` plans what mentors and interviewers sent.
    """

    def __init__(self, root: Path, read: Read, *, date: datetime.date | None, kind: str | None) -> None:
        self.root = root
        self.read = read
        self.portfolio = read.portfolio
        self.translations: Translations = read_portfolio_translations(root, self.portfolio.language)
        self.setting = make_setting(
            self.portfolio,
            read.vocabulary,
            headings={role: self.translations.translate(f"section-{role}") for role in SECTIONS},
            months=read_all_months(root),
            date=date,
            kind=kind,
        )
        self.names = FreeNames(root, read.paths)
        self.people = AnswerImporter(root, read, self.translations, self.names, date=date)
        self.sources = {interview.source: interview.path for interview in self.portfolio.interviews if interview.source}

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
        entries, bad = read_rows(table, label, self.setting)
        if bad:
            raise ContentError(
                [
                    _problem(Code.BAD_VALUE, label, f"row {row}: {why}", "nothing was imported", row + 1)
                    for row, why in bad
                ]
            )
        return self._show_entries(entries, label)

    def document(self, text: str, label: str) -> list[Change]:
        """Plan the interviews in a document.

        Raises:
            ContentError: there is no text in it, or far too much.
        """
        if not text.strip():
            message = "there is nothing in it to import"
            raise ContentError([_problem(Code.NOTHING_TO_IMPORT, label, message, "paste the text, then press Ctrl+D")])
        if measure_text(text) > LARGEST:
            message = "its text is longer than 1 MiB, pictures aside"
            raise ContentError([_problem(Code.FILE_TOO_LARGE, label, message, "import it in parts")])
        exported = read_exported(text.replace("\r\n", "\n"), label, self.setting)
        if exported is not None:
            entries, notes = exported
            return [*self._show_entries(entries, label), *self._show_exported_notes(notes, entries)]
        is_plain = not label.lower().endswith((".md", ".markdown"))
        return self._show_entries(read_document(text, label, self.setting, is_plain=is_plain), label)

    def _show_exported_notes(self, notes: Sequence[ExportedNote], entries: Sequence[ImportedEntry]) -> list[Change]:
        """Plan the notes of an export; what they are about is known here, or comes along."""
        present = {(note.author, note.date) for note in self.portfolio.notes}
        known = {*(interview.slug for interview in self.portfolio.interviews), *(entry.slug for entry in entries)}
        existing = self.people.notes()
        new = []
        for note in notes:
            day = parse_day(note.date)
            if day is None or (note.author, day) in present:
                click.echo(
                    f"Left out: the note by {make_plain(note.author)}, {make_plain(note.date)}, is here already."
                )
                continue
            about = [slug for slug in note.about if slug in known]
            new.append(name_note(note.author, day, about, note.text, existing))
            existing[new[-1].path] = new[-1].text
        return self.people.show_notes(new)

    def _show_entries(self, entries: Sequence[ImportedEntry], label: str) -> list[Change]:
        changes: list[Change] = []
        problems: list[Problem] = []
        here = 0
        for read_entry in entries:
            present = self._find_present(read_entry)
            if present:
                here += 1
                continue
            if read_entry.missing:
                show_entry(f"{label}: not complete", read_entry)
                problems.append(self._explain_missing(read_entry, label))
                continue
            entry = read_entry.rename(self.names.choose(read_entry.slug, read_entry))
            path = f"content/interviews/{entry.slug}.md"
            show_entry(path, entry)
            text = entry.render()
            _, found = parse_interview(Source(path=path, text=text), self.read.vocabulary)
            problems += errors_of(found)
            changes.append(Change(path=path, before=None, after=text.encode("utf-8")))
            changes += [Change(path=it.path, before=None, after=it.body) for it in entry.pictures]
        new = sum(change.path.startswith("content/interviews/") for change in changes)
        missing = len(entries) - here - new
        click.echo(f"\n{new} new, {here} already here, {missing} incomplete.")
        if problems:
            raise ContentError(list(dict.fromkeys(problems)))
        return changes

    def _find_present(self, entry: ImportedEntry) -> str:
        """Find the file that an entry was imported to earlier, by its text, else by its place in its document."""
        own = next((it.path for it in self.portfolio.interviews if entry.is_export and it.slug == entry.slug), "")
        if own:
            click.echo(f"You have that already: {own}")
            return own
        name, _, digest = entry.source.rpartition(" ")
        for present, path in self.sources.items():
            if present.rpartition(" ")[2] == digest:
                click.echo(f"You have that already: {path}")
                return path
        for present, path in self.sources.items():
            if present.rpartition(" ")[0] == name:
                click.echo(f"{path}: changed there since; yours was not changed.")
                return path
        return ""

    def _explain_missing(self, entry: ImportedEntry, label: str) -> Problem:
        named = " and ".join({"date": "a date", "kind": "a kind"}[name] for name in entry.missing)
        kinds = " | ".join(self.portfolio.kinds)
        options = " and ".join({"date": "--date 2026-11-22", "kind": f"--kind {kinds}"}[name] for name in entry.missing)
        title = next(fact.value for fact in entry.facts if fact.name == "title")
        hint = f"add {options}, or write it into the document; for an answer about an interview, add --about"
        return _problem(Code.MISSING_FIELD, label, f"“{title}” needs {named}", hint)


def _problem(code: Code, path: str, message: str, hint: str, line: int = 0) -> Problem:
    return Problem(code=code, path=path, message=message, hint=hint, line=line, column=1 if line else 0)
