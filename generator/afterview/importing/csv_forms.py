"""Turn the answers to a form, exported as CSV, into interviews: one row an interview, one mapping for all columns."""

import csv
import io
from collections.abc import Sequence

import msgspec
from msgspec import field

from afterview.importing.days import read_days
from afterview.importing.import_context import Setting
from afterview.importing.imported_entry import (
    NEEDED,
    PLACED,
    Found,
    ImportedEntry,
    fill_in,
    name_entry,
    name_source,
    read_fact,
)
from afterview.importing.labels import BY_LABEL
from afterview.importing.pasted import escape_lines, render_quotation
from afterview.importing.rating_lines import read_rating
from afterview.model.section import SectionRole
from afterview.reading.sources import Source
from afterview.reading.values import NOT_OBSERVED, BadValue
from afterview.reading.vocabulary import folded
from afterview.reading.yaml_text import quote_yaml
from afterview.reading.yaml_tree import parse_yaml

SECTIONS = (SectionRole.INTERVIEWER, SectionRole.WENT_WELL, SectionRole.TO_IMPROVE, SectionRole.NEXT_TIME)
_NAMES = {
    "date": (
        "date of interview",
        "date of the interview",
        "interview date",
        "fecha de la entrevista",
        "data da entrevista",
        "date de l'entretien",
    ),
    "interviewer": ("name", "your name", "tu nombre", "seu nome", "votre nom", "ton nom"),
    "kind": ("kind of interview",),
    "title": ("title", "interview"),
}
_SENT = ("timestamp", "submit date", "submitted at", "marca temporal", "carimbo de data/hora", "horodateur")
"""When a form was sent: the day of the interview only where no other column says it."""
_FACTS = frozenset({"date", "interviewer", "company", "role", "kind"})
_BY_NAME = {
    **{words: name for words, name in BY_LABEL.items() if name in _FACTS},
    **{folded(words): name for name, several in _NAMES.items() for words in several},
}


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """What a column means: a fact, ``ratings.SKILL``, ``self.SKILL``, a section, or ``text``; empty if it is left out.

    ``form`` is how its days are written, as for ``strptime``.
    """

    header: str
    field: str = ""
    form: str | None = None


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A form's answers: its columns, with the meaning that each was given, and its rows."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


class BadTable(Exception):
    """The file is not CSV that can be read; ``args`` is the line, from 1, and what is wrong there."""


def read_table(text: str) -> Table:
    """Read CSV with a header row, and propose what each column means.

    The format is RFC 4180, also with semicolons or tabs between the fields. Raises BadTable, also for a row that has
    more or fewer fields than the header.
    """
    plain = text.removeprefix("\ufeff")
    reader = csv.reader(io.StringIO(plain, newline=""), delimiter=_find_delimiter(plain), strict=True)
    rows: list[tuple[str, ...]] = []
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(tuple(row))
                if len(row) != len(rows[0]):
                    raise BadTable(reader.line_num, f"this row has {len(row)} fields, the header has {len(rows[0])}")
    except csv.Error as error:
        raise BadTable(reader.line_num, f"this is not valid CSV ({error})") from error
    if not rows:
        raise BadTable(1, "there is no header row")
    headers = [header.strip() for header in rows[0]]
    twice = next((header for header in headers if headers.count(header) > 1), None)
    if twice is not None:
        raise BadTable(1, f"two columns are called “{twice}”")
    return Table(columns=tuple(Column(header=header) for header in headers), rows=tuple(rows[1:]))


def _find_delimiter(text: str) -> str:
    """Find what separates the fields of the first line, quoted ones aside: a comma, unless another sign does alone."""
    header = "".join(text.partition("\n")[0].split('"')[::2])
    return "," if "," in header else next((sign for sign in ";\t" if sign in header), ",")


def propose_columns(table: Table, setting: Setting) -> Table:
    """Find the meaning of each column whose header names a fact, a section or a skill, each meaning once.

    Where a column names the interviewer, other questions are what the interviewer said.
    """
    columns: list[Column] = []
    days = [words for column in table.columns if _find_field(words := folded(column.header), setting) == "date"]
    day = next((words for words in days if words in _NAMES["date"]), days[0] if days else "")
    for column in table.columns:
        field = _find_field(column.header, setting)
        if field == "date" or (folded(column.header) in _SENT and not day):
            field = "date" if folded(column.header) in (day, *_SENT) else ""
        taken = {other.field for other in columns}
        columns.append(Column(header=column.header, field="" if field in taken else field))
    if any(column.field == "interviewer" for column in columns):
        role = SectionRole.INTERVIEWER
        columns = [
            Column(header=it.header, field=role) if not it.field and it.header.endswith("?") else it for it in columns
        ]
    return Table(columns=tuple(columns), rows=table.rows)


def _find_field(header: str, setting: Setting) -> str:
    words = folded(header)
    role = setting.vocabulary.headings.get(words)
    if words in _BY_NAME:
        return _BY_NAME[words]
    if role in SECTIONS:
        return str(role)
    skills = sorted({slug for title, slug in setting.skills.items() if title in words})
    return f"ratings.{skills[0]}" if len(skills) == 1 else ""


def render_mapping(table: Table) -> str:
    """Write what the columns mean as YAML, to be saved, changed and used again."""
    lines = ["columns:"]
    for column in table.columns:
        field = column.field or "~"
        value = f"{{field: {field}, as: {quote_yaml(column.form)}}}" if column.form else field
        lines.append(f"  {quote_yaml(column.header)}: {value}")
    return "\n".join(lines) + "\n"


def apply_mapping(table: Table, text: str, *, skills: Sequence[str]) -> Table:
    """Read the meaning of the columns from a saved mapping. Raises BadTable for a mapping that does not fit."""
    tree, problems = parse_yaml(Source(path="", text=text), text)
    columns = tree.value.get("columns") if tree else None
    if not isinstance(columns, dict):
        why = problems[0].message if problems else "it needs `columns:`"
        raise BadTable(problems[0].line if problems else 1, f"the mapping cannot be read: {why}")
    fields = {*PLACED, *SECTIONS, "text", *(f"{whose}.{skill}" for whose in ("ratings", "self") for skill in skills)}
    headers = {column.header for column in table.columns}
    named: dict[str, Column] = {}
    for header, value in columns.items():
        field, form = (value.get("field"), value.get("as")) if isinstance(value, dict) else (value, None)
        if header not in headers:
            raise BadTable(1, f"the mapping names a column “{header}” that the file does not have")
        if field is not None and field not in fields:
            raise BadTable(1, f"the mapping gives “{header}” the meaning “{field}”, which does not exist")
        named[header] = Column(header=header, field=str(field or ""), form=str(form) if form else None)
    return Table(columns=tuple(named.get(column.header, column) for column in table.columns), rows=table.rows)


def read_rows(table: Table, name: str, setting: Setting) -> tuple[list[ImportedEntry], list[tuple[int, str]]]:
    """Make an interview of each row; also list the rows that cannot be one, by number from 1, and why."""
    dates = next((place for place, column in enumerate(table.columns) if column.field == "date"), None)
    days = None
    if dates is not None:
        cells = [row[dates] for row in table.rows if row[dates].strip()]
        found = read_days(cells, setting.months, table.columns[dates].form)
        if isinstance(found, str):
            return [], [(1, f"column “{table.columns[dates].header}”: {found}")]
        days = dict(zip(cells, found, strict=True))
    entries = []
    bad = []
    for number, row in enumerate(table.rows, start=1):
        day = days.get(row[dates]) if days is not None and dates is not None else None
        entry = _read_row(table, row, number, name, setting, day.isoformat() if day else "")
        if isinstance(entry, str):
            bad.append((number, entry))
        else:
            entries.append(entry)
    return entries, bad


class _Cells(msgspec.Struct):
    """What the cells of one row say; ``theirs`` are the interviewer's words."""

    facts: dict[str, Found] = field(default_factory=dict)
    ratings: dict[str, list[Found]] = field(default_factory=lambda: {"ratings": [], "self": []})
    theirs: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def _read_row(
    table: Table, row: Sequence[str], number: int, name: str, setting: Setting, day: str
) -> ImportedEntry | str:
    read = _read_cells(table, row, setting, day)
    if isinstance(read, str):
        return read
    facts = read.facts
    fill_in(facts, setting)
    identity = next((cell for column, cell in zip(table.columns, row, strict=True) if column.field == "date"), "")
    title = f"{name.rpartition('.')[0] or name} {number}"
    facts.setdefault("title", Found(name="title", value=title, where="its place in the file"))
    theirs = [f"## {setting.headings[SectionRole.INTERVIEWER]}", *read.theirs] if read.theirs else []
    return ImportedEntry(
        slug=name_entry(facts),
        facts=tuple(facts[key] for key in PLACED if key in facts),
        ratings=tuple(read.ratings["ratings"]),
        own=tuple(read.ratings["self"]),
        body="\n\n".join([*theirs, *read.parts]),
        source=name_source(name, identity.strip() or str(number), row),
        left_out=tuple(read.left_out),
        missing=tuple(key for key in NEEDED if key not in facts),
    )


def _read_cells(table: Table, row: Sequence[str], setting: Setting, day: str) -> _Cells | str:
    """Read the cells of a row by what their columns mean; or say which cannot be read."""
    read = _Cells()
    # Only what someone else wrote is a quotation; whose answers these are, nobody else can tell.
    is_theirs = any(column.field == "interviewer" for column in table.columns)
    render = render_quotation if is_theirs else escape_lines
    for column, cell in zip(table.columns, row, strict=True):
        value, where = cell.strip(), f"the column “{column.header}”"
        if not value:
            continue
        whose, _, skill = column.field.partition(".")
        if column.field == "date":
            read.facts["date"] = Found(name="date", value=day, where=where)
        elif column.field == "kind":
            kind = setting.kinds.get(folded(value))
            if kind is None:
                return f"“{value}” is not a kind of portfolio.yaml"
            read.facts["kind"] = Found(name="kind", value=kind, where=where)
        elif skill and value.casefold() in NOT_OBSERVED:
            continue
        elif skill:
            step = read_rating(value, setting.scale)
            if step is None:
                steps = ", ".join(setting.scale)
                return f"“{value}” in {where} is not a step of the scale ({steps}); n/a is not observed"
            read.ratings[whose].append(Found(name=skill, value=str(step), where=where))
        elif column.field == SectionRole.INTERVIEWER:
            read.theirs.append(f"**{column.header}**\n\n{render(value)}")
        elif column.field in (*SECTIONS, "text"):
            read.parts.append(f"## {setting.headings.get(column.field, column.header)}\n\n{render(value)}")
        elif column.field:
            try:
                read.facts[column.field] = read_fact(column.field, " ".join(value.split()), where)
            except BadValue as error:
                if column.field == "advance":  # whatever it says, it is neither yes nor no
                    read.left_out.append(f"{column.header}: {value}")
                    continue
                return f"{error.message} ({where})"
        else:
            read.left_out.append(f"{column.header}: {value}")
    return read
